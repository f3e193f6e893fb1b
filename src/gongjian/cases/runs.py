"""Which measure on property a later paper speaks of, and whose limit it ends or lengthens.

A case may hold goods by several papers: each has days of its own, and a release of one gives back
nothing that another holds.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from gongjian.common.acts import Act
from gongjian.common.clock import local_date
from gongjian.common.reads import once
from gongjian.documents.models import Document
from gongjian.documents.queries import standing_documents
from gongjian.matters.choices import DeadlineState
from gongjian.matters.limits import RUNNING, deadlines_of
from gongjian.matters.models import Matter

from .goods import KINDS, Held, partly, read_measures

SEIZE, PRESERVE = "seize-limit", "preserve-limit"
REPORT = "coercion.urgent_report"
NUMBER = {False: "seizure_number", True: "preservation_number"}
NONE = "无"
URGENT = "urgent-seizure-decision"


def measures_in(matter: Matter, *, preserved: bool) -> list[Held]:
    """Return the measures of one sort that standing papers tell of, oldest first; one query."""
    papers = standing_documents(matter).filter(kind__in=KINDS).order_by("id")
    return [one for one in read_measures(papers) if one.preserved is preserved]


@once
def standing(matter: Matter, *, preserved: bool) -> list[Held]:
    """Return those that neither a release nor a disposal has ended.

    Source: 行政强制法 第二十七条、第二十八条; 行政处罚法 第五十六条.
    """
    return [one for one in measures_in(matter, preserved=preserved) if one.end is None]


def unconfirmed_in(matter: Matter) -> bool:
    """Tell whether something seized at once stands that no standing approval came after.

    Source: 行政强制法 第十九条.
    """
    taken = [h.paper for h in standing(matter, preserved=False) if h.paper.kind == URGENT]
    if not taken:
        return False
    last = _approval(matter)
    return last is None or any(paper.pk > last.pk for paper in taken)


def begun(act: Act, given: Mapping[str, Any]) -> None:
    """Let the days of a seizure run from the day it was done, beside those of an earlier one.

    Source: 行政强制法 第二十五条.
    """
    _beside(act, SEIZE, given["from_on"])


def kept(act: Act, given: Mapping[str, Any]) -> None:
    """Let the days of what is registered and kept run beside those of an earlier notice."""
    _beside(act, PRESERVE, act.today)


def _beside(act: Act, code: str, began: date) -> None:
    rows = [row for row in deadlines_of(act.matter) if row.code == code and row.state in RUNNING]
    if any(row.starts_on == began and row.state == DeadlineState.OPEN for row in rows):
        act.leave_limit(code)  # the same days run for both
        return
    act.start_limit(code, began)
    act.beside_others(code)


def released(act: Act, given: Mapping[str, Any]) -> None:
    """End the days of the seizure that is given back, and not those of another that stands.

    Where a part is given back, the days of the rest run on.

    Source: 行政强制法 第二十七条、第二十八条.
    """
    if partly(given):
        act.leave_limit(SEIZE)
    else:
        _ended(act, SEIZE, given, preserved=False)
    if unconfirmed_in(act.matter):
        act.leave_limit(REPORT)


def disposed(act: Act, given: Mapping[str, Any]) -> None:
    """End the days of the notice whose evidence is dealt with, and not those of another."""
    _ended(act, PRESERVE, given, preserved=True)


def _ended(act: Act, code: str, given: Mapping[str, Any], *, preserved: bool) -> None:
    left = standing(act.matter, preserved=preserved)
    if not left:
        return
    known = measures_in(act.matter, preserved=preserved)
    began = _began(known, given[NUMBER[preserved]])
    if began is None or began in {one.since for one in left}:
        act.leave_limit(code)
    else:
        act.only_run(code, began)


def lengthened(act: Act, given: Mapping[str, Any]) -> None:
    """Lengthen the days of the seizure that the paper names. Source: 行政强制法 第二十五条."""
    known = measures_in(act.matter, preserved=False)
    began = _began(known, given["seizure_number"])
    if began is not None:
        act.only_run(SEIZE, began)


def tested(act: Act, given: Mapping[str, Any]) -> None:
    """Let only the days of the seizure stand still, or go on, whose goods are with an expert.

    Source: 行政强制法 第二十五条第三款.
    """
    number = given["seizure_number"]
    known = measures_in(act.matter, preserved=False)
    left = [one for one in known if one.end is None]
    meant = [one for one in known if one.paper.number == number] or left
    if number == NONE or not meant:
        act.leave_limit(SEIZE)
    else:
        act.only_run(SEIZE, meant[-1].since)


def of_tested_goods(matter: Matter, given: Mapping[str, Any]) -> Mapping[str, str]:
    """Ask of a notice on an expert's work whose goods it speaks of, or that they are not seized.

    Source: 行政强制法 第二十五条第三款.
    """
    number = given["seizure_number"]
    known = measures_in(matter, preserved=False)
    left = [one.paper.number for one in known if one.end is None]
    if number == NONE or number in {one.paper.number for one in known}:
        return {}
    if not number and len(left) < 2:
        return {}
    numbers = "、".join(left) or NONE
    return {
        "seizure_number": f"请照录物品所属的查封、扣押决定书的文号：{numbers}；都不涉及的写“{NONE}”"
    }


def _began(known: Sequence[Held], number: str) -> date | None:
    return next((one.since for one in known if one.paper.number == number), None)


def unnamed(matter: Matter, given: Mapping[str, Any], *, preserved: bool) -> Mapping[str, str]:
    """Ask that a paper on one of several measures names it by its number.

    Source: 行政强制法 第二十四条、第二十五条、第二十八条.
    """
    left = standing(matter, preserved=preserved)
    numbers = [one.paper.number for one in left]
    name = NUMBER[preserved]
    if len(left) < 2 or given[name] in numbers:
        return {}
    return {name: f"请照录还没有解除、处理的一份的文号：{'、'.join(numbers)}"}


def of_a_seizure(matter: Matter, given: Mapping[str, Any]) -> Mapping[str, str]:
    return unnamed(matter, given, preserved=False)


def of_a_notice(matter: Matter, given: Mapping[str, Any]) -> Mapping[str, str]:
    return unnamed(matter, given, preserved=True)


def before_its_approval(matter: Matter, given: Mapping[str, Any]) -> Mapping[str, str]:
    """Refuse a seizure dated before the head approved it.

    Source: 行政强制法 第十八条第一项.
    """
    approval = _approval(matter)
    if approval is None or given["from_on"] >= local_date(approval.made_at):
        return {}
    told = f"实施之日早于批准之日（{local_date(approval.made_at).isoformat()}）"
    return {"from_on": f"{told}；情况紧急、已经当场实施的，用《当场查封（扣押）决定书》并补办批准"}


def _approval(matter: Matter) -> Document | None:
    return standing_documents(matter).filter(kind="seizure-approval").order_by("id").last()


def number_of(matter: Matter, *, preserved: bool) -> str:
    """Return the number of the newest measure that stands; of the newest of all where none does."""
    known = measures_in(matter, preserved=preserved)
    left = [one for one in known if one.end is None]
    return next((one.paper.number for one in reversed(left or known)), "")
