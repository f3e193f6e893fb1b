"""What became of the number of a decision: from the case's rows to one word, for many at once."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import QuerySet

from gongjian.cases.models import Case, Decision
from gongjian.common.clock import local_date
from gongjian.common.db.prepared import prepared
from gongjian.documents.choices import DocumentState
from gongjian.documents.models import Document
from gongjian.matters.models import Deadline
from gongjian.publicity.choices import ItemState, NumberState, ReleaseState, WithheldGround
from gongjian.publicity.gate import PUBLIC_ORDER, concerns_minor, secret
from gongjian.publicity.models import HIDING, PublicItem, PublicRuling, Release, RulingRound
from gongjian.publicity.models.release import Round
from gongjian.publicity.rulings import KINDS as RULINGS
from gongjian.publicity.rulings import due_on

# The decisions that are to be public unless a clause closes them; other papers are no matter of
# publication, so their series are not counted. Source: 行政处罚法 第四十八条;
# 国办发〔2018〕118号 二（六）.
PENALTIES = frozenset({"penalty-decision", "on-the-spot-decision", "public-order-decision"})
KINDS = PENALTIES | frozenset(RULINGS)
LIMIT = "publication-limit"
SHOWN = {
    ItemState.LIVE: (NumberState.PUBLISHED, "first_published_on"),
    ItemState.CORRECTED: (NumberState.PUBLISHED, "first_published_on"),
    ItemState.WITHDRAWN: (NumberState.WITHDRAWN, "withdrawn_on"),
    ItemState.SUSPENDED: (NumberState.SUSPENDED, "suspended_on"),
    ItemState.ENDED: (NumberState.ENDED, "ended_on"),
}


@dataclass(frozen=True, slots=True)
class Standing:
    """What became of a number. `hidden`: even the number is closed to the public."""

    state: NumberState
    ground: str = ""
    hidden: bool = False
    due_on: date | None = None
    state_on: date | None = None
    token: str = ""


@dataclass
class Known:
    """The rows that decide about one number."""

    document: Document
    case: Case | None = None
    items: list[PublicItem] | list[PublicRuling] = field(default_factory=list)
    releases: list[Release] | list[RulingRound] = field(default_factory=list)
    due_on: date | None = None


def standings(documents: Sequence[Document], today: date) -> dict[int, Standing]:
    """Return what became of each numbered decision, by id of its document.

    Six queries, and four more where some of them are no penalties.
    """
    return {known.document.pk: standing(known, today) for known in _known(documents)}


def standing(known: Known, today: date) -> Standing:
    """Return what became of one number.

    What was once shown keeps its number: it is known, but for that of a state secret. Else a closed
    one hides it, void or not.
    """
    became_secret = known.case is not None and known.case.matter.secret_since is not None
    if known.items and not became_secret:
        return _shown(known.items[-1], known.due_on)
    closed = closing_ground(known, today)
    void = known.document.state == DocumentState.VOID
    if closed in HIDING:
        state = NumberState.VOID if void else NumberState.WITHHELD
        return Standing(state, closed, hidden=True)
    if void:
        return Standing(NumberState.VOID)
    if closed:
        return Standing(NumberState.WITHHELD, closed, state_on=_withheld_on(known.releases))
    late = known.due_on is not None and known.due_on < today
    return Standing(NumberState.OVERDUE if late else NumberState.PENDING, due_on=known.due_on)


def closing_ground(known: Known, today: date) -> str:
    """Return the class of ground that closes a decision, "" while none does.

    Sealed, secret and under-age cases close by themselves; other grounds once two persons settled.
    """
    case = known.case
    if case is None:
        return ""
    if case.public_order or case.matter.domain == PUBLIC_ORDER:
        return WithheldGround.PUBLIC_ORDER
    if secret(case):
        return WithheldGround.SECRET
    if concerns_minor(case, today):
        return WithheldGround.MINOR
    return _settled(known.releases)


def _settled(releases: Sequence[Round]) -> str:
    """Return the ground on which two persons withheld it; findings may stand in the round before.

    Source: tables/publication-gate.
    """
    if not releases or releases[-1].state != ReleaseState.WITHHELD:
        return ""
    last, found = releases[-1], _findings(releases)
    told = {
        WithheldGround.PUBLIC_ORDER: last.sealed,
        WithheldGround.MINOR: last.minor,
        WithheldGround.SECRET: last.secret,
        WithheldGround.SECURITY: found.get("endangers"),
        WithheldGround.PRIVACY: found.get("privacy") == "main",
        WithheldGround.TRADE: found.get("trade_secret") == "main",
    }
    return next((ground for ground, holds in told.items() if holds), WithheldGround.OTHER)


def _findings(releases: Sequence[Round]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for release in releases[-2:]:
        found |= release.findings
    return found


def _withheld_on(releases: Sequence[Round]) -> date | None:
    at = releases[-1].checked_at
    return local_date(at) if at else None


def _shown(item: PublicItem | PublicRuling, due_on: date | None) -> Standing:
    state, column = SHOWN[ItemState(item.state)]
    return Standing(state, due_on=due_on, state_on=getattr(item, column), token=item.token)


def _known(documents: Sequence[Document]) -> Iterator[Known]:
    penalties = [one for one in documents if one.kind in PENALTIES]
    rulings = [one for one in documents if one.kind in RULINGS]
    if penalties:
        yield from _known_penalties(penalties)
    if rulings:
        yield from _known_rulings(rulings)


def _known_penalties(documents: Sequence[Document]) -> Iterable[Known]:
    known = {document.pk: Known(document) for document in documents}
    papers = list(known)
    made = _decisions_of(papers[0]) if len(papers) == 1 else _decisions(document__in=papers)
    by_decision: dict[int, Known] = {}
    items: dict[int, list[PublicItem]] = defaultdict(list)
    releases: dict[int, list[Release]] = defaultdict(list)
    limits = _limits([d.matter_id for d in documents])
    for decision in made:
        one = by_decision[decision.pk] = known[decision.document_id]
        one.case = decision.case
        one.due_on = limits.get((one.document.matter_id, decision.decided_on))
    keys = list(by_decision)
    for item in _items_of(keys[0]) if len(keys) == 1 else _items(decision__in=keys):
        items[item.decision_id].append(item)
    for release in _rounds_of(keys[0]) if len(keys) == 1 else _rounds(decision__in=keys):
        releases[release.decision_id].append(release)
    for key, one in by_decision.items():
        one.items, one.releases = items[key], releases[key]
    return known.values()


def _known_rulings(documents: Sequence[Document]) -> Iterator[Known]:
    papers = [one.pk for one in documents]
    behind = Case.objects.filter(matter__in=[one.matter_id for one in documents])
    related = behind.select_related("party", "matter").prefetch_related("inspections")
    cases = {case.matter_id: case for case in related}
    items: dict[int, list[PublicRuling]] = defaultdict(list)
    rounds: dict[int, list[RulingRound]] = defaultdict(list)
    for item in PublicRuling.objects.filter(document__in=papers).defer("data").order_by("pk"):
        items[item.document_id].append(item)
    found = RulingRound.objects.filter(document__in=papers).defer("data", "hidden")
    for release in found.order_by("round"):
        rounds[release.document_id].append(release)
    for one in documents:
        case = cases.get(one.matter_id)
        due = due_on(case.matter, local_date(one.made_at)) if case else None
        yield Known(one, case, items[one.pk], rounds[one.pk], due)


def _limits(matters: Sequence[int]) -> dict[tuple[int, date], date]:
    """Return the last day to publish by matter and day of decision; the first one ever set."""
    rows = _last_days(matter__in=matters) if len(matters) != 1 else _last_days_of(matters[0])
    return {(m, starts): due for m, starts, due in rows}


def last_day_of(matter: int, decided_on: date) -> date | None:
    """Return the last day to publish a decision of that day; one query."""
    return _limits([matter]).get((matter, decided_on))


# After an act it is one number as a rule, whose reads are prepared; at night they are many.


def _decisions(**which: Any) -> QuerySet[Decision]:
    made = Decision.objects.filter(**which).select_related("case__party", "case__matter")
    return made.prefetch_related("case__inspections")


def _items(**which: Any) -> QuerySet[PublicItem]:
    return PublicItem.objects.filter(**which).defer("data", "searchable").order_by("version")


def _rounds(**which: Any) -> QuerySet[Release]:
    return Release.objects.filter(**which).defer("data", "hidden").order_by("round")


def _last_days(**which: Any) -> QuerySet[Deadline, tuple[int, date, date]]:
    rows = Deadline.objects.filter(code=LIMIT, **which).order_by("-id")
    return rows.values_list("matter", "starts_on", "due_on")


@prepared
def _decisions_of(document: int) -> QuerySet[Decision]:
    return _decisions(document=document)


@prepared
def _items_of(decision: int) -> QuerySet[PublicItem]:
    return _items(decision=decision)


@prepared
def _rounds_of(decision: int) -> QuerySet[Release]:
    return _rounds(decision=decision)


@prepared
def _last_days_of(matter: int) -> QuerySet[Deadline, tuple[int, date, date]]:
    return _last_days(matter=matter)
