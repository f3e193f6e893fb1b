"""Objections to a publication and their answers (公示异议)."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from gongjian.common import fields
from gongjian.common.acts import Act, Actor, act
from gongjian.common.clock import Clock
from gongjian.common.errors import InvalidInput, NotFound
from gongjian.jurisdiction.profiles import profile
from gongjian.matters.models import Matter
from gongjian.matters.services import end_beside, start_beside
from gongjian.publicity.choices import ItemState, ObjectionGround, ObjectionOutcome, ObjectionState
from gongjian.publicity.models import Objection, Objector, PublicItem
from gongjian.publicity.queries import open_objections
from gongjian.publicity.rendition import fit_for_public

LIMIT = "publication.objection"
ANYONE = "不对外公开，只用于核实和答复"


@dataclass(frozen=True)
class FileObjection:
    item: UUID = fields.ref("公示信息", of="publicity.live_item")
    ground: str = fields.choice(
        "异议的事由", ObjectionGround.choices, source="政府信息公开条例 第四十一条; HN12"
    )
    content: str = fields.text("异议的内容和理由", max_length=2000, help=ANYONE)
    name: str = fields.line("姓名或者名称", max_length=100, help=ANYONE, secret=True)
    contact: str = fields.line("联系方式", max_length=100, help=ANYONE, secret=True)


@act("publicity.file_objection", title="登记公示异议", step=False)
def file_objection(*, act: Act, cmd: FileObjection) -> Objection:
    """Take an objection to what is on the portal; the limit to answer it begins today.

    Raises:
        NotFound: it is not on the portal.

    Source: HN12; 政府信息公开条例 第四十一条.
    """
    shown = PublicItem.objects.filter(
        uid=cmd.item, decision__case__matter=act.matter, state=ItemState.LIVE
    ).first()
    if shown is None:
        raise NotFound("这项信息没有在公示，不能提出异议。请从公示页面进入")
    objection = Objection(
        item=shown, ground=cmd.ground, filed_on=act.today, due_on=_due_on(act.matter, act.today)
    )
    who = Objector(
        objection=objection,
        door=act.actor.door,
        name=cmd.name,
        contact=cmd.contact,
        content=cmd.content,
        taken_by_id=act.actor.officer,
    )
    act.write(objection)
    who.objection = objection
    act.write(who)
    if not act.matter.deadlines.filter(code=LIMIT, state="open").exists():
        start_beside(act, LIMIT, act.today)
    return objection


@file_objection.requires
def _shown(actor: Actor, matter: Matter, clock: Clock) -> str:
    live = PublicItem.objects.filter(decision__case__matter=matter, state=ItemState.LIVE)
    return "" if live.exists() else "本案没有正在公示的信息"


@dataclass(frozen=True)
class AnswerObjection:
    objection: UUID = fields.ref("异议", of="publicity.open_objection")
    outcome: str = fields.choice("结论", ObjectionOutcome.choices)
    answer: str = fields.text(
        "答复和理由", max_length=1000, help="将在公示页面上公开，请勿写入应当隐去的内容"
    )


@act("publicity.answer_objection", title="答复公示异议", final=True, step=False)
def answer_objection(*, act: Act, cmd: AnswerObjection) -> Objection:
    """Answer an objection in public, with the reason.

    Raises:
        NotFound: none of that kind waits.
        InvalidInput: the answer holds what must be hidden.

    Source: HN12; 政府信息公开条例 第四十一条.
    """
    found = open_objections(act.matter).filter(uid=cmd.objection)
    objection = found.select_related("item__decision__case__party").first()
    if objection is None:
        raise NotFound("没有待答复的这项异议，请刷新页面")
    if not fit_for_public(objection.item.decision, cmd.answer):
        raise InvalidInput({"answer": "答复将公开，其中含有应当隐去的姓名、号码或者住址，请删去"})
    objection.state, objection.outcome = ObjectionState.ANSWERED, cmd.outcome
    objection.answer, objection.answered_on = cmd.answer, act.today
    objection.answered_by_id = act.officer
    act.write(objection)
    end_beside(act, LIMIT)
    if (waiting := open_objections(act.matter).first()) is not None:
        start_beside(act, LIMIT, waiting.filed_on)
    return objection


@answer_objection.requires
def _some_wait(actor: Actor, matter: Matter, clock: Clock) -> str:
    return "" if open_objections(matter).exists() else "没有待答复的公示异议"


def _due_on(matter: Matter, filed_on: date) -> date:
    return profile(matter.profile).due(LIMIT, filed_on, matter.domain).due_on
