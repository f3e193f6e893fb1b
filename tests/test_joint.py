"""One decision for several parties: each is told, heard, served and published by itself."""

import json
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from gongjian.cases import testing as story
from gongjian.cases import testing_several as several
from gongjian.cases.joint import joint_hash, joint_parties
from gongjian.cases.models import Decision, JointParty
from gongjian.cases.queries import case_of
from gongjian.cases.testing import Cast
from gongjian.common.errors import RuleBroken
from gongjian.documents.models import Document
from gongjian.ledger.models import Entry
from gongjian.matters.models import Matter, Step
from gongjian.payments.models import PaymentNotice
from gongjian.publicity.rendition import render

pytestmark = pytest.mark.django_db

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
            ground="no_violation",
            progress="已调查。",
            reasons="没有违法事实。",
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
