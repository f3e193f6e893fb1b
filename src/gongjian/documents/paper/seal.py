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
    compiler, inputs = _drawn(name, font_dirs)
    content = compiler.compile(sys_inputs=inputs, format="pdf", pdf_standards=["a-2b"], timestamp=0)
    assert isinstance(content, bytes)
    return content


@lru_cache(maxsize=64)
def drawing(name: str, font_dirs: Sequence[str] = ()) -> str:
    """Return the same seal as SVG, to be printed beside the one that signs (联合行文)."""
    compiler, inputs = _drawn(name, font_dirs)
    content = compiler.compile(sys_inputs=inputs, format="svg")
    assert isinstance(content, bytes)
    return content.decode()


def _drawn(name: str, font_dirs: Sequence[str]) -> tuple[typst.Compiler, dict[str, str]]:
    fonts = font_set(tuple(font_dirs))
    compiler = typst.Compiler(
        _TEMPLATE, root=_TEMPLATE.parent, font_paths=fonts.fonts, ignore_system_fonts=True
    )
    known = {"name": name, "fonts": fonts.title}
    return compiler, {"seal": json.dumps(known, ensure_ascii=False)}
