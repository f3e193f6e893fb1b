"""Cash outside the summary procedure: each exception of the law, at every door and in the tables.

Source: 行政处罚法 第六十七条至第七十一条; 治安管理处罚法 第一百二十三条至第一百二十五条.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from gongjian.cases import testing as story
from gongjian.cases import testing_public_order as police
from gongjian.cases.choices import LineKind
from gongjian.cases.models import AccountLine, Collection, Performance
from gongjian.cases.queries import case_of
from gongjian.cases.testing import Cast
from gongjian.common.errors import RuleBroken
from gongjian.documents.testing import typed_command
from gongjian.documents.typed import act_code
from gongjian.matters.models import Matter, Todo
from gongjian.payments.accounts import day_of_money
from gongjian.payments.testing import decided_with, receive, the_notice

from .doors import DOORS, Attempt, as_json, assert_shut, told_by
from .test_doors import copied
from .test_doors_public_order import decided, filed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]
COLLECT = "cases.collect_on_spot"
FINE = {"kind": "fine", "amount_fen": 300_000}
LITTLE = {"kind": "fine", "amount_fen": 5_000}
GAIN = {"kind": "confiscate_gain", "amount_fen": 12_000}
REMOTE: dict[str, Any] = {
    "ground": "remote",
    "ground_note": "山区乡镇，最近的银行网点六十公里。",
    "asked_by_party": True,
    "receipt_number": "川财1",
}
SMALL: dict[str, Any] = {"ground": "small", "receipt_number": "滇财1", "no_objection": True}
HARD: dict[str, Any] = {
    "ground": "hard_later",
    "ground_note": "流动人员，次日离开本市。",
    "receipt_number": "滇财2",
}
UNTOLD = {"ground_note": ""}
FINE_200: tuple[dict[str, Any], ...] = ({"kind": "fine", "amount_fen": 20_000},)


@pytest.fixture
def cast() -> Iterator[Cast]:
    made = story.make_cast(accounts=True)
    with told_by(made):
        yield made


@pytest.fixture
def force() -> Iterator[Cast]:
    made = police.police_cast(accounts=True)
    with told_by(made):
        yield made


def attempt(cast: Cast, office: str, code: str, matter: Matter, **values: Any) -> Attempt:
    return Attempt(cast.people[office], code, as_json(values), matter)


def taking(matter: Matter, cast: Cast, *, by: str = "handler", **values: Any) -> Attempt:
    return attempt(cast, by, COLLECT, matter, **values)


def fined(cast: Cast) -> Matter:
    return decided_with(cast, FINE)


def taken(cast: Cast, matter: Matter) -> Matter:
    cast.do("handler", COLLECT, matter, **REMOTE)
    return matter


def handed_in(cast: Cast, matter: Matter) -> Matter:
    cast.do("handler", "cases.hand_in_fine", matter, received_by=cast.people["unit_head"].uid)
    return matter


def banked(cast: Cast, matter: Matter) -> Matter:
    cast.do("unit_head", "cases.bank_fine", handed_in(cast, matter), bank_receipt="缴1")
    return matter


def after_the_bank(cast: Cast) -> Attempt:
    matter = fined(cast)
    receive(cast, matter, 1_000)
    return taking(matter, cast, **REMOTE)


# --- the ordinary procedure -----------------------------------------------------------------------

GATES: Mapping[str, tuple[Callable[[Cast], Attempt], int]] = {
    "no small fine of an ordinary decision": (
        lambda cast: taking(decided_with(cast, LITTLE), cast, **SMALL),
        422,
    ),
    "none that is hard to collect later": (
        lambda cast: taking(fined(cast), cast, **HARD, no_home=True),
        422,
    ),
    "not where the party does not ask": (
        lambda cast: taking(fined(cast), cast, **REMOTE | {"asked_by_party": False}),
        422,
    ),
    "not without words": (
        lambda cast: taking(fined(cast), cast, **REMOTE | UNTOLD),
        422,
    ),
    "not by another": (lambda cast: taking(fined(cast), cast, by="publisher", **REMOTE), 403),
    "no gain": (lambda cast: taking(decided_with(cast, GAIN), cast, **REMOTE), 409),
    "not beside the bank": (after_the_bank, 409),
    "not twice": (
        lambda cast: taking(taken(cast, fined(cast)), cast, **REMOTE | {"receipt_number": "川财2"}),
        409,
    ),
    "not to the bank past the agency": (
        lambda cast: attempt(
            cast, "unit_head", "cases.bank_fine", taken(cast, fined(cast)), bank_receipt="缴1"
        ),
        409,
    ),
    "not performed while on the way": (
        lambda cast: attempt(
            cast,
            "handler",
            "cases.record_performance",
            handed_in(cast, taken(cast, fined(cast))),
            performed_on=cast.today,
        ),
        409,
    ),
}


@pytest.mark.parametrize("gate", GATES)
def test_gate_is_shut_at_every_door(cast: Cast, gate: str) -> None:
    prepare, status = GATES[gate]

    assert_shut(prepare(cast), status)


@pytest.mark.parametrize("door", DOORS)
def test_every_door_opens_where_the_law_does(cast: Cast, door: str) -> None:
    assert DOORS[door](taking(fined(cast), cast, **REMOTE)) == 200

    assert Collection.objects.get().source == "行政处罚法 第六十九条"


@pytest.mark.requirement("O4")
def test_an_ordinary_fine_goes_by_the_agency_to_the_bank_within_its_clocks(cast: Cast) -> None:
    matter = taken(cast, decided_with(cast, FINE, GAIN))
    due = matter.deadlines.get(code="payment.handin")
    assert due.due_on == cast.today + timedelta(days=2)
    assert the_notice(matter).outstanding_fen == GAIN["amount_fen"]
    assert Todo.objects.get(matter=matter, role="handler").step == "将罚款交至机关"

    handed_in(cast, matter)

    assert Todo.objects.get(matter=matter, role="unit_head").step == "将罚款缴付银行"
    today = day_of_money(matter.agency_id, cast.today)
    assert today.collected_fen == FINE["amount_fen"]
    assert [told for told in today.differences if "还没有缴付银行" in told]

    cast.do("unit_head", "cases.bank_fine", matter, bank_receipt="缴1")
    receive(cast, matter)
    cast.do("handler", "cases.record_performance", matter, performed_on=cast.today)

    row = Performance.objects.get()
    assert (row.way, row.collection) == ("collected", Collection.objects.get())
    assert row.amount_fen == FINE["amount_fen"] + GAIN["amount_fen"]
    states = dict(matter.deadlines.values_list("code", "state"))
    assert (states["payment.handin"], states["payment.bank"]) == ("met", "met")


def test_what_was_banked_is_booked_once(cast: Cast) -> None:
    matter = banked(cast, taken(cast, fined(cast)))

    cast.do(
        "finance",
        "payments.take_receipt",
        serial="缴1",
        paid_on=cast.today,
        amount_fen=FINE["amount_fen"],
        payer="本机关",
        way="bank",
    )

    assert AccountLine.objects.get(decision__case__matter=matter).kind == LineKind.COLLECTED
    assert not the_notice(matter).outstanding_fen
    assert not [t for t in day_of_money(matter.agency_id, cast.today).differences if "票据" in t]


def test_no_cash_for_a_decision_that_fell(cast: Cast) -> None:
    matter = fined(cast)
    correct = {"effective_on": cast.today, "kind": "revoked", "reason": "认定事实有误。"}
    said = vars(typed_command("correction-decision", cast.now))
    paper = cast.do("agency_head", act_code("correction-decision"), matter, **said)
    story.sign_papers(cast, matter)
    cast.do("agency_head", "remedies.correct_decision", matter, document=paper.uid, **correct)

    with pytest.raises(RuleBroken, match="失效"):
        taken(cast, matter)


# --- 治安 ----------------------------------------------------------------------------------------

POLICE_GATES: Mapping[str, tuple[Callable[[Cast], Attempt], int]] = {
    "above two hundred": (
        lambda force: taking(
            decided(force, filed(force), ({"kind": "fine", "amount_fen": 20_100},)), force, **SMALL
        ),
        422,
    ),
    "against an objection": (
        lambda force: taking(
            decided(force, filed(force), FINE_200), force, **SMALL | {"no_objection": False}
        ),
        422,
    ),
    "of who has a home here": (
        lambda force: taking(decided(force, filed(force)), force, **HARD, no_home=False),
        422,
    ),
    "remote, not asked for": (
        lambda force: taking(
            decided(force, filed(force)), force, **REMOTE | {"asked_by_party": False}
        ),
        422,
    ),
    "without a fine": (
        lambda force: taking(decided(force, filed(force), police.DETENTION), force, **REMOTE),
        409,
    ),
}


@pytest.mark.parametrize("gate", POLICE_GATES)
def test_police_gate_is_shut_at_every_door(force: Cast, gate: str) -> None:
    prepare, status = POLICE_GATES[gate]

    assert_shut(prepare(force), status)


@pytest.mark.parametrize(
    ("items", "values", "source"),
    [
        (FINE_200, SMALL, "第一项"),
        (police.FINE_500, REMOTE, "第二项"),
        (police.FINE_500, HARD | {"no_home": True}, "第三项"),
    ],
)
def test_the_police_collect_on_each_ground_of_their_law(
    force: Cast, items: Any, values: dict[str, Any], source: str
) -> None:
    matter = decided(force, filed(force), items)

    force.do("handler", COLLECT, matter, **values)

    assert Collection.objects.get().source == f"治安管理处罚法 第一百二十三条{source}"
    with pytest.raises(RuleBroken, match="将罚款缴付银行"):
        force.do("handler", "cases.record_performance", matter, performed_on=force.today)
    banked(force, matter)
    force.do("handler", "cases.record_performance", matter, performed_on=force.today)
    assert "executed" in matter.marking


# --- the database ---------------------------------------------------------------------------------


def takes(row: Any) -> bool:
    """Tell whether the database takes a row that somebody wrote by hand; nothing of it stays."""
    try:
        with transaction.atomic():
            row.save()
            transaction.set_rollback(True)
    except DatabaseError:
        return False
    return True


def test_the_database_knows_the_grounds_of_each_procedure(cast: Cast) -> None:
    taken(cast, fined(cast))
    made = Collection.objects.get()
    other = case_of(fined(cast))
    open_ = case_of(story.file_case(cast, story.open_case(cast)))
    decision = other.decisions.get()
    known = {"case_id": other.pk, "decision_id": decision.pk, "receipt_number": "B1"}

    assert takes(copied(made, **known))
    for wrong in (
        {"ground": "small", "limit_fen": 10**9},
        {"ground": "hard_later"},
        {"public_order": True},
        {"amount_fen": made.amount_fen - 1},
        {"case_id": open_.pk},
        {"decision_id": made.decision_id},
    ):
        assert not takes(copied(made, **known | wrong)), wrong


def test_the_database_takes_no_cash_from_who_has_a_home(force: Cast) -> None:
    first = decided(force, filed(force))
    force.do("handler", COLLECT, first, **HARD, no_home=True)
    made = Collection.objects.get()
    other = case_of(decided(force, filed(force)))
    known = {"case_id": other.pk, "decision_id": other.decisions.get().pk, "receipt_number": "B1"}

    assert takes(copied(made, **known))
    assert not takes(copied(made, **known, no_home=False))
    assert not takes(copied(made, **known, public_order=False))


def test_the_database_books_no_cash_that_nobody_took(cast: Cast) -> None:
    taken(cast, fined(cast))
    line = AccountLine.objects.get()
    other = case_of(fined(cast)).decisions.get()

    assert not takes(copied(line))
    assert not takes(copied(line, decision_id=other.pk))
    assert takes(copied(line, decision_id=other.pk, kind="received"))


def test_the_database_ends_nothing_while_cash_is_on_its_way(cast: Cast) -> None:
    matter = taken(cast, fined(cast))
    row = Performance(
        case=case_of(matter),
        way="collected",
        performed_on=cast.today,
        owed_fen=FINE["amount_fen"],
        amount_fen=FINE["amount_fen"],
        collection=Collection.objects.get(),
    )
    end = copied(matter.steps.order_by("-seq").first(), code="close", seq=matter.seq + 1)

    assert not takes(row)
    assert not takes(end)
    banked(cast, matter)
    end.seq = matter.seq + 1
    assert takes(copied(row))
    assert takes(end)
