"""Original and public text side by side, with every hidden span and the ground it is hidden on."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gongjian.cases.models import Decision
from gongjian.parties.models import Party
from gongjian.publicity.models import Redaction
from gongjian.publicity.patterns import KNOWN
from gongjian.publicity.rendition import LABELS, originals

Numbered = Sequence[tuple[int, Mapping[str, Any]]]


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of text; `number` leads to the register where it is hidden, 0 where it stays.

    `mark`: "" for what is certain, "proposed" for what people decide, "spared" for what they kept.
    """

    text: str
    number: int = 0
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph as it is in the file, and as the public reads it."""

    original: Sequence[Part]
    public: Sequence[Part]


@dataclass(frozen=True, slots=True)
class Compared:
    """One field of the decision in both texts."""

    label: str
    lines: Sequence[Line]

    @property
    def changed(self) -> bool:
        return any(p.number or p.mark for line in self.lines for p in line.original)


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the register of what is hidden."""

    number: int
    where: str
    what: str
    ground: str
    shown: str
    certainty: int
    proposed: bool


def compared(
    decision: Decision,
    data: Mapping[str, Any],
    register: Sequence[Mapping[str, Any]],
    kept: Iterable[Redaction] = (),
) -> list[Compared]:
    """Return the texts of a decision field by field; numbers are those of `entries(register)`.

    `kept`: what was proposed and stays readable.
    """
    numbered = list(enumerate(register, start=1))
    result = [_party(decision.case.party, data["party"], numbered)]
    for where, texts in originals(decision).items():
        lines = []
        for at, text in enumerate(texts):
            spans = [(n, h) for n, h in numbered if _is_span(h, where, at)]
            spans += [(0, _as_kept(r)) for r in kept if (r.where, r.line) == (where, at)]
            lines.append(_line(text, spans))
        result.append(Compared(LABELS[where], lines))
    return result


def entries(register: Iterable[Mapping[str, Any]]) -> list[Entry]:
    """Return the register in the order of the text."""
    return [
        Entry(
            n,
            LABELS[h["where"]],
            h["what"],
            h["ground"],
            h["shown"],
            h.get("certainty", KNOWN),
            bool(h.get("asked")),
        )
        for n, h in enumerate(register, start=1)
    ]


def _party(party: Party, shown: Mapping[str, str], numbered: Numbered) -> Compared:
    """Return who the party is, in the file and in public, value by value."""
    known = (
        ("名称", party.name, shown.get("name", ""), "姓名" if party.natural else ""),
        (
            "负责人",
            party.legal_representative,
            shown.get("representative") or shown.get("operator", ""),
            "姓名",
        ),
        ("证件号码", party.id_number, "", "证件号码"),
        ("地址", party.address, shown.get("address", ""), "住址（县级以下）"),
        ("电话", party.phone, "", "电话号码"),
    )
    kinds = {h["what"]: n for n, h in numbered if h["where"] == "party"}
    lines = []
    for label, original, public, what in known:
        if original:
            number = kinds.get(what, 0) if original != public else 0
            lines.append(
                Line(
                    [Part(f"{label}："), Part(original, number)],
                    [Part(f"{label}："), Part(public, number)],
                )
            )
    return Compared(LABELS["party"], lines)


def _is_span(hidden: Mapping[str, Any], where: str, line: int) -> bool:
    return "at" in hidden and hidden["where"] == where and hidden["line"] == line


def _as_kept(redaction: Redaction) -> dict[str, Any]:
    return {"at": redaction.at, "length": redaction.length, "kept": True}


def _line(text: str, spans: Iterable[tuple[int, Mapping[str, Any]]]) -> Line:
    original, public, last = [], [], 0
    for number, hidden in sorted(spans, key=lambda pair: int(pair[1]["at"])):
        start, end = int(hidden["at"]), int(hidden["at"]) + int(hidden["length"])
        same, words = Part(text[last:start]), text[start:end]
        if "kept" in hidden:
            original += [same, Part(words, mark="spared")]
            public += [same, Part(words)]
        else:
            mark = "proposed" if hidden.get("asked") else ""
            original += [same, Part(words, number, mark)]
            public += [same, Part(str(hidden["shown"]), number)]
        last = end
    rest = Part(text[last:])
    return Line([*original, rest], [*public, rest])
