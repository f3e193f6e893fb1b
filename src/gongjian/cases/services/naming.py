"""The cause of a case, named anew when the investigation shows another (确定案由)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from gongjian.cases.models import Case
from gongjian.cases.queries import case_of, latest_draft
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


@act("cases.name_cause", title="确定案由")
def name_cause(*, act: Act, cmd: NameCause) -> Case:
    """Name the cause that the facts found belong to; articles and benchmark follow it.

    Raises:
        InvalidInput: the catalogue has no such cause for this kind of case.

    Source: 行政处罚法 第四条、第三十四条.
    """
    matter: Matter = act.matter
    cause = cause_on(cmd.cause_code, act.today, matter.profile)
    if cause is None or cause.domain != matter.domain:
        raise InvalidInput({"cause_code": "目录中没有本案可以适用的这项案由，请重新选择"})
    case = case_of(matter)
    case.cause_code = cause.code
    act.write(case)
    return case


name_cause.requires(certified)


@name_cause.prefilled
def _named(actor: Actor, matter: Matter) -> Mapping[str, Any]:
    return {"cause_code": case_of(matter).cause_code}


def drafted_as_named(actor: Actor, matter: Matter, clock: Clock) -> str:
    """Ask that the latest draft was weighed under the cause as it is named now."""
    case = case_of(matter)
    draft = latest_draft(case)
    if draft is None or draft.cause_code == case.cause_code:
        return ""
    return "确定案由以后还没有重新拟定处罚决定，请按现在的案由拟定"
