"""The filters beside the list: what each would find, and the link that chooses it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from operator import itemgetter
from uuid import UUID

from django.http.request import QueryDict

from gongjian.cases.choices import PenaltyKind
from gongjian.common.errors import NotFound
from gongjian.matters.tables import table
from gongjian.publicity.index import Asked
from gongjian.publicity.index.counting import Told
from gongjian.publicity.searching import Shown

from .queries import HomeFigures
from .typed_days import days_in

LABELS = {
    "agency": "执法机关",
    "domain": "执法领域",
    "kind": "处罚种类",
    "cause": "违法行为",
    "year": "决定年份",
}
MOST_LETTERS = 100
FIRST_YEAR, LAST_YEAR = 1949, 2200


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a filter: its name, how many it finds, and the query that chooses it."""

    label: str
    items: int | None
    query: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    label: str
    any: Choice
    choices: tuple[Choice, ...]


def asked_in(typed: Mapping[str, str]) -> Asked:
    """Read words and filters from an address; a day or month among the words is a filter too.

    Raises:
        NotFound: a filter that no list links to.
    """
    words = typed.get("q", "").strip()[:MOST_LETTERS]
    first, last = _day_in(typed, "from", 0), _day_in(typed, "to", 1)
    if among := days_in(words):
        (first, last), words = among
    facets = {name: typed.get(name, "")[:300] for name in LABELS if typed.get(name)}
    try:
        if "agency" in facets:
            facets["agency"] = str(UUID(facets["agency"]))
    except ValueError:
        raise NotFound("没有这个执法机关。请从列表的筛选中选择") from None
    year = facets.get("year", "2000")
    if not (year.isascii() and year.isdigit() and FIRST_YEAR <= int(year[:5]) <= LAST_YEAR):
        raise NotFound("没有这个年份。请从列表的筛选中选择")
    return Asked(words, facets, first, last)


def _day_in(typed: Mapping[str, str], name: str, end: int) -> date | None:
    """Return the first (0) or the last (1) day of what stands in a field for a day."""
    text = typed.get(name, "").strip()[:MOST_LETTERS]
    if not text:
        return None
    if (found := days_in(text)) is None:
        raise NotFound("没有这个日期。请写成 2026-11-22 或者 2026年11月22日的样子")
    return found[0][end]


def days_of(asked: Asked) -> dict[str, str]:
    """Return the days that are asked for, as the address names them."""
    days = {"from": asked.first, "to": asked.last}
    return {name: day.isoformat() for name, day in days.items() if day}


def query_of(asked: Asked, **changed: str) -> str:
    """Return the address's query for what is asked, with some filters changed ("" drops one)."""
    kept = QueryDict(mutable=True)
    for name, value in ({"q": asked.words} | asked.facets | days_of(asked) | changed).items():
        if value:
            kept[name] = value
    return kept.urlencode()


def facets_of(asked: Asked, shown: Shown, figures: HomeFigures) -> list[Facet]:
    """Return the filters worth showing; without the index agency and year alone."""
    counts = dict(shown.counts)
    names = {str(uid): name for uid, name, _ in figures.agencies}
    if not shown.indexed:
        counts = {
            "agency": [(str(uid), items) for uid, _, items in figures.agencies],
            "year": [(str(year), None) for year in figures.years],
        }
    counts["year"] = sorted(counts.get("year", []), key=itemgetter(0), reverse=True)
    made = [_facet(name, asked, counts.get(name, []), names) for name in LABELS]
    return [facet for facet in made if facet.choices]


def _facet(name: str, asked: Asked, counts: list[Told], agencies: dict[str, str]) -> Facet:
    chosen = asked.facets.get(name, "")
    if chosen and chosen not in dict(counts):
        numbered = all(items is not None for _, items in counts)
        counts = [*counts, (chosen, 0 if numbered else None)]
    choices = [
        Choice(_label(name, v, agencies), n, query_of(asked, **{name: v}), v == chosen)
        for v, n in counts
    ]
    everything = Choice("全部", None, query_of(asked, **{name: ""}), not chosen)
    return Facet(LABELS[name], everything, tuple(choices))


def _label(name: str, value: str, agencies: dict[str, str]) -> str:
    if name == "agency":
        return agencies.get(value, value)
    if name == "kind":
        return dict(PenaltyKind.choices).get(value, value)
    if name == "domain":
        return domain_label(value)
    return value


def domain_label(code: str) -> str:
    """Return a field of enforcement in Chinese."""
    known: Mapping[str, str] = table("publication-gate", "national").inputs["domain"].values
    return known.get(code, "其他")
