"""One decision in the common name of two agencies: each keeps its gates, one serves and charges."""

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from gongjian.cases import testing as story
from gongjian.cases import testing_common as common
from gongjian.cases.models import CommonAgency, Decision
from gongjian.cases.testing import Cast
from gongjian.common.errors import InvalidInput, RuleBroken
from gongjian.documents.choices import DocumentState
from gongjian.insight.counting import total_of
from gongjian.insight.models import CountedDecision
from gongjian.insight.tallying import recount
from gongjian.intake.models import Clue
from gongjian.intake.queries import visible_clues
from gongjian.matters.models import Deadline, Matter
from gongjian.matters.queries import visible_matters
from gongjian.payments.accounts import day_of_money
from gongjian.payments.models import PaymentNotice
from gongjian.publicity.models import NumberStanding
from gongjian.publicity.testing import publish
from gongjian.remedies.contested import gone
from gongjian.remedies.models import Remedy
from gongjian.remedies.queries import remedies_of

pytestmark = pytest.mark.django_db
ENV, MARKET = "青川市生态环境局", "青川市市场监督管理局"


@pytest.fixture
def agencies(home: object) -> tuple[Cast, Cast]:
    cast = story.make_cast()
    return cast, common.make_other(cast)


def fresh(matter: Matter) -> Matter:
    return Matter.objects.get(pk=matter.pk)


def signed(cast: Cast, other: Cast) -> tuple[Matter, Matter]:
    """Return both cases where only the leading agency has still to sign."""
    matter, own = common.joined(cast, other)
    common.both_ready(cast, matter, other, own)
    common.sign(other, own)
    common.together(cast, other)
    return fresh(matter), fresh(own)


def issued(cast: Cast, other: Cast) -> tuple[Matter, Matter]:
    matter, own = signed(cast, other)
    common.issue(cast, matter)
    return fresh(matter), fresh(own)


def served(cast: Cast, other: Cast) -> tuple[Matter, Matter]:
    matter, own = issued(cast, other)
    story.deliver(cast, matter)
    common.together(cast, other)
    return fresh(matter), fresh(own)


@pytest.mark.requirement("Q9")
def test_two_agencies_decide_on_one_paper_that_one_of_them_serves_charges_and_publishes(
    agencies: tuple[Cast, Cast], client: Client
) -> None:
    cast, other = agencies
    matter, own = common.joined(cast, other)
    common.both_ready(cast, matter, other, own)
    with pytest.raises(RuleBroken, match=f"{MARKET}还没有签署共同决定"):
        common.issue(cast, matter)
    common.sign(other, own)
    common.together(cast, other)

    common.issue(cast, matter)

    first, second = Decision.objects.order_by("id")
    assert (first.case.matter, second.case.matter) == (matter, own)
    assert (second.common_with, second.number) == (first, first.number)
    assert second.document.copy_of == first.document
    assert second.decided_by == other.people["agency_head"]
    said, also = (json.loads(d.document.data) for d in (first, second))
    assert said["fields"] == also["fields"]
    title = next(b for b in said["blocks"] if b["type"] == "title")
    closing = next(b for b in said["blocks"] if b["type"] == "closing")
    assert title["issuer"] == f"{ENV}、{MARKET}"
    assert (closing["issuer"], closing["others"]) == (ENV, [MARKET])
    assert f"以{ENV}、{MARKET}为共同被申请人" in first.document.data
    assert f"{MARKET}：本机关于" in said["fields"]["statement"]
    assert fresh(matter).marking == ["to_deliver"]
    assert fresh(own).marking == ["common_decided"]

    story.deliver(cast, matter)
    item = publish(cast, fresh(matter))

    assert list(PaymentNotice.objects.values_list("matter", flat=True)) == [matter.pk]
    assert item.data["agencies"] == [ENV, MARKET]
    page = client.get(reverse("portal:decision", args=[item.token])).content.decode()
    assert f"{ENV}、{MARKET}" in page
    assert "共同被告" in page
    common.together(cast, other)
    other.do("agency_head", "cases.close_common", own, opinion="决定已经送达，结案。")
    assert fresh(own).closed_at is not None


def test_a_common_decision_counts_once_in_figures_money_and_numbers(
    agencies: tuple[Cast, Cast],
) -> None:
    cast, other = agencies
    matter, own = served(cast, other)
    year = cast.today.year

    recount()

    assert [total_of(c.agency, year) for c in agencies] == [1, 0]
    assert CountedDecision.objects.count() == 1
    assert day_of_money(other.agency.pk, cast.today).decided_fen == 0
    assert day_of_money(cast.agency.pk, cast.today).decided_fen == 300_000
    assert list(NumberStanding.objects.values_list("matter", flat=True)) == [matter.pk]
    codes = set(Deadline.objects.filter(matter=own).values_list("code", flat=True))
    assert not codes & {"publication-limit", "delivery-limit", "payment-limit"}


def test_nobody_sees_the_case_of_the_other_agency(agencies: tuple[Cast, Cast]) -> None:
    cast, other = agencies
    matter, own = served(cast, other)

    for office in cast.people:
        assert own not in visible_matters(cast.actor(office))
    for office in other.people:
        assert matter not in visible_matters(other.actor(office))
    clue = Clue.objects.get(matter=own)
    assert clue in visible_clues(other.actor("handler"))
    assert clue not in visible_clues(cast.actor("agency_head"))


def test_a_new_draft_of_either_agency_voids_the_signature(agencies: tuple[Cast, Cast]) -> None:
    cast, other = agencies
    matter, own = signed(cast, other)
    other.do("agency_head", "cases.send_back", own, reason="文字需要修改。")
    common.together(cast, other)
    with pytest.raises(RuleBroken, match=f"{MARKET}的案件现在不能作出决定"):
        common.issue(cast, matter)

    story.propose(other, fresh(own), items=common.FINE)
    common.together(cast, other)

    with pytest.raises(RuleBroken, match="又有新的拟定"):
        common.issue(cast, matter)
    cast.do("agency_head", "cases.send_back", matter, reason="补充事实。")
    with pytest.raises(InvalidInput, match="共同名义"):  # acts are not decided apart here
        story.propose(cast, fresh(matter), acts=({"name": "甲"}, {"name": "乙"}))
    story.propose(cast, fresh(matter), items=common.FINE, facts="擅自改变工艺，并增加一条生产线。")
    common.together(cast, other)
    other.do("handler", "cases.end_investigation", own, summary="事实清楚。")
    story.let_time_run(other, story.inform(other, fresh(own)))
    other.do("unit_head", "cases.go_to_decision", own, opinion="同意。")
    with pytest.raises(RuleBroken, match="主办机关已经重新拟定"):
        common.sign(other, fresh(own))
    common.together(cast, other)
    cast.do("handler", "cases.hand_over_text", fresh(matter))
    common.together(cast, other)
    with pytest.raises(RuleBroken, match="与主办机关送交的文本不一致"):
        common.sign(other, fresh(own))


def test_either_agency_withdraws_before_the_decision_and_decides_alone(
    agencies: tuple[Cast, Cast],
) -> None:
    cast, other = agencies
    matter, own = signed(cast, other)
    other.do("agency_head", "cases.withdraw_signature", own, reason="需要再研究。")
    common.together(cast, other)
    with pytest.raises(RuleBroken, match="还没有签署"):
        common.issue(cast, matter)

    other.do("agency_head", "cases.leave_common", fresh(own), reason="由我局另行处理。")
    common.together(cast, other)

    row = CommonAgency.objects.get(agency=other.agency)
    assert (row.case, row.left_by) == (None, other.people["agency_head"])
    common.issue(cast, matter)
    assert Decision.objects.get().case.matter == matter
    assert Decision.objects.get().document.data.count(MARKET) == 0
    common.together(cast, other)
    common.issue(other, fresh(own))
    assert Decision.objects.filter(common_with__isnull=False).count() == 0


def test_the_leading_agency_lets_all_go(agencies: tuple[Cast, Cast]) -> None:
    cast, other = agencies
    matter, own = signed(cast, other)

    cast.do("agency_head", "cases.leave_common", matter, reason="分别处理。")

    assert not CommonAgency.objects.filter(left_on__isnull=True).exists()
    common.together(cast, other)
    common.issue(other, fresh(own))
    assert Decision.objects.get().case.matter == own


def test_a_common_decision_is_taken_back_for_all_and_must_be_signed_anew(
    agencies: tuple[Cast, Cast],
) -> None:
    cast, other = agencies
    matter, own = issued(cast, other)
    with pytest.raises(RuleBroken, match=f"{ENV}以共同名义作出决定，由该机关签发"):
        other.do("agency_head", "cases.void_decision", own, reason="误写。")

    cast.do("agency_head", "cases.void_decision", matter, reason="住所写错。")

    assert not Decision.objects.filter(void=False).exists()
    assert fresh(own).marking == fresh(matter).marking == ["to_decide"]
    copies = Decision.objects.values_list("document__state", flat=True)
    assert set(copies) == {DocumentState.VOID}
    with pytest.raises(RuleBroken, match="还没有签署"):
        common.issue(cast, fresh(matter))
    common.together(cast, other)
    common.sign(other, fresh(own))
    common.together(cast, other)
    common.issue(cast, fresh(matter))
    numbers = Decision.objects.filter(void=False).values_list("number", flat=True)
    assert len(numbers) == 2
    assert len(set(numbers)) == 1


def test_both_agencies_answer_a_remedy_and_its_result_reaches_both_cases(
    agencies: tuple[Cast, Cast],
) -> None:
    cast, other = agencies
    matter, own = served(cast, other)
    lodged: dict[str, Any] = {
        "against": story.penalty_paper(matter),
        "kind": "review",
        "applicant": "party",
        "applicant_name": story.COMPANY["party_name"],
        "body": "青川市人民政府",
        "claim": "请求撤销。",
    }
    with pytest.raises(RuleBroken, match="由该机关登记"):
        other.do("handler", "remedies.register", own, lodged_on=other.today, **lodged)
    row = cast.do("handler", "remedies.register", matter, lodged_on=cast.today, **lodged)
    taken = {"remedy": row.uid, "answer": "accepted", "answered_on": cast.today}
    cast.do("handler", "remedies.answer", matter, **taken, copy_on=cast.today)
    common.together(cast, other)

    assert [one.pk for one in remedies_of(fresh(own))] == [row.pk]
    running = Deadline.objects.filter(code="remedy.answer", state="open")
    assert set(running.values_list("matter", flat=True)) == {matter.pk, own.pk}
    other.do("handler", "remedies.submit_answer", fresh(own), remedy=row.uid)
    assert list(running.values_list("matter", flat=True)) == [matter.pk]
    ended = {
        "remedy": row.uid,
        "outcome": "revoked",
        "paper": "复〔2026〕1号",
        "note": "撤销。",
    }
    with pytest.raises(RuleBroken, match="由该机关登记"):
        other.do(
            "agency_head",
            "remedies.record_result",
            fresh(own),
            effective_on=other.today,
            **ended,
        )
    cast.do("agency_head", "remedies.record_result", matter, effective_on=cast.today, **ended)

    assert Remedy.objects.get().state == "ended"
    assert all(gone(decision) for decision in Decision.objects.all())
    assert not running.exists()


def test_an_invitation_is_open_only_to_a_case_on_the_same_party_of_the_same_government(
    agencies: tuple[Cast, Cast],
) -> None:
    cast, other = agencies
    matter = story.file_case(cast, story.open_case(cast))
    invitation = common.invite(cast, matter, other)
    common.together(cast, other)
    stranger = story.file_case(other, story.open_case(other, story.PERSON))

    with pytest.raises(RuleBroken, match="没有其他机关就本案当事人提出的邀请"):
        common.accept(other, stranger, invitation)
    with pytest.raises(RuleBroken, match="没有同属一个人民政府、可以邀请的其他机关"):
        common.invite(cast, fresh(matter), other)
    with pytest.raises(RuleBroken, match="还没有签署共同决定"):
        common.issue(cast, common.ready(cast, inspected(cast, matter)))


def inspected(cast: Cast, matter: Matter) -> Matter:
    story.inspect(cast, matter)
    return fresh(matter)
