"""What a catalogue file says of one cause (案由), as plain data."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from gongjian.process import Table

THOUSAND = 1000
BASIS_POINTS = 10_000
# 生态环境法典 has more than a thousand articles.
MOST_ARTICLES = 10_000


@dataclass(frozen=True, slots=True)
class Article:
    """One provision down to its item. `paragraph` 0: the article has only one; `item` 0: none.

    `role` is "violated" (the duty) or "basis" (what threatens the penalty).
    """

    role: str
    law: str
    article: int
    paragraph: int
    item: int
    effective_from: date
    effective_to: date | None = None
    line: int = 0


@dataclass(frozen=True, slots=True)
class LegalRange:
    """Within what the law lets a fine be set: fixed sums in fen, or ten-thousandths of a base.

    `must`: the law says 处 or 并处, not 可以.
    """

    code: str
    name: str
    must: bool
    low: int
    high: int
    base: str
    source: str
    line: int = 0


@dataclass(frozen=True, slots=True)
class Penalty:
    """A kind of penalty besides a fine which the basis threatens; `when` says in words for what.

    `min_days` and `max_days` bound a detention, 0 where the kind has no days.
    """

    kind: str
    must: bool
    when: str
    source: str
    min_days: int = 0
    max_days: int = 0


@dataclass(frozen=True, slots=True)
class Circumstance:
    """One thing to be found before weighing. `values` go from the mildest to the gravest."""

    code: str
    label: str
    values: Mapping[str, str]
    proof: str


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the benchmark, mildest first in its cause; `range` "" forbids a fine.

    From and to are thousandths of the legal range, or sums in fen where `fixed`.
    """

    code: str
    name: str
    range: str
    low: int
    high: int
    fixed: bool
    line: int = 0


@dataclass(frozen=True, slots=True)
class Ground:
    """A ground of the law to spare, mitigate, be lenient or severe, and what must be proven.

    `natural`: it speaks of natural persons only, such as their age. `effective_from`: since when
    its article is in force; None: of a law older than every act that is handled here.
    """

    code: str
    name: str
    effects: tuple[str, ...]
    proofs: tuple[str, ...]
    source: str
    natural: bool = False
    effective_from: date | None = None

    def in_force(self, on: date) -> bool:
        return self.effective_from is None or self.effective_from <= on

    def allows(self, *effects: str) -> bool:
        return any(effect in self.effects for effect in effects)


@dataclass(frozen=True, slots=True)
class Element:
    """One thing that must be proven, and by what kinds of evidence.

    At least one piece of a kind in `needs` holds it; `helps` support; `alone_weak` do not suffice
    by themselves. `weak` names the usual weaknesses.
    """

    code: str
    name: str
    required: bool
    needs: tuple[str, ...]
    helps: tuple[str, ...]
    weak: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Cause:
    """One cause as in force over a span of days."""

    code: str
    name: str
    domain: str
    profile: str
    version: str
    layer: str
    confidence: str
    note: str
    words: tuple[str, ...]
    effective_from: date
    effective_to: date | None
    articles: tuple[Article, ...]
    ranges: Mapping[str, LegalRange]
    penalties: tuple[Penalty, ...]
    circumstances: Mapping[str, Circumstance]
    steps: Mapping[str, Step]
    grounds: tuple[Ground, ...]
    without: tuple[str, ...]
    elements: Mapping[str, Element]
    table: Table
    sha256: str
    origin: str

    def in_force(self, on: date) -> bool:
        return self.effective_from <= on and (self.effective_to is None or on <= self.effective_to)

    @property
    def base(self) -> str:
        """The name of the sum a fine is a share of, "" where sums are fixed."""
        return next((r.base for r in self.ranges.values() if r.base), "")
