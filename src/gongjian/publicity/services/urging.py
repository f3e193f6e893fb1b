"""A supervisor urges a publication that is late or improper; the publisher answers (公示催办)."""

from dataclasses import dataclass
from datetime import date

from gongjian.cases.models import Decision
from gongjian.common import fields
from gongjian.common.acts import Act, Actor, act
from gongjian.common.clock import Clock
from gongjian.common.errors import InvalidInput, NotFound
from gongjian.matters.models import Deadline, Matter
from gongjian.matters.services import end_beside, start_beside
from gongjian.publicity.choices import ItemState, NumberState, UrgeKind, UrgeState
from gongjian.publicity.errors import SamePerson
from gongjian.publicity.models import NumberStanding, PublicItem, Urge

LIMIT = "publication.urge"
SHOWN = (ItemState.LIVE, ItemState.SUSPENDED)
NOT_LATE = "本案没有逾期未公示的决定"
NOT_SHOWN = "本案没有正在公示的信息，没有可以更正或者撤回的"
AWAITED = "已经催办，正在等待办理"


@dataclass(frozen=True)
class UrgePublication:
    kind: str = fields.choice("催办的事项", UrgeKind.choices, source="HN10")
    reason: str = fields.text("问题和要求", max_length=1000)


@act("publicity.urge_publication", title="催办公示", step=False)
def urge_publication(*, act: Act, cmd: UrgePublication) -> Urge:
    """Urge whoever publishes; it stands in his inbox with a limit until he acts or answers.

    Raises:
        InvalidInput: the decision is not late, or nothing is shown that could be improper.

    Source: HN8, HN10.
    """
    late, shown = _late(act.matter, act.today), _shown(act.matter)
    if cmd.kind == UrgeKind.LATE and late is None:
        raise InvalidInput({"kind": NOT_LATE})
    if cmd.kind == UrgeKind.IMPROPER and shown is None:
        raise InvalidInput({"kind": NOT_SHOWN})
    decision = late if cmd.kind == UrgeKind.LATE else shown
    assert decision is not None
    limit: Deadline = start_beside(act, LIMIT, act.today)
    urge = Urge(
        decision_id=decision,
        kind=cmd.kind,
        reason=cmd.reason,
        urged_by_id=act.officer,
        urged_on=act.today,
        due_on=limit.due_on,
    )
    act.write(urge)
    return urge


@urge_publication.requires
def _something_wrong(actor: Actor, matter: Matter, clock: Clock) -> str:
    if open_urge(matter):
        return AWAITED
    if _late(matter, clock.today()) is None and _shown(matter) is None:
        return f"{NOT_LATE}，也没有正在公示的信息"
    return ""


@urge_publication.prefilled
def _known(actor: Actor, matter: Matter) -> dict[str, str]:
    return {"kind": UrgeKind.IMPROPER if _shown(matter) else UrgeKind.LATE}


@dataclass(frozen=True)
class AnswerUrge:
    answer: str = fields.text(
        "办理情况，或者不能按期办理的原因", max_length=1000, help="办完公示、更正、撤回的，无需答复"
    )


@act("publicity.answer_urge", title="答复公示催办", step=False)
def answer_urge(*, act: Act, cmd: AnswerUrge) -> Urge:
    """Tell the supervisor what was done, or why it cannot be done in time.

    Raises:
        NotFound: nothing was urged.
        SamePerson: the actor urged it.
    """
    urge = open_urge(act.matter)
    if urge is None:
        raise NotFound("没有等待答复的催办，请刷新页面")
    if urge.urged_by_id == act.officer:
        raise SamePerson("催办是您提出的，须由公示员答复")
    urge.state, urge.answer = UrgeState.ANSWERED, cmd.answer
    urge.answered_by_id, urge.ended_on = act.officer, act.today
    act.write(urge)
    end_beside(act, LIMIT)
    return urge


@answer_urge.requires
def _urged(actor: Actor, matter: Matter, clock: Clock) -> str:
    return "" if open_urge(matter) else "没有等待答复的公示催办"


def end_urge(act: Act) -> None:
    """End what was urged: the decision has just been published, withheld, corrected, withdrawn."""
    urge = open_urge(act.matter)
    if urge is None:
        return
    urge.state, urge.ended_on = UrgeState.ENDED, act.today
    act.write(urge)
    end_beside(act, LIMIT)


def open_urge(matter: Matter) -> Urge | None:
    """Return the urging of a matter that waits; one query."""
    waiting = Urge.objects.filter(decision__case__matter=matter, state=UrgeState.OPEN)
    return waiting.first()


def _late(matter: Matter, today: date) -> int | None:
    late = NumberStanding.objects.filter(
        matter=matter, state__in=[NumberState.PENDING, NumberState.OVERDUE], due_on__lt=today
    )
    made = late.order_by("-id").values_list("document", flat=True).first()
    if made is None:
        return None
    return Decision.objects.filter(document=made).values_list("pk", flat=True).first()


def _shown(matter: Matter) -> int | None:
    shown = PublicItem.objects.filter(decision__case__matter=matter, state__in=SHOWN)
    return shown.order_by("-id").values_list("decision", flat=True).first()
