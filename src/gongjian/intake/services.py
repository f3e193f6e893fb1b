"""Acts on clues."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from gongjian.common import clock as clocks
from gongjian.common import fields
from gongjian.common.acts import Act, Actor, act
from gongjian.common.errors import InvalidInput, RuleBroken
from gongjian.ledger.services import open_stream
from gongjian.matters.models import Matter

from .choices import ClueSource, ClueState
from .models import Clue
from .queries import visible_clue


@dataclass(frozen=True)
class RegisterClue:
    source: str = fields.choice("来源", ClueSource.choices)
    subject: str = fields.line("线索标题", help="一句话说明：谁、涉嫌什么")
    content: str = fields.text("线索内容", help="时间、地点、经过；写明已知的事实，不作结论")
    found_on: date = fields.day(
        "发现（收到）日期", help="发现线索或者收到材料的日期；立案审查的期限从这一日起算"
    )
    place: str = fields.line("地点", required=False)
    informant: str = fields.line(
        "实名投诉人、举报人",
        max_length=100,
        required=False,
        secret=True,
        help="姓名或者单位名称；依法保密，立案或者不予立案以后据此告知。匿名的不填",
    )
    informant_contact: str = fields.line(
        "投诉人、举报人的联系方式", max_length=100, required=False, secret=True
    )


@act("intake.register_clue", title="登记线索", about="clue")
def register_clue(*, act: Act, cmd: RegisterClue) -> Clue:
    """Register a clue for the person's own unit.

    Source: 行政处罚法 第五十四条第二款; XM4.2.3.
    """
    return enter_clue(act, cmd)


@register_clue.prefilled
def _found_today(actor: Actor, matter: object) -> Mapping[str, Any]:
    return {"found_on": clocks.current().today()}


def enter_clue(act: Act, cmd: RegisterClue) -> Clue:
    """Register a clue inside a running act.

    Raises:
        RuleBroken: the actor belongs to no unit.
        InvalidInput: somebody is named who reported what is no report.
    """
    if cmd.informant and cmd.source != ClueSource.COMPLAINT:
        raise InvalidInput({"source": "有实名投诉人、举报人的，来源请选“投诉举报”"})
    if act.actor.unit is None:
        raise RuleBroken("您尚未编入内设机构，不能登记线索。请联系管理员设置任职。")
    clue = Clue(
        stream=open_stream("clue"),
        agency_id=act.agency,
        unit_id=act.actor.unit,
        source=cmd.source,
        subject=cmd.subject,
        content=cmd.content,
        place=cmd.place,
        found_on=cmd.found_on,
        named=bool(cmd.informant),
        informant=cmd.informant,
        informant_contact=cmd.informant_contact,
        registered_by_id=act.officer,
        registered_at=act.now,
    )
    act.write(clue, stream=clue.stream)
    return clue


@dataclass(frozen=True)
class SetAsideClue:
    clue: UUID = fields.ref("线索", of="intake.clue")
    reason: str = fields.text("不予处理的理由", max_length=1000)
    told: str = fields.line(
        "告知投诉人、举报人的情况",
        max_length=500,
        required=False,
        help="实名投诉、举报的必填：何日、以何种方式告知；其他线索不填",
    )


@act("intake.set_aside_clue", title="线索不予处理", about="clue")
def set_aside_clue(*, act: Act, cmd: SetAsideClue) -> Clue:
    """Close a clue without a case, with its reason; who reported it by name is told first.

    Raises:
        InvalidInput: somebody reported it by name, and nothing says that he was told.

    Source: 市场监督管理投诉举报处理暂行办法 第三十一条第二款.
    """
    clue = lock_open_clue(act, cmd.clue)
    if clue.named and not cmd.told.strip():
        raise InvalidInput({"told": "这条线索有实名投诉人、举报人，请写明告知的日期和方式"})
    clue.informant_told = cmd.told
    clue.state = ClueState.SET_ASIDE
    clue.set_aside_reason = cmd.reason
    act.write(clue, stream=clue.stream)
    return clue


def lock_open_clue(act: Act, uid: UUID) -> Clue:
    """Lock a clue that nobody has dealt with yet.

    Raises:
        NotFound: absent or not visible.
        RuleBroken: it has become a case or was set aside: one clue is one case.
    """
    clue = visible_clue(act.actor, uid, lock=True)
    if clue.state != ClueState.OPEN:
        raise RuleBroken(f"线索“{clue.subject}”{clue.get_state_display()}，不能重复处理")
    return clue


def link_matter(act: Act, clue: Clue, matter: Matter) -> None:
    """Note in the clue which matter it has become."""
    clue.state = ClueState.CASE
    clue.matter = matter
    act.write(clue, stream=clue.stream)
