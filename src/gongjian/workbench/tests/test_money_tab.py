"""What the tab «缴款» tells of late money, and the tab «公示» of who was not punished."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from gongjian.cases import testing as story
from gongjian.cases.queries import case_of, latest_draft
from gongjian.cases.testing import Cast
from gongjian.jobs.services import work_until_idle
from gongjian.matters.models import Matter
from gongjian.payments.testing import the_notice
from gongjian.workbench.testing import signed_in, staffed_cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]
SIGNED: dict[str, Any] = {"opinion": "同意。"}


def tab(client: Client, matter: Matter, name: str) -> str:
    return client.get(
        reverse("workbench:matter", args=[matter.uid]) + f"?tab={name}"
    ).content.decode()


def test_a_demand_stands_there_from_its_making_to_its_last_day() -> None:
    cast = staffed_cast()
    matter = story.decided_case(cast)
    cast.wait(days=(the_notice(matter).due_on - cast.today).days + 1)
    cast.do("handler", "payments.make_demand", matter)
    work_until_idle(cast.clock)
    demand = the_notice(matter).demands.get()

    before = tab(signed_in(cast, "handler"), matter, "money")
    paper: dict[str, Any] = {"paper": demand.document.uid}
    cast.do("handler", "payments.deliver_paper", matter, **story.handed_over(cast), **paper)
    demand.refresh_from_db()
    after = tab(signed_in(cast, "handler"), matter, "money")

    assert demand.document.number in before
    assert "还没有送达" in before
    assert "还没有送达" not in after
    assert f"履行期限到 {demand.over_on}" in after


def test_a_measure_agreed_on_keeps_its_lines() -> None:
    cast = staffed_cast()
    matter = story.decided_case(cast)
    cast.wait(days=(the_notice(matter).due_on - cast.today).days + 5)
    cast.do("agency_head", "payments.impose_surcharge", matter, **SIGNED)
    cast.do("handler", "payments.make_demand", matter)
    work_until_idle(cast.clock)
    _delivered(cast, matter)
    agreed: dict[str, Any] = {
        "measures": "第一期缴纳一万元。\n第二期缴清。",
        "measures_by": cast.today.replace(year=cast.today.year + 1),
        "relief_fen": 1,
        "harmless": "不损害他人权益。",
    }
    cast.do("handler", "payments.propose_agreement", matter, **agreed)

    assert "第一期缴纳一万元。<br>第二期缴清。" in tab(signed_in(cast, "handler"), matter, "money")
    cast.do("agency_head", "payments.approve_agreement", matter, **SIGNED)
    cast.do("handler", "payments.break_agreement", matter, facts="到期没有缴纳第一期。")
    broken = tab(signed_in(cast, "handler"), matter, "money")
    assert "到期没有缴纳第一期。" in broken
    assert "协议履行期间不申请法院强制执行" not in broken


def _delivered(cast: Cast, matter: Matter) -> None:
    paper: dict[str, Any] = {"paper": the_notice(matter).demands.get().document.uid}
    cast.do("handler", "payments.deliver_paper", matter, **story.handed_over(cast), **paper)


def test_a_case_ended_without_penalty_does_not_promise_a_publication() -> None:
    cast = staffed_cast()
    matter = story.file_case(cast, story.open_case(cast))
    story.investigate(cast, matter, items=(), no_penalty_ground="minor_corrected")
    open_case = tab(signed_in(cast, "handler"), matter, "publicity")
    cast.do("unit_head", "cases.propose_no_penalty", matter, **SIGNED)
    draft = latest_draft(case_of(matter))
    assert draft is not None
    filled: Any = {"education": "已当面教育。", "draft_hash": draft.draft_hash, **SIGNED}
    cast.do("agency_head", "cases.issue_no_penalty", matter, **filled)
    story.sign_papers(cast, matter)
    cast.do("handler", "cases.deliver_no_penalty", matter, **story.handed_over(cast))
    cast.do("agency_head", "cases.close_case", matter, **SIGNED)

    assert "还没有公示" in open_case
    closed = tab(signed_in(cast, "handler"), matter, "publicity")
    assert "没有需要公示的处罚决定" in closed
    assert "还没有公示" not in closed


def test_who_keeps_the_accounts_is_shown_the_way_from_an_empty_inbox() -> None:
    cast = staffed_cast()

    finance, handler = (signed_in(cast, o).get("/staff/") for o in ("finance", "handler"))

    assert "打开缴款" in finance.content.decode()
    assert "打开缴款" not in handler.content.decode()
