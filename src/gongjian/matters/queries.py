"""Reads: who may see which matter, what waits for whom, what may be done next."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, timedelta
from functools import lru_cache, reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from gongjian.common import acts, reads
from gongjian.common.acts import Actor, Service
from gongjian.common.clock import Clock
from gongjian.common.db.built import built_once
from gongjian.common.db.prepared import prepared, prepared_first
from gongjian.common.errors import NotFound
from gongjian.common.fields import Widget, spec_of
from gongjian.common.reads import once
from gongjian.process import StepDef

from . import limits, ports
from .choices import DeadlineState, Duty, Warning
from .definitions import process_of
from .models import Deadline, LimitPause, Matter, Recusal, Step, Todo

NEAR = timedelta(days=3)
LISTED = (
    "uid",
    "seq",
    "number",
    "title",
    "party_name",
    "process_id",
    "marking",
    "opened_at",
    "filed_on",
    "decided_on",
    "closed_at",
    "due_on",
)

# Whoever publishes reaches a matter with its first decision, the penalty or another one.
DECIDED = Q(decided_on__isnull=False) | Q(ruled_on__isnull=False)
# What an office sees beyond the matters its holder handles, among those of the agency.
OFFICES: Mapping[str, Q] = {
    "agency_head": Q(),
    "legal_reviewer": Q(review_opened_at__isnull=False),
    "legal_head": Q(review_opened_at__isnull=False),
    "hearing_host": Q(hearing_opened_at__isnull=False),
    "publisher": DECIDED,
    "publication_checker": DECIDED,
    "finance": Q(decided_on__isnull=False),
    "archivist": Q(closed_at__isnull=False),
}


@built_once
def visible_matters(actor: Actor) -> QuerySet[Matter]:
    """Return the matters this person may see; the one door for every read of a matter.

    A handler sees his own, a unit head those of the unit, other offices those of the agency that
    have reached them, a supervisor those of the agency and the agencies below it. Who is recused
    sees nothing of the matter; a deputy sees what the absent would see. The three administrators
    see none by office. Whom a case concerns reaches that one case; `desk` decides what it shows.
    What became a state secret nobody sees here: it is handled outside, and known by number only.

    Source: 行政处罚法 第四十三条（回避）; 等保 2.0 最小授权; 保守国家秘密法 第三十一条.
    """
    if "system" in actor.roles:
        return Matter.objects.all()
    if actor.own_matter is not None:
        return Matter.objects.filter(secret_since__isnull=True, pk=actor.own_matter)
    if actor.officer is None or actor.agency is None:
        return Matter.objects.none()
    return _not_closed_to(actor).filter(reduce(or_, _ways(actor)))


def may_see(actor: Actor, matter: str = "matter") -> Exists:
    """Return the condition that a row's matter, at this path, is one of `visible_matters`.

    It is asked for each row by the matter's key. To look for the row among `visible_matters`
    would first read every matter of the person, which grows with the house.
    """
    return Exists(visible_matters(actor).filter(pk=OuterRef(matter)))


@lru_cache(maxsize=512)
def visible_parts(actor: Actor) -> tuple[QuerySet[Matter], ...]:
    """Return what this person may see by each way alone: together that is `visible_matters`.

    A list asks each part by an index of its own (`ui.pager.page`). () where there are no ways.
    They hold no rows: whoever asks one narrows it first.
    """
    if "system" in actor.roles or actor.own_matter is not None:
        return ()
    if actor.officer is None or actor.agency is None:
        return ()
    return tuple([_not_closed_to(actor).filter(way) for way in _ways(actor)])


def _not_closed_to(actor: Actor) -> QuerySet[Matter]:
    here = Matter.objects.filter(secret_since__isnull=True)
    return here.filter(~Exists(_recused(actor, "pk")))


def _ways(actor: Actor) -> list[Q]:
    """Return the conditions of which a matter that this person may see meets at least one."""
    ways = [Q(lead=actor.officer), Q(second=actor.officer), Q(reviewer=actor.officer)]
    ways += _by_office(actor)
    for absent in actor.stands_for:
        ways += [Q(way, ~Exists(_recused(absent, "pk"))) for way in _by_office(absent)]
    return ways


def _by_office(actor: Actor) -> list[Q]:
    """Return by which conditions the offices of a person see more than the matters he handles."""
    ways = []
    if "unit_head" in actor.roles and actor.unit is not None:
        ways.append(Q(unit=actor.unit))
    for role, reached in OFFICES.items():
        if role in actor.roles:
            ways.append(Q(agency=actor.agency) & reached)
    if "supervisor" in actor.roles:
        ways.append(Q(agency__path__startswith=actor.agency_path))
    return ways


def _recused(actor: Actor, matter: str) -> QuerySet[Recusal]:
    return Recusal.objects.filter(matter=OuterRef(matter), officer=actor.officer)


def visible_matter(actor: Actor, uid: UUID) -> Matter:
    """Return one matter with agency, unit and handlers; one query.

    Raises:
        NotFound: absent, or not visible to this person.
    """
    matter = _visible(actor, uid)
    if matter is None:
        raise NotFound("没有这个案件，或者您无权查看。请核对链接，或从“案件”列表进入。")
    return matter


@prepared_first
def _visible(actor: Actor, uid: UUID) -> QuerySet[Matter]:
    related = ("agency", "unit", "lead", "second", "reviewer", "stream")
    return visible_matters(actor).select_related(*related).filter(uid=uid)


def listed(matters: QuerySet[Matter]) -> QuerySet[Matter]:
    """Keep what a line of a list shows; names of people and places come as `…_name`."""
    return matters.only(*LISTED).annotate(
        agency_name=F("agency__name"),
        unit_name=F("unit__name"),
        lead_name=F("lead__name"),
        second_name=F("second__name"),
    )


@once
@prepared
def history_of(matter: Matter) -> QuerySet[Step, str]:
    """Return the codes of the steps taken, oldest first (one query)."""
    steps = Step.objects.filter(matter=matter, seq__gt=0).order_by("seq")
    return steps.values_list("code", flat=True)


def words_of(step: Step) -> list[tuple[str, str]]:
    """Return what was written into the step's own words: the texts of its form, labelled."""
    texts = ((label, step.data.get(name)) for name, label in _texts_of(step.act))
    return [(label, text) for label, text in texts if text]


@lru_cache(maxsize=1024)
def _texts_of(code: str) -> Sequence[tuple[str, str]]:
    """Return the fields of an act that hold longer texts, with their labels."""
    service = acts.services().get(code)
    specs = {f.name: spec_of(f) for f in fields(service.cmd)} if service else {}
    return [(name, spec.label) for name, spec in specs.items() if spec.widget is Widget.TEXT]


@dataclass(frozen=True, slots=True)
class Position:
    """All that decides what may be done next on a matter, whoever asks."""

    history: list[str]
    facts: ports.Facts
    held: Collection[str]


def position_of(matter: Matter, clock: Clock) -> Position:
    """Return how a matter stands now: steps taken, facts, documents held."""
    return Position(history_of(matter), ports.facts_of(matter, clock), ports.documents_held(matter))


@dataclass(frozen=True, slots=True)
class Offer:
    """An act that this person may do now on this matter."""

    service: Service[Any]
    step: StepDef
    title: str

    @property
    def code(self) -> str:
        return self.service.code


def next_acts(
    actor: Actor, matter: Matter, clock: Clock, known: Position | None = None
) -> list[Offer]:
    """Return every step the service would accept from this person now, main steps first.

    Asks the same three things as the act itself: procedure, right, conditions on the person.
    `known` is how the matter stands, where the caller has read it already. What several of them
    look at is asked once; who reads more beside it shares those reads (`common.reads`).
    """
    with reads.shared():
        return _next_acts(actor, matter, clock, known)


def _next_acts(actor: Actor, matter: Matter, clock: Clock, known: Position | None) -> list[Offer]:
    process = process_of(matter)
    at = known or position_of(matter, clock)
    offers = []
    today = clock.today()
    for step in process.possible(frozenset(matter.marking), at.history, at.facts):
        if any(kind not in at.held for kind in step.needs) or limits.unmet(matter, step, today):
            continue
        service = acts.service(step.act)
        if acts.may(actor, service, matter) and not service.unmet(actor, matter, clock):
            offers.append(Offer(service, step, service.title_in(matter)))
    return sorted(offers, key=lambda offer: offer.step.side)


def refusals(service: Service[Any], matter: Matter, clock: Clock) -> list[str]:
    """Return why the procedure does not let an act happen now; [] for one that is no step of it."""
    process = process_of(matter)
    step = process.acts().get(service.code)
    if step is None:
        return []
    at, here = position_of(matter, clock), frozenset(matter.marking)
    found = process.refusals(step, here, at.history, at.facts, at.held)
    return [*found, *limits.unmet(matter, step, clock.today())]


@built_once
def inbox(actor: Actor) -> QuerySet[Todo]:
    """Return what waits for this person, to be ordered by due date.

    A handler's own matters, a unit head's unit, and for other offices the agency's; a deputy finds
    what waits for the absent, but for the matters he handles himself.
    """
    if actor.officer is None:
        return Todo.objects.none()
    return _waiting_for(actor, reduce(or_, _waits(actor), Q(pk__in=[])))


@lru_cache(maxsize=512)
def inbox_parts(actor: Actor) -> tuple[QuerySet[Todo], ...]:
    """Return what waits for this person in each way alone: together that is `inbox`.

    Each has an index of its own, in the order of due dates (`ui.pager.page`).
    """
    return tuple([_waiting_for(actor, way) for way in _waits(actor)])


def _waiting_for(actor: Actor, way: Q) -> QuerySet[Todo]:
    waiting = Todo.objects.filter(way, agency=actor.agency)
    seen = waiting.filter(~Exists(_recused(actor, "matter")))
    return seen.select_related("matter", "matter__lead")


def _waits(actor: Actor) -> list[Q]:
    """Return the conditions of which what waits for this person meets at least one."""
    own = [Q(lead=actor.officer), Q(second=actor.officer)]
    ways = [Q(way, role="handler") for way in own] if "handler" in actor.roles else []
    ways += _by_offices(actor)
    for absent in actor.stands_for:
        standing_in = ~Q(own[0] | own[1]), ~Exists(_recused(absent, "matter"))
        ways += [Q(way, *standing_in) for way in _by_offices(absent)]
    return ways


def _by_offices(actor: Actor) -> list[Q]:
    ways = [Q(role=role) for role in sorted(actor.roles - {"handler", "unit_head"})]
    if "unit_head" in actor.roles:
        ways.append(Q(role="unit_head", unit=actor.unit))
    return ways


def warning_of(due_on: date | None, today: date) -> Warning:
    """Tell whether a deadline is late (its last day has passed) or near (three days or fewer)."""
    if due_on is None:
        return Warning.NONE
    if due_on < today:
        return Warning.LATE
    return Warning.NEAR if due_on - today <= NEAR else Warning.NONE


@once
@prepared
def open_pauses(matter: Matter) -> QuerySet[LimitPause]:
    """Return the limits that stand still, with their ground, oldest first."""
    return LimitPause.objects.filter(matter=matter, ended_on__isnull=True)


def open_deadlines(matter: Matter) -> list[Deadline]:
    """Return the running deadlines, nearest first."""
    running = (row for row in limits.deadlines_of(matter) if row.state == DeadlineState.OPEN)
    return sorted(running, key=lambda row: (row.due_on, row.pk))


def deadline_counts(today: date) -> tuple[int, int]:
    """Return how many limits of the authority are open in the whole house, and how many ran out."""
    binding = Deadline.objects.filter(state=DeadlineState.OPEN).exclude(duty=Duty.PARTY)
    counted = binding.aggregate(open=Count("pk"), late=Count("pk", filter=Q(due_on__lt=today)))
    return counted["open"], counted["late"]
