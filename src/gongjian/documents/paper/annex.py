"""The page of signatures behind a paper signed on the screen, and the marks at its lines."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from .places import cell_label
from .values import moment_zh


@dataclass(frozen=True, slots=True)
class Mark:
    """One signature on the screen: whose, where, when, checked how, before whom, its pictures."""

    place: str
    signer: str
    at: datetime
    checked: str
    officers: tuple[str, ...]
    picture: bytes
    finger: bytes = b""


@dataclass(frozen=True, slots=True)
class Annex:
    """What is drawn besides the blocks of the paper; `lines` say which paper it belongs to."""

    lines: tuple[str, ...]
    marks: Sequence[Mark]
    note: str

    def texts(self) -> str:
        """Return every character that will be printed, for the check of the fonts."""
        return "\n".join((*self.lines, self.note, *(text for m in self.marks for text in facts(m))))


def annex_of(paper: str, sha256: str, issuer: str, marks: Sequence[Mark]) -> Annex:
    """Return the page for these signatures under the file with this hash."""
    return Annex(
        (f"文书：{paper}", f"制作机关：{issuer}", f"原文书文件的 SHA-256：{sha256}"),
        marks,
        "本签名件由系统按原文书的内容重新绘制，加上签名人当场在屏幕上的签名，由制作机关电子签名；"
        "原文书文件保持不变。把本签名件或者原文书文件放到公示平台“核验文书”，哪怕改动一个字节，"
        "都会显示与存证记录不符。",
    )


def facts(mark: Mark) -> tuple[str, ...]:
    """Return what the page says of one signature."""
    return (
        f"签名处：{mark.place}",
        f"签名人：{mark.signer}",
        f"时间：{moment_zh(mark.at)}",
        f"核对方式：{mark.checked}",
        f"在场执法人员：{'、'.join(mark.officers)}",
        f"签名图像的 SHA-256：{hashlib.sha256(mark.picture).hexdigest()}",
    )


def plain(annex: Annex) -> dict[str, Any]:
    """Return the page as the drawing reads it."""
    marks = [
        {
            "facts": facts(mark),
            "picture": list(mark.picture),
            "finger": list(mark.finger),
            "alt": f"{mark.signer}的签名",
        }
        for mark in annex.marks
    ]
    return {"lines": annex.lines, "marks": marks, "note": annex.note}


def mark_places(blocks: list[dict[str, Any]], annex: Annex) -> None:
    """Write into plain blocks which marks (by number) stand at which place."""
    of: dict[str, list[dict[str, Any]]] = {}
    for number, mark in enumerate(annex.marks):
        of.setdefault(mark.place, []).append({"n": number, "at": moment_zh(mark.at)})
    for block in blocks:
        if block["type"] == "sign":
            block["marks"] = of.pop(block["label"], [])
        for row in block.get("rows", ()):
            before = ""
            for cell in row:
                if cell["sign"]:
                    cell["marks"] = of.pop(cell_label(cell["sign"], before), [])
                before = "".join(cell["lines"]) if cell["label"] else before
