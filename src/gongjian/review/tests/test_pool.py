"""Advisers, nodes outside the system, normative documents, and who answers for what."""

from typing import Any

import pytest
from django.db import DatabaseError, transaction

from gongjian.cases import testing as story
from gongjian.cases.queries import case_of
from gongjian.cases.testing import Cast
from gongjian.common import acts
from gongjian.common.errors import InvalidInput, NotFound, RuleBroken
from gongjian.orgs.models import Agency
from gongjian.orgs.testing import make_agency, make_officer
from gongjian.review.liability import fault_rules, liability_of
from gongjian.review.models import Adviser, AdviserConsultation, NormativeDocument, OutsideRequest
from gongjian.review.pool import advisers_for
from gongjian.review.testing import opine, submitted

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]
NUMBER = "青环规〔2026〕1号"


@pytest.fixture
def cast() -> Cast:
    made = story.make_cast()
    made.people["legal_head"] = make_officer(made.agency, roles=("legal_head",))
    return made


def add(cast: Cast, licence: str = "15101202010000001", **values: Any) -> Adviser:
    known: dict[str, Any] = {
        "name": "顾示例",
        "kind": "counsel",
        "employer": "示例律师事务所",
        "licence": licence,
        "fields_of_law": "环境法",
        "from_on": cast.today,
        "shared": True,
    }
    adviser: Adviser = cast.do("legal_head", "review.add_adviser", **(known | values))
    return adviser


# --- advisers -------------------------------------------------------------------------------------


@pytest.mark.requirement("V4")
def test_the_pool_is_shared_in_the_tree_and_not_beyond(cast: Cast) -> None:
    below = make_agency("青川市罗家区生态环境局", parent=cast.agency)
    beyond = make_agency("他市生态环境局")
    shared, own = add(cast), add(cast, "15101202010000002", shared=False)

    def known(agency: Agency) -> set[Adviser]:
        return set(advisers_for(agency, cast.today))

    assert known(cast.agency) == {shared, own}
    assert known(below) == {shared}
    assert known(beyond) == set()


@pytest.mark.requirement("V4")
def test_an_adviser_is_consulted_and_his_opinion_filed_once(cast: Cast) -> None:
    adviser, matter = add(cast), submitted(cast)
    ask = ("legal_reviewer", "review.consult_adviser", matter)
    cast.do(*ask, adviser=adviser.uid, question="罚则如何适用？")

    with pytest.raises(RuleBroken, match="已有一项咨询"):
        cast.do(*ask, adviser=adviser.uid, question="再问一次。")
    cast.do(
        "legal_reviewer", "review.file_advice", matter, opinion="可以适用。", received_on=cast.today
    )

    row = AdviserConsultation.objects.get()
    assert row.opinion == "可以适用。"
    with pytest.raises(RuleBroken, match="没有等待答复"):
        cast.do("legal_reviewer", "review.file_advice", matter, opinion="x", received_on=cast.today)


@pytest.mark.requirement("V4")
def test_who_advised_does_not_sign_the_opinion(cast: Cast) -> None:
    lawyer = make_officer(
        cast.agency, roles=("legal_reviewer",), legal_qualification="A20263000021"
    )
    adviser = add(cast, kind="government", officer=lawyer.uid)
    matter = submitted(cast)
    cast.do(
        "legal_reviewer",
        "review.consult_adviser",
        matter,
        adviser=adviser.uid,
        question="罚则如何适用？",
    )
    cast.people["legal_reviewer"] = lawyer
    cast.actors.clear()

    with pytest.raises(RuleBroken, match="作为顾问"):
        opine(cast, matter, "pass_review")


@pytest.mark.requirement("V4")
def test_an_adviser_is_appraised_once_a_year(cast: Cast) -> None:
    adviser = add(cast)
    values: Any = {"adviser": adviser.uid, "year": 2026, "grade": "good", "training_days": 3}
    cast.do("legal_head", "review.appraise_adviser", remark="尽责。", **values)

    with pytest.raises(RuleBroken, match="已经考评"):
        cast.do("legal_head", "review.appraise_adviser", remark="再评。", **values)
    with pytest.raises(InvalidInput, match="无需重复登记"):
        add(cast)


# --- nodes outside the system ---------------------------------------------------------------------


@pytest.mark.requirement("V2")
def test_a_node_outside_is_reviewed_by_number_and_kind_only() -> None:
    cast = story.make_cast("xiamen")
    row = cast.do("handler", "review.register_outside", kind="arrest", number="厦公刑〔2026〕1号")
    cast.do("legal_reviewer", "review.answer_outside", request=row.uid, outcome="approve")

    kept = OutsideRequest.objects.get()
    assert (kept.label, kept.outcome) == ("提请批准逮捕", "审核通过")
    with pytest.raises(NotFound):
        cast.do("legal_reviewer", "review.answer_outside", request=row.uid, outcome="approve")


@pytest.mark.requirement("V2")
def test_a_place_without_such_nodes_has_none(cast: Cast) -> None:
    with pytest.raises(InvalidInput, match="没有这个环节"):
        cast.do("handler", "review.register_outside", kind="arrest", number="1号")


# --- normative documents --------------------------------------------------------------------------


def drafted(cast: Cast) -> NormativeDocument:
    row: NormativeDocument = cast.do(
        "handler",
        "review.submit_normative",
        title="青川市噪声扰民处罚裁量规则",
        unit=cast.agency.units.order_by("id")[0].uid,
        basis="依据噪声污染防治法制定。",
    )
    return row


@pytest.mark.requirement("V15")
def test_a_normative_document_is_reviewed_issued_filed_and_receipted(cast: Cast) -> None:
    row = drafted(cast)
    with pytest.raises(RuleBroken, match="未经合法性审核"):
        cast.do(
            "agency_head", "review.issue_normative", document=row.uid, number="青环规〔2026〕1号"
        )
    opinion: Any = {"document": row.uid, "opinion": "未超越权限。"}
    cast.do("legal_reviewer", "review.review_normative", outcome="problem", **opinion)
    with pytest.raises(RuleBroken, match="审核存在问题"):
        cast.do(
            "agency_head", "review.issue_normative", document=row.uid, number="青环规〔2026〕1号"
        )
    with pytest.raises(RuleBroken, match="再次送审"):
        cast.do("legal_reviewer", "review.review_normative", outcome="lawful", **opinion)
    known = acts.service("review.submit_normative").prefill
    assert known is not None
    assert known(cast.actor("handler"), None)["title"] == row.title
    first, row = row, drafted(cast)
    opinion = {"document": row.uid, "opinion": "已按意见修改。"}
    cast.do("legal_reviewer", "review.review_normative", outcome="lawful", **opinion)
    cast.do("agency_head", "review.issue_normative", document=row.uid, number=NUMBER)
    filed: Any = {"filed_with": "青川市司法局", "filed_on": cast.today}
    cast.do("legal_head", "review.file_normative", document=row.uid, **filed)
    receipt: Any = {"receipt_number": "备〔2026〕1号", "receipt_on": cast.today}
    cast.do("legal_head", "review.record_filing_receipt", document=row.uid, **receipt)

    first.refresh_from_db()
    assert (first.outcome, first.opinion, first.issued_on) == ("problem", "未超越权限。", None)
    kept = NormativeDocument.objects.get(pk=row.pk)
    assert kept.file_by is not None
    assert kept.receipt_number == "备〔2026〕1号"


@pytest.mark.requirement("V15")
def test_the_database_issues_nothing_that_was_not_found_lawful(cast: Cast) -> None:
    row = drafted(cast)

    with pytest.raises(DatabaseError), transaction.atomic():
        NormativeDocument.objects.filter(pk=row.pk).update(number="1号", issued_on=cast.today)


# --- liability ------------------------------------------------------------------------------------


@pytest.mark.requirement("V11")
def test_each_person_answers_for_his_own_part(cast: Cast) -> None:
    matter = submitted(cast)
    opine(cast, matter, "pass_review")

    table = liability_of(matter, case_of(matter), cast.today)

    people = {(row.who, row.role) for row in table}
    assert (cast.people["handler"].name, "主办人") in people
    assert (cast.people["second"].name, "协办人") in people
    assert (cast.people["legal_reviewer"].name, "审核人") in people
    assert all(row.source for row in table)


@pytest.mark.requirement("V11")
def test_the_head_answers_from_the_first_day_and_the_place_says_whose_fault_it_is(
    cast: Cast,
) -> None:
    matter = story.file_case(cast, story.open_case(cast))

    rows = [r for r in liability_of(matter, case_of(matter), cast.today) if r.role == "机关负责人"]

    assert [row.who for row in rows] == [cast.people["agency_head"].name]
    assert rows[0].duty.startswith("第一责任人")
    sources = {rule.code: rule.source for rule in fault_rules(matter, cast.today)}
    assert set(sources) == {"misconduct", "neglect"}
    assert "第12（2）项" in sources["neglect"]


@pytest.mark.requirement("V11")
def test_a_departure_from_a_passed_opinion_stands_there_with_its_reason(cast: Cast) -> None:
    matter = submitted(cast)
    opine(cast, matter, "pass_review")
    with pytest.raises(InvalidInput):
        cast.do("agency_head", "cases.send_back", matter, reason="")

    cast.do("agency_head", "cases.send_back", matter, reason="处罚过轻，应当补充调查。")

    table = liability_of(matter, case_of(matter), cast.today)
    shown = [row.shown_by for row in table if row.role == "审批人"]
    assert shown == ["未采纳已通过的审核意见，退回：处罚过轻，应当补充调查。"]


@pytest.mark.requirement("V11")
def test_nobody_can_depart_from_an_opinion_that_did_not_pass(cast: Cast) -> None:
    matter = submitted(cast)
    opine(cast, matter, "return_for_supplement", law="problem")

    for act, values in (
        ("cases.issue_decision", {"draft_hash": "0" * 64, "opinion": "同意。"}),
        ("cases.send_back", {"reason": "不同意审核意见。"}),
    ):
        with pytest.raises(RuleBroken):
            cast.do("agency_head", act, matter, **values)  # type: ignore[arg-type]
