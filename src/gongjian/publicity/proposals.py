"""What may identify a person and may not: the finds that people decide, one by one.

Until both persons have decided, the find is hidden in every draft and nothing is published.

Source: 政府信息公开条例 第十五条; DZ1(1); HN12.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from gongjian.cases.models import Decision

from .choices import Choice
from .models import Redaction, Release
from .rendition import LABELS, Spared, originals, render

AROUND = 14


@dataclass(frozen=True, slots=True)
class Proposal:
    """One uncertain find with the words around it: for people of the house, never stored."""

    code: str
    where: str
    line: int
    at: int
    length: int
    what: str
    ground: str
    shown: str
    certainty: int
    before: str
    words: str
    after: str

    @property
    def label(self) -> str:
        """Return the find in its sentence, as a form asks about it."""
        sentence = f"…{self.before}【{self.words}】{self.after}…"
        return f"{LABELS[self.where]}：{sentence}　{self.what}，把握 {self.certainty}%"


def proposals(decision: Decision) -> list[Proposal]:
    """Return what the system proposes to hide in a decision and people decide, in text order."""
    texts = originals(decision)
    found = [h for h in render(decision).hidden if h["where"] in texts and _open(h)]
    return [_proposal(h, texts[h["where"]][h["line"]]) for h in found]


def code_of(place: Mapping[str, Any]) -> str:
    """Return the name of a find: its field, line and place there."""
    return f"{place['where']}.{place['line']}.{place['at']}.{place['length']}"


def redactions(decision: Decision, chosen: Iterable[Mapping[str, Any]]) -> list[Redaction]:
    """Return a row for every proposal that was decided; without the words themselves.

    Raises:
        KeyError: a choice about something that is not proposed.
    """
    known = {p.code: p for p in proposals(decision)}
    return [_row(known[c["item"]], c["choice"]) for c in chosen]


def spared(chosen: Iterable[Mapping[str, Any]]) -> Spared:
    """Return the places that stay readable because people found that they identify nobody."""
    kept: dict[tuple[str, int], list[tuple[int, int]]] = {}
    for choice in chosen:
        if choice["choice"] == Choice.KEEP:
            where, line, at, length = choice["item"].split(".")
            start = int(at)
            kept.setdefault((where, int(line)), []).append((start, start + int(length)))
    return kept


def chosen_in(release: Release) -> list[Mapping[str, Any]]:
    """Return what the drafter chose; nothing in rounds of before there were proposals."""
    chosen: list[Mapping[str, Any]] = release.findings.get("redactions", [])
    return chosen


def _open(hidden: Mapping[str, Any]) -> bool:
    return "at" in hidden and bool(hidden.get("asked"))


def _proposal(hidden: Mapping[str, Any], text: str) -> Proposal:
    start, end = hidden["at"], hidden["at"] + hidden["length"]
    return Proposal(
        code=code_of(hidden),
        before=text[max(start - AROUND, 0) : start].replace("\n", " "),
        words=text[start:end],
        after=text[end : end + AROUND].replace("\n", " "),
        **{name: hidden[name] for name in _SAME},
    )


_SAME = ("where", "line", "at", "length", "what", "ground", "shown", "certainty")


def _row(proposal: Proposal, choice: str) -> Redaction:
    values = {name: getattr(proposal, name) for name in _SAME}
    return Redaction(code=proposal.code, choice=choice, **values)
