"""Several offenders of one event: a case for each, one report, evidence that goes along."""

from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from gongjian.cases import testing as story
from gongjian.cases.companions import words
from gongjian.cases.models import Case, CaseLink, Companion, Evidence, SharedMaterial
from gongjian.cases.one_event import companions_of, event_of
from gongjian.cases.public_order.models import Victim
from gongjian.cases.public_order.queries import other_evidence, usable_evidence
from gongjian.cases.queries import case_of, evidence_held, others_involved, standing_evidence
from gongjian.cases.services import draft_decision
from gongjian.cases.services.public_order import decide_public_order
from gongjian.cases.testing import Cast
from gongjian.cases.testing_companions import (
    BOY,
    CONDUCT,
    SECOND,
    THIRD,
    filed,
    looked_into,
    open_companion,
)
from gongjian.cases.testing_public_order import (
    ADULT,
    FINE_500,
    establish,
    investigated,
    opened,
    police_cast,
    question,
)
from gongjian.cases.testing_public_order import (
    testimony as witnessed,
)
from gongjian.common.errors import DomainError, InvalidInput, NotFound, RuleBroken
from gongjian.documents.models import Document
from gongjian.ledger.models import Entry
from gongjian.matters.models import Matter

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]


@pytest.fixture
def cast() -> Cast:
    return police_cast()


def take(cast: Cast, matter: Matter, source: Matter) -> Any:
    uid = case_of(source).uid
    return cast.do("handler", "cases.take_companion_evidence", matter, case=uid)


def test_a_companion_is_filed_at_once_on_the_report_of_the_event(cast: Cast) -> None:
    first = filed(cast)
    cast.wait(days=3)

    new = open_companion(cast, first)

    case = case_of(new)
    assert new.marking == ["investigating"]
    assert new.filed_on == case.filed_on == first.filed_on
    assert (new.lead, new.second, new.agency) == (first.lead, first.second, first.agency)
    assert (case.cause, case.source) == (case_of(first).cause, case_of(first).source)
    form = Document.objects.get(matter=new, kind="case-acceptance-form")
    assert "在医院门诊大厅吵闹。" in form.data
    assert f"同案违法行为人乌示例：{CONDUCT}" in form.data.replace("\\n", "")
    assert form.number != Document.objects.get(matter=first, kind=form.kind).number


def test_its_limit_counts_from_the_filing_of_the_event_and_is_then_its_own(cast: Cast) -> None:
    first = filed(cast)
    cast.wait(days=3)

    new = open_companion(cast, first)

    limit, other = (m.deadlines.get(code="decision-limit") for m in (new, first))
    assert (limit.starts_on, limit.due_on) == (other.starts_on, other.due_on)
    assert limit.pk != other.pk
    assert not new.deadlines.filter(code="filing-limit").exists()


def test_both_streams_hold_what_happened(cast: Cast) -> None:
    first = looked_into(cast, filed(cast))
    before = Entry.objects.filter(stream=first.stream).count()

    new = open_companion(cast, first)

    assert Entry.objects.filter(stream=first.stream).count() == before + 1
    assert Entry.objects.filter(stream=new.stream).count() == 1
    link = CaseLink.objects.get(kind="event")
    assert (link.source, link.target) == (case_of(first), case_of(new))


def test_evidence_goes_along_under_its_origin_and_counts(cast: Cast) -> None:
    first = looked_into(cast, filed(cast))

    new = open_companion(cast, first)

    piece = Evidence.objects.get(case=case_of(new))
    assert piece.origin == Evidence.objects.get(case=case_of(first))
    assert other_evidence(case_of(new)) == 1
    copy = Document.objects.get(matter=new, kind="companion-record-copy")
    original = Document.objects.get(matter=first, kind="police-questioning-record")
    assert original.data_hash in copy.data
    assert "问：你是什么时间到医院的？" in copy.data
    given = SharedMaterial.objects.filter(source=case_of(first), target=case_of(new))
    assert {(row.evidence_id, row.paper_id) for row in given} == {(piece.pk, None), (None, copy.pk)}


def test_a_companion_is_punished_on_the_evidence_that_went_along(cast: Cast) -> None:
    first = looked_into(cast, filed(cast))
    new = open_companion(cast, first)
    establish(cast, new)
    story.propose(cast, new, items=FINE_500)
    cast.do("handler", "cases.end_investigation", new, summary="事实清楚，证据充分。")
    story.let_time_run(cast, story.inform(cast, new))

    story.decide(cast, new)

    made = case_of(new).decisions.get()
    assert made.public_order.other_evidence == 1
    assert "证示例询问笔录" in made.document.data
    assert case_of(first).decisions.count() == 0


def test_later_evidence_is_taken_over_once_and_both_streams_say_so(cast: Cast) -> None:
    first = filed(cast)
    new = open_companion(cast, first)
    witnessed(cast, first)
    before = {m.pk: Entry.objects.filter(stream=m.stream).count() for m in (first, new)}

    take(cast, new, first)

    assert [e.name for e in standing_evidence(case_of(new))] == ["证示例询问笔录"]
    after = {m.pk: Entry.objects.filter(stream=m.stream).count() for m in (first, new)}
    assert after == {pk: number + 1 for pk, number in before.items()}
    with pytest.raises(RuleBroken, match="没有本案尚未引用的证据"):
        take(cast, new, first)


def test_the_first_case_takes_over_from_a_companion_and_never_its_own_back(cast: Cast) -> None:
    first = looked_into(cast, filed(cast))
    new = open_companion(cast, first)
    witnessed(cast, new, person="另示例")

    take(cast, first, new)

    names = [e.name for e in standing_evidence(case_of(first))]
    assert names == ["证示例询问笔录", "另示例询问笔录"]
    assert Evidence.objects.filter(case=case_of(first), origin__isnull=False).count() == 1


def test_a_third_case_gets_a_piece_once_and_from_where_it_was_obtained(cast: Cast) -> None:
    first = looked_into(cast, filed(cast))
    second = open_companion(cast, first)

    third = open_companion(cast, second, THIRD)

    piece = Evidence.objects.get(case=case_of(third))
    assert piece.origin is not None
    assert piece.origin.case == case_of(first)
    assert case_of(third).companion.first == case_of(first)
    assert [c.party.name for c in event_of(case_of(second))] == ["贺示例", "乌示例", "齐示例"]
    assert [p.name for p in others_involved(case_of(second))] == ["贺示例", "齐示例"]


@pytest.mark.parametrize("way", ["police", "proposal"])
def test_what_falls_where_it_was_obtained_falls_everywhere(cast: Cast, way: str) -> None:
    first = looked_into(cast, filed(cast))
    new = open_companion(cast, first)
    piece = Evidence.objects.get(case=case_of(first))

    exclude(cast, first, piece, way)

    own = Case.objects.get(pk=case_of(new).pk)
    assert not standing_evidence(own).exists()
    assert list(evidence_held(own)) == []
    if way == "police":
        assert not usable_evidence(own).exists()
        assert other_evidence(own) == 0


def exclude(cast: Cast, matter: Matter, piece: Evidence, way: str) -> None:
    """Exclude a piece where it was obtained: by the police themselves, or as the reviewer asks."""
    if way == "police":
        cast.do(
            "agency_head",
            "cases.exclude_evidence",
            matter,
            evidence=piece.uid,
            ground="no_recording",
            reason="录音录像灭失。",
        )
        return
    story.propose(cast, matter, items=FINE_500)
    cast.do("handler", "cases.end_investigation", matter, summary="事实清楚，证据充分。")
    story.let_time_run(cast, story.inform(cast, matter))
    story.sign_papers(cast, matter)
    cast.do("handler", "review.submit", matter, summary="请予审核。")
    cast.do(
        "legal_reviewer",
        "cases.propose_exclusion",
        matter,
        evidence=piece.uid,
        opinion="取得的方法违法。",
    )
    cast.do("agency_head", "cases.approve_exclusion", matter, note="同意排除。")


def test_a_companions_statement_is_anothers_word_and_the_own_one_is_not(cast: Cast) -> None:
    first = filed(cast)
    question(cast, first)
    witnessed(cast, first, person="乌示例")

    new = open_companion(cast, first)

    kinds = {e.obtained_from: e.kind for e in Evidence.objects.filter(case=case_of(new))}
    assert kinds == {"贺示例": "party_statement", "乌示例": "party_statement"}
    assert other_evidence(case_of(new)) == 1
    assert other_evidence(case_of(first)) == 1


def test_only_the_chosen_victims_go_along(cast: Cast) -> None:
    first = filed(cast)
    for name in ("被示例", "乌示例"):
        cast.do("handler", "cases.register_victim", first, name=name, harm="轻微伤。")
    chosen = Victim.objects.get(name="被示例")

    new = open_companion(cast, first, victims=(str(chosen.uid),))

    assert [v.name for v in case_of(new).victims.all()] == ["被示例"]


def test_a_victim_of_another_case_is_refused(cast: Cast) -> None:
    with pytest.raises(InvalidInput, match="请选择本案登记的被侵害人"):
        open_companion(cast, filed(cast), victims=(str(uuid4()),))


def test_a_minor_among_them_is_noted_and_called_by_no_name(cast: Cast) -> None:
    first = filed(cast)
    boy = open_companion(cast, first, BOY)
    open_companion(cast, first)

    assert case_of(boy).assistance.get().minor
    told = words(case_of(first), cast.today)
    assert told == "同案违法行为人小某（未成年人）、乌示例另案处理。"


def test_the_draft_begins_with_who_else_took_part(cast: Cast) -> None:
    first = filed(cast)
    open_companion(cast, first)
    fill = draft_decision.prefill
    assert fill is not None

    known = fill(cast.actor("handler"), Matter.objects.get(pk=first.pk))

    assert known["facts"] == "同案违法行为人乌示例另案处理。"


def test_an_ordinary_case_asks_the_database_nothing(cast: Cast) -> None:
    other = story.make_cast(name="青川市生态环境局")
    case = case_of(story.open_case(other))

    with CaptureQueriesContext(connection) as asked:
        assert companions_of(case) == []

    assert len(asked) == 0


@pytest.mark.parametrize("number", [1, 3])
def test_the_cases_of_an_event_are_one_query(cast: Cast, number: int) -> None:
    first = filed(cast)
    for each in (SECOND, THIRD, BOY)[:number]:
        open_companion(cast, first, each)
    case = case_of(Matter.objects.get(pk=first.pk))

    with CaptureQueriesContext(connection) as asked:
        found = [(c.party.name, c.matter.marking) for c in companions_of(case)]

    assert len(found) == number
    assert len(asked) == 1


# --- what is refused ------------------------------------------------------------------------------


def refused(cast: Cast, error: type[DomainError], match: str, *args: Any, **values: Any) -> None:
    before = Entry.objects.count()
    with pytest.raises(error, match=match):
        open_companion(cast, *args, **values)
    assert Entry.objects.count() == before


def test_nothing_is_opened_before_the_event_is_filed(cast: Cast) -> None:
    refused(cast, RuleBroken, "受案立案以后", opened(cast))


def test_nothing_is_opened_from_a_case_that_ended(cast: Cast) -> None:
    first = filed(cast)
    cast.do(
        "agency_head",
        "cases.terminate",
        first,
        ground="no_violation",
        progress="已调查。",
        reasons="没有违法事实。",
    )

    refused(cast, RuleBroken, "已经办结", first)


def test_a_case_of_another_procedure_knows_no_companions() -> None:
    other = story.make_cast(name="青川市生态环境局")
    matter = story.file_case(other, story.open_case(other))

    refused(other, RuleBroken, "只有治安案件", matter)


@pytest.mark.parametrize("party", [ADULT, SECOND])
def test_nobody_has_two_running_cases_in_an_event(cast: Cast, party: dict[str, Any]) -> None:
    first = filed(cast)
    second = open_companion(cast, first)

    refused(cast, InvalidInput, "在同案中已有在办的案件", second, party)


def test_a_namesake_is_another_only_by_his_number(cast: Cast) -> None:
    first = filed(cast)

    refused(cast, InvalidInput, "请填写两人的公民身份号码", first, ADULT, id_number="")
    open_companion(cast, first, SECOND, party_name="贺示例")


def test_a_companion_that_ended_may_be_opened_again(cast: Cast) -> None:
    first = filed(cast)
    new = open_companion(cast, first)
    cast.do(
        "agency_head",
        "cases.terminate",
        new,
        ground="no_violation",
        progress="已调查。",
        reasons="没有违法事实。",
    )

    again = open_companion(cast, first)

    assert Companion.objects.count() == 2
    assert case_of(again).party == case_of(new).party


def test_evidence_is_taken_over_while_the_case_is_investigated_only(cast: Cast) -> None:
    first = looked_into(cast, filed(cast))
    new = open_companion(cast, first)
    investigated(cast, new)
    witnessed(cast, first, person="后示例")

    with pytest.raises(RuleBroken, match="调查终结以后不能再引用"):
        take(cast, new, first)


def test_a_case_that_is_no_companion_gives_nothing(cast: Cast) -> None:
    first = looked_into(cast, filed(cast))
    new = open_companion(cast, first)
    stranger = looked_into(cast, filed(cast, **THIRD))
    witnessed(cast, first, person="后示例")

    with pytest.raises(NotFound):
        take(cast, new, stranger)
    with pytest.raises(RuleBroken, match="没有本案尚未引用的证据"):
        take(cast, stranger, first)


def test_a_decision_waits_for_a_draft_without_what_fell_elsewhere(cast: Cast) -> None:
    first = looked_into(cast, filed(cast))
    new = investigated(cast, open_companion(cast, first))
    exclude(cast, first, Evidence.objects.get(case=case_of(first)), "proposal")

    told = decide_public_order.unmet(
        cast.actor("agency_head"), Matter.objects.get(pk=new.pk), cast.clock
    )

    assert any("已被排除，拟处罚决定仍以其为根据" in why for why in told)


# --- the last lock --------------------------------------------------------------------------------


def forge(row: Any, **changed: Any) -> None:
    values = {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields}
    forged = type(row)(**(values | {"id": None, "uid": uuid4()} | changed))
    with transaction.atomic():
        type(row).objects.bulk_create([forged])


@pytest.mark.tampers
def test_the_database_joins_only_cases_of_one_report_at_one_agency(cast: Cast) -> None:
    first = filed(cast)
    open_companion(cast, first)
    row = Companion.objects.get()
    elsewhere = filed(police_cast(name="邻市公安局"))
    ordinary = story.make_cast(name="青川市生态环境局")
    plain = story.file_case(ordinary, story.open_case(ordinary))
    unfiled = opened(cast, THIRD)

    for one, other in (
        (case_of(elsewhere), case_of(first)),
        (case_of(plain), case_of(first)),
        (case_of(filed(cast, **THIRD)), row.case),
        (case_of(filed(cast, **THIRD)), case_of(unfiled)),
    ):
        with pytest.raises(IntegrityError, match="guarded table cases_companion"):
            forge(row, case_id=one.pk, first_id=other.pk)


@pytest.mark.tampers
def test_the_database_gives_a_person_one_running_case_in_an_event(cast: Cast) -> None:
    first = filed(cast)
    open_companion(cast, first)
    row = Companion.objects.get()

    with pytest.raises(IntegrityError, match="guarded table cases_companion"):
        forge(row, case_id=case_of(filed(cast, **SECOND)).pk)


@pytest.mark.tampers
def test_the_database_takes_evidence_against_another_from_the_event_alone(cast: Cast) -> None:
    first = looked_into(cast, filed(cast))
    open_companion(cast, first)
    piece = Evidence.objects.get(origin__isnull=False)
    stranger = filed(cast, **THIRD)

    with pytest.raises(IntegrityError, match="guarded table cases_evidence"):
        forge(piece, case_id=case_of(stranger).pk)
    with pytest.raises(IntegrityError):
        forge(piece)


@pytest.mark.tampers
def test_the_database_notes_only_what_was_really_given(cast: Cast) -> None:
    first = looked_into(cast, filed(cast))
    open_companion(cast, first)
    third = open_companion(cast, first, THIRD)
    piece, paper = SharedMaterial.objects.order_by("id")[:2]
    other = case_of(third)

    for row, changed in (
        (piece, {"source_id": other.pk}),
        (paper, {"target_id": other.pk}),
    ):
        with pytest.raises(IntegrityError, match="guarded table cases_sharedmaterial"):
            forge(row, **changed)
