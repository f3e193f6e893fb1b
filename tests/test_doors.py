"""Each gate of the law, tried through every door: refused, and nothing is written."""

from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from gongjian.cases import testing as story
from gongjian.cases import testing_several as several
from gongjian.cases.models import Decision, Draft, ExclusionProposal, Inspection, Notice
from gongjian.cases.queries import case_of, latest_draft, latest_notice, standing_evidence
from gongjian.cases.rules import heavier as outweighs
from gongjian.cases.rules import weight_columns, weight_of
from gongjian.cases.testing import Cast
from gongjian.cases.testing_beside import guardian
from gongjian.common.acts import SYSTEM
from gongjian.common.db import postgres, triggers
from gongjian.documents.models import Document, DocumentFile
from gongjian.ledger.replay import latest_snapshots
from gongjian.matters.models import Matter
from gongjian.orgs.models import Certificate, Officer
from gongjian.orgs.services import SuspendCertificate, suspend_certificate
from gongjian.orgs.testing import make_officer
from gongjian.publicity import testing as publishing
from gongjian.publicity.models import PublicItem, Release

from .doors import DONE, DOORS, Attempt, as_json, assert_shut, told_by

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]
HEAVY = ({"kind": "fine", "amount_fen": 20_000_000},)
OPINION = {"opinion": "同意。"}


@pytest.fixture
def cast() -> Iterator[Cast]:
    made = story.make_cast(accounts=True)
    with told_by(made):
        yield made


def attempt(cast: Cast, office: str, code: str, matter: Matter | None, **values: Any) -> Attempt:
    return Attempt(cast.people[office], code, as_json(values), matter)


def filed(cast: Cast, **values: Any) -> Matter:
    return story.file_case(cast, story.open_case(cast, **values))


def informed(cast: Cast, **draft: Any) -> Matter:
    return story.inform(cast, story.investigate(cast, filed(cast), **draft))


def heard(cast: Cast, **draft: Any) -> Matter:
    return story.let_time_run(cast, informed(cast, **draft))


def hash_of(matter: Matter) -> str:
    draft = latest_draft(case_of(matter))
    assert draft is not None
    return draft.draft_hash


# --- the gates ----------------------------------------------------------------------------------


def one_officer_twice(cast: Cast) -> Attempt:
    from gongjian.intake.services import RegisterClue, register_clue

    cmd = RegisterClue("inspection", "某厂涉嫌违法", "现场检查发现。", cast.today)
    clue = register_clue(actor=cast.actor("handler"), clock=cast.clock, cmd=cmd)
    values = {"clue": clue.uid, "cause": "涉嫌未批先建", "second": cast.people["handler"].uid}
    values |= {"act_ended_on": cast.today}
    return attempt(cast, "handler", "cases.open_case", None, **values, **story.COMPANY)


def filing_past_limitation(cast: Cast) -> Attempt:
    matter = story.open_case(cast, act_ended_on=cast.today - timedelta(days=729))
    cast.do("handler", "cases.propose_filing", matter, facts="x", basis="x", opinion="立案。")
    cast.wait(days=3)
    return attempt(cast, "agency_head", "cases.approve_filing", matter, **OPINION)


def suspended_certificate(cast: Cast) -> Attempt:
    matter = filed(cast)
    certificate = Certificate.objects.get(officer=cast.people["handler"])
    cmd = SuspendCertificate(certificate=certificate.uid, reason="考核不合格")
    suspend_certificate(actor=SYSTEM, clock=cast.clock, cmd=cmd)
    return attempt(cast, "handler", "cases.add_evidence", matter, **evidence(cast))


def expired_certificate(cast: Cast) -> Attempt:
    cast.people["handler"] = make_officer(cast.agency, account=True, valid_to=cast.today)
    matter = filed(cast)
    cast.wait(days=1)
    return attempt(cast, "handler", "cases.add_evidence", matter, **evidence(cast))


def recused_officer(cast: Cast) -> Attempt:
    matter = filed(cast)
    cast.do(
        "agency_head",
        "cases.recuse_officer",
        matter,
        officer=cast.people["handler"].uid,
        reason="与当事人有利害关系",
        successor=make_officer(cast.agency).uid,
    )
    return attempt(cast, "handler", "cases.add_evidence", matter, **evidence(cast))


def detention_by_another_authority(cast: Cast) -> Attempt:
    """An environment agency would lock a person up: nobody there may propose that."""
    matter = filed(cast)
    story.inspect(cast, matter)
    return attempt(cast, "handler", "cases.draft_decision", matter, **detained(cast, matter))


def detained(cast: Cast, matter: Matter) -> dict[str, Any]:
    said = {"facts": story.FACTS, "evidence_summary": "1．现场检查笔录：证明生产工艺已经改变"}
    said |= {"discretion": "情节严重。", "items": [{"kind": "detention", "days": 5}]}
    return said | story.provisions(matter, cast.today)


def party_without_a_case_of_its_own(cast: Cast) -> Attempt:
    """The investigation would end while a second party is in the case, untold and unheard."""
    matter = filed(cast)
    several.add_party(cast, matter)
    several.inspect(cast, matter)
    story.propose(cast, matter)
    return attempt(cast, "handler", "cases.end_investigation", matter, summary="事实清楚。")


def split_of_ones_own_case(cast: Cast) -> Attempt:
    """A handler, not the head, would split the case."""
    matter = filed(cast)
    row = several.add_party(cast, matter)
    several.inspect(cast, matter)
    values = {"party": row.uid, "reason": "分别处理。"}
    return attempt(cast, "handler", "cases.split_case", matter, **values)


def decision_without_notice(cast: Cast) -> Attempt:
    matter = story.investigate(cast, filed(cast))
    values = {"draft_hash": hash_of(matter), **OPINION}
    return attempt(cast, "agency_head", "cases.issue_decision", matter, **values)


def decision_before_the_time_ended(cast: Cast) -> Attempt:
    matter = informed(cast)
    return attempt(cast, "unit_head", "cases.go_to_decision", matter, **OPINION)


def review_before_the_time_ended(cast: Cast) -> Attempt:
    return attempt(
        cast, "handler", "review.submit", informed(cast, items=HEAVY), summary="请审核。"
    )


def decision_past_review(cast: Cast) -> Attempt:
    matter = heard(cast, major_rights=True, findings_reason="关系重大权益。")
    return attempt(cast, "unit_head", "cases.go_to_decision", matter, **OPINION)


def decision_of_another_draft(cast: Cast) -> Attempt:
    matter = heard(cast, major_rights=True, findings_reason="关系重大权益。")
    cast.do("handler", "review.submit", matter, summary="请予审核。")
    cast.do("legal_reviewer", "review.pass_review", matter, **story.CHECKED, reasons="同意。")
    values = {"draft_hash": "0" * 64, **OPINION}
    return attempt(cast, "agency_head", "cases.issue_decision", matter, **values)


def review_by_the_handler(cast: Cast) -> Attempt:
    matter = heard(cast, major_rights=True, findings_reason="关系重大权益。")
    cast.do("handler", "review.submit", matter, summary="请予审核。")
    values = {**story.CHECKED, "reasons": "同意。"}
    return attempt(cast, "handler", "review.pass_review", matter, **values)


def approval_by_the_handler(cast: Cast) -> Attempt:
    cast.people["handler"] = make_officer(
        cast.agency, roles=("handler", "agency_head"), account=True
    )
    matter = story.open_case(cast)
    opinion = {"facts": "工艺变更。", "basis": "第二十四条", "opinion": "建议立案。"}
    cast.do("handler", "cases.propose_filing", matter, **opinion)
    return attempt(cast, "handler", "cases.approve_filing", matter, **OPINION)


def publication_before_delivery(cast: Cast) -> Attempt:
    matter = story.decide(cast, heard(cast))
    values = {"summary": "罚款", **publishing.READ}
    return attempt(cast, "publisher", "publicity.draft_release", matter, **values)


def publication_of_a_sealed_case(cast: Cast) -> Attempt:
    police = story.make_cast(domain="public-security", accounts=True)
    matter = story.decided_case(police, public_order=True)
    cast.now = police.now
    values = {"summary": "罚款", **publishing.READ}
    return attempt(police, "publisher", "publicity.draft_release", matter, **values)


def publication_of_a_secret(cast: Cast) -> Attempt:
    matter = story.decided_case(cast, state_secret=True)
    values = {"summary": "罚款", **publishing.READ}
    return attempt(cast, "publisher", "publicity.draft_release", matter, **values)


def publication_of_a_minor(cast: Cast) -> Attempt:
    child = story.PERSON | {"id_number": "110105201003070025"}
    matter = story.file_case(cast, story.open_case(cast, child))
    guardian(cast, matter)
    story.decided(cast, matter)
    values = {"summary": "罚款", **publishing.READ}
    return attempt(cast, "publisher", "publicity.draft_release", matter, **values)


def publication_by_one_person(cast: Cast) -> Attempt:
    cast.people["publisher"] = make_officer(
        cast.agency, roles=("publisher", "publication_checker"), account=True
    )
    matter = story.decided_case(cast)
    release = publishing.draft(cast, matter)
    values = {"release": release.uid, "compared": True}
    return attempt(cast, "publisher", "publicity.publish_decision", matter, **values)


def publication_with_an_open_proposal(cast: Cast) -> Attempt:
    """A name that the file does not know stands in the facts; the checker has not confirmed it."""
    matter = informed(cast, facts="证人李四陈述属实。")
    story.let_time_run(cast, matter)
    story.deliver(cast, story.decide(cast, matter))
    release = publishing.draft(cast, matter)
    values = {"release": release.uid, "compared": True}
    return attempt(cast, "publication_checker", "publicity.publish_decision", matter, **values)


def delivery_before_signing(cast: Cast) -> Attempt:
    matter = story.investigate(cast, filed(cast))
    cast.do("handler", "cases.inform_party", matter, contact="李示例")
    return attempt(cast, "handler", "cases.deliver_notice", matter, **story.handed_over(cast))


def stale_page(cast: Cast) -> Attempt:
    matter = filed(cast)
    handler, values = cast.people["handler"], as_json(evidence(cast))
    return Attempt(handler, "cases.add_evidence", values, matter, expect_seq=matter.seq - 1)


def act_by_a_stranger(cast: Cast) -> Attempt:
    stranger = make_officer(story.make_agency("他市生态环境局"), account=True)
    return Attempt(stranger, "cases.add_evidence", as_json(evidence(cast)), filed(cast))


def archiving_a_running_case(cast: Cast) -> Attempt:
    """The archivist sees only cases that have ended: the head lends the eyes, not the right."""
    both = ("archivist", "agency_head")
    cast.people["archivist"] = make_officer(cast.agency, roles=both, account=True)
    values = {"number": "20260001", "volumes": 1, "pages": 9, "retention": "permanent"}
    values |= {"place": "二号库房", "archived_on": cast.today}
    return attempt(cast, "archivist", "cases.archive_file", filed(cast), **values)


def goods_before_the_police_take_up(cast: Cast) -> Attempt:
    values = {"handed_on": cast.today, "goods": "原料2吨", "receiver": "青川市公安局"}
    return attempt(cast, "handler", "cases.hand_over_goods", filed(cast), **values)


def evidence(cast: Cast) -> dict[str, Any]:
    return {
        "kind": "audiovisual",
        "name": "现场照片",
        "proves": "生产设备",
        "obtained_on": cast.today,
        "obtained_from": "现场拍摄",
        "self_recorded": "no",
    }


GATES: Mapping[str, tuple[Callable[[Cast], Attempt], int]] = {
    "two different officers": (one_officer_twice, 409),
    "limitation before filing": (filing_past_limitation, 409),
    "certificate suspended": (suspended_certificate, 409),
    "certificate expired": (expired_certificate, 409),
    "recused person out": (recused_officer, 404),
    "only the police detain": (detention_by_another_authority, 422),
    "notice before decision": (decision_without_notice, 409),
    "statement time before decision": (decision_before_the_time_ended, 409),
    "statement time before review": (review_before_the_time_ended, 409),
    "review where required": (decision_past_review, 409),
    "review of this very draft": (decision_of_another_draft, 409),
    "no review by the handler": (review_by_the_handler, 403),
    "no approval by the handler": (approval_by_the_handler, 409),
    "delivered before published": (publication_before_delivery, 409),
    "sealed never public": (publication_of_a_sealed_case, 409),
    "secret never public": (publication_of_a_secret, 409),
    "minor never public": (publication_of_a_minor, 409),
    "two persons publish": (publication_by_one_person, 409),
    "each redaction confirmed": (publication_with_an_open_proposal, 422),
    "signed before delivered": (delivery_before_signing, 409),
    "each party a case of its own": (party_without_a_case_of_its_own, 409),
    "a case is split by the head": (split_of_ones_own_case, 403),
    "ended before archived": (archiving_a_running_case, 409),
    "goods after the police take up": (goods_before_the_police_take_up, 409),
    "stale page": (stale_page, 412),
    "stranger sees nothing": (act_by_a_stranger, 404),
}


@pytest.mark.parametrize("gate", GATES)
def test_gate_is_shut_at_every_door(cast: Cast, gate: str) -> None:
    prepare, status = GATES[gate]
    tried = prepare(cast)

    if gate == "two different officers":
        assert_shut(tried, status, page=422)  # the page does not even list him
    else:
        assert_shut(tried, status)


@pytest.mark.parametrize("door", DOORS)
def test_the_police_detain_by_their_own_procedure_only(door: str) -> None:
    police = story.make_cast("lufeng", "public-security", accounts=True)
    with told_by(police):
        matter = filed(police)
        story.inspect(police, matter)
        known = detained(police, matter)
        tried = attempt(police, "handler", "cases.draft_decision", matter, **known)

        assert matter.process.code == "penalty-ordinary"
        assert DOORS[door](tried) == 422
        assert latest_draft(case_of(matter)) is None


@pytest.mark.parametrize("door", DOORS)
def test_every_door_opens_for_who_may(cast: Cast, door: str) -> None:
    matter = filed(cast)
    tried = attempt(cast, "handler", "cases.add_evidence", matter, **evidence(cast))

    assert DOORS[door](tried) == DONE
    matter.refresh_from_db()
    assert matter.steps.order_by("-seq")[0].code == "add_evidence"


# --- the database itself --------------------------------------------------------------------------


@pytest.fixture
def application_role() -> Callable[[], None]:
    """Become the role under which the application runs, for the rest of the test (PostgreSQL)."""

    def become() -> None:
        if connection.vendor != "postgresql":
            return
        with connection.cursor() as cursor:
            cursor.execute('CREATE ROLE "gongjian_app"')
            postgres.grant_application_role(
                cursor,
                "gongjian_app",
                guarded=triggers.guards(),
                tables=connection.introspection.table_names(),
            )
            cursor.execute('SET LOCAL ROLE "gongjian_app"')

    return become


def sql(statement: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


REFUSED = {
    "two different officers": "UPDATE matters_matter SET second_id = lead_id",
    "filed without a second officer": "UPDATE matters_matter SET second_id = NULL",
    "a reviewer who handles": "UPDATE matters_matter SET reviewer_id = lead_id",
    "filed past limitation": "UPDATE cases_case SET limitation_until = '2020-01-01'",
    "filed with no end of the act": "UPDATE cases_case SET limitation_until = NULL",
    "five years without a ground": "UPDATE cases_case SET serious_harm = true",
    "decided by who drafted": "UPDATE cases_decision SET decided_by_id = drafted_by_id",
    "another draft decided": "UPDATE cases_decision SET draft_hash = 'x'",
    "an issued text changed": "UPDATE documents_document SET data = '{}'",
    "an issued number changed": "UPDATE documents_document SET number = 'x'",
    "a file's hash changed": "UPDATE documents_documentfile SET sha256 = 'x'",
    "a file taken away": "DELETE FROM documents_documentfile",
    "a step taken away": "DELETE FROM matters_step",
    "a step rewritten": "UPDATE matters_step SET by_name = 'x'",
    "a notice's facts changed": "UPDATE cases_notice SET facts_hash = 'x'",
    "an entry changed": "UPDATE ledger_entry SET payload = '{}'",
    "an entry taken away": "DELETE FROM ledger_entry",
    "a recusal taken away": "DELETE FROM matters_recusal",
    "published without delivery": "UPDATE publicity_publicitem SET delivered_on = NULL",
    "published by one": "UPDATE publicity_release SET checked_by_id = drafted_by_id",
}


def refused_by_the_database(attempt: Callable[[], Any]) -> bool:
    try:
        with transaction.atomic():
            attempt()
    except DatabaseError:
        return True
    return False


@pytest.mark.tampers
def test_the_database_refuses(cast: Cast, application_role: Callable[[], None]) -> None:
    matter = filed(cast)
    cast.do(
        "agency_head",
        "cases.recuse_officer",
        matter,
        officer=cast.people["second"].uid,
        reason="与当事人有利害关系",
        successor=make_officer(cast.agency).uid,
    )
    publishing.publish(cast, story.decided_case(cast))
    application_role()

    done = [n for n, text in REFUSED.items() if not refused_by_the_database(partial(sql, text))]

    assert done == []
    assert not list(latest_snapshots().differences())


def copied(row: Any, **changes: Any) -> Any:
    """Return an unsaved copy of a row with other values: what an INSERT by hand would write."""
    values = {
        f.attname: getattr(row, f.attname)
        for f in row._meta.concrete_fields
        if f.attname not in {"id", "uid"}
    }
    return type(row)(**(values | changes))


def decision_for(matter: Matter, like: Decision, **changes: Any) -> Decision:
    """Return a decision on `matter` as a forger would insert it."""
    case = case_of(matter)
    draft, notice = latest_draft(case), latest_notice(case)
    assert draft is not None
    paper = Document.objects.filter(matter=matter).order_by("-id")[0]
    time = matter.deadlines.filter(code="statement-limit").order_by("-id").first()
    known = {
        "decided_on": time.due_on + timedelta(days=1) if time else like.decided_on,
        "case_id": case.pk,
        "draft_id": draft.pk,
        "draft_hash": draft.draft_hash,
        "facts_hash": draft.facts_hash,
        "noticed_facts_hash": draft.facts_hash,
        "notice_id": notice.pk if notice else None,
        "notice_served_on": notice.served_on or like.notice_served_on if notice else None,
        "document_id": paper.pk,
        "number": "伪造〔2026〕1号",
        "review_required": draft.review_required,
    }
    made: Decision = copied(like, **(known | changes))
    return made


@pytest.mark.tampers
def test_no_decision_can_be_inserted_past_notice_review_and_second_person(
    cast: Cast, application_role: Callable[[], None]
) -> None:
    story.decided_case(cast)
    genuine = Decision.objects.get()
    matter = informed(cast)
    wrongs: list[dict[str, Any]] = [
        {"review_required": True, "review_id": None, "reviewed_hash": ""},
        {"noticed_facts_hash": "x"},
        {"notice_id": None},
        {"who_decides": "no_power"},
        {"further_parties": 1},
        {"notice_served_on": None},
        {"notice_served_on": "2099-01-01"},
        {"drafted_by_id": genuine.decided_by_id},
    ]
    forged = [decision_for(matter, genuine, **wrong) for wrong in wrongs]
    application_role()

    for row, wrong in zip(forged, wrongs, strict=True):
        insert = partial(Decision.objects.bulk_create, [row])
        assert refused_by_the_database(insert), wrong


def fine(fen: int) -> dict[str, Any]:
    return {"kind": "fine", "amount_fen": fen, "detail": ""}


OTHERS: dict[str, dict[str, Any]] = {
    kind: {"kind": kind, "amount_fen": None, "detail": "", "days": days}
    for kind, days in (("warning", None), ("revoke_licence", None), ("detention", 5))
}
GAIN = {"kind": "confiscate_gain", "amount_fen": 100, "detail": ""}


@pytest.mark.tampers
def test_the_database_takes_no_decision_that_outweighs_what_the_party_was_told(
    cast: Cast, application_role: Callable[[], None]
) -> None:
    story.decided_case(cast)
    genuine, matter = Decision.objects.get(), informed(cast)
    told = latest_draft(case_of(matter))
    assert told is not None
    fen = told.items[0]["amount_fen"]
    heavier = [[fine(fen + 1)], [fine(fen), fine(1)], [fine(fen), OTHERS["revoke_licence"]]]
    heavier += [[OTHERS["detention"]], [GAIN]]
    lighter = [[fine(fen), OTHERS["warning"]], [fine(fen - 1)], [OTHERS["warning"]]]
    drafts = [
        copied(
            told,
            version=number,
            items=items,
            act_days=weight_of(items).days,
            **weight_columns(items),
        )
        for number, items in enumerate([*heavier, *lighter], told.version + 1)
    ]
    assert all(outweighs(weight_of(d.items), weight_of(told.items)) for d in drafts[:5])
    assert not any(outweighs(weight_of(d.items), weight_of(told.items)) for d in drafts[5:])
    application_role()

    for number, draft in enumerate(drafts):
        draft.pk = Draft.objects.bulk_create([draft])[0].pk
        row = decision_for(matter, genuine, draft_id=draft.pk)
        insert = partial(taken_and_undone, row)
        assert refused_by_the_database(insert) is (number < len(heavier)), draft.items


@pytest.mark.tampers
def test_the_database_takes_no_detention_by_the_ordinary_procedure(
    cast: Cast, application_role: Callable[[], None]
) -> None:
    """Whatever its draft says it weighs; the same row with a fine stands."""
    story.decided_case(cast)
    genuine, matter = Decision.objects.get(), informed(cast)
    told = latest_draft(case_of(matter))
    assert told is not None
    drafts = [
        copied(told, version=number, items=items)
        for number, items in enumerate(
            [[OTHERS["detention"]], [*told.items, OTHERS["detention"]], told.items],
            told.version + 1,
        )
    ]
    Draft.objects.bulk_create(drafts)
    application_role()

    refused = [
        refused_by_the_database(
            partial(taken_and_undone, decision_for(matter, genuine, draft_id=draft.pk))
        )
        for draft in drafts
    ]

    assert refused == [True, True, False]


@pytest.mark.tampers
@pytest.mark.requirement("V9")
@pytest.mark.parametrize("state", ["open", "refused"])
def test_the_database_takes_no_decision_before_the_word_on_unlawful_evidence(
    cast: Cast, application_role: Callable[[], None], state: str
) -> None:
    story.decided_case(cast)
    genuine, matter = Decision.objects.get(), informed(cast)
    word = {} if state == "open" else {"decided_by": matter.lead, "decided_at": cast.now}
    ExclusionProposal.objects.create(
        evidence=standing_evidence(case_of(matter))[0],
        opinion="检查时只有一名执法人员在场。",
        proposed_by=cast.people["legal_reviewer"],
        proposed_at=cast.now,
        state=state,
        **word,
    )
    application_role()

    insert = partial(taken_and_undone, decision_for(matter, genuine))
    assert refused_by_the_database(insert) is (state == "open")


def taken_and_undone(row: Any) -> None:
    with transaction.atomic():
        type(row).objects.bulk_create([row])
        transaction.set_rollback(True)


def named(model: type[Any], uid: Any) -> bool:
    """Tell whether the ledger's replay names this row."""
    told = [str(finding) for finding in latest_snapshots().differences()]
    return any(model._meta.db_table in line and str(uid) in line for line in told) or any(
        str(uid) in line for line in told
    )


@pytest.mark.tampers
def test_what_sql_can_still_do_is_named_by_verify(
    cast: Cast, application_role: Callable[[], None]
) -> None:
    """No constraint knows the calendar, certificates of a day, or who may be given a case."""
    story.decided_case(cast)
    genuine, inspection = Decision.objects.get(), Inspection.objects.get()
    early = informed(cast)
    recused = recused_officer(cast)
    assert recused.matter is not None
    application_role()

    # A day of decision that has not come: until then the party may state its view.
    forged = decision_for(early, genuine)
    Decision.objects.bulk_create([forged])
    paper = Document.objects.filter(matter=early).order_by("id")[0]
    uncertified = copied(inspection, document_id=paper.pk, case_id=case_of(early).pk)
    Inspection.objects.bulk_create([uncertified])
    Matter.objects.filter(pk=recused.matter.pk).update(lead=recused.officer)

    assert named(Decision, forged.uid)
    assert named(Inspection, uncertified.uid)
    assert named(Matter, recused.matter.uid)


def test_the_models_of_this_test_are_those_that_hold_the_gates() -> None:
    guarded = {guard.table for guard in triggers.guards()}

    for model in (Draft, Notice, Decision, Release, PublicItem, DocumentFile, Officer):
        assert model._meta.db_table in guarded
