"""Whether an act may still be punished (追责时效): asked when a case is opened, gate of filing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from gongjian.cases.models import Case
from gongjian.cases.queries import case_of
from gongjian.common import fields
from gongjian.common.acts import Act, Actor, act
from gongjian.common.errors import InvalidInput
from gongjian.jurisdiction.errors import UnknownParameter
from gongjian.jurisdiction.limits import Due
from gongjian.jurisdiction.profiles import profile
from gongjian.matters.models import Matter

from .people import certified
from .restating import age_anew, choose_law_anew, filed_in_time

NORMAL = "limitation-limit"
SERIOUS = "limitation-serious"
ENDED_ON = "有连续或者继续状态的，填行为终了之日；仍在继续的不填，勾选下一项"
GOES_ON = "仍在继续的，追责时效尚未开始计算"
HARM = "同时具备才延长至五年；治安案件不适用"
ART_36 = "行政处罚法 第三十六条"


@dataclass(frozen=True)
class ActEnd:
    """What a person states about the end of the act, and the last day on which it can be filed."""

    act_ended_on: date | None
    act_goes_on: bool
    serious_harm: bool
    serious_ground: str
    limitation_until: date | None
    limitation_source: str

    def put_on(self, case: Case) -> Case:
        """Write the statement into a case."""
        for name in self.__dataclass_fields__:
            setattr(case, name, getattr(self, name))
        return case


def act_end(matter: Matter, stated: Any) -> ActEnd:
    """Return the statement of a command with the limitation that follows from it.

    Raises:
        InvalidInput: neither or both of "ended on" and "goes on"; five years claimed without a
            ground, or where the law has no five years.

    Source: 行政处罚法 第三十六条; 治安管理处罚法 第二十五条.
    """
    ended, goes_on = stated.act_ended_on, stated.act_goes_on
    if (ended is None) == (not goes_on):
        raise InvalidInput(
            {"act_ended_on": "请填写违法行为终了之日；行为仍在继续的，勾选“仍在继续”"}
        )
    if stated.serious_harm and not stated.serious_ground:
        text = "请写明涉及公民生命健康安全、金融安全的事实和已经造成的危害后果"
        raise InvalidInput({"serious_ground": text})
    runs = None if ended is None else limitation(matter, ended, serious=stated.serious_harm)
    return ActEnd(
        ended,
        goes_on,
        stated.serious_harm,
        stated.serious_ground if stated.serious_harm else "",
        runs.due_on if runs else None,
        runs.clause if runs else "",
    )


def limitation(matter: Matter, ended_on: date, *, serious: bool) -> Due:
    """Return the last day on which the case can be filed, with the reckoning.

    Raises:
        InvalidInput: five years are claimed for an act that ended before the law had them.
    """
    rules = profile(matter.profile)
    try:
        return rules.due(SERIOUS if serious else NORMAL, ended_on, matter.domain)
    except UnknownParameter as error:
        text = "违法行为终了时的法律没有五年的追责时效，请改按一般追责时效"
        raise InvalidInput({"serious_harm": text}) from error


@dataclass(frozen=True)
class RestateActEnd:
    reason: str = fields.text("更正的理由和证据", max_length=1000)
    act_ended_on: date | None = fields.day(
        "违法行为终了之日", required=False, help=ENDED_ON, source=ART_36
    )
    act_goes_on: bool = fields.check("违法行为仍在继续", help=GOES_ON, source=ART_36)
    serious_harm: bool = fields.check(
        "涉及公民生命健康安全、金融安全且有危害后果", help=HARM, source=ART_36
    )
    serious_ground: str = fields.text("适用五年追责时效的理由", max_length=1000, required=False)


@act("cases.restate_act_end", title="更正违法行为终了之日")
def restate_act_end(*, act: Act, cmd: RestateActEnd) -> Case:
    """State anew when the act ended, until the investigation ends: law and age follow the new day.

    A draft of before is made anew (`naming.drafted_as_named`); whoever was told already is told
    anew, since the act is open only in an investigation, and after one a new notice is due.

    Raises:
        InvalidInput: see `act_end`; on the new day the case was filed too late, or the catalogue
            knows no such cause.

    Source: 行政处罚法 第三十六条、第三十七条、第四十四条; 治安管理处罚法 第二十五条.
    """
    matter: Matter = act.matter
    case = act_end(matter, cmd).put_on(case_of(matter))
    filed_in_time(case)
    choose_law_anew(case, act.today)
    act.write(case)
    age_anew(act, case)
    return case


restate_act_end.requires(certified)


@restate_act_end.prefilled
def _stated(actor: Actor, matter: Matter) -> Mapping[str, Any]:
    case = case_of(matter)
    names = ("act_ended_on", "act_goes_on", "serious_harm", "serious_ground")
    return {name: getattr(case, name) for name in names}
