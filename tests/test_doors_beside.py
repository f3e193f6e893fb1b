"""No party is questioned, told or heard without whom it needs beside it; tried at every door."""

import dataclasses
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from gongjian.cases import testing as story
from gongjian.cases.facts import penalty_facts
from gongjian.cases.models import (
    Agent,
    Assistance,
    Decision,
    Delivery,
    HearingAgent,
    Interpreter,
    PartyFiling,
    Statement,
)
from gongjian.cases.queries import case_of
from gongjian.cases.services.party import holder_of
from gongjian.cases.testing import PERSON, Cast
from gongjian.cases.testing_beside import agent, guardian, interpreter, state_needs
from gongjian.common import acts
from gongjian.documents.models import Document
from gongjian.documents.testing import typed_command
from gongjian.documents.typed import act_code
from gongjian.matters.models import Matter
from gongjian.orgs.models import Agency

from .doors import Attempt, as_json, assert_shut, told_by
from .test_doors import copied

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]
MINOR = PERSON | {"party_name": "小示例", "id_number": "11010520100601001X"}
SMALL = ({"kind": "fine", "amount_fen": 300_000},)
QUESTION = "documents.make_questioning_record"


@pytest.fixture
def cast() -> Iterator[Cast]:
    made = story.make_cast(accounts=True)
    with told_by(made):
        yield made


def filed(cast: Cast, party: dict[str, Any]) -> Matter:
    return story.file_case(cast, story.open_case(cast, party))


def asked(cast: Cast, **values: Any) -> dict[str, Any]:
    """Return a record of questioning as it is typed."""
    typed: dict[str, Any] = vars(
        dataclasses.replace(typed_command("questioning-record", cast.now), **values)
    )
    rows = {n: tuple(map(vars, v)) for n, v in typed.items() if isinstance(v, tuple)}
    return typed | rows


def questioned(cast: Cast, matter: Matter, **values: Any) -> Attempt:
    return Attempt(cast.people["handler"], QUESTION, as_json(asked(cast, **values)), matter)


def minor_alone(cast: Cast) -> tuple[Attempt, int]:
    return questioned(cast, filed(cast, MINOR)), 409


def guardian_left_out_of_the_record(cast: Cast) -> tuple[Attempt, int]:
    matter = filed(cast, MINOR)
    guardian(cast, matter)
    return questioned(cast, matter, person_name="小示例", ward="", guardian=""), 422


def deaf_without_signs(cast: Cast) -> tuple[Attempt, int]:
    matter = filed(cast, PERSON)
    state_needs(cast, matter, sign=True)
    interpreter(cast, matter, kind="language", language="彝语")
    return questioned(cast, matter), 409


def told_without_a_guardian(cast: Cast) -> tuple[Attempt, int]:
    matter = story.investigate(cast, filed(cast, PERSON))
    state_needs(cast, matter, limited=True)
    values = {"contact": "李示例"}
    return Attempt(cast.people["handler"], "cases.inform_party", values, matter), 409


def decided_on_a_notice_told_alone(cast: Cast) -> tuple[Attempt, int]:
    matter = story.inform(cast, story.investigate(cast, filed(cast, PERSON), items=SMALL))
    state_needs(cast, matter, language=True)
    interpreter(cast, matter, kind="language", language="彝语")
    story.let_time_run(cast, matter)
    return Attempt(
        cast.people["unit_head"], "cases.go_to_decision", {"opinion": "同意。"}, matter
    ), 409


def interpreter_with_an_interest(cast: Cast) -> tuple[Attempt, int]:
    matter = filed(cast, PERSON)
    values = as_json({"kind": "sign", "name": "译", "language": "手语", "called_at": cast.now})
    return Attempt(cast.people["handler"], "cases.call_interpreter", values, matter), 422


def spoken_by_nobody_named(cast: Cast) -> tuple[Attempt, int]:
    matter = filed(cast, PERSON)
    other = agent(cast, filed(cast, PERSON))
    story.inform(cast, story.investigate(cast, matter))
    said = {"given_on": cast.today, "content": "过重。", "checked": "已复核。", "agent": other.uid}
    return Attempt(cast.people["handler"], "cases.record_statement", as_json(said), matter), 422


def received_beyond_the_letter(cast: Cast) -> tuple[Attempt, int]:
    matter = story.investigate(cast, filed(cast, PERSON))
    lawyer = agent(cast, matter, may_receive=False)
    cast.do("handler", "cases.inform_party", matter, contact="李示例")
    story.sign_papers(cast, matter)
    values = story.handed_over(cast) | {"receiver": "郑示例", "agent": lawyer.uid}
    return Attempt(cast.people["handler"], "cases.deliver_notice", as_json(values), matter), 422


GATES = (
    minor_alone,
    guardian_left_out_of_the_record,
    deaf_without_signs,
    told_without_a_guardian,
    decided_on_a_notice_told_alone,
    interpreter_with_an_interest,
    spoken_by_nobody_named,
    received_beyond_the_letter,
)


@pytest.mark.parametrize("gate", GATES, ids=lambda gate: gate.__name__)
def test_nobody_is_heard_without_whom_the_law_puts_beside_him(
    cast: Cast, gate: Callable[[Cast], tuple[Attempt, int]]
) -> None:
    tried, status = gate(cast)

    assert_shut(tried, status)


def refused(row: Any) -> str:
    """Return what the database says to a row written past everything; "" where it takes it."""
    try:
        with transaction.atomic():
            type(row).objects.bulk_create([row])
    except DatabaseError as error:
        return str(error)
    return ""


@pytest.mark.tampers
def test_the_database_takes_no_record_of_a_party_that_stood_alone(cast: Cast) -> None:
    matter = filed(cast, PERSON)
    cast.do("handler", QUESTION, matter, **asked(cast))
    genuine = Document.objects.get(kind="questioning-record")
    kinds = ("questioning-record", "statement-record", "penalty-notice", "hearing-record")
    forged = [copied(genuine, token=kind, kind=kind) for kind in kinds]

    told = {}
    for need in ("limited", "language", "sign"):
        state_needs(cast, matter, **{need: True})
        told[need] = [bool(refused(row)) for row in forged]
    interpreter(cast, matter)
    wrong = copied(Interpreter.objects.get(), no_interest=False)

    assert told == dict.fromkeys(("limited", "language", "sign"), [True] * len(kinds))
    assert "interpreter_has_no_interest" in refused(wrong)
    assert refused(forged[0]) == ""


@pytest.mark.tampers
def test_the_database_lets_no_decision_rest_on_a_notice_told_alone(cast: Cast) -> None:
    matter = story.decided_case(cast, party=PERSON)
    paper = Document.objects.get(matter=matter, kind="penalty-notice")
    forged = copied(Decision.objects.get(), document_id=paper.pk, void=True)
    Assistance.objects.create(
        case=case_of(matter),
        sign=True,
        reason="残疾人证。",
        stated_by=cast.people["handler"],
        stated_at=cast.now,
    )

    told = refused(forged)
    Assistance.objects.create(
        case=case_of(matter),
        reason="更正：不需要。",
        stated_by=cast.people["handler"],
        stated_at=cast.now,
    )

    assert told
    assert refused(forged) == ""


@pytest.mark.tampers
def test_the_database_lets_no_agent_act_without_a_letter_that_covers_it(cast: Cast) -> None:
    matter = story.investigate(cast, filed(cast, PERSON))
    lawyer = agent(cast, matter, may_receive=False)
    other = agent(cast, filed(cast, PERSON))
    story.inform(cast, matter)
    said = {"given_on": cast.today, "content": "过重。", "checked": "已复核。"}
    cast.do("handler", "cases.record_statement", matter, **said, agent=lawyer.uid)
    story.call_hearing(cast, story.ask_hearing(cast, matter))
    story.hold_hearing(cast, matter, agents=(lawyer.uid,))
    spoke, came = Statement.objects.get(), HearingAgent.objects.get()
    paper = Document.objects.filter(matter=matter, kind="hearing-record").get()
    receipt = copied(Delivery.objects.latest("id"), document_id=paper.pk, receipt_id=paper.pk)
    letter = Agent.objects.get(pk=lawyer.pk)
    forged = {
        "another's agent": copied(spoke, agent_id=other.pk),
        "a waiver without special authority": copied(spoke, waived=True),
        "before the letter": copied(spoke, given_on=cast.today - timedelta(days=400)),
        "received beyond the letter": copied(receipt, agent_id=lawyer.pk),
        "another's agent at the hearing": copied(came, agent_id=other.pk),
        "agent_is_to_do_something": copied(
            letter, letter_id=paper.pk, may_state=False, may_attend=False
        ),
        "agent_special_authority_says_what": copied(
            letter, letter_id=paper.pk, authority="special"
        ),
        "agent_letter_ends_after_it_began": copied(
            letter, letter_id=paper.pk, valid_to=letter.signed_on - timedelta(days=1)
        ),
        "agent_ended_with_reason": copied(letter, letter_id=paper.pk, ended_on=cast.today),
    }

    told = {name: refused(row) for name, row in forged.items()}

    assert [name for name, said in told.items() if not said] == []
    assert [n for n, said in told.items() if n.startswith("agent_") and n not in said] == []
    assert refused(copied(spoke)) == ""
    assert refused(copied(receipt)) == ""


@pytest.mark.tampers
def test_no_door_delivers_a_decision_electronically_without_a_way_to_apply_online() -> None:
    cast = story.make_cast(accounts=True)
    Agency.objects.filter(pk=cast.agency.pk).update(review_online="")
    matter = story.file_case(cast, story.open_case(cast))
    story.investigate(cast, matter)
    said = vars(typed_command("electronic-delivery-consent", cast.now))
    cast.do("handler", act_code("electronic-delivery-consent"), matter, **said)
    story.let_time_run(cast, story.inform(cast, matter))
    story.decide(cast, matter)
    values = story.handed_over(cast) | {"way": "electronic"}

    with told_by(cast):
        tried = Attempt(cast.people["handler"], "cases.deliver_decision", as_json(values), matter)
        assert_shut(tried, 422)
    story.deliver(cast, matter)
    row = Delivery.objects.latest("id")
    assert "guarded table cases_delivery" in refused(copied(row, way="electronic"))


def test_no_door_delivers_electronically_without_signed_consent() -> None:
    cast = story.make_cast(accounts=True)
    matter = story.file_case(cast, story.open_case(cast))
    story.investigate(cast, matter)
    cast.do("handler", "cases.inform_party", matter, contact="李示例")
    story.sign_papers(cast, matter)
    values = story.handed_over(cast) | {"way": "electronic"}

    with told_by(cast):
        tried = Attempt(cast.people["handler"], "cases.deliver_notice", as_json(values), matter)
        assert_shut(tried, 422)
    cast.do("handler", "cases.deliver_notice", matter, **story.handed_over(cast))
    row = Delivery.objects.get()
    forged = copied(row, way="electronic")
    assert "guarded table cases_delivery" in refused(forged)


@pytest.mark.tampers
def test_nobody_is_punished_before_the_party_knows_who_keeps_away(cast: Cast) -> None:
    matter = story.inform(cast, story.investigate(cast, filed(cast, PERSON), items=SMALL))
    story.let_time_run(cast, matter)
    row = cast.do("handler", "cases.issue_query_code", matter, holder="party")
    away = acts.service("cases.apply_recusal")
    values = {"officer": Matter.objects.get(pk=matter.pk).second.uid, "reason": "亲属。"}
    away(actor=holder_of(row), matter=matter.uid, cmd=away.cmd(**values), clock=cast.clock)
    cast.do("unit_head", "cases.go_to_decision", matter, opinion="报请决定。")
    signing = acts.service("cases.issue_decision").prefill
    assert signing is not None
    given = as_json({**signing(cast.actor("agency_head"), matter), "opinion": "同意。"})

    assert_shut(Attempt(cast.people["agency_head"], "cases.issue_decision", given, matter), 409)
    matter.refresh_from_db()
    assert not penalty_facts(matter, cast.clock)["recusals_decided"]
    filing = PartyFiling.objects.get(matter=matter)
    answer: dict[str, Any] = {"filing": filing.uid, "answer": "不是亲属，驳回。"}
    cast.do("agency_head", "cases.answer_recusal", matter, granted=False, **answer)
    cast.do("agency_head", "cases.issue_decision", matter, **given)
    again = copied(filing, receipt="另一份", answered_at=None, answer="", granted=None)
    again.answered_by = None
    assert refused(again) == ""
    assert "guarded table cases_decision" in refused(copied(Decision.objects.get(), number="第9号"))
