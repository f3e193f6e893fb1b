"""The provisions of a proposal at each door: drafted, signed, on the spot, and in the database."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction

from gongjian.cases import testing as story
from gongjian.cases.checking import decision_findings
from gongjian.cases.models import Case, Decision, Draft, Notice
from gongjian.cases.queries import case_of, latest_draft
from gongjian.cases.testing import Cast
from gongjian.cases.testing_weighing import catalogued, draft, refused, weighed
from gongjian.common.errors import InvalidInput, RuleBroken
from gongjian.documents.models import Document
from gongjian.ledger.models import Entry
from gongjian.matters.models import Matter

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("Q9")]
AIR = "《中华人民共和国大气污染防治法》"
BASIS = f"{AIR}第一百一十五条第一款第一项"
REASON = "同一行为还违反地方条例，两项规定都是处罚的依据。"
BESIDE = f"{BASIS}；《青川市扬尘污染防治条例》第三十条"


@pytest.fixture
def cast(home: object) -> Cast:
    return story.make_cast()


@pytest.fixture
def matter(cast: Cast) -> Matter:
    return catalogued(cast)


# --- drafted ------------------------------------------------------------------------------------


def test_what_the_catalogue_cites_needs_no_reason(cast: Cast, matter: Matter) -> None:
    made = draft(cast, matter)

    assert (made.cites_beyond, made.citation_reason) == (False, "")
    assert (made.newer_law, made.law_on) == (False, case_of(matter).act_ended_on)


@pytest.mark.parametrize(
    ("field", "text", "part"),
    [
        ("violated", f"{AIR}第六十九条第一款", "没有引用本案案由的违反的条款"),
        ("violated", f"{AIR}第六十九条", "请写到第六十九条第三款"),
        ("basis", f"{AIR}第一百一十五条", "请写到第一百一十五条第一款第一项"),
        ("basis", f"{AIR}第一百一十五条第一款第二项", "没有引用本案案由的处罚依据"),
        ("basis", "《中华人民共和国生态环境法典》第一千一百二十八条", "还没有施行"),
        ("basis", f"{BASIS}、第一百三十条", "没有第一百三十条"),
        ("basis", f"{BASIS}；《环境行政处罚办法》第五条", "应当引用《生态环境行政处罚办法》"),
    ],
)
def test_a_wrong_provision_is_refused_where_it_is_typed(
    cast: Cast, matter: Matter, field: str, text: str, part: str
) -> None:
    problems = refused(cast, matter, **{field: text})

    assert list(problems) == [field]
    assert part in problems[field]


def test_a_reason_does_not_help_what_is_wrong(cast: Cast, matter: Matter) -> None:
    text = f"{AIR}第一百一十五条第一款第二项"

    assert list(refused(cast, matter, basis=text, citation_reason=REASON)) == ["basis"]


def test_a_provision_beside_the_cause_stands_with_a_reason(cast: Cast, matter: Matter) -> None:
    asked = refused(cast, matter, basis=BESIDE)
    made = draft(cast, matter, basis=BESIDE, citation_reason=REASON)

    assert list(asked) == ["citation_reason"]
    assert "青川市扬尘污染防治条例》第三十条不在案由的处罚依据之内" in asked["citation_reason"]
    assert (made.cites_beyond, made.citation_reason) == (True, REASON)


def test_a_reason_without_need_is_refused(cast: Cast, matter: Matter) -> None:
    assert "删去" in refused(cast, matter, citation_reason=REASON)["citation_reason"]


def test_the_reason_is_bound_by_the_hash(cast: Cast, matter: Matter) -> None:
    first = draft(cast, matter, basis=BESIDE, citation_reason=REASON)
    second = draft(cast, matter, basis=BESIDE, citation_reason=f"{REASON}经核对。")

    assert first.facts_hash == second.facts_hash
    assert first.draft_hash != second.draft_hash


def test_a_free_cause_is_held_against_the_law_in_force(cast: Cast) -> None:
    free = story.file_case(cast, story.open_case(cast))
    gone = "《中华人民共和国环境噪声污染防治法》第十九条"

    with pytest.raises(InvalidInput, match="应当引用《中华人民共和国噪声污染防治法》"):
        story.propose(cast, free, basis=gone)
    assert not Draft.objects.exists()


# --- signed -------------------------------------------------------------------------------------


def ready(cast: Cast, matter: Matter, **values: Any) -> Matter:
    """Return a case whose party was told and that waits for the head."""
    story.investigate(cast, matter, **weighed(**values))
    story.let_time_run(cast, story.inform(cast, matter))
    cast.do("unit_head", "cases.go_to_decision", matter, opinion="同意，报请决定。")
    return Matter.objects.get(pk=matter.pk)


def sign(cast: Cast, matter: Matter, **answers: str) -> None:
    proposed = latest_draft(case_of(matter))
    assert proposed is not None
    said = {"draft_hash": proposed.draft_hash, "opinion": "同意。"} | answers
    cast.do("agency_head", "cases.issue_decision", matter, None, **said)


def test_the_signer_reads_the_reason_and_answers(cast: Cast, matter: Matter) -> None:
    waiting = ready(cast, matter, basis=BESIDE, citation_reason=REASON)

    with pytest.raises(InvalidInput, match=f"承办人说明：{REASON}"):
        sign(cast, waiting)
    sign(cast, waiting, check_answers="已核对。")

    step = waiting.steps.latest("seq")
    assert "不在案由的处罚依据之内" in step.data["check_warnings"][0]


def test_what_stopped_being_law_for_the_act_is_not_signed(cast: Cast, matter: Matter) -> None:
    """The act turns out to have ended under the code: the draft would cite what it repealed."""
    waiting = ready(cast, matter)
    cast.wait(days=(date(2026, 8, 24) - cast.today).days)

    with undone():
        Case.objects.filter(matter=waiting).update(act_ended_on=date(2026, 8, 20))
        again = Matter.objects.get(pk=matter.pk)
        told = "".join(str(f) for f in decision_findings(again, cast.today))
        assert "应当引用《中华人民共和国生态环境法典》" in told
        with pytest.raises(RuleBroken, match="生态环境法典"), transaction.atomic():
            sign(cast, again, check_answers="已核对。")
    assert not Document.objects.filter(kind="penalty-decision").exists()


# --- on the spot --------------------------------------------------------------------------------


def test_on_the_spot_no_repealed_law_is_cited(home: object) -> None:
    street = story.make_scene_cast()
    before = Entry.objects.count()

    with pytest.raises(InvalidInput, match="不再施行") as caught:
        story.penalize(street, violated="《中华人民共和国环境噪声污染防治法》第十九条")

    assert list(caught.value.fields) == ["violated"]
    assert Entry.objects.count() == before


# --- the database -------------------------------------------------------------------------------


def copy(kept: Any, **changed: Any) -> Any:
    values = {f.attname: getattr(kept, f.attname) for f in kept._meta.concrete_fields}
    return type(kept)(**(values | {"id": None, "uid": uuid4()} | changed))


@contextmanager
def undone() -> Iterator[None]:
    """What somebody does with SQL, past the services; gone afterwards."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.mark.parametrize(
    "changed",
    [
        {"cites_beyond": True},
        {"newer_law": True},
        {"newer_law": True, "newer_law_reason": "x"},
        {"newer_law": None},
        {"newer_law_reason": "x"},
        {"law_on": None},
        {"law_on": date(2026, 1, 5)},
    ],
)
def test_the_database_takes_no_draft_of_another_law(
    cast: Cast, matter: Matter, changed: dict[str, Any]
) -> None:
    row = copy(draft(cast, matter), version=2, **changed)

    refusal = r"cases_draft: insert refused|draft_cites_beyond|draft_newer_law"
    with pytest.raises(DatabaseError, match=refusal), transaction.atomic():
        Draft.objects.bulk_create([row])


def test_the_database_takes_the_draft_of_the_chosen_law(cast: Cast, matter: Matter) -> None:
    kept = draft(cast, matter)

    with undone():
        Draft.objects.bulk_create([copy(kept, version=2)])
        assert Draft.objects.count() == 2


def test_no_choice_of_law_stands_without_its_reason_in_the_database(
    cast: Cast, matter: Matter
) -> None:
    kept = draft(cast, matter)

    with undone():
        Case.objects.filter(matter=matter).update(newer_law=True)
        with pytest.raises(DatabaseError, match=r"refused|draft_newer_law"), transaction.atomic():
            Draft.objects.bulk_create([copy(kept, version=2, newer_law=True)])


@pytest.mark.parametrize(
    "turned",
    [{"newer_law": True, "newer_law_reason": "x"}, {"act_ended_on": date(2026, 1, 5)}],
)
def test_the_database_lets_no_notice_or_decision_rest_on_the_other_law(
    cast: Cast, matter: Matter, turned: dict[str, Any]
) -> None:
    """Somebody turns the choice of law with SQL after the draft was made."""
    sign(cast, ready(cast, matter))
    notice = Notice.objects.get(case__matter=matter)
    decision = Decision.objects.get(case__matter=matter)

    for row in (copy(notice, document_id=None), copy(decision, number="x", document_id=None)):
        refusal = f"{row._meta.db_table}: insert refused"
        with undone():
            Case.objects.filter(matter=matter).update(**turned)
            with pytest.raises(DatabaseError, match=refusal), transaction.atomic():
                type(row).objects.bulk_create([row])
