"""The limits of filing and closing run in a case; what waits shows the limit of its own act."""

from datetime import date, timedelta
from typing import Any

import pytest

from gongjian.cases import testing as story
from gongjian.common.errors import RuleBroken
from gongjian.intake.models import Clue
from gongjian.intake.queries import filing_due
from gongjian.matters.models import Deadline, Matter
from gongjian.matters.sweeping import sweep
from gongjian.payments.testing import receive

pytestmark = pytest.mark.django_db
FILING = "filing-limit"


def limit(matter: Matter, code: str) -> Deadline:
    """Return the newest limit of a code."""
    found: Deadline = matter.deadlines.filter(code=code).order_by("-id")[0]
    return found


def waits(matter: Matter) -> dict[str, tuple[str, date, str]]:
    """Return for each office what waits, until when, and which limit says so."""
    rows = matter.todos.values_list("role", "step", "due_on", "limit")
    return {role: (step, due_on, told) for role, step, due_on, told in rows}


def test_the_limit_for_filing_runs_from_the_clue_until_the_head_decides(home: object) -> None:
    cast = story.make_cast(domain="market", profile="kunming")
    found_on, due = date(2026, 3, 2), date(2026, 3, 23)
    matter = story.open_case(cast)

    running = limit(matter, FILING)
    assert (running.starts_on, running.due_on, running.state) == (found_on, due, "open")
    assert any("15个工作日" in line for line in running.explanation)
    assert matter.due_on == due
    assert waits(matter)["handler"] == ("呈请立案", due, "立案审查期限")
    assert sweep(due - timedelta(3)).near == 1
    assert sweep(due + timedelta(1)).late == 1

    cast.do("agency_head", "cases.extend_filing_limit", matter, reason="案情复杂。")
    longer = limit(matter, FILING)
    assert longer.due_on == date(2026, 4, 14)
    with pytest.raises(RuleBroken, match="最多延长1次"):
        cast.do("agency_head", "cases.extend_filing_limit", matter, reason="再延长。")
    filing: dict[str, Any] = {"facts": "工艺变更。", "basis": "第二十四条", "opinion": "建议立案。"}
    cast.do("handler", "cases.propose_filing", matter, **filing)
    assert waits(matter)["agency_head"] == ("审批立案", longer.due_on, "立案审查期限")

    cast.do("agency_head", "cases.approve_filing", matter, opinion="同意。")

    assert limit(matter, FILING).state == "met"
    assert matter.due_on == limit(matter, "decision-limit").due_on
    with pytest.raises(RuleBroken, match="没有在进行"):
        cast.do("agency_head", "cases.extend_filing_limit", matter, reason="立案后。")


def until(clue: Clue) -> date | None:
    due = filing_due(clue)
    return due.due_on if due else None


def test_a_clue_that_waits_shows_its_limit_before_there_is_a_case(home: object) -> None:
    cast = story.make_cast(domain="public-security")
    known: dict[str, Any] = {
        "source": "complaint",
        "subject": "斗殴",
        "content": "报警称有人斗殴。",
    }
    clue = cast.do("handler", "intake.register_clue", **known, found_on=date(2026, 2, 27))
    assert until(clue) == date(2026, 2, 27), "the police file at once"

    clue.agency.domain = "market"
    assert until(clue) == date(2026, 3, 19), "28 February is a working day"

    cast.do("unit_head", "intake.set_aside_clue", clue=clue.uid, reason="查无此事。")
    clue.refresh_from_db()
    assert until(clue) is None


def test_a_clue_found_earlier_leaves_less_time_and_refusing_ends_it(home: object) -> None:
    cast = story.make_cast()
    matter = story.open_case(cast, found_on=date(2026, 2, 10))
    assert limit(matter, FILING).due_on == date(2026, 2, 25)
    with pytest.raises(RuleBroken, match="没有准许延长"):
        cast.do("agency_head", "cases.extend_filing_limit", matter, reason="案情复杂。")

    filing: dict[str, Any] = {"facts": "工艺变更。", "basis": "第二十四条", "opinion": "不予立案。"}
    cast.do("handler", "cases.propose_filing", matter, **filing)
    cast.do("agency_head", "cases.refuse_filing", matter, reason="没有违法事实。")

    ended = limit(matter, FILING)
    assert (ended.state, ended.ended_on) == ("met", cast.today)


def test_a_report_of_public_order_is_filed_the_same_day(home: object) -> None:
    cast = story.make_cast(domain="public-security")
    matter = story.open_case(cast, party=story.PERSON, public_order=True)
    assert limit(matter, FILING).due_on == cast.today

    story.file_case(cast, matter)

    assert limit(matter, FILING).state == "met"


def test_what_waits_shows_its_own_limit_and_closing_runs_from_performance(home: object) -> None:
    cast = story.make_cast(domain="market", profile="kunming")
    matter = story.file_case(cast, story.open_case(cast))
    decision = limit(matter, "decision-limit")
    assert waits(matter)["handler"] == ("调查终结", decision.due_on, decision.label)
    story.decided(cast, matter)

    found = waits(matter)
    public = limit(matter, "publication-limit")
    assert found["publisher"] == ("拟定公示内容", public.due_on, public.label)
    assert found["handler"] == ("登记履行情况", date.max, "")
    cast.wait(days=30)
    assert matter.due_on == public.due_on < cast.today

    paid_on = cast.today
    receive(cast, matter)
    cast.wait(days=2)
    done: dict[str, Any] = {"performed_on": paid_on, "note": "已缴清。"}
    cast.do("handler", "cases.record_performance", matter, **done)

    closing = limit(matter, "closing-limit")
    assert (closing.starts_on, closing.state) == (paid_on, "open")
    assert closing.due_on > paid_on + timedelta(20)
