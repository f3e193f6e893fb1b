"""What of its own the party's papers say is sealed, seized or registered and kept.

Read from the papers the party holds a copy of, which nobody edits; `measures` reads the steps.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from gongjian.common.clock import local_date
from gongjian.common.reads import once
from gongjian.documents.choices import DocumentState
from gongjian.documents.models import Document
from gongjian.matters.choices import DeadlineState
from gongjian.matters.limits import deadlines_of
from gongjian.matters.models import Deadline, Matter

from .choices import PenaltyKind
from .models import GoodsHandover, Handover
from .queries import case_of, decision_of
from .standing import items_now

SEIZING = ("seizure-decision", "urgent-seizure-decision")
KEEPING = ("preservation-notice",)
LISTS = {"seizure-list": "seizure_number", "preservation-list": "preservation_number"}
EXTENSION = "seizure-extension"
ENDS = {"seizure-release": "seizure_number", "preservation-disposal": "preservation_number"}
DISPOSALS = ("goods-disposal", "collected-goods-list")
KINDS = (*SEIZING, *KEEPING, *LISTS, EXTENSION, *ENDS, *DISPOSALS)
PRESERVED = "先行登记保存"
PARTLY = "部分解除"  # how the extent of a release begins that leaves something held


@dataclass(frozen=True, slots=True)
class Item:
    """One thing as the paper names it."""

    name: str
    more: str = ""


@dataclass(slots=True)
class Held:
    """One measure on the party's property, from its paper to its end; `until`: the last day.

    `releases` gave back a part, `back`; `items` is what is left.
    `stood_still`: the limit does not run now. `gone`: where the goods went without being returned.
    """

    measure: str
    paper: Document
    items: list[Item]
    kept: str
    since: date
    until: date | None = None
    stood_still: bool = False
    gone: str = ""
    ended_on: date | None = None
    end: Document | None = None
    collect: str = ""
    lists: list[Document] = field(default_factory=list)
    extensions: list[Document] = field(default_factory=list)
    releases: list[Document] = field(default_factory=list)
    back: list[Item] = field(default_factory=list)

    @property
    def preserved(self) -> bool:
        return self.measure == PRESERVED

    @property
    def held(self) -> bool:
        """Whether it is still with the agency and nobody has said what becomes of it."""
        return self.end is None and not self.gone

    def overdue(self, today: date) -> bool:
        """Tell whether its last day is over and nothing was done."""
        return self.held and not self.stood_still and self.until is not None and today > self.until

    @property
    def papers(self) -> list[Document]:
        """Every paper about it, oldest first."""
        last = [self.end] if self.end else []
        return [self.paper, *self.lists, *self.extensions, *self.releases, *last]


@once
def goods_of(matter: Matter) -> list[Held]:
    """Return the measures on the property of a matter's party, oldest first; four queries at most.

    Only of papers made out to this party: one case may hold goods of several.

    Source: 行政强制法 第二十四条、第二十五条、第二十七条、第二十八条; 行政处罚法 第五十六条.
    """
    issued = Document.objects.filter(
        matter=matter, kind__in=KINDS, state=DocumentState.ISSUED
    ).order_by("id")
    found = read_measures(issued, of=matter.party_name)
    if found:
        limits = deadlines_of(matter)
        for code, mine in (
            ("seize-limit", [h for h in found if not h.preserved]),
            ("preserve-limit", [h for h in found if h.preserved]),
        ):
            _limited(mine, [limit for limit in limits if limit.code == code])
        _gone(matter, [h for h in found if h.end is None])
    return found


def read_measures(papers: Iterable[Document], of: str = "") -> list[Held]:
    """Return the measures of which papers tell, oldest first; `of`: only those of this party."""
    found: list[Held] = []
    for paper in papers:
        said = said_in(paper)
        if not of or said.get("party_name") == of:
            _take(found, paper, said)
    return found


def said_in(paper: Document) -> Mapping[str, Any]:
    """Return what a paper says, by field."""
    said: Mapping[str, Any] = json.loads(paper.data)["fields"]
    return said


def partly(said: Mapping[str, Any]) -> bool:
    """Tell whether a release gives back a part, and the rest stays held.

    Source: 行政强制法 第二十七条、第二十八条.
    """
    return str(said.get("extent") or "").startswith(PARTLY)


def _take(found: list[Held], paper: Document, said: Mapping[str, Any]) -> None:
    if paper.kind in SEIZING:
        since = date.fromisoformat(said["from_on"])
        found.append(Held(said["measure"], paper, _named(said["goods"]), said["keep"], since))
    elif paper.kind in KEEPING:
        where = "，".join(said[name] for name in ("way", "place") if said.get(name))
        since = local_date(paper.made_at)
        found.append(Held(PRESERVED, paper, _named(said["items"]), where, since))
    elif paper.kind in LISTS:
        for held in _meant(found, said.get(LISTS[paper.kind]), paper.kind == "preservation-list"):
            first = not held.lists
            held.lists.append(paper)
            held.items = [] if first else held.items
            held.items += [_listed(row) for row in said["goods"]]
    elif paper.kind == EXTENSION:
        for held in _meant(found, said["seizure_number"], preserved=False):
            held.extensions.append(paper)
    elif paper.kind in DISPOSALS:
        fates = [_fate(row) for row in said["goods"]]
        for held in (h for h in found if h.end is None):
            names = {"，".join(filter(None, (item.name, item.more))) for item in held.items}
            held.items = [fate for fate in fates if fate.name in names] or held.items
            held.end, held.ended_on = paper, local_date(paper.made_at)
    elif partly(said):
        for held in _meant(found, said["seizure_number"], preserved=False):
            held.releases.append(paper)
            held.back += [_listed(row) for row in said["goods"]]
            held.items = [_listed(row) for row in said["rest"]]
            held.collect = said["collect"]
    else:
        for held in _meant(found, said[ENDS[paper.kind]], paper.kind == "preservation-disposal"):
            held.end, held.collect = paper, said.get("collect") or ""
            on = said.get("released_on")
            held.ended_on = date.fromisoformat(on) if on else local_date(paper.made_at)


def _meant(found: Iterable[Held], number: str | None, preserved: bool) -> list[Held]:
    """Return the measures a later paper speaks of: by number, else all that stand."""
    standing = [h for h in found if h.end is None and h.preserved == preserved]
    named = [h for h in standing if number and h.paper.number == number]
    return named or standing


def _limited(mine: list[Held], limits: Iterable[Deadline]) -> None:
    """Tell each measure its last day: that of the limit which began with it.

    A limit that names no paper belongs to those of its day; of no such day, to the measure that was
    newest as it began. What names a paper belongs to no other.

    Longer by an extension or by time at a laboratory, it is a new row or a later day of the same.
    """
    for limit in limits:
        own = [held for held in mine if _is_of(held, limit)]
        if limit.of_paper and not own:
            continue  # its paper was voided, or is not issued yet
        begun = [held for held in mine if local_date(held.paper.made_at) <= limit.starts_on]
        for held in own or begun[-1:] or mine[:1]:
            held.until = limit.due_on
            held.stood_still = held.end is None and limit.state == DeadlineState.PAUSED


def _is_of(held: Held, limit: Deadline) -> bool:
    if limit.of_paper:
        return limit.of_paper == held.paper.number
    return held.since == limit.starts_on


def _gone(matter: Matter, standing: list[Held]) -> None:
    """Tell where the goods went that nobody released: confiscated, or handed on with the case."""
    if not standing:
        return
    case = case_of(matter)
    if handed := Handover.objects.filter(case=case).exclude(goods="").first():
        gone = f"已随案件移送{handed.receiver}"
    elif police := GoodsHandover.objects.filter(transfer__case=case).first():
        gone = f"已移交{police.receiver}"
    elif matter.decided_on is not None and confiscated(matter):
        gone = "已决定没收的，按处罚决定书处理；其余的依法退还"
    else:
        return
    for held in standing:
        held.gone = gone


def confiscated(matter: Matter) -> bool:
    """Tell whether the standing decision takes goods for good. Source: 行政强制法 第二十七条."""
    decision = decision_of(case_of(matter))
    items = items_now(decision) if decision is not None else []
    return any(item["kind"] == PenaltyKind.CONFISCATE_GOODS for item in items)


def _named(lines: Iterable[str]) -> list[Item]:
    return [Item(line) for line in lines]


def _fate(row: Mapping[str, str]) -> Item:
    return Item(row["name"], "，".join(filter(None, (row["way"], row["note"]))))


def _listed(row: Mapping[str, str]) -> Item:
    more = [row.get(name) or "" for name in ("model", "count", "state", "remark")]
    return Item(row["name"], "，".join(word for word in more if word))
