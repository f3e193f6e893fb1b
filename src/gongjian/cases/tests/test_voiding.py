"""A void paper keeps its number, opens no gate, and is made anew."""

from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from gongjian.cases import testing_public_order as police
from gongjian.cases.models import Decision, Delivery, NoPenalty, Notice
from gongjian.cases.public_order.models import Unpunished
from gongjian.cases.public_order.queries import unpunished_by
from gongjian.cases.queries import case_of, decision_of, latest_draft, latest_notice, spared_by
from gongjian.cases.retention import outcome_of
from gongjian.cases.testing import (
    Cast,
    before_the_head,
    decide,
    deliver,
    file_case,
    handed_over,
    inform,
    investigate,
    let_time_run,
    make_cast,
    open_case,
    propose,
    sign_papers,
)
from gongjian.common.acts import service
from gongjian.common.errors import DomainError, NotAllowed, RuleBroken
from gongjian.documents.choices import DocumentState
from gongjian.documents.models import Document
from gongjian.documents.queries import held, voidable, voidable_by
from gongjian.documents.testing import typed_command
from gongjian.matters.models import Matter
from gongjian.matters.queries import next_acts

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]
RECORD = "questioning-record"
WRONG = "日期写错。"


def questioned(cast: Cast) -> tuple[Matter, Document]:
    matter = file_case(cast, open_case(cast))
    cmd = typed_command(RECORD, cast.now)
    made = cast.do("handler", "documents.make_questioning_record", matter, **vars(cmd))
    return matter, made


def informing(cast: Cast) -> Matter:
    matter = file_case(cast, open_case(cast))
    investigate(cast, matter)
    cast.do("handler", "cases.inform_party", matter, contact="李示例")
    sign_papers(cast, matter)
    return matter


def decided(cast: Cast) -> Matter:
    matter = file_case(cast, open_case(cast))
    investigate(cast, matter)
    inform(cast, matter)
    return decide(cast, let_time_run(cast, matter))


def offered(cast: Cast, office: str, matter: Matter) -> set[str]:
    fresh = Matter.objects.select_related("agency", "lead", "second").get(pk=matter.pk)
    return {offer.code for offer in next_acts(cast.actor(office), fresh, cast.clock)}


def refused(cast: Cast, office: str, code: str, matter: Matter, **values: Any) -> str:
    with pytest.raises(DomainError) as error:
        cast.do(office, code, matter, **values)
    return str(error.value)


# --- what a side step made ------------------------------------------------------------------------


def test_a_void_record_counts_no_more_and_is_made_anew() -> None:
    cast = make_cast()
    matter, record = questioned(cast)

    cast.do("handler", "documents.void_document", matter, document=record.uid, reason=WRONG)
    kinds_then = held(matter)
    cmd = typed_command(RECORD, cast.now)
    cast.do("handler", "documents.make_questioning_record", matter, **vars(cmd))

    record.refresh_from_db()
    assert (record.state, record.void_reason) == (DocumentState.VOID, WRONG)
    assert RECORD not in kinds_then
    assert RECORD in held(matter)


def test_a_void_inspection_record_no_longer_opens_the_end_of_the_investigation() -> None:
    cast = make_cast()
    matter = file_case(cast, open_case(cast))
    investigate_but_the_end(cast, matter)
    record = Document.objects.get(matter=matter, kind="inspection-record")

    before = offered(cast, "handler", matter)
    cast.do("handler", "documents.void_document", matter, document=record.uid, reason=WRONG)

    end = "cases.end_investigation"
    assert end in before
    assert end not in offered(cast, "handler", matter)
    assert "还没有现场检查（勘验）笔录或者询问笔录" in refused(
        cast, "handler", end, matter, summary="事实清楚。"
    )


def investigate_but_the_end(cast: Cast, matter: Matter) -> None:
    """Do everything of an investigation but its last step."""
    cast.wait(hours=3)
    now = cast.now
    cast.do(
        "handler",
        "cases.record_inspection",
        matter,
        began_at=now,
        ended_at=now,
        place="青川市罗家镇",
        present="吴示例",
        certificate_shown="shown",
        dressed=True,
        findings="两条生产线正在生产。",
        rights_told=True,
    )
    cast.do(
        "handler",
        "cases.add_evidence",
        matter,
        kind="on_site_record",
        name="现场检查笔录",
        proves="生产工艺已经改变",
        obtained_on=cast.today,
        obtained_from="现场制作",
    )
    propose(cast, matter)


def test_what_moved_the_procedure_on_is_not_voided_by_itself() -> None:
    cast = make_cast()
    matter = informing(cast)

    assert voidable(matter) == []
    for document in Document.objects.filter(matter=matter):
        words = {"document": document.uid, "reason": WRONG}
        assert "不能作废" in refused(cast, "handler", "documents.void_document", matter, **words)


def test_among_documents_read_already_those_are_found_that_a_reading_of_its_own_finds(
    django_assert_num_queries: Any,
) -> None:
    cast = make_cast()
    matter, record = questioned(cast)
    cast.do("handler", "documents.void_document", matter, document=record.uid, reason=WRONG)
    cmd = typed_command(RECORD, cast.now)
    anew = cast.do("handler", "documents.make_questioning_record", matter, **vars(cmd))
    listed = list(Document.objects.filter(matter=matter))

    with django_assert_num_queries(5):  # steps taken; papers delivered, disposed, letters, warrants
        found = voidable_by(cast.actor("handler"), matter, listed)

    assert found == voidable_by(cast.actor("handler"), matter) == [anew]
    assert voidable_by(cast.actor("handler"), matter, []) == []
    assert voidable_by(cast.actor("agency_head"), matter, listed) == []


def test_a_document_is_void_once_and_only_by_who_may_make_it() -> None:
    cast = make_cast()
    matter, record = questioned(cast)
    words: dict[str, Any] = {"document": record.uid, "reason": WRONG}

    assert "有权制作" in refused(cast, "agency_head", "documents.void_document", matter, **words)
    cast.do("handler", "documents.void_document", matter, **words)

    assert "已经作废" in refused(cast, "handler", "documents.void_document", matter, **words)


# --- notice -----------------------------------------------------------------------------------


@pytest.mark.requirement("Q7")
def test_a_void_notice_is_not_served_and_the_next_takes_the_next_number() -> None:
    cast = make_cast()
    matter = informing(cast)
    first = latest_notice(case_of(matter))

    cast.do("handler", "cases.void_notice", matter, reason=WRONG)
    after = offered(cast, "handler", matter)
    inform(cast, matter)

    second = latest_notice(case_of(matter))
    assert first is not None
    assert second is not None
    assert "cases.deliver_notice" not in after
    assert "cases.inform_party" in after
    assert second.pk != first.pk
    assert [d.number[-2] for d in Document.objects.filter(kind="penalty-notice")] == ["1", "2"]
    assert second.served_on is not None


def test_the_database_serves_no_void_notice() -> None:
    cast = make_cast()
    matter = informing(cast)
    cast.do("handler", "cases.void_notice", matter, reason=WRONG)
    notice = Notice.objects.get()

    with pytest.raises(IntegrityError), transaction.atomic():
        Notice.objects.filter(pk=notice.pk).update(served_on=cast.today)


def test_a_notice_that_reached_the_party_is_not_taken_back() -> None:
    cast = make_cast()
    matter = informing(cast)
    cast.do(
        "handler",
        "cases.deliver_notice",
        matter,
        way="direct",
        served_on=cast.today,
        place="青川市",
        receiver="吴示例",
        certificate_shown="shown",
    )

    assert "cases.void_notice" not in offered(cast, "handler", matter)
    assert refused(cast, "handler", "cases.void_notice", matter, reason=WRONG)


# --- decision ---------------------------------------------------------------------------------


@pytest.mark.requirement("Q7")
def test_a_void_decision_is_decided_anew_on_the_same_draft_within_the_same_limit() -> None:
    cast = make_cast()
    matter = decided(cast)
    first = decision_of(case_of(matter))
    limit = matter.deadlines.get(code="decision-limit")
    assert first is not None

    cast.do("agency_head", "cases.void_decision", matter, reason=WRONG)
    between = (matter.number, matter.decided_on, matter.marking, decision_of(case_of(matter)))
    running = matter.deadlines.get(code="decision-limit")
    draft = latest_draft(case_of(matter))
    assert draft is not None
    cast.do(
        "agency_head",
        "cases.issue_decision",
        matter,
        draft_hash=draft.draft_hash,
        opinion="重新签发。",
    )

    second = decision_of(case_of(matter))
    assert second is not None
    assert between == ("", None, ["to_decide"], None)
    assert (running.state, running.due_on) == ("open", limit.due_on)
    assert matter.due_on is not None
    assert second.number != first.number
    assert not matter.deadlines.filter(code="delivery-limit", state="met").exists()


def test_a_void_decision_is_not_delivered() -> None:
    cast = make_cast()
    matter = decided(cast)
    cast.do("agency_head", "cases.void_decision", matter, reason=WRONG)

    assert "cases.deliver_decision" not in offered(cast, "handler", matter)
    with pytest.raises(RuleBroken):
        deliver(cast, matter)


def test_a_delivered_decision_is_not_taken_back() -> None:
    cast = make_cast()
    matter = deliver(cast, decided(cast))

    assert "cases.void_decision" not in offered(cast, "agency_head", matter)
    assert refused(cast, "agency_head", "cases.void_decision", matter, reason=WRONG)


def test_the_database_takes_back_no_decision_that_was_delivered() -> None:
    cast = make_cast()
    matter = decided(cast)
    row = Decision.objects.filter(case__matter=matter)

    deliver(cast, matter)

    with pytest.raises(IntegrityError, match="guarded"), transaction.atomic():
        row.update(void=True)


def test_the_database_lets_no_two_decisions_stand() -> None:
    cast = make_cast()
    matter = decided(cast)
    first = Decision.objects.get()
    values = {
        f.attname: getattr(first, f.attname)
        for f in Decision._meta.concrete_fields
        if f.attname not in {"id", "uid"}
    }
    paper = Document.objects.filter(matter=matter, kind="delivery-receipt")[0]

    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.bulk_create([Decision(**(values | {"document_id": paper.pk}))])


# --- not punishing ----------------------------------------------------------------------------


def spared(cast: Cast) -> Matter:
    """Return a case of the ordinary procedure with a signed decision not to punish."""
    matter = file_case(cast, open_case(cast))
    investigate(cast, matter, items=(), no_penalty_ground="minor_corrected")
    cast.do("unit_head", "cases.propose_no_penalty", matter, opinion="同意。")
    return issue_none(cast, matter)


def issue_none(cast: Cast, matter: Matter) -> Matter:
    draft = latest_draft(case_of(matter))
    assert draft is not None
    said: dict[str, Any] = {
        "draft_hash": draft.draft_hash,
        "opinion": "同意。",
        "education": "已当面教育。",
    }
    cast.do("agency_head", "cases.issue_no_penalty", matter, **said)
    sign_papers(cast, matter)
    return matter


def unpunished(cast: Cast) -> Matter:
    """Return a case of the police with a signed decision not to punish a child."""
    matter = police.file_case(cast, police.opened(cast, police.CHILD))
    police.investigated(cast, matter, ground="under_14")
    before_the_head(cast, matter)
    return spare_child(cast, matter)


def spare_child(cast: Cast, matter: Matter) -> Matter:
    draft = latest_draft(case_of(matter))
    assert draft is not None
    police.spare(cast, matter, draft_hash=draft.draft_hash)
    sign_papers(cast, matter)
    return matter


VOID_NONE = "cases.void_no_penalty"


@pytest.mark.requirement("Q7")
@pytest.mark.requirement("Q13")
def test_a_void_decision_not_to_punish_is_made_anew_under_the_next_number() -> None:
    cast = make_cast()
    matter = spared(cast)
    first = NoPenalty.objects.get()
    limit = matter.deadlines.get(code="decision-limit")

    cast.do("agency_head", VOID_NONE, matter, reason=WRONG)
    between = matter.number, matter.marking, spared_by(case_of(matter)), outcome_of(case_of(matter))
    running = matter.deadlines.get(code="decision-limit")
    after = offered(cast, "handler", matter)
    issue_none(cast, matter)
    cast.do("handler", "cases.deliver_no_penalty", matter, **handed_over(cast))
    cast.do("agency_head", "cases.close_case", matter, opinion="同意结案。")

    second = NoPenalty.objects.get(void=False)
    first.document.refresh_from_db()
    assert between == ("", ["no_penalty_proposed"], None, "ended")
    assert (running.state, running.due_on) == ("open", limit.due_on)
    assert "cases.deliver_no_penalty" not in after
    assert (first.document.state, first.document.void_reason) == (DocumentState.VOID, WRONG)
    assert first.document.number not in ("", second.number)
    assert matter.number == second.number


def test_the_police_take_back_a_decision_not_to_punish_as_well() -> None:
    cast = police.police_cast()
    matter = unpunished(cast)
    limit = matter.deadlines.get(code="decision-limit")

    cast.do("agency_head", VOID_NONE, matter, reason=WRONG)
    between = matter.marking, unpunished_by(case_of(matter))
    running = matter.deadlines.get(code="decision-limit")
    waiting = offered(cast, "handler", matter)
    spare_child(cast, matter)
    cast.do("handler", "cases.deliver_unpunished", matter, **handed_over(cast))

    assert between == (["concluded"], None)
    assert (running.state, running.due_on) == ("open", limit.due_on)
    assert "cases.deliver_unpunished" not in waiting
    assert [row.void for row in Unpunished.objects.order_by("id")] == [True, False]


@pytest.mark.parametrize(
    ("made", "deliver_act"),
    [(spared, "cases.deliver_no_penalty"), (unpunished, "cases.deliver_unpunished")],
)
def test_a_decision_not_to_punish_that_reached_the_party_is_not_taken_back(
    made: Any, deliver_act: str
) -> None:
    cast = police.police_cast() if made is unpunished else make_cast()
    matter = made(cast)
    assert VOID_NONE in offered(cast, "agency_head", matter)
    cast.do("handler", deliver_act, matter, **handed_over(cast))

    assert VOID_NONE not in offered(cast, "agency_head", matter)
    assert refused(cast, "agency_head", VOID_NONE, matter, reason=WRONG)


def test_no_handler_takes_back_a_decision_not_to_punish() -> None:
    cast = make_cast()

    with pytest.raises(NotAllowed):
        cast.do("handler", VOID_NONE, spared(cast), reason=WRONG)


@pytest.mark.parametrize("made", [spared, unpunished])
def test_the_database_serves_no_void_paper_and_lets_one_stand(made: Any) -> None:
    cast = police.police_cast() if made is unpunished else make_cast()
    matter = made(cast)
    kind = Unpunished if made is unpunished else NoPenalty
    row = kind.objects.get()
    other = Document.objects.filter(matter=matter).exclude(pk=row.document_id)[0]
    again = copied(row, document=other)
    reached = delivery(cast, matter, row.document, other)

    before = taken(again), taken(reached)
    cast.do("agency_head", VOID_NONE, matter, reason=WRONG)

    assert before == (False, True)
    assert (taken(again), taken(reached)) == (True, False)


def delivery(cast: Cast, matter: Matter, paper: Document, receipt: Document) -> Delivery:
    return Delivery(
        case=case_of(matter),
        document=paper,
        receipt=receipt,
        way="direct",
        served_on=cast.today,
        place="青川市",
        receiver="吴示例",
        certificate_shown="shown",
    )


def taken(row: Any) -> bool:
    """Tell whether the database would take a row; it is not kept."""
    try:
        with transaction.atomic():
            type(row).objects.bulk_create([row])
            transaction.set_rollback(True)
    except DatabaseError:
        return False
    row.pk = None
    return True


def copied(row: Any, **changed: Any) -> Any:
    values = {f.name: getattr(row, f.name) for f in row._meta.concrete_fields}
    kept = {name: value for name, value in values.items() if name not in {"id", "uid"}}
    return type(row)(**(kept | changed))


def test_taking_back_a_decision_asks_once_before_it_is_done() -> None:
    finals = ("documents.void_document", "cases.void_notice", "cases.void_decision", VOID_NONE)

    assert all(service(code).final for code in finals)
