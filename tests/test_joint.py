"""One decision for several parties: each is told, heard, served and published by itself."""

import json
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from gongjian.cases import testing as story
from gongjian.cases import testing_several as several
from gongjian.cases.choices import WITH_AMOUNT
from gongjian.cases.joint import joint_hash, joint_parties
from gongjian.cases.models import Decision, JointParty
from gongjian.cases.papers_joint import owed_by
from gongjian.cases.queries import case_of
from gongjian.cases.rules import weight_of
from gongjian.cases.testing import Cast
from gongjian.common.errors import RuleBroken
from gongjian.documents.models import Document
from gongjian.ledger.models import Entry
from gongjian.matters.models import Matter, Step
from gongjian.payments.models import PaymentNotice
from gongjian.publicity.rendition import render

pytestmark = pytest.mark.django_db

FINE = {"kind": "fine", "amount_fen": 300_000}
GAIN = {"kind": "confiscate_gain", "amount_fen": 500_000}
OWN_GAIN = {"kind": "confiscate_gain", "amount_fen": 40_000}
COMPANY, MANAGER = "青川市恒远新材料有限公司", "孟示例"


@pytest.fixture
def cast(home: object) -> Cast:
    return story.make_cast()


def joined(cast: Cast) -> tuple[Matter, Matter]:
    """Return the investigated cases of a company and its manager, joined for one decision."""
    matter = story.file_case(cast, story.open_case(cast))
    row = several.add_party(cast, matter)
    several.inspect(cast, matter)
    own = several.split(cast, matter, row)
    several.join(cast, matter, own)
    return matter, own


def fresh(matter: Matter) -> Matter:
    return Matter.objects.get(pk=matter.pk)


@pytest.mark.requirement("Q9")
def test_one_decision_names_all_parties_and_each_is_served_charged_and_published_alone(
    cast: Cast,
) -> None:
    matter, own = joined(cast)
    several.ready(cast, matter, 300_000)
    blocked: dict[str, Any] = {
        "draft_hash": joint_hash(case_of(fresh(matter))),
        "opinion": "同意。",
    }
    with pytest.raises(RuleBroken, match="一并决定的孟示例"):
        cast.do("agency_head", "cases.issue_decision", matter, **blocked)
    several.ready(cast, own, 80_000, facts="决定擅自变更生产工艺。")
    with pytest.raises(RuleBroken, match="请在该案中办理"):
        cast.do("agency_head", "cases.issue_decision", fresh(own), **blocked)

    several.issue_together(cast, matter)

    first, second = Decision.objects.order_by("id")
    assert (first.case.party.name, second.case.party.name) == (COMPANY, MANAGER)
    assert (first.number, second.joint_with) == (second.number, first)
    assert second.document.copy_of == first.document
    said, also = (json.loads(d.document.data)["fields"] for d in (first, second))
    assert said["parties"] == also["parties"]
    assert [row["name"] for row in said["parties"]] == [COMPANY, MANAGER]
    assert "负主管责任" in said["parties"][1]["details"]
    assert [row["fine"] for row in said["payers"]] == [
        "人民币叁仟元整（3,000.00元）",
        "人民币捌佰元整（800.00元）",
    ]
    assert (said["party_name"], also["party_name"]) == (COMPANY, MANAGER)
    assert fresh(own).marking == fresh(matter).marking == ["to_deliver"]
    assert fresh(own).number == first.number

    story.deliver(cast, matter)
    assert PaymentNotice.objects.count() == 1
    with pytest.raises(RuleBroken, match="已经送达，不能作废"):
        cast.do("agency_head", "cases.void_decision", fresh(matter), reason="误写。")
    story.deliver(cast, fresh(own))
    amounts = PaymentNotice.objects.values_list("decision__case__party__name", "amount_fen")
    assert dict(amounts) == {COMPANY: 300_000, MANAGER: 80_000}
    public = str(render(second).data)
    assert MANAGER not in public
    assert COMPANY not in public


def test_each_party_of_a_joint_decision_reads_its_own_fine_and_its_own_gain(cast: Cast) -> None:
    matter, own = joined(cast)
    several.ready(cast, matter, 300_000, items=(FINE, GAIN))
    several.ready(cast, own, facts="决定擅自变更生产工艺。", items=(OWN_GAIN,))

    several.issue_together(cast, matter)

    decision, copy = Decision.objects.order_by("id")
    said, also = (json.loads(d.document.data)["fields"] for d in (decision, copy))
    assert said["payers"] == also["payers"]
    assert [(row["name"], row["fine"], row["gain"]) for row in said["payers"]] == [
        (COMPANY, "人民币叁仟元整（3,000.00元）", "人民币伍仟元整（5,000.00元）"),
        (MANAGER, "", "人民币肆佰元整（400.00元）"),
    ]
    text = decision.document.data
    assert "缴纳罚款人民币叁仟元整（3,000.00元）和没收的违法所得人民币伍仟元整" in text
    assert f"{MANAGER}应当自收到本行政处罚决定书之日起" in text
    for one in (matter, fresh(own)):
        story.deliver(cast, one)
    asked = PaymentNotice.objects.values_list("fine_fen", "amount_fen").order_by("id")
    assert list(asked) == [(300_000, 800_000), (0, 40_000)]


kinds = st.sampled_from(["fine", "confiscate_gain", "warning", "confiscate_goods"])
penalties = st.lists(
    st.tuples(kinds, st.integers(1, 10**9)).map(
        lambda p: {"kind": p[0], "amount_fen": p[1] if p[0] in WITH_AMOUNT else None}
    ),
    max_size=4,
)


@given(st.lists(penalties, min_size=1, max_size=4))
def test_what_the_parties_are_told_to_pay_adds_up_to_the_decision(
    parties: list[list[dict[str, Any]]],
) -> None:
    told = [fen for items in parties for _, fen in owed_by(items)]

    whole = weight_of([item for items in parties for item in items])
    assert sum(told) == sum(dict(whole.sums).values())
    assert all(fen > 0 for fen in told)


def test_a_joint_decision_is_taken_back_for_all_and_made_anew_under_a_new_number(
    cast: Cast,
) -> None:
    matter, own = joined(cast)
    several.ready(cast, matter)
    several.ready(cast, own)
    several.issue_together(cast, matter)
    with pytest.raises(RuleBroken, match="请在该案中办理"):
        cast.do("agency_head", "cases.void_decision", fresh(own), reason="误写。")

    cast.do("agency_head", "cases.void_decision", matter, reason="住所写错。")

    assert not Decision.objects.filter(void=False).exists()
    assert fresh(own).marking == ["to_decide"]
    several.issue_together(cast, matter)
    numbers = set(Decision.objects.filter(void=False).values_list("number", flat=True))
    assert len(numbers) == 1
    assert Decision.objects.values("number").distinct().count() == 2


def test_a_party_may_be_decided_on_by_itself_again(cast: Cast) -> None:
    matter, own = joined(cast)
    with pytest.raises(RuleBroken, match="不再一并决定"):
        cast.do(
            "agency_head",
            "cases.terminate",
            fresh(own),
            ground="party_gone",
            progress="已调查。",
            reasons="当事人死亡。",
        )
    row = next(one for one in joint_parties(case_of(fresh(matter))) if one.case.matter == own)

    cast.do("agency_head", "cases.leave_joint", matter, party=row.uid, reason="需要补充调查。")

    assert joint_parties(case_of(fresh(matter))) == []
    several.ready(cast, matter)
    assert story.deliver(cast, signed(cast, matter)).marking == ["to_execute", "to_publish"]
    with pytest.raises(RuleBroken):
        several.join(cast, fresh(matter), own)


def signed(cast: Cast, matter: Matter) -> Matter:
    several.issue_together(cast, matter)
    story.sign_papers(cast, matter)
    return matter


@pytest.mark.tampers
def test_the_database_makes_one_decision_for_all_joined_parties_or_for_none(cast: Cast) -> None:
    matter, own = joined(cast)
    several.ready(cast, matter)
    several.ready(cast, own)
    several.issue_together(cast, matter)
    first, second = Decision.objects.order_by("id")
    before = Entry.objects.count()

    def copy(row: Any, **changed: object) -> None:
        kept = {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields}
        forged = type(row)(**(kept | {"id": None, "uid": uuid4()} | changed))
        with pytest.raises(IntegrityError), transaction.atomic():
            type(row).objects.bulk_create([forged])

    # Alone in the joined case; and with the paper of another number.
    Decision.objects.filter(pk=second.pk).update(void=True)
    spare = Document.objects.filter(matter=own, kind="penalty-notice").get()
    copy(second, joint_with_id=None, document_id=spare.pk)
    copy(second, document_id=spare.pk)
    # Delivered while one party is not decided on.
    with pytest.raises(IntegrityError), transaction.atomic():
        story.deliver(cast, fresh(matter))
    # Closed while one party was not served.
    Decision.objects.filter(pk=second.pk).update(void=False)
    copy(Step.objects.filter(matter=matter).latest("id"), code="close", seq=99)
    assert Entry.objects.count() == before
    assert JointParty.objects.count() == 2
    assert first.document.copies.count() == 1
