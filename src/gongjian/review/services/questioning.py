"""The reviewer questions party, victim or key witness himself (审核询问)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from gongjian.cases.papers import moment
from gongjian.cases.queries import case_of
from gongjian.cases.services.people import no_handler
from gongjian.common import fields
from gongjian.common.acts import Act, Actor, act
from gongjian.common.clock import Clock
from gongjian.common.errors import InvalidInput, NotFound
from gongjian.documents.services import make
from gongjian.matters.models import Matter
from gongjian.review.choices import Questioned
from gongjian.review.models import Questioning
from gongjian.review.queries import companions

from .people import no_adviser, no_former_handler, qualified


@dataclass(frozen=True)
class Question:
    person: str = fields.line("被询问人姓名", max_length=100)
    kind: str = fields.choice("被询问人身份", Questioned.choices)
    second: UUID = fields.ref("参加询问的另一人", of="review.companion", help="不得是本案承办人")
    began_at: datetime = fields.moment("开始时间")
    ended_at: datetime = fields.moment("结束时间")
    place: str = fields.line("地点")
    answers: str = fields.text("问答内容", max_length=10_000)
    rights_told: bool = fields.check("已告知权利义务")


@act("review.question", title="审核询问")
def question(*, act: Act, cmd: Question) -> Questioning:
    """Question a person for the review; whoever does so does not become a handler.

    Raises:
        InvalidInput: it ended before it began, or rights were not told.
        NotFound: the second person handles the case, or is not in service.

    Source: XM4.3.3（必要时可以直接询问）; 行政处罚法 第四十二条（不得少于两人）.
    """
    matter: Matter = act.matter
    if cmd.ended_at < cmd.began_at:
        raise InvalidInput({"ended_at": "结束时间早于开始时间，请核对"})
    if not cmd.rights_told:
        raise InvalidInput({"rights_told": "询问前应当告知权利义务；请告知后勾选"})
    second = {o.uid: o for o in companions(matter, act.officer, act.today)}.get(cmd.second)
    if second is None:
        raise NotFound("所选人员不能参加审核询问，请从列表中另选")
    paper = make(
        act,
        "review-questioning-record",
        {
            "cause": matter.title,
            "person": cmd.person,
            "kind": Questioned(cmd.kind).label,
            "time": f"{moment(cmd.began_at)}至{moment(cmd.ended_at)}",
            "place": cmd.place,
            "askers": f"{act.actor.name}、{second.name}（法制审核）",
            "answers": cmd.answers,
            "reviewer": act.actor.name,
            "asked_on": act.today,
        },
    )
    row = Questioning(
        case=case_of(matter),
        document=paper,
        person=cmd.person,
        kind=cmd.kind,
        began_at=cmd.began_at,
        ended_at=cmd.ended_at,
        place=cmd.place,
        reviewer_id=act.officer,
        second=second,
        answers=cmd.answers,
    )
    act.write(row)
    return row


for _test in (no_handler, no_former_handler, no_adviser, qualified):
    question.requires(_test)


@question.requires
def somebody_beside(actor: Actor, matter: Matter, clock: Clock) -> str:
    """Ask for a second person who does not handle the case."""
    if actor.officer is not None and companions(matter, actor.officer, clock.today()):
        return ""
    return "本机关没有可以一同询问的人员（承办人不得参加）"
