"""What follows when the end of the act turns out to be another day: filing, law, age."""

from datetime import date

from gongjian.cases.models import Case
from gongjian.cases.public_order.queries import latest_offender, restated
from gongjian.cases.weighing import cause_of
from gongjian.catalog.queries import cause_on
from gongjian.common.acts import Act
from gongjian.common.errors import InvalidInput
from gongjian.documents.paper.values import day_zh
from gongjian.parties.rules import age_on

from .beside import note_minor


def filed_in_time(case: Case) -> None:
    """Refuse a day by which the case, filed already, was filed too late.

    A case that was split off and is not taken up yet was filed with the first one.

    Source: 行政处罚法 第三十六条; 治安管理处罚法 第二十五条.
    """
    first = case.split_from if case.filed_on is None else None
    filed, until = (first or case).filed_on, case.limitation_until
    if filed is None or until is None or case.returned_from_id is not None or until >= filed:
        return
    told = f"按这一天计算，追责时效到{day_zh(until)}为止，本案{day_zh(filed)}立案时已经超过"
    end = f"{'先接办，再' if first else ''}拟定不予处罚，情形选“违法行为超过追究时效”"
    todo = f"请核对日期；确已超过的，不再给予处罚，请{end}"
    raise InvalidInput({"act_ended_on": f"{told}。{todo}"})


def choose_law_anew(case: Case, on: date) -> None:
    """Let the law follow the new day; a choice between two laws falls where there is but one.

    Raises:
        InvalidInput: the catalogue does not hold the cause by the law of the new day.

    Source: 行政处罚法 第三十七条.
    """
    if not case.cause_code:
        return
    ended, profile = case.act_ended_on or on, case.matter.profile
    if case.newer_law and cause_on(case.cause_code, ended, profile) is cause_of(case, on):
        case.newer_law, case.newer_law_reason = False, ""
    if cause_of(case, on) is None:
        told = f"目录中没有{day_zh(ended)}施行的规定对应的案由"
        raise InvalidInput(
            {"act_ended_on": f"{told}，请核对日期，或者先“确定案由”为当时已有规定的案由"}
        )


def age_anew(act: Act, case: Case) -> None:
    """State the age of a person under 治安管理 anew, as of the new day.

    Source: 治安管理处罚法 第十二条、第二十三条.
    """
    last = latest_offender(case) if case.public_order else None
    if last is None:
        return
    age = age_on(date.fromisoformat(last.born_on), case.act_ended_on or act.today)
    if age == last.age:
        return
    offender = restated(last, act.now, age=age, minor=age < last.adult_age)
    act.write(offender)
    note_minor(act, case, minor=offender.minor, reason=last.verified_by)
