"""The evidence guide at work: which elements of a cause are held, missing or weak. Pure.

Source: 行政处罚法 第四十条、第四十六条; HN29; DZ14(2).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, Protocol

from .definitions import Cause, Element
from .words import EVIDENCE_KINDS

State = Literal["held", "weak", "missing", "open"]
STATES: dict[State, str] = {
    "held": "已有证据",
    "weak": "证据薄弱",
    "missing": "缺少证据",
    "open": "可以补强",
}
# What one person says does not stand alone, whoever the person is.
SAID = frozenset({"party_statement", "testimony"})


class Piece(Protocol):
    """One piece of evidence and the elements it is said to prove."""

    @property
    def kind(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def elements(self) -> Iterable[str]: ...


@dataclass(frozen=True, slots=True)
class Proven:
    """How one element stands: with which pieces, and what is wrong or missing in words."""

    element: Element
    state: State
    pieces: tuple[str, ...]
    why: str

    @property
    def label(self) -> str:
        return STATES[self.state]


def proven(cause: Cause, pieces: Iterable[Piece]) -> list[Proven]:
    """Return how every element of a cause stands, in the order of the guide."""
    held = list(pieces)
    return [
        _proven(element, [p for p in held if element.code in p.elements])
        for element in cause.elements.values()
    ]


def gaps(standing: Iterable[Proven]) -> list[Proven]:
    """Return the elements that are missing or weak."""
    return [p for p in standing if p.state in {"missing", "weak"}]


def _proven(element: Element, pieces: list[Piece]) -> Proven:
    names = tuple(piece.name for piece in pieces)
    wanted = kinds(element.needs)
    if not pieces:
        state: State = "missing" if element.required else "open"
        return Proven(element, state, names, f"需要{wanted}")
    have = {piece.kind for piece in pieces}
    if have <= SAID and len(pieces) == 1:
        said = EVIDENCE_KINDS[pieces[0].kind]
        return Proven(element, "weak", names, f"只有一份{said}，没有其他证据印证")
    if not have & set(element.needs):
        return Proven(element, "weak", names, f"还缺少{wanted}")
    return Proven(element, "held", names, "")


def kinds(codes: Iterable[str]) -> str:
    """Return kinds of evidence in words, any of which will do."""
    return "或者".join(EVIDENCE_KINDS[code] for code in codes)
