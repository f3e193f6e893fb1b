"""A supervisor urges a list not brought up to date or confirmed in time; the publisher answers."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from gongjian.common import fields
from gongjian.common.acts import Act, Actor, act
from gongjian.common.clock import Clock
from gongjian.common.errors import InvalidInput, NotFound
from gongjian.publicity.errors import SamePerson

from .models import Adjustment, ListUrge


@dataclass(frozen=True)
class UrgeList:
    adjustment: UUID = fields.ref("逾期的清单", of="exante.overdue_list")
    reason: str = fields.text("问题和要求", max_length=1000)


@act("exante.urge_list", title="催办公开清单", about="list")
def urge_list(*, act: Act, cmd: UrgeList) -> ListUrge:
    """Urge whoever publishes to take one list in hand; it stands in his inbox with the task.

    Raises:
        InvalidInput: this list is not late, or was urged already.

    Source: HN8, HN10; REQUIREMENTS P18.
    """
    found = late_lists(act.agency or 0, act).filter(uid=cmd.adjustment).first()
    if found is None:
        told = "这份清单没有逾期，或者已经催办，请从列表中选择"
        raise InvalidInput({"adjustment": told})
    urge = ListUrge(
        adjustment=found, reason=cmd.reason, urged_by_id=act.officer, urged_on=act.today
    )
    act.write(urge, stream=found.agency.stream)
    return urge


@urge_list.requires
def _something_late(actor: Actor, matter: object, clock: Clock) -> str:
    late = overdue(actor.agency or 0, clock).filter(urge__isnull=True)
    return "" if late.exists() else "本机关没有逾期、还没有催办的清单"


@dataclass(frozen=True)
class AnswerListUrge:
    urge: UUID = fields.ref("催办", of="exante.open_list_urge")
    answer: str = fields.text(
        "办理情况，或者不能按期办理的原因",
        max_length=1000,
        help="清单公布新版本或者核对以后，无需答复",
    )


@act("exante.answer_list_urge", title="答复清单催办", about="list")
def answer_list_urge(*, act: Act, cmd: AnswerListUrge) -> ListUrge:
    """Tell the supervisor what was done, or why the list cannot be brought up to date yet.

    Raises:
        NotFound: nothing such was urged.
        SamePerson: the actor urged it.
    """
    urge = open_list_urges(act.agency or 0).filter(uid=cmd.urge).first()
    if urge is None:
        raise NotFound("没有这项等待答复的催办，请从列表中选择")
    if urge.urged_by_id == act.officer:
        raise SamePerson("催办是您提出的，须由公示员答复")
    urge.answer, urge.answered_by_id, urge.answered_on = cmd.answer, act.officer, act.today
    act.write(urge, stream=urge.adjustment.agency.stream)
    return urge


@answer_list_urge.requires
def _urged(actor: Actor, matter: object, clock: Clock) -> str:
    return "" if open_list_urges(actor.agency or 0).exists() else "没有等待答复的清单催办"


def overdue(agency: int, clock: Clock) -> QuerySet[Adjustment]:
    """Return the lists of an agency that were not taken in hand in time, oldest first."""
    owed = Adjustment.objects.filter(agency=agency, closed_on__isnull=True)
    return owed.filter(due_on__lt=clock.today()).order_by("due_on", "id")


def late_lists(agency: int, act: Act) -> QuerySet[Adjustment]:
    """Return the overdue lists that nobody has urged yet, locked until the act ends."""
    owed = Adjustment.objects.select_for_update(of=("self",)).filter(
        agency=agency, closed_on__isnull=True, due_on__lt=act.today
    )
    return owed.filter(urge__isnull=True).select_related("agency__stream")


def open_list_urges(agency: int) -> QuerySet[ListUrge]:
    """Return what was urged, waits, and was neither answered nor settled by a new version."""
    waiting = ListUrge.objects.filter(
        adjustment__agency=agency, adjustment__closed_on__isnull=True, answered_on__isnull=True
    )
    return waiting.select_related("adjustment__agency__stream", "urged_by").order_by("id")
