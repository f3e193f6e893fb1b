"""Papers that start, stop and ask: preserved evidence, seizure, and the terms they tell."""

import re
from datetime import date, timedelta
from typing import Any

import pytest

from gongjian.cases import testing as story
from gongjian.cases.testing import Cast, file_case, make_cast, open_case
from gongjian.common import acts
from gongjian.common.errors import NotAllowed, RuleBroken
from gongjian.documents.models import Document
from gongjian.documents.testing import typed_command
from gongjian.documents.typed import act_code
from gongjian.matters.models import Deadline, Matter
from gongjian.matters.queries import next_acts, open_deadlines
from gongjian.ui.forms import form_for

pytestmark = pytest.mark.django_db


def filed() -> tuple[Cast, Matter]:
    cast = make_cast()
    return cast, file_case(cast, open_case(cast))


def make(cast: Cast, matter: Matter, kind: str, who: str = "handler") -> Document:
    given = vars(typed_command(kind, cast.now))
    if kind == "seizure-approval":
        given |= story.made_up_for(matter)
    made: Document = cast.do(who, act_code(kind), matter, **given)
    return made


def running(matter: Matter) -> dict[str, Deadline]:
    return {deadline.code: deadline for deadline in open_deadlines(matter)}


def inbox_of(matter: Matter, role: str = "agency_head") -> tuple[str, date] | None:
    return matter.todos.filter(role=role).values_list("step", "due_on").first()


def offered(cast: Cast, matter: Matter) -> set[str]:
    fresh = Matter.objects.get(pk=matter.pk)
    return {offer.code for offer in next_acts(cast.actor("handler"), fresh, cast.clock)}


def test_preserved_evidence_waits_for_its_disposal() -> None:
    cast, matter = filed()
    assert act_code("preservation-disposal") not in offered(cast, matter)

    with pytest.raises(RuleBroken, match="须经机关负责人批准"):
        make(cast, matter, "preservation-notice")
    asked: dict[str, Any] = {"items": "台账2册\n主机1台", "reason": "正在更换记录。"}
    signed: dict[str, Any] = asked | {"opinion": "同意。"}
    with pytest.raises(RuleBroken, match="请承办人先报请"):
        cast.do("agency_head", "cases.approve_preservation", matter, **signed)
    cast.do("handler", "cases.propose_preservation", matter, **asked)
    with pytest.raises(RuleBroken, match="等待机关负责人审批"):
        cast.do("handler", "cases.propose_preservation", matter, **asked)
    assert inbox_of(matter) == ("审批先行登记保存", cast.today)
    with pytest.raises(NotAllowed):
        cast.do("unit_head", "cases.approve_preservation", matter, **signed)
    cast.do("agency_head", "cases.approve_preservation", matter, **signed)
    assert inbox_of(matter) is None
    known = acts.service(act_code("preservation-notice")).prefill
    assert known is not None
    filled = known(cast.actor("handler"), matter)
    assert filled["approved_by"] == cast.people["agency_head"].name
    assert (filled["approved_on"], filled["items"]) == (cast.today, asked["items"])
    notice = make(cast, matter, "preservation-notice")

    with pytest.raises(RuleBroken, match="须经机关负责人批准"):
        make(cast, matter, "preservation-notice")
    assert notice.number.endswith("保全字〔2026〕1号")
    assert "preserve-limit" in running(matter)
    make(cast, matter, "preservation-disposal")
    assert "preserve-limit" not in running(matter)
    assert act_code("preservation-disposal") not in offered(cast, matter)


def test_a_refused_request_lets_nothing_be_kept_and_may_be_made_again() -> None:
    cast, matter = filed()
    asked: dict[str, Any] = {"items": "台账2册", "reason": "正在更换记录。"}
    cast.do("handler", "cases.propose_preservation", matter, **asked)

    cast.do("agency_head", "cases.refuse_preservation", matter, opinion="可以复制。")

    assert inbox_of(matter) is None
    with pytest.raises(RuleBroken, match="须经机关负责人批准"):
        make(cast, matter, "preservation-notice")
    cast.do("handler", "cases.propose_preservation", matter, **asked)
    fill = acts.service("cases.approve_preservation").prefill
    assert fill is not None
    assert fill(cast.actor("agency_head"), matter) == asked


def test_nothing_is_seized_before_the_head_approves() -> None:
    cast, matter = filed()

    with pytest.raises(RuleBroken, match=r"缺少《.*查封.*扣押.*》"):
        make(cast, matter, "seizure-decision")

    make(cast, matter, "seizure-approval", who="agency_head")
    make(cast, matter, "seizure-decision")
    assert "seize-limit" in running(matter)
    make(cast, matter, "seizure-extension", who="agency_head")
    with pytest.raises(RuleBroken, match="最多延长1次"):
        make(cast, matter, "seizure-extension", who="agency_head")
    make(cast, matter, "seizure-release")
    assert "seize-limit" not in running(matter)


def test_what_was_seized_at_once_is_approved_within_a_day_or_released() -> None:
    cast, matter = filed()

    order = make(cast, matter, "urgent-seizure-decision")

    assert "查扣" in order.number
    late = running(matter)["coercion.urgent_report"]
    assert late.due_on == cast.today + timedelta(days=1)
    assert "seize-limit" in running(matter)
    waits = inbox_of(matter)
    assert waits is not None
    assert re.fullmatch(r"补办当场查封、扣押的批准（\d+月\d+日\d+时\d\d分前）", waits[0])
    assert waits[1] == late.due_on
    story.inspect(cast, matter)
    story.propose(cast, matter)
    assert "cases.end_investigation" not in offered(cast, matter)
    with pytest.raises(RuleBroken, match="补办"):
        cast.do("handler", "cases.end_investigation", matter, summary="事实清楚。")
    approval = make(cast, matter, "seizure-approval", who="agency_head")

    assert "coercion.urgent_report" not in running(matter)
    assert inbox_of(matter) is None
    wrong: dict[str, Any] = {"document": approval.uid, "reason": "物品写错"}
    cast.do("agency_head", "documents.void_document", matter, **wrong)
    # No new hours: those that began with the seizure run on, and the head is asked again.
    again = running(matter)["coercion.urgent_report"]
    assert (again.pk, again.due_at) == (late.pk, late.due_at)
    assert inbox_of(matter) == waits
    with pytest.raises(RuleBroken, match="补办"):
        cast.do("handler", "cases.end_investigation", matter, summary="事实清楚。")
    make(cast, matter, "seizure-release")
    assert "coercion.urgent_report" not in running(matter)
    # What was done on the spot is told, though the goods are given back.
    told = f"补齐查封、扣押的现场笔录、财物清单（{order.number}）"
    assert inbox_of(matter, "handler") == (told, cast.today)
    with pytest.raises(RuleBroken, match=f"{order.number}缺现场笔录、财物清单"):
        cast.do("handler", "cases.end_investigation", matter, summary="事实清楚。")
    story.record_seizures(cast, matter)
    cast.do("handler", "cases.end_investigation", matter, summary="事实清楚。")


def test_a_void_approval_opens_no_limit_of_what_was_released() -> None:
    cast, matter = filed()
    make(cast, matter, "urgent-seizure-decision")
    first = make(cast, matter, "seizure-approval", who="agency_head")
    make(cast, matter, "seizure-release")

    cast.do("agency_head", "documents.void_document", matter, document=first.uid, reason="重复。")

    assert "coercion.urgent_report" not in running(matter)


def test_the_older_hours_bind_where_a_void_approval_had_met_them() -> None:
    cast, matter = filed()
    make(cast, matter, "urgent-seizure-decision")
    older = running(matter)["coercion.urgent_report"]
    approval = make(cast, matter, "seizure-approval", who="agency_head")
    cast.wait(hours=3)
    make(cast, matter, "urgent-seizure-decision")
    assert running(matter)["coercion.urgent_report"].due_at != older.due_at

    cast.do(
        "agency_head", "documents.void_document", matter, document=approval.uid, reason="写错。"
    )

    assert running(matter)["coercion.urgent_report"].pk == older.pk


def test_an_approval_that_was_declared_void_approves_nothing() -> None:
    cast, matter = filed()
    approval = make(cast, matter, "seizure-approval", who="agency_head")

    cast.do(
        "agency_head", "documents.void_document", matter, document=approval.uid, reason="物品写错"
    )

    with pytest.raises(RuleBroken, match=r"缺少《.*查封.*扣押.*》"):
        make(cast, matter, "seizure-decision")
    assert act_code("seizure-decision") not in offered(cast, matter)


def test_time_at_the_laboratory_does_not_count_for_the_seizure() -> None:
    cast, matter = filed()
    make(cast, matter, "seizure-approval", who="agency_head")
    make(cast, matter, "seizure-decision")
    due = running(matter)["seize-limit"].due_on
    cast.wait(days=1)
    make(cast, matter, "appraisal-commission")
    make(cast, matter, "appraisal-period-notice")
    assert "seize-limit" not in running(matter)

    cast.wait(days=5)
    make(cast, matter, "appraisal-result-notice")

    later: Any = running(matter)["seize-limit"].due_on
    assert (later - due).days == 5


@pytest.mark.parametrize(
    ("kind", "field", "term"),
    [
        ("preservation-notice", "preserve_term", "7个工作日"),
        ("seizure-decision", "seize_term", "30日"),
        ("delivery-announcement", "announce_term", "30日"),
        ("correction-order", "review_term", "60日"),
        ("correction-order", "court_term", "6个月"),
    ],
)
def test_a_form_knows_the_terms_of_the_place(kind: str, field: str, term: str) -> None:
    cast, matter = filed()

    form = form_for(acts.service(act_code(kind)), cast.actor("handler"), matter)

    assert {f.name: getattr(f, "value", None) for f in form.fields}[field] == term
