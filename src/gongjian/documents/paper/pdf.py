"""PDF from blocks, by typst: same document, same bytes.

One warm compiler per process; a fixed timestamp; PDF/A-2a, which forbids glyphs that no font has.
"""

import json
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import typst

from . import qr, seal
from .annex import Annex, mark_places, plain
from .blocks import Block, Closing, Title, Verify, texts_of, to_plain
from .fonts import FontSet, font_set

STANDARD: Final = "a-2a"
_TEMPLATE = Path(__file__).with_name("letter.typ")
_lock = threading.Lock()  # typst keeps the inputs of the last call inside the compiler


class Unprintable(ValueError):
    """No font has some of the characters; `characters` names them."""

    def __init__(self, characters: Sequence[str]) -> None:
        named = "、".join(f"“{c}”（U+{ord(c):04X}）" for c in characters[:10])
        super().__init__(f"现有字库不能印出{named}，请在 GONGJIAN_FONT_DIRS 中增加收有这些字的字体")
        self.characters = tuple(characters)


@dataclass(frozen=True, slots=True)
class SealPlace:
    """Where the seal's centre lies: page from 1, points from the left and from the top."""

    page: int
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Pdf:
    """A rendered document; `seal` is None where none is to be set."""

    content: bytes
    seal: SealPlace | None


def render(
    blocks: Sequence[Block],
    *,
    at: datetime,
    demo: bool = False,
    font_dirs: Sequence[str] = (),
    annex: Annex | None = None,
) -> Pdf:
    """Return the PDF of a document. `at` is the date written into the file.

    `annex`: the signatures given on the screen, drawn at their lines and on a page of their own.

    Raises:
        Unprintable: a character is in none of the fonts.
    """
    fonts = font_set(tuple(font_dirs))
    missing = fonts.missing(texts_of(blocks) + (annex.texts() if annex else ""))
    if missing:
        raise Unprintable(missing)
    told = _document(blocks, fonts, demo) | {"seals": _printed_seals(blocks, font_dirs)}
    if annex:
        mark_places(told["blocks"], annex)
        told["annex"] = plain(annex)
    inputs = {"document": json.dumps(told, ensure_ascii=False)}
    sealed = any(isinstance(block, Closing) and block.sealed for block in blocks)
    with _lock:
        compiler = _compiler(fonts)
        content = compiler.compile(
            sys_inputs=inputs, format="pdf", pdf_standards=[STANDARD], timestamp=int(at.timestamp())
        )
        place = _seal_place(compiler) if sealed else None
    assert isinstance(content, bytes)
    return Pdf(content, place)


def _printed_seals(blocks: Sequence[Block], font_dirs: Sequence[str]) -> list[str]:
    """Return the seals of the agencies that issue it beside the one that signs, as SVG."""
    closing = next((b for b in blocks if isinstance(b, Closing) and b.sealed), None)
    others = closing.others if closing else ()
    return [seal.drawing(name, tuple(font_dirs)) for name in others]


def _document(blocks: Sequence[Block], fonts: FontSet, demo: bool) -> dict[str, Any]:
    title = next((block for block in blocks if isinstance(block, Title)), Title("", "文书"))
    verify = next((block for block in blocks if isinstance(block, Verify)), None)
    return {
        "title": f"{title.text} {title.number}".strip(),
        "issuer": title.issuer,
        "outward": title.red,
        "demo": demo,
        "plain_title": fonts.plain_title,
        "fonts": {"body": fonts.body, "title": fonts.title, "black": fonts.black},
        "qr": qr.svg(verify.url) if verify else "",
        "blocks": to_plain(blocks),
    }


@lru_cache(maxsize=4)
def _compiler(fonts: FontSet) -> typst.Compiler:
    return typst.Compiler(
        _TEMPLATE, root=_TEMPLATE.parent, font_paths=fonts.fonts, ignore_system_fonts=True
    )


def _seal_place(compiler: typst.Compiler) -> SealPlace:
    spot = json.loads(compiler.query("<seal>", field="value", one=True))
    return SealPlace(page=spot["page"], x=spot["x"], y=spot["y"])
