"""The picture of an agency's seal, as a one-page PDF that a signature can wear."""

import json
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import typst

from .fonts import font_set

DIAMETER_MM = 40
_TEMPLATE = Path(__file__).with_name("seal.typ")


@lru_cache(maxsize=64)
def picture(name: str, font_dirs: Sequence[str] = ()) -> bytes:
    """Return the seal of the agency `name`: 40 mm wide, transparent, drawn once per process."""
    fonts = font_set(tuple(font_dirs))
    compiler = typst.Compiler(
        _TEMPLATE, root=_TEMPLATE.parent, font_paths=fonts.fonts, ignore_system_fonts=True
    )
    inputs = {"seal": json.dumps({"name": name, "fonts": fonts.title}, ensure_ascii=False)}
    content = compiler.compile(sys_inputs=inputs, format="pdf", pdf_standards=["a-2b"], timestamp=0)
    assert isinstance(content, bytes)
    return content
