"""A major or sensitive case: review speaks before the first measure, and the database knows it."""

from functools import partial
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from gongjian.cases import testing_public_order as police
from gongjian.cases import testing_several as several
from gongjian.cases.models import Decision, Delivery, EntryReview, PartyFiling
from gongjian.cases.public_order.models import Questioning
from gongjian.cases.queries import case_of
from gongjian.cases.testing import Cast, decided_case, file_case, inform, investigate, open_case
from gongjian.cases.testing import make_cast as cast_of
from gongjian.common.errors import InvalidInput, NotFound, RuleBroken
from gongjian.documents.models import Document
from gongjian.documents.testing import typed_command
from gongjian.documents.typed import act_code
from gongjian.matters.models import Matter, Step

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]
SERIOUS: dict[str, Any] = {"serious_harm": True, "serious_ground": "危害公民生命健康安全。"}


def make(cast: Cast, matter: Matter, kind: str, who: str) -> Document:
    made: Document = cast.do(who, act_code(kind), matter, **vars(typed_command(kind, cast.now)))
    return made


def copied(row: Any, **changes: Any) -> Any:
    own = {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields}
    kept = {name: value for name, value in own.items() if name not in {"id", "uid"}}
    return type(row)(**(kept | changes))


def refused(row: Any) -> bool:
    try:
        with transaction.atomic():
            type(row).objects.bulk_create([row])
    except DatabaseError:
        return True
    return False


@pytest.mark.requirement("V12")
def test_nothing_is_seized_in_a_major_case_before_review_has_spoken() -> None:
    cast = cast_of()
    matter = file_case(cast, open_case(cast))
    with pytest.raises(NotFound):
        cast.do("legal_reviewer", "review.give_entry_opinion", matter, opinion="可以。")
    cast.do("unit_head", "cases.mark_major", matter, reason="社会关注度高。")
    with pytest.raises(RuleBroken, match="已经认定"):
        cast.do("handler", "cases.mark_major", matter, reason="再次。")

    with pytest.raises(RuleBroken, match="入口审核意见"):
        make(cast, matter, "seizure-approval", "agency_head")
    waiting = dict(matter.todos.values_list("role", "step"))
    cast.do("legal_reviewer", "review.give_entry_opinion", matter, opinion="可以扣押。")
    make(cast, matter, "seizure-approval", "agency_head")
    make(cast, matter, "seizure-decision", "handler")

    assert waiting["legal_reviewer"] == "出具入口审核意见"
    assert "legal_reviewer" not in dict(matter.todos.values_list("role", "step"))
    with pytest.raises(RuleBroken):
        cast.do("legal_reviewer", "review.give_entry_opinion", matter, opinion="再说。")


@pytest.mark.requirement("V12")
def test_review_is_asked_from_the_filing_on_and_only_while_a_measure_may_come() -> None:
    cast = cast_of()
    matter = open_case(cast)
    said: dict[str, Any] = {"facts": "工艺变更。", "basis": "第二十四条", "opinion": "建议立案。"}
    cast.do("handler", "cases.propose_filing", matter, **said)
    cast.do("unit_head", "cases.mark_major", matter, reason="社会关注度高。")
    at_filing = dict(matter.todos.values_list("role", "step"))
    cast.do("agency_head", "cases.approve_filing", matter, opinion="同意。")
    investigate(cast, matter)

    assert at_filing["legal_reviewer"] == "出具入口审核意见"
    assert "legal_reviewer" not in dict(matter.todos.values_list("role", "step"))


@pytest.mark.requirement("V12")
def test_the_table_marks_what_endangers_life_and_nothing_else() -> None:
    cast = cast_of()
    grave = file_case(cast, open_case(cast, **SERIOUS))
    plain = file_case(cast, open_case(cast))

    entry = EntryReview.objects.get(case__matter=grave)
    assert entry.by_rule
    assert "HN25" in entry.ground
    assert not EntryReview.objects.filter(case__matter=plain).exists()


@pytest.mark.requirement("V12")
def test_a_case_split_from_a_marked_one_is_marked_and_waits_for_an_opinion_of_its_own() -> None:
    cast = cast_of()
    matter = file_case(cast, open_case(cast))
    cast.do("unit_head", "cases.mark_major", matter, reason="社会关注度高。")
    cast.do("legal_reviewer", "review.give_entry_opinion", matter, opinion="可以扣押。")

    several.add_party(cast, matter)
    several.inspect(cast, matter)
    own = several.split(cast, matter)

    with pytest.raises(RuleBroken, match="入口审核意见"):
        make(cast, own, "seizure-approval", "agency_head")
    assert EntryReview.objects.get(case__matter=own).ground == "社会关注度高。"


@pytest.mark.requirement("V12")
def test_a_case_of_the_police_may_be_marked_too() -> None:
    cast = police.police_cast()
    matter = police.file_case(cast, police.opened(cast))
    cast.do("handler", "cases.mark_major", matter, reason="涉及未成年人，社会关注度高。")

    with pytest.raises(RuleBroken, match="入口审核意见"):
        make(cast, matter, "seizure-approval", "agency_head")


@pytest.mark.requirement("V12")
def test_no_evidence_is_kept_in_a_major_case_before_review_has_spoken() -> None:
    """Approved by nobody; where the mark comes after the approval, not taken either."""
    cast = cast_of()
    matter = file_case(cast, open_case(cast))
    asked: dict[str, Any] = {"items": "手机一部", "reason": "可能被转移。"}
    cast.do("handler", "cases.propose_preservation", matter, **asked)
    cast.do("agency_head", "cases.approve_preservation", matter, **asked, opinion="同意。")
    cast.do("unit_head", "cases.mark_major", matter, reason="社会关注度高。")
    with pytest.raises(RuleBroken, match="入口审核意见"):
        make(cast, matter, "preservation-notice", "handler")
    later = file_case(cast, open_case(cast))
    cast.do("unit_head", "cases.mark_major", later, reason="社会关注度高。")
    cast.do("handler", "cases.propose_preservation", later, **asked)
    with pytest.raises(RuleBroken, match="入口审核意见"):
        cast.do("agency_head", "cases.approve_preservation", later, **asked, opinion="同意。")
    allowed = Step.objects.get(matter=matter, code="approve_preservation")
    assert refused(copied(allowed, matter_id=later.pk, seq=later.seq + 1))

    for one in (matter, later):
        cast.do("legal_reviewer", "review.give_entry_opinion", one, opinion="可以保存。")
    cast.do("agency_head", "cases.approve_preservation", later, **asked, opinion="同意。")
    make(cast, matter, "preservation-notice", "handler")
    make(cast, later, "preservation-notice", "handler")


@pytest.mark.tampers
@pytest.mark.requirement("V12")
def test_nobody_is_brought_by_force_in_a_major_case_before_review_has_spoken() -> None:
    """A summons that uses no force is no compulsory measure."""
    cast = police.police_cast()
    plain, matter = (police.file_case(cast, police.opened(cast)) for _ in range(2))
    cast.do("handler", "cases.mark_major", matter, reason="涉及未成年人，社会关注度高。")
    forced = vars(typed_command("summons", cast.now)) | {"way": "强制传唤"}
    mild = forced | {"way": "传唤", "cause": '涉嫌"way":"强制传唤"'}
    code = act_code("summons")

    cast.do("unit_head", code, matter, **mild)
    with pytest.raises(InvalidInput, match="入口审核意见"):
        cast.do("unit_head", code, matter, **forced)
    with pytest.raises(InvalidInput, match="入口审核意见"):
        police.question(cast, matter, came_by="forced")
    cast.do("unit_head", code, plain, **forced)
    police.question(cast, plain, came_by="forced")
    paper, asked = Document.objects.filter(matter=plain, kind="summons").get(), plain_asked(plain)
    owed = case_of(matter).pk
    own = Document.objects.filter(matter=matter, kind="summons").get()
    forged = {"matter_id": matter.pk, "number": "伪造〔2026〕3号", "serial": 903, "token": "c" * 22}
    assert refused(copied(paper, **forged))
    assert not refused(copied(own, **forged | {"token": "d" * 22}))
    assert refused(copied(asked, case_id=owed, document_id=own.pk))

    cast.do("legal_reviewer", "review.give_entry_opinion", matter, opinion="可以传唤。")
    cast.do("unit_head", code, matter, **forced)
    police.question(cast, matter, came_by="forced")


def plain_asked(matter: Matter) -> Questioning:
    return Questioning.objects.get(case__matter=matter)


@pytest.mark.tampers
@pytest.mark.requirement("V12")
def test_the_database_refuses_what_rests_on_no_other_row() -> None:
    """A measure without the opinion, a decision past an unread statement, a public notice."""
    cast = cast_of()
    decided_case(cast)
    genuine, handed = Decision.objects.get(), Delivery.objects.order_by("id")[0]
    matter = file_case(cast, open_case(cast))
    cast.do("unit_head", "cases.mark_major", matter, reason="社会关注度高。")
    inform(cast, investigate(cast, matter))
    paper = Document.objects.filter(matter=matter).order_by("id")[0]
    code = cast.do("handler", "cases.issue_query_code", matter, holder="party")
    PartyFiling.objects.bulk_create(
        [
            PartyFiling(
                matter=matter,
                code=code,
                kind="statement",
                content="没有违法。",
                receipt="R1",
                given_at=cast.now,
                given_on=cast.today,
            )
        ]
    )
    new = partial(copied, paper, number="伪造〔2026〕2号", serial=902)
    decision = partial(copied, genuine, document_id=paper.pk, number="伪造〔2026〕1号")

    assert refused(new(kind="seizure-decision", token="a" * 22))
    assert not refused(new(kind="assistance-letter", token="b" * 22))
    assert refused(decision(case_id=case_of(matter).pk))
    assert refused(copied(handed, case_id=case_of(matter).pk, way="public_notice"))
