"""Several parties of one case: nobody is decided on without a case, a notice, a word of its own."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string

from gongjian.cases import testing as story
from gongjian.cases import testing_several as several
from gongjian.cases.models import CaseLink, Decision, Delivery, FurtherParty, Inspection
from gongjian.cases.queries import (
    case_of,
    excluded_evidence,
    latest_draft,
    latest_notice,
    others_involved,
    parties_in_reach,
    standing_evidence,
)
from gongjian.cases.testing import Cast
from gongjian.common.errors import InvalidInput, NotFound, RuleBroken
from gongjian.documents.models import Document
from gongjian.ledger.models import Entry
from gongjian.matters.models import LimitExtension, LimitPause, Matter
from gongjian.orgs.testing import make_officer
from gongjian.parties.models import Party
from gongjian.publicity.rendition import render
from gongjian.workbench.further import further_context

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(home: object) -> Cast:
    return story.make_cast()


def beside(cast: Cast) -> tuple[Matter, FurtherParty]:
    """Return a filed and inspected case of a company and its manager."""
    matter = story.file_case(cast, story.open_case(cast))
    row = several.add_party(cast, matter)
    several.inspect(cast, matter)
    return matter, row


def test_a_split_case_is_not_restated_to_a_day_by_which_the_first_was_filed_too_late(
    cast: Cast,
) -> None:
    matter, row = beside(cast)
    chosen: dict[str, Any] = {"party": row.uid, "reason": "分别处理。"}
    own = cast.do("agency_head", "cases.split_case", matter, **chosen)
    said: dict[str, Any] = {"act_ended_on": date(2023, 1, 14), "reason": "查明早已停止。"}

    with pytest.raises(InvalidInput, match="请先接办，再拟定不予处罚"):
        cast.do("handler", "cases.restate_act_end", own, **said)
    cast.do("handler", "cases.take_up_split", own, plan="查明其个人责任。")

    assert Matter.objects.get(pk=own.pk).marking == ["investigating"]


@pytest.mark.requirement("Q9")
def test_each_party_gets_a_decision_of_its_own_after_the_case_is_split(cast: Cast) -> None:
    matter, _ = beside(cast)
    cast.wait(days=5)

    own = several.split(cast, matter)
    for each, fen in ((matter, 5_212_000), (own, 100_000)):
        story.propose(cast, each, items=({"kind": "fine", "amount_fen": fen},))
        cast.do("handler", "cases.end_investigation", each, summary="事实清楚。")
        story.inform(cast, each)
    for each in (matter, own):
        story.let_time_run(cast, each)
        story.decide(cast, each)
        story.deliver(cast, each)

    decided = {d.case.party.name: d for d in Decision.objects.all()}
    assert set(decided) == {"青川市恒远新材料有限公司", "孟示例"}
    assert decided["孟示例"].notice.case == case_of(own)
    assert "孟示例" in decided["孟示例"].document.data
    assert decided["孟示例"].number != decided["青川市恒远新材料有限公司"].number


def test_a_split_case_keeps_filing_limit_evidence_and_says_where_the_record_lies(
    cast: Cast,
) -> None:
    matter, row = beside(cast)
    first_limit = matter.deadlines.get(code="decision-limit")
    cast.wait(days=30)

    own = several.split(cast, matter, row)

    case = case_of(own)
    assert own.filed_on == case.filed_on == matter.filed_on
    assert case.limitation_until == case_of(matter).limitation_until
    limit = own.deadlines.get(code="decision-limit")
    assert (limit.starts_on, limit.due_on) == (first_limit.starts_on, first_limit.due_on)
    assert [e.name for e in standing_evidence(case)] == ["现场检查笔录"]
    copied = Document.objects.get(matter=own, kind="inspection-record")
    assert "分案复制件，原件存于青川市恒远新材料有限公司" in copied.data
    assert (own.lead, own.second) == (matter.lead, matter.second)
    row.refresh_from_db()
    assert (row.state, row.own_case) == ("split", case)
    assert CaseLink.objects.get(kind="split").target == case
    assert [p.name for p in others_involved(case)] == ["青川市恒远新材料有限公司"]
    assert [p.name for p in others_involved(case_of(matter))] == ["孟示例"]


def test_a_split_case_keeps_the_extension_and_the_pause_of_the_limit(home: object) -> None:
    cast = story.make_cast(domain="market")
    matter, row = beside(cast)
    cast.do("agency_head", "cases.suspend_case", matter, reason="等待另案。")
    cast.wait(days=10)
    with pytest.raises(RuleBroken):
        cast.do("agency_head", "cases.split_case", matter, party=row.uid, reason="分别处理。")
    cast.do("agency_head", "cases.resume_case", matter, reason="另案已结。")
    cast.do("agency_head", "cases.extend_decision_limit", matter, reason="案情复杂。")
    running = matter.deadlines.get(code="decision-limit", state="open")

    own = several.split(cast, matter, row)

    assert own.deadlines.get(code="decision-limit").due_on == running.due_on
    assert LimitExtension.objects.filter(matter=own).count() == 1
    assert (
        LimitPause.objects.filter(matter=own).count()
        == LimitPause.objects.filter(matter=matter).count()
    )


def test_the_investigation_ends_only_when_every_other_party_was_dealt_with(cast: Cast) -> None:
    matter, row = beside(cast)
    story.propose(cast, matter)
    before = Entry.objects.count()

    with pytest.raises(RuleBroken, match="孟示例）还没有分案处理"):
        cast.do("handler", "cases.end_investigation", matter, summary="事实清楚。")
    with pytest.raises(RuleBroken, match="孟示例"):
        cast.do(
            "agency_head",
            "cases.terminate",
            matter,
            ground="party_gone",
            progress="已调查。",
            reasons="当事人死亡。",
        )
    assert Entry.objects.count() == before

    cast.do("agency_head", "cases.release_party", matter, party=row.uid, reason="未参与决策。")
    cast.do("handler", "cases.end_investigation", matter, summary="事实清楚。")
    row.refresh_from_db()
    assert (row.state, row.left_reason, row.left_on) == ("released", "未参与决策。", cast.today)


@pytest.mark.tampers
def test_the_database_refuses_a_decision_that_leaves_a_party_unheard(cast: Cast) -> None:
    matter = story.file_case(cast, story.open_case(cast))
    story.investigate(cast, matter, items=({"kind": "fine", "amount_fen": 300_000},))
    story.inform(cast, matter)
    case = case_of(matter)
    draft, notice = latest_draft(case), latest_notice(case)
    assert draft is not None
    assert notice is not None
    assert notice.served_on is not None
    row = Decision(
        case=case,
        draft=draft,
        draft_hash=draft.draft_hash,
        facts_hash=draft.facts_hash,
        notice=notice,
        noticed_facts_hash=notice.facts_hash,
        notice_served_on=notice.served_on,
        review_required=False,
        further_parties=1,
        document=notice.document,
        number="1",
        decided_on=cast.today + timedelta(days=30),
        decided_by=cast.people["agency_head"],
        drafted_by=cast.people["handler"],
    )

    with pytest.raises(IntegrityError, match="leaves_no_party_unheard"), transaction.atomic():
        row.save(force_insert=True)


def test_a_party_is_added_once_and_never_the_principal_one_again(cast: Cast) -> None:
    matter, _ = beside(cast)

    with pytest.raises(InvalidInput, match="已经是本案当事人"):
        several.add_party(cast, matter)
    with pytest.raises(InvalidInput, match="已经是本案当事人"):
        several.add_party(cast, matter, **({"id_number": ""} | story.COMPANY))


def test_only_a_further_party_of_this_case_is_split_off_and_only_once(cast: Cast) -> None:
    matter, row = beside(cast)
    other = story.file_case(cast, story.open_case(cast, story.PERSON))
    several.add_party(cast, other, party_name="另示例", id_number="", address="")
    several.inspect(cast, other)

    with pytest.raises(NotFound, match="请从列表中选择"):
        cast.do("agency_head", "cases.split_case", other, party=row.uid, reason="分别处理。")
    several.split(cast, matter, row)
    with pytest.raises(RuleBroken, match="没有待处理的其他当事人"):
        cast.do("agency_head", "cases.split_case", matter, party=row.uid, reason="分别处理。")


def test_a_case_that_was_not_split_off_is_filed_and_one_that_was_is_not(cast: Cast) -> None:
    matter, row = beside(cast)
    fresh = story.open_case(cast, story.PERSON)

    with pytest.raises(RuleBroken, match="不是从已经立案的案件分出的"):
        cast.do("handler", "cases.take_up_split", fresh, plan="接办。")
    own = cast.do("agency_head", "cases.split_case", matter, party=row.uid, reason="分别处理。")
    with pytest.raises(RuleBroken, match="呈请立案"):
        cast.do(
            "handler", "cases.propose_filing", own, facts="事实。", basis="条款", opinion="立案。"
        )


def test_evidence_that_is_excluded_in_the_first_case_falls_in_the_split_one(cast: Cast) -> None:
    matter, row = beside(cast)
    own = several.split(cast, matter, row)
    story.propose(cast, matter, major_rights=True, findings_reason="关系重大权益。")
    cast.do("handler", "cases.end_investigation", matter, summary="事实清楚。")
    story.let_time_run(cast, story.inform(cast, matter))
    cast.do("handler", "review.submit", matter, summary="请予审核。")

    piece = case_of(matter).evidence.get()
    unlawful: dict[str, Any] = {"evidence": piece.uid, "opinion": "只有一名执法人员在场。"}
    cast.do("legal_reviewer", "cases.propose_exclusion", matter, **unlawful)
    cast.do("agency_head", "cases.approve_exclusion", matter, note="同意排除。")

    assert not standing_evidence(case_of(own)).exists()
    assert excluded_evidence(case_of(own)).count() == 1


def test_a_party_beside_another_case_is_within_reach_only_of_who_sees_that_case(
    cast: Cast,
) -> None:
    beside(cast)
    cast.people["stranger"] = make_officer(cast.agency, roles=("handler",))
    manager = Party.objects.filter(name="孟示例")

    assert parties_in_reach(cast.actor("handler"), manager).exists()
    assert not parties_in_reach(cast.actor("stranger"), manager).exists()


def test_the_page_of_a_case_shows_its_other_parties_and_leads_to_the_split_case(
    cast: Cast,
) -> None:
    matter, row = beside(cast)
    several.add_party(cast, matter, party_name="孔示例", role="together", id_number="")
    own = several.split(cast, matter, row)

    def shown(which: Matter) -> str:
        told = further_context(cast.actor("handler"), case_of(which))
        return render_to_string("workbench/_further.html", told)

    first = shown(matter)
    assert all(word in first for word in ("孟示例", "孔示例", "已分案", "在本案调查"))
    assert str(own.uid) in first
    assert "由青川市恒远新材料有限公司一案分出" in shown(own)
    assert str(matter.uid) in shown(own)


def test_the_public_reads_no_name_of_another_person_pursued_for_the_same_act(cast: Cast) -> None:
    matter, row = beside(cast)
    several.split(cast, matter, row)
    story.propose(cast, matter, facts="孟示例决定擅自改变生产工艺。")
    cast.do("handler", "cases.end_investigation", matter, summary="事实清楚。")
    story.let_time_run(cast, story.inform(cast, matter))
    story.deliver(cast, story.decide(cast, matter))

    assert "孟示例" not in str(render(Decision.objects.get()).data)


@pytest.mark.parametrize("proof", ["witness", "recording"])
def test_a_refused_paper_is_left_before_a_witness_or_on_record(cast: Cast, proof: str) -> None:
    matter = story.file_case(cast, story.open_case(cast))
    story.investigate(cast, matter)
    cast.do("handler", "cases.inform_party", matter, contact="李示例")
    story.sign_papers(cast, matter)
    left = story.handed_over(cast) | {"way": "left", "refused": True}

    with pytest.raises(InvalidInput, match="见证人，或者拍照、录像"):
        cast.do("handler", "cases.deliver_notice", matter, **left)
    cast.do("handler", "cases.deliver_notice", matter, **(left | {proof: "罗示例 12号"}))

    delivery = Delivery.objects.get()
    assert getattr(delivery, proof) == "罗示例 12号"
    assert "罗示例 12号" in delivery.receipt.data


@pytest.mark.parametrize("proof", ["witness", "recording"])
def test_a_record_that_nobody_signs_has_a_witness_or_a_recording(cast: Cast, proof: str) -> None:
    matter = story.file_case(cast, story.open_case(cast))
    refused = {"refused_signature": "负责人称不识字，拒绝签名"}

    with pytest.raises(InvalidInput, match="应当有见证人，或者有录音录像"):
        several.inspect(cast, matter, **refused)
    several.inspect(cast, matter, **refused, **{proof: "罗示例 12号"})

    inspection = case_of(matter).inspections.get()
    assert "拒绝签名" in inspection.document.data
    assert "罗示例 12号" in inspection.document.data


@pytest.mark.tampers
def test_the_database_keeps_no_refusal_without_witness_or_recording(cast: Cast) -> None:
    story.inform(cast, story.investigate(cast, story.file_case(cast, story.open_case(cast))))
    inspection, delivery = Inspection.objects.get(), Delivery.objects.get()
    other = {"document_id": delivery.receipt_id}
    papers = {"document_id": inspection.document_id, "receipt_id": delivery.document_id}
    forgeries: list[tuple[Any, dict[str, Any], str]] = [
        (inspection, other | {"refused_signature": "拒签"}, "inspection_refusal_is"),
        (delivery, papers | {"way": "left"}, "delivery_left_is_witnessed"),
    ]

    for row, changed, name in forgeries:
        values = {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields}
        forged = type(row)(**(values | {"id": None, "uid": uuid4()} | changed))
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            type(row).objects.bulk_create([forged])


def test_a_case_is_split_only_after_something_was_found(cast: Cast) -> None:
    matter = story.file_case(cast, story.open_case(cast))
    row = several.add_party(cast, matter)
    cast.wait(seconds=timedelta(minutes=5).total_seconds())

    with pytest.raises(RuleBroken, match="还没有现场检查笔录"):
        cast.do("agency_head", "cases.split_case", matter, party=row.uid, reason="分别处理。")
