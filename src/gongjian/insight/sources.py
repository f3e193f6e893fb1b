"""Which rows count in the yearly report beside the penalties, as what and on which day.

Each source answers for rows of one model; the words of `kind` are those of the columns in
`formats/annual-report.toml`, which also says by which note each is counted.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from gongjian.cases.choices import OPENING, PoliceAnswer, Proposal
from gongjian.cases.common_name import ON_ITS_OWN
from gongjian.cases.goods import SEIZING
from gongjian.cases.models import (
    Case,
    CrimeTransfer,
    Decision,
    ExecutionEnd,
    Inspection,
    NoPenalty,
    Performance,
    Recheck,
    Review,
)
from gongjian.cases.public_order.choices import CameBy
from gongjian.cases.public_order.models import Questioning, Unpunished
from gongjian.common.clock import local_date
from gongjian.common.records import Record
from gongjian.documents.models import Document
from gongjian.matters.models import Matter
from gongjian.payments.choices import ProxyState
from gongjian.payments.models import CourtApplication, Proxy, SurchargeDecision
from gongjian.remedies.choices import Outcome, RemedyKind, RemedyState
from gongjian.remedies.models import Remedy

from .seizures import measure_of, standing
from .visits import inspections, rechecks

LOST = (
    *(Outcome.CHANGED, Outcome.REVOKED, Outcome.UNLAWFUL, Outcome.VOID, Outcome.REMADE),
    Outcome.ORDERED,
)
TAKEN_UP = (RemedyState.ACCEPTED, RemedyState.ENDED)
REMEDIES = {
    RemedyKind.REVIEW: ("reconsidered", "reconsidered_lost"),
    RemedyKind.LITIGATION: ("sued", "sued_lost"),
}
# The first case of its kind: no other filing counts for it.
FIRST = Q(split_from=None, remakes=None) & (
    Q(instead_of=None) | Q(instead_of__matter__filed_on=None)
)
CASE, OWN = "case__matter", "document__matter"
Head = tuple[int, int, Any]


@dataclass(frozen=True, slots=True)
class Found:
    """That a row counts: as what, for which matter and agency, on which day."""

    row_id: int
    matter_id: int
    agency_uid: Any
    kind: str
    counted_on: date
    once: str = ""


Finding = Callable[[QuerySet[Any]], Iterator[Found]]


@dataclass(frozen=True, slots=True)
class Source:
    """Rows of one model: `concerns` tells of a written one whether it is to be looked at."""

    model: type[Record]
    found: Finding
    concerns: Callable[[Any], bool]

    @property
    def code(self) -> str:
        return self.model._meta.model_name or ""


def _heads(rows: QuerySet[Any], matter: str, *columns: str) -> Iterator[tuple[Head, Any]]:
    """Yield of each row what every `Found` begins with, and its columns."""
    agency = "agency__uid" if matter == "pk" else f"{matter}__agency__uid"
    named = rows.order_by().values_list("pk", matter, agency, *columns)
    for row_id, of_matter, of, *more in named:
        yield (row_id, of_matter, of), more[0] if len(columns) == 1 else more


def _on(kind: str, matter: str, day: str) -> Finding:
    """Return the finding of rows that each count once, on a day of their own."""

    def found(rows: QuerySet[Any]) -> Iterator[Found]:
        for head, value in _heads(rows, matter, day):
            yield Found(*head, kind, value if type(value) is date else local_date(value))

    return found


def _filed(rows: QuerySet[Case]) -> Iterator[Found]:
    """A case split off or made anew goes on from the filing of its first case.

    What was not filed before is filed only now.
    """
    own = rows.filter(FIRST, filed_on__isnull=False)
    return _on("filed", "matter", "filed_on")(own)


def _closed(rows: QuerySet[Matter]) -> Iterator[Found]:
    """Whatever was counted as filed is counted once when it is closed."""
    first = Case.objects.filter(FIRST, matter=OuterRef("pk"))
    own = rows.filter(
        Exists(first.filter(filed_on__isnull=False)), closed_at__isnull=False, secret_since=None
    )
    return _on("closed", "pk", "closed_at")(own)


def _decided(rows: QuerySet[Decision]) -> Iterator[Found]:
    made = rows.filter(ON_ITS_OWN, void=False, draft__proposal=Proposal.PENALTY)
    for head, (day, mitigated, remakes) in _heads(
        made, CASE, "decided_on", "draft__mitigated", "case__remakes"
    ):
        if mitigated:
            yield Found(*head, "mitigated", day)
        if remakes is not None:
            yield Found(*head, "remade", day)


def _reviewed(rows: QuerySet[Review]) -> Iterator[Found]:
    for head, (at, outcome) in _heads(rows, CASE, "at", "outcome"):
        yield Found(*head, "reviews", local_date(at))
        if outcome not in OPENING:
            yield Found(*head, "corrected", local_date(at))


def _transferred(rows: QuerySet[CrimeTransfer]) -> Iterator[Found]:
    for head, (made, answered, answer) in _heads(rows, CASE, "made_on", "answered_on", "answer"):
        yield Found(*head, "transfers", made)
        if answer == PoliceAnswer.ACCEPTED:
            yield Found(*head, "accepted", answered)


def _remedied(rows: QuerySet[Remedy]) -> Iterator[Found]:
    """Nothing counts that its body refused, or that was withdrawn before it was taken up."""
    columns = ("kind", "lodged_on", "answered_on", "effective_on", "outcome")
    for head, (kind, lodged, answered, effective, outcome) in _heads(
        rows.filter(state__in=TAKEN_UP), OWN, *columns
    ):
        if answered is None and outcome == Outcome.WITHDRAWN:
            continue
        taken_up, lost = REMEDIES[RemedyKind(kind)]
        yield Found(*head, taken_up, answered or lodged)
        if outcome in LOST:
            yield Found(*head, lost, effective)


def _seized(rows: QuerySet[Document]) -> Iterator[Found]:
    for head, (at, told) in _heads(standing(rows), "matter", "made_at", "data"):
        yield Found(*head, measure_of(told), local_date(at))


def _spared(rows: QuerySet[Any]) -> Iterator[Found]:
    return _on("no_penalty", CASE, "decided_on")(rows.filter(void=False))


def _brought(rows: QuerySet[Questioning]) -> Iterator[Found]:
    """Yield who was brought in by force (强制传唤).

    Source: 行政强制法 第九条第五项; 治安管理处罚法 第九十六条.
    """
    forced = rows.filter(came_by=CameBy.FORCED)
    return _on("other_measure", CASE, "arrived_at")(forced)


def _surcharged(day: str) -> Finding:
    """A surcharge is executed once for a decision, however often it was imposed anew."""
    imposed = SurchargeDecision.objects.filter(
        served_on__isnull=False, notice__decision__case=OuterRef("case"), document__overturn=None
    )

    def found(rows: QuerySet[Any]) -> Iterator[Found]:
        for head, value in _heads(rows.filter(Exists(imposed)), CASE, day):
            on = value if type(value) is date else local_date(value)
            yield Found(*head, "surcharge", on, once=str(head[1]))

    return found


def _by_another(rows: QuerySet[Proxy]) -> Iterator[Found]:
    """What another performed in the party's stead, or had been decided when it was stopped."""
    ended = rows.exclude(state=ProxyState.OPEN)
    ended = ended.exclude(state=ProxyState.STOPPED, decision__isnull=True)
    return _on("proxy", "case__matter", "ended_on")(ended)


def _visited(finding: Callable[[QuerySet[Any]], Iterator[tuple[Any, ...]]]) -> Finding:
    return lambda rows: (Found(*one) for one in finding(rows))


def _mitigated_or_remade(row: Decision) -> bool:
    return row.draft.mitigated or row.case.remakes_id is not None


def _always(row: Any) -> bool:
    return True


SOURCES = (
    Source(Case, _filed, lambda row: row.filed_on is not None),
    Source(Matter, _closed, lambda row: row.closed_at is not None),
    Source(Decision, _decided, _mitigated_or_remade),
    Source(NoPenalty, _spared, _always),
    Source(Unpunished, _spared, _always),
    Source(Review, _reviewed, _always),
    Source(CrimeTransfer, _transferred, _always),
    Source(Remedy, _remedied, lambda row: row.state in TAKEN_UP),
    Source(Document, _seized, lambda row: row.kind in SEIZING),
    Source(Questioning, _brought, lambda row: row.came_by == CameBy.FORCED),
    Source(Performance, _surcharged("performed_on"), _always),
    Source(ExecutionEnd, _surcharged("at"), _always),
    Source(CourtApplication, _on("court", "notice__matter", "applied_on"), _always),
    Source(Proxy, _by_another, lambda row: row.state != ProxyState.OPEN),
    Source(Inspection, _visited(inspections), _always),
    Source(Recheck, _visited(rechecks), _always),
)
# What was recorded, in the words of the house, by the code of its source.
NAMES = {
    "case": "立案",
    "matter": "结案",
    "decision": "处罚决定",
    "nopenalty": "不予行政处罚决定",
    "unpunished": "不予行政处罚决定",
    "review": "法制审核意见",
    "crimetransfer": "涉嫌犯罪移送",
    "remedy": "复议、诉讼登记",
    "document": "查封、扣押决定书",
    "questioning": "强制传唤",
    "performance": "执行完毕",
    "executionend": "终结执行",
    "courtapplication": "强制执行申请",
    "proxy": "代履行",
    "inspection": "现场检查",
    "recheck": "复查",
}
