"""Orders to correct and their re-checks, at the doors behind the services."""

from datetime import timedelta
from typing import Any

import pytest

from gongjian.cases.models import CorrectionOrder
from gongjian.cases.testing import Cast, file_case, make_cast, open_case, sign_papers
from gongjian.cases.testing_correcting import recheck, refused_copy, serve
from gongjian.common.errors import InvalidInput, NotAllowed, RuleBroken
from gongjian.documents.models import Document
from gongjian.documents.testing import typed_command
from gongjian.matters.models import Matter, Step
from gongjian.matters.queries import open_deadlines

pytestmark = pytest.mark.django_db


def ordered(days: int = 0, domain: str = "environment") -> tuple[Cast, Matter, CorrectionOrder]:
    cast = make_cast(domain=domain)
    matter = file_case(cast, open_case(cast))
    said = vars(typed_command("correction-order", cast.now))
    cast.do("handler", "documents.make_correction_order", matter, None, **said)
    sign_papers(cast, matter)
    return cast, matter, serve(cast, matter, days)


def test_the_handler_finds_the_recheck_until_it_is_done() -> None:
    cast, matter, order = ordered()

    waiting = {limit.code: limit.due_on for limit in open_deadlines(matter)}
    asked = matter.todos.get(role="handler")

    assert waiting["recheck-limit"] == order.recheck_by == cast.today + timedelta(days=30)
    assert (asked.step, asked.due_on) == ("复查改正情况", order.recheck_by)
    recheck(cast, matter)
    ended = {limit.code for limit in open_deadlines(matter)}
    assert not ended & {"recheck-limit", "correction-limit"}
    assert matter.todos.get(role="handler").step != "复查改正情况"


def test_what_could_not_be_looked_at_waits_on() -> None:
    cast, matter, order = ordered()

    recheck(cast, matter, result="unable", findings="大门紧锁。")

    order.refresh_from_db()
    assert order.state == "open"
    assert "recheck-limit" in {limit.code for limit in open_deadlines(matter)}


def test_the_record_says_what_was_found_by_whom_and_with_which_proof() -> None:
    cast, matter, _ = ordered()
    cast.wait(days=1)

    row = recheck(
        cast, matter, result="refused", findings="仍在排放。", evidence="照片2张\n录像1段"
    )

    paper = Document.objects.get(pk=row.document_id)
    for words in (
        "拒不改正：违法行为仍在继续",
        "仍在排放",
        "录像1段",
        row.lead.name,
        row.second.name,
    ):
        assert words in paper.data


def test_time_given_does_not_end_before_the_service() -> None:
    cast = make_cast()
    matter = file_case(cast, open_case(cast))
    said = vars(typed_command("correction-order", cast.now))
    cast.do("handler", "documents.make_correction_order", matter, None, **said)
    sign_papers(cast, matter)

    with pytest.raises(InvalidInput, match="改正期限早于送达日期"):
        serve(cast, matter, days=-1)


def test_only_the_head_excuses_a_recheck() -> None:
    cast, matter, order = ordered()

    with pytest.raises(NotAllowed):
        cast.do("handler", "cases.excuse_recheck", matter, reason="不用了。")
    cast.do("agency_head", "cases.excuse_recheck", matter, reason="违法的场所已经拆除。")

    order.refresh_from_db()
    assert (order.state, order.excused_by) == ("excused", cast.people["agency_head"])
    with pytest.raises(RuleBroken, match="没有等待复查"):
        recheck(cast, matter)


def test_the_database_takes_no_recheck_that_the_rule_forbids() -> None:
    cast, matter, _ = ordered(days=5)
    row = recheck(cast, matter, result="unable")
    again: dict[str, Any] = {"document_id": _other_paper(matter)}

    assert not refused_copy(row, **again)
    assert refused_copy(row, **again, result="refused")  # the time given runs on
    assert refused_copy(row, **again, second_id=row.lead_id)
    assert refused_copy(row, **again, unannounced=False)
    assert refused_copy(row, **again, evidence="")
    assert "guarded table" in refused_copy(row, **again, must_be_unannounced=False)
    assert "guarded table" in refused_copy(row, **again, correct_by=cast.today)
    assert refused_copy(row, **again, refused_signature="拒绝签名")


def test_the_database_opens_no_second_order_and_none_without_service() -> None:
    _, _, order = ordered()

    assert refused_copy(order)
    assert refused_copy(order, state="checked", ended_on=order.served_on - timedelta(days=1))
    assert refused_copy(order, state="excused", ended_on=order.served_on)
    ended: dict[str, Any] = {"state": "checked", "ended_on": order.served_on}
    earlier = order.served_on - timedelta(days=1)
    assert "guarded table" in refused_copy(order, **ended, served_on=earlier)


def test_the_database_closes_no_case_before_the_recheck() -> None:
    cast, matter, _ = ordered()
    last = Step.objects.filter(matter=matter).latest("seq")

    assert "guarded table matters_step" in refused_copy(last, seq=last.seq + 1, code="close")
    recheck(cast, matter)
    last = Step.objects.filter(matter=matter).latest("seq")
    assert not refused_copy(last, seq=last.seq + 1, code="close")


def _other_paper(matter: Matter) -> int:
    """Return a paper of the case that no delivery and no re-check has used."""
    return Document.objects.filter(matter=matter, kind="filing-approval").get().pk
