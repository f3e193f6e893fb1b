"""How often the detector finds what it must, and how often it cries wolf: on the labelled set.

A label is found when all of it is hidden; a find is right when it touches a label. Both are counted
by kind, and the confusion list says as what each kind was found.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from .labelled import Label, Labelled
from .redaction import Hidden, Term, redact

MISSED = "未发现"
NOTHING = "（不识别任何人）"
KNOWN_NAME = "已知姓名"


@dataclass(frozen=True, slots=True)
class Example:
    """One error with the words around it; invented texts, so they may be shown."""

    style: str
    kind: str
    words: str
    around: str


@dataclass
class Measured:
    """What was counted over a set of texts."""

    texts: int = 0
    labels: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    finds: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    confusion: Counter[tuple[str, str]] = field(default_factory=Counter)
    by_pattern: Counter[tuple[str, bool]] = field(default_factory=Counter)
    errors: list[Example] = field(default_factory=list)

    def recall(self, kind: str) -> float:
        """Return which part of the labels of a kind was hidden whole."""
        return self.found[kind] / self.labels[kind] if self.labels[kind] else 1.0

    def precision(self, what: str) -> float:
        """Return which part of the finds of a kind touches a label."""
        return self.right[what] / self.finds[what] if self.finds[what] else 1.0


def measure(texts: Iterable[Labelled]) -> Measured:
    """Return what the detector finds in labelled texts; given the known names, as in a case."""
    counted = Measured()
    for one in texts:
        terms = [Term(name, "某某", KNOWN_NAME, "") for name in one.known]
        hidden = redact(one.text, terms, one.kept)[1]
        counted.texts += 1
        _count_labels(counted, one, hidden)
        _count_finds(counted, one, hidden)
    return counted


def _count_labels(counted: Measured, one: Labelled, hidden: Sequence[Hidden]) -> None:
    for label in one.labels:
        counted.labels[label.kind] += 1
        by = [h for h in hidden if _touches(h, label)]
        places = {n for h in by for n in range(h.at, h.at + h.length)}
        whole = all(n in places or one.text[n].isspace() for n in range(label.start, label.end))
        counted.found[label.kind] += whole
        as_what = by[0].what if whole and by else MISSED
        counted.confusion[label.kind, as_what] += 1
        if not whole:
            counted.errors.append(_example(one, label.kind, label.start, label.end))


def _count_finds(counted: Measured, one: Labelled, hidden: Sequence[Hidden]) -> None:
    for h in hidden:
        right = any(_touches(h, label) for label in one.labels)
        counted.finds[h.what] += 1
        counted.right[h.what] += right
        counted.by_pattern[h.rule, right] += 1
        if not right:
            counted.confusion[NOTHING, h.what] += 1
            counted.errors.append(_example(one, f"误报：{h.what}", h.at, h.at + h.length))


def _touches(h: Hidden, label: Label) -> bool:
    return h.at < label.end and label.start < h.at + h.length


def _example(one: Labelled, kind: str, start: int, end: int) -> Example:
    around = one.text[max(start - 10, 0) : end + 8]
    return Example(one.style, kind, one.text[start:end], around)
