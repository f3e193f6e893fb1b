"""Which measure on property a later paper speaks of, and whose limit it ends or lengthens.

A case may hold goods by several papers: each has days of its own, and a release of one gives back
nothing that another holds.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from gongjian.common.acts import Act, Run
from gongjian.common.clock import local_date
from gongjian.common.reads import once
from gongjian.documents.models import Document
from gongjian.documents.queries import standing_documents
from gongjian.matters.limits import deadlines_of, run_of
from gongjian.matters.models import Matter
from gongjian.matters.services import hours_anew

from .goods import KINDS, Held, partly, read_measures, said_in

SEIZE, PRESERVE = "seize-limit", "preserve-limit"
REPORT = "coercion.urgent_report"
NUMBER = {False: "seizure_number", True: "preservation_number"}
APPROVAL = "seizure-approval"
MADE_UP = "情况紧急，当场实施后补办"
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


def unconfirmed_of(matter: Matter) -> list[Held]:
    """Return what was seized at once and stands without an approval of its own, oldest first.

    Source: 行政强制法 第十九条.
    """
    taken = [one for one in standing(matter, preserved=False) if one.paper.kind == URGENT]
    approvals = _approvals(matter) if taken else []
    return [h for h in taken if not any(_confirms(paper, h.paper) for paper in approvals)]


def unconfirmed_in(matter: Matter) -> bool:
    """Tell whether there is any such."""
    return bool(unconfirmed_of(matter))


def _approvals(matter: Matter) -> list[Document]:
    return list(standing_documents(matter).filter(kind=APPROVAL).order_by("id"))


def _confirms(approval: Document, seizure: Document) -> bool:
    """Tell whether an approval is that of a seizure; one that could name none, of all before it."""
    said = said_in(approval)
    if "seizure_number" not in said:
        return approval.pk > seizure.pk
    return bool(said["seizure_number"] == seizure.number)


def made_up(approval: Document) -> bool:
    """Tell whether an approval was made up after a seizure at once: it allows no other."""
    return bool(said_in(approval).get("urgent") == MADE_UP)


@once
def allowed(matter: Matter) -> bool:
    """Tell whether an approval stands on which no seizure rests yet; two queries.

    Source: 行政强制法 第十八条第一项.
    """
    prior = [paper for paper in _approvals(matter) if not made_up(paper)]
    return len(prior) > standing_documents(matter).filter(kind="seizure-decision").count()


def wrongly_approved(matter: Matter, given: Mapping[str, Any]) -> Mapping[str, str]:
    """Ask that an approval made up afterwards names its seizure, and one given before names none.

    Source: 行政强制法 第十八条第一项、第十九条.
    """
    number, waiting = given["seizure_number"], [h.paper.number for h in unconfirmed_of(matter)]
    if given["urgent"] != MADE_UP:
        return {"seizure_number": "事先报批的不填；补办批准的，请选“补办”"} if number else {}
    if number in waiting:
        return {}
    if not waiting:
        return {"urgent": "没有等待补办批准的当场查封、扣押，请选“事先报批”"}
    return {"seizure_number": f"请照录等待补办批准的当场决定书的文号：{'、'.join(waiting)}"}


def approved(act: Act, given: Mapping[str, Any]) -> None:
    """Let the 24 hours of a seizure at once end with its own approval, and with no other.

    Source: 行政强制法 第十九条.
    """
    if given["urgent"] == MADE_UP:
        _hours_of_the_rest(act, given["seizure_number"])
    else:
        act.leave_limit(REPORT)


def _hours_of_the_rest(act: Act, settled: str) -> None:
    """Let the hours of what still waits for its approval run: from when the oldest was seized."""
    left = unconfirmed_of(act.matter)
    if not left:
        return
    act.leave_limit(REPORT)
    known = [one.paper for one in measures_in(act.matter, preserved=False)]
    done = next((paper for paper in known if paper.number == settled), None)
    if done is not None and done.pk < left[0].paper.pk:
        hours_anew(act, REPORT, left[0].paper.made_at)


def begun(act: Act, given: Mapping[str, Any]) -> None:
    """Let the days of a seizure run from the day it was done, beside those of any other.

    Source: 行政强制法 第二十五条.
    """
    _beside(act, SEIZE, given["from_on"])


def kept(act: Act, given: Mapping[str, Any]) -> None:
    """Let the days of what is registered and kept run beside those of any other notice."""
    _beside(act, PRESERVE, act.today)


def _beside(act: Act, code: str, began: date) -> None:
    paper = next(row for row in reversed(act.begun) if isinstance(row, Document))
    act.start_limit(code, began, paper.number)
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
    _hours_of_the_rest(act, given["seizure_number"])


def disposed(act: Act, given: Mapping[str, Any]) -> None:
    """End the days of the notice whose evidence is dealt with, and not those of another."""
    _ended(act, PRESERVE, given, preserved=True)


def _ended(act: Act, code: str, given: Mapping[str, Any], *, preserved: bool) -> None:
    left = standing(act.matter, preserved=preserved)
    if not left:
        return
    run = _run(act, code, given[NUMBER[preserved]], preserved=preserved)
    if run is None or run in {_of(act.matter, code, one) for one in left}:
        act.leave_limit(code)
    else:
        act.only_run(code, run)


def lengthened(act: Act, given: Mapping[str, Any]) -> None:
    """Lengthen the days of the seizure that the paper names. Source: 行政强制法 第二十五条."""
    run = _run(act, SEIZE, given["seizure_number"], preserved=False)
    if run is not None:
        act.only_run(SEIZE, run)


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
        act.only_run(SEIZE, _of(act.matter, SEIZE, meant[-1]))


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


def _run(act: Act, code: str, number: str, *, preserved: bool) -> Run | None:
    known = measures_in(act.matter, preserved=preserved)
    named = next((one for one in known if one.paper.number == number), None)
    return _of(act.matter, code, named) if named else None


def _of(matter: Matter, code: str, one: Held) -> Run:
    """Return the run of a measure; of before each had its own, the one that began with its day."""
    own = Run(one.since, one.paper.number)
    known = {run_of(row) for row in deadlines_of(matter) if row.code == code}
    return own if own in known else Run(one.since)


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
    approval = approval_before(matter)
    if approval is None or given["from_on"] >= local_date(approval.made_at):
        return {}
    told = f"实施之日早于批准之日（{local_date(approval.made_at).isoformat()}）"
    return {"from_on": f"{told}；情况紧急、已经当场实施的，用《当场查封（扣押）决定书》并补办批准"}


def approval_before(matter: Matter) -> Document | None:
    """Return the newest approval that was given before."""
    return next((paper for paper in reversed(_approvals(matter)) if not made_up(paper)), None)


def number_of(matter: Matter, *, preserved: bool) -> str:
    """Return the number of the newest measure that stands; of the newest of all where none does."""
    known = measures_in(matter, preserved=preserved)
    left = [one for one in known if one.end is None]
    return next((one.paper.number for one in reversed(left or known)), "")
