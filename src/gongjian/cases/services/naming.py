"""The cause of a case, named anew when the investigation shows another (确定案由)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from gongjian.cases.ages import found_younger
from gongjian.cases.citing import by_governing_law
from gongjian.cases.models import Case
from gongjian.cases.queries import case_of, latest_draft
from gongjian.cases.weighing import law_day, weighed_by_other_law
from gongjian.catalog.queries import cause_on
from gongjian.common import fields
from gongjian.common.acts import Act, Actor, act
from gongjian.common.clock import Clock
from gongjian.common.errors import InvalidInput
from gongjian.matters.models import Matter

from .people import certified


@dataclass(frozen=True)
class NameCause:
    cause_code: str = fields.code("目录案由", of="catalog.cause", help="输入几个字查找")
    reason: str = fields.text(
        "理由", max_length=1000, help="写明查明的事实为什么属于这项案由；此前拟定的处罚须重新拟定"
    )
    newer_law: bool = fields.check(
        "行为以后法律修改，新的规定处罚较轻",
        help="一般适用行为时的规定；新的规定处罚较轻的勾选，并在理由中写明两者的比较",
        source="行政处罚法 第三十七条",
    )


@act("cases.name_cause", title="确定案由")
def name_cause(*, act: Act, cmd: NameCause) -> Case:
    """Name the cause that the facts found belong to; articles and benchmark follow it.

    Raises:
        InvalidInput: the catalogue has no such cause for this kind of case, or it has not changed
            since the act.

    Source: 行政处罚法 第四条、第三十四条、第三十七条.
    """
    matter: Matter = act.matter
    case = case_of(matter)
    case.newer_law = cmd.newer_law
    case.newer_law_reason = cmd.reason if cmd.newer_law else ""
    cause = cause_on(cmd.cause_code, law_day(case, act.today), matter.profile)
    if cause is None or cause.domain != matter.domain:
        raise InvalidInput({"cause_code": "目录中没有本案可以适用的这项案由，请重新选择"})
    then = case.act_ended_on or act.today
    if cmd.newer_law and cause_on(cause.code, then, matter.profile) is cause:
        text = "这项案由在违法行为终了以后没有修改，不存在新旧规定的选择"
        raise InvalidInput({"newer_law": text})
    case.cause_code = cause.code
    act.write(case)
    return case


name_cause.requires(certified)


@name_cause.prefilled
def _named(actor: Actor, matter: Matter) -> Mapping[str, Any]:
    case = case_of(matter)
    return {"cause_code": case.cause_code, "newer_law": case.newer_law}


def drafted_as_named(actor: Actor, matter: Matter, clock: Clock) -> str:
    """Ask that the latest draft was weighed under the cause as it is named now."""
    case = case_of(matter)
    draft = latest_draft(case)
    if draft is None:
        return ""
    if not by_governing_law(case, draft):
        return "拟定以后更正了违法行为终了之日或者适用的法律，请按现在适用的法律重新拟定处罚决定"
    if draft.cause_code == case.cause_code and not weighed_by_other_law(case, draft, clock.today()):
        return ""
    return "确定案由以后还没有重新拟定处罚决定，请按现在的案由拟定"


def drafted_as_old(actor: Actor, matter: Matter, clock: Clock) -> str:
    """Ask that who was found to be under age after the draft was made is punished more lightly."""
    case = case_of(matter)
    draft = latest_draft(case)
    return found_younger(case, draft, clock.today()) if draft else ""
