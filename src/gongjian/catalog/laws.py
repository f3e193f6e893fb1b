"""Which laws are in force on which day (catalog/laws.toml), and what is wrong with citing one.

A law that the table does not know is not judged: the table grows, it is never complete.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import pairwise

from gongjian.common.data import data_folder
from gongjian.process import Problem
from gongjian.process.toml_text import Section, TomlText

from .citing import chinese
from .library import LAWS
from .reading import Cited, plain, read

LAW_LAYERS = {"law": "法律", "regulation": "行政法规", "local": "地方性法规", "rule": "规章"}
READ = {"SRC": "已核对原文", "K-H": "尚未逐字核对（把握较高）", "K-M": "尚未逐字核对"}
_KEYS = (
    *("name", "short", "layer", "effective_from", "effective_to", "articles", "years", "instead"),
    *("procedure", "note", "source", "confidence"),
)
_YEAR = re.compile(r"(\d{4})\s*年?")


@dataclass(frozen=True, slots=True)
class Law:
    """One version of a law. `articles` 0: how many it has is not known.

    `years` are those in which this text was passed or amended; `instead` is the law that took its
    place; `procedure`: it binds by the day of the proceedings, not by that of the act.
    """

    name: str
    short: tuple[str, ...]
    layer: str
    effective_from: date
    effective_to: date | None
    articles: int
    years: tuple[int, ...]
    instead: str
    procedure: bool
    source: str
    confidence: str
    line: int = 0

    def in_force(self, on: date) -> bool:
        return self.effective_from <= on and (self.effective_to is None or on <= self.effective_to)

    def is_called(self, name: str) -> bool:
        return plain(name) in {plain(self.name), *map(plain, self.short)}


def load_laws(text: str, origin: str = "<text>") -> tuple[Law, ...]:
    """Return the versions of laws that `text` (TOML) defines.

    Raises:
        DefinitionError: lists every problem with line and reason.
    """
    source = TomlText(text, origin)
    source.only(("law",))
    found = tuple(_law(section) for section in source.sections("law"))
    source.problems += _overlapping(found, origin)
    source.problems += _unknown(found, origin)
    source.finish()
    return found


@lru_cache(maxsize=1)
def laws() -> tuple[Law, ...]:
    """Return every version of the shipped table."""
    path = data_folder("catalog") / LAWS
    return load_laws(path.read_text(encoding="utf-8"), path.name)


@lru_cache(maxsize=1024)
def versions(name: str) -> tuple[Law, ...]:
    """Return the versions of a law by any of its names, oldest first; () where it is not known."""
    return tuple(sorted((v for v in laws() if v.is_called(name)), key=lambda v: v.effective_from))


def same_law(one: str, other: str) -> bool:
    """Tell whether two names, short or full, are of one law."""
    if plain(one) == plain(other):
        return True
    return any(v.is_called(other) for v in versions(one))


def not_in_force(cited: Cited, days: Sequence[date], on: date) -> str:
    """Return why a provision cannot be cited, and what to cite instead; "" where it can.

    `days` are those whose law may govern the act, `on` the day of the proceedings.

    Source: 行政处罚法 第三十七条; 行政复议法实施条例 第五十七条第一款第一项.
    """
    known = versions(cited.law)
    if not known:
        return ""
    when = (on,) if known[-1].procedure else tuple(days)
    current = [v for v in known if any(v.in_force(day) for day in when)]
    if not current:
        return _out_of_force(known, max(when))
    wrong = [_wrong_edition(v, known, cited) or _no_such_article(v, cited) for v in current]
    return "" if not all(wrong) else wrong[-1]


def _out_of_force(known: Sequence[Law], day: date) -> str:
    last, first = known[-1], known[0]
    if day < first.effective_from:
        text = f"《{first.name}》自{_day(first.effective_from)}起施行，{_day(day)}还没有施行"
        return f"{text}。请引用当时有效的{_before(first, day)}"
    gone = next((v for v in reversed(known) if v.effective_to and v.effective_to < day), last)
    assert gone.effective_to is not None
    text = f"《{gone.name}》{_day(gone.effective_to)}以后不再施行（{gone.source}）"
    successor = _successor(gone, day)
    return f"{text}。{_day(day)}应当引用《{successor}》" if successor else f"{text}。请引用现行规定"


def _successor(law: Law, day: date) -> str:
    """Return what took the place of a law, and of that in its turn, as of a day."""
    after = versions(law.instead) if law.instead else ()
    if not after or any(v.in_force(day) for v in after):
        return law.instead
    return _successor(after[-1], day) or law.instead


def _before(law: Law, day: date) -> str:
    """Name what the law replaced, as far as it was in force on a day."""
    old = [f"《{v.name}》" for v in laws() if same_law(v.instead, law.name) and v.in_force(day)]
    told = "、".join(old[:3]) + ("等" if len(old) > 3 else "")
    return f"规定（{told}）" if told else "规定"


def _wrong_edition(law: Law, known: Sequence[Law], cited: Cited) -> str:
    """Say that the edition written behind the name is another one's."""
    said = {int(year) for year in _YEAR.findall(cited.edition)}
    others = {year for v in known if v is not law for year in v.years}
    if not said or said & set(law.years) or not said & others:
        return ""
    return (
        f"《{cited.law}》写的是“{cited.edition}”，应当适用{_day(law.effective_from)}起施行的版本"
        f"（{max(law.years)}年）。请改引该版本的条款"
    )


def _no_such_article(law: Law, cited: Cited) -> str:
    if not law.articles or cited.article <= law.articles:
        return ""
    return (
        f"《{cited.law}》自{_day(law.effective_from)}起施行的版本共{law.articles}条，"
        f"没有第{chinese(cited.article)}条。请按该版本核对条号"
    )


def wrong_laws(text: str, days: Sequence[date], on: date) -> Iterator[str]:
    """Yield once each why laws of a text cannot be cited."""
    yield from dict.fromkeys(told for c in read(text) if (told := not_in_force(c, days, on)))


def _law(section: Section) -> Law:
    section.only(_KEYS)
    years = section.data.get("years", [])
    if not isinstance(years, list) or not all(isinstance(year, int) for year in years):
        section.fault("“years”应是年份的列表", "years")
        years = []
    ends = section.day("effective_to") if "effective_to" in section.data else None
    if ends is not None and ends < section.day("effective_from"):
        section.fault("“effective_to”早于“effective_from”", "effective_to")
    for key, known in (("layer", LAW_LAYERS), ("confidence", READ)):
        if (value := section.text(key)) and value not in known:
            section.fault(f"“{key}”只能是 {'、'.join(known)}", key)
    return Law(
        name=section.text("name"),
        short=section.texts("short"),
        layer=section.text("layer"),
        effective_from=section.day("effective_from"),
        effective_to=ends,
        articles=section.number("articles", required=False),
        years=tuple(years),
        instead=section.text("instead", ""),
        procedure=section.flag("procedure"),
        source=section.text("source"),
        confidence=section.text("confidence"),
        line=section.line(),
    )


def _overlapping(found: Iterable[Law], origin: str) -> Iterator[Problem]:
    """Yield versions of one law whose days overlap: on each day there is one text."""
    ordered = sorted(found, key=lambda v: (plain(v.name), v.effective_from))
    for before, after in pairwise(ordered):
        if plain(before.name) == plain(after.name) and (
            before.effective_to is None or before.effective_to >= after.effective_from
        ):
            yield Problem(f"《{after.name}》两个版本的效力期间重叠", after.line, origin)


def _unknown(found: Sequence[Law], origin: str) -> Iterator[Problem]:
    """Yield what is to be cited instead although the table does not know it."""
    for law in found:
        if law.instead and not any(v.is_called(law.instead) for v in found):
            yield Problem(f"“instead”所写的《{law.instead}》不在表中", law.line, origin)


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
