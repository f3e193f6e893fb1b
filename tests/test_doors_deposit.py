"""The deposit of a detention that waits: each gate at every door, and in the tables themselves.

Source: 治安管理处罚法 第一百二十六条至第一百三十条.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from gongjian.cases import testing_public_order as police
from gongjian.cases.models import Performance
from gongjian.cases.public_order.guarantee import DetentionDeposit
from gongjian.cases.public_order.models import DetentionExecution, DetentionSuspension
from gongjian.cases.queries import case_of
from gongjian.cases.testing import Cast, sign_papers
from gongjian.common.errors import InvalidInput, RuleBroken
from gongjian.matters.models import Matter
from gongjian.remedies.models import Remedy

from .doors import DOORS, Attempt, as_json, assert_shut, told_by
from .test_doors import copied
from .test_doors_public_order import decided, filed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]
DEPOSIT = {"ground": "exam", "guarantee": "deposit", "deposit_fen": 100_000}
PLEDGE = {
    "ground": "exam",
    "guarantee": "guarantor",
    "guarantor": "担示例",
    "guarantor_relation": "胞兄，教师",
}
BACK = {"receipt": "退1"}


@pytest.fixture
def cast() -> Iterator[Cast]:
    made = police.police_cast(accounts=True)
    with told_by(made):
        yield made


def attempt(cast: Cast, office: str, code: str, matter: Matter, **values: Any) -> Attempt:
    return Attempt(cast.people[office], code, as_json(values), matter)


def detained(cast: Cast) -> Matter:
    return decided(cast, filed(cast), police.DETENTION)


def asked(cast: Cast, **values: Any) -> Matter:
    matter = detained(cast)
    cast.do("handler", "cases.ask_suspension", matter, **(values or DEPOSIT))
    return matter


def paid(cast: Cast) -> Matter:
    matter = asked(cast)
    police.take_deposit(cast, matter)
    return matter


def waiting(cast: Cast) -> Matter:
    matter = paid(cast)
    cast.do("agency_head", "cases.grant_suspension", matter, reason="不致发生社会危险。")
    return matter


def ended(cast: Cast, outcome: str) -> Matter:
    matter = waiting(cast)
    cast.do("agency_head", "cases.end_suspension", matter, outcome=outcome, reason="见笔录。")
    return matter


def taken_in(cast: Cast, matter: Matter) -> Matter:
    cast.do(
        "handler",
        "cases.execute_detention",
        matter,
        taken_in_on=cast.today,
        house="禄安市拘留所",
        receipt_number="拘执1",
        family_told="配偶示例",
        family_told_on=cast.today,
    )
    return matter


def take(cast: Cast, matter: Matter, by: str = "finance") -> Attempt:
    values = {"payer": "贺示例", "paid_on": cast.today, "bank_receipt": "保1"}
    return attempt(cast, by, "cases.take_deposit", matter, **values)


def grant(cast: Cast, matter: Matter) -> Attempt:
    return attempt(cast, "agency_head", "cases.grant_suspension", matter, reason="无危险。")


def forfeit(cast: Cast, matter: Matter, by: str = "agency_head") -> Attempt:
    return attempt(cast, by, "cases.forfeit_deposit", matter, reason="离开本市。")


def give_back(cast: Cast, matter: Matter) -> Attempt:
    on = cast.today
    return attempt(cast, "finance", "cases.refund_deposit", matter, refunded_on=on, **BACK)


def performed(cast: Cast, matter: Matter) -> Attempt:
    return attempt(cast, "handler", "cases.record_performance", matter, performed_on=cast.today)


def forfeited(cast: Cast, **part: Any) -> Matter:
    matter = ended(cast, "evaded")
    known = {"reason": "离开本市，停用电话。"} | part
    cast.do("agency_head", "cases.forfeit_deposit", matter, **known)
    return matter


PART: dict[str, Any] = {"forfeited_fen": 40_000, "part_reason": "次日自行到案。"}


def in_part(cast: Cast, **values: Any) -> Attempt:
    known = {"reason": "离开本市。"} | PART | values
    matter = ended(cast, "evaded")
    return attempt(cast, "agency_head", "cases.forfeit_deposit", matter, **known)


def in_treasury(cast: Cast, matter: Matter) -> Matter:
    known = {"treasury_on": cast.today, "treasury_receipt": "库1"}
    cast.do("finance", "cases.deposit_to_treasury", matter, **known)
    return matter


GATES: Mapping[str, tuple[Callable[[Cast], Attempt], int]] = {
    "nobody asked": (lambda cast: take(cast, detained(cast)), 409),
    "a guarantor was offered": (lambda cast: take(cast, asked(cast, **PLEDGE)), 409),
    "taken already": (lambda cast: take(cast, paid(cast)), 409),
    "no handler takes money": (lambda cast: take(cast, asked(cast), "handler"), 403),
    "no waiting before it is paid": (lambda cast: grant(cast, asked(cast)), 409),
    "nobody evaded": (lambda cast: forfeit(cast, ended(cast, "ended")), 409),
    "not while it waits": (lambda cast: forfeit(cast, waiting(cast)), 409),
    "only the head forfeits": (lambda cast: forfeit(cast, ended(cast, "evaded"), "finance"), 403),
    "not back while it waits": (lambda cast: give_back(cast, waiting(cast)), 409),
    "not back before it begins": (lambda cast: give_back(cast, ended(cast, "ended")), 409),
    "not back to who evaded": (
        lambda cast: give_back(cast, taken_in(cast, ended(cast, "evaded"))),
        409,
    ),
    "not performed while it is held": (
        lambda cast: performed(cast, taken_in(cast, ended(cast, "ended"))),
        409,
    ),
    "a part is less than all": (lambda cast: in_part(cast, forfeited_fen=100_000), 422),
    "a part has its reason": (lambda cast: in_part(cast, part_reason=""), 422),
    "the rest not before he is detained": (
        lambda cast: give_back(cast, forfeited(cast, **PART)),
        409,
    ),
    "not performed before the rest is back": (
        lambda cast: performed(cast, taken_in(cast, in_treasury(cast, forfeited(cast, **PART)))),
        409,
    ),
    "not performed before the treasury": (
        lambda cast: performed(cast, taken_in(cast, forfeited(cast))),
        409,
    ),
}


@pytest.mark.parametrize("gate", GATES)
def test_gate_is_shut_at_every_door(cast: Cast, gate: str) -> None:
    prepare, status = GATES[gate]

    assert_shut(prepare(cast), status)


@pytest.mark.parametrize("door", DOORS)
def test_every_door_takes_the_deposit_that_was_asked_for(cast: Cast, door: str) -> None:
    assert DOORS[door](take(cast, asked(cast))) == 200

    made = DetentionDeposit.objects.get()
    assert (made.amount_fen, made.fate) == (100_000, "held")
    assert "200.00元" in made.notice.data


@pytest.mark.requirement("R3")
def test_a_deposit_comes_back_when_the_detention_begins(cast: Cast) -> None:
    matter = taken_in(cast, ended(cast, "ended"))

    row = cast.do("finance", "cases.refund_deposit", matter, refunded_on=cast.today, **BACK)
    cast.do("handler", "cases.record_performance", matter, performed_on=cast.today)

    assert (row.fate, row.settled_receipt) == ("refunded", "退1")
    assert "行政拘留处罚已经开始执行" in row.paper.data
    assert "executed" in matter.marking


def test_a_deposit_comes_back_when_the_penalty_is_gone(cast: Cast) -> None:
    matter = ended(cast, "revoked")

    row = cast.do("finance", "cases.refund_deposit", matter, refunded_on=cast.today, **BACK)

    assert "处罚决定已被撤销" in row.paper.data


@pytest.mark.parametrize("outcome", ["ended", "evaded"])
def test_a_deposit_comes_back_where_she_is_found_with_child(cast: Cast, outcome: str) -> None:
    matter = decided(cast, filed(cast), police.DETENTION, sex="female")
    cast.do("handler", "cases.ask_suspension", matter, **DEPOSIT)
    police.take_deposit(cast, matter)
    cast.do("agency_head", "cases.grant_suspension", matter, reason="不致发生社会危险。")
    cast.do("agency_head", "cases.end_suspension", matter, outcome=outcome, reason="见笔录。")
    if outcome == "evaded":
        cast.do("agency_head", "cases.forfeit_deposit", matter, reason="离开本市。", **PART)
        in_treasury(cast, matter)
    assert_shut(give_back(cast, matter), 409)
    found = {"found": "县医院诊断证明。", "opinion": "不执行拘留。"}
    cast.do("agency_head", "cases.note_with_child", matter, **found)
    assert_shut(performed(cast, matter), 409)

    row = cast.do("finance", "cases.refund_deposit", matter, refunded_on=cast.today, **BACK)

    paper = row.paper if outcome == "ended" else row.rest_paper
    assert "行政拘留依法不执行" in paper.data
    cast.do("handler", "cases.record_performance", matter, performed_on=cast.today)


def test_a_deposit_comes_back_when_nothing_waits(cast: Cast) -> None:
    matter = paid(cast)
    cast.do("agency_head", "cases.refuse_suspension", matter, reason="可能逃跑。")

    early = cast.today - timedelta(days=1)
    with pytest.raises(InvalidInput, match="早于收取之日"):
        cast.do("finance", "cases.refund_deposit", matter, refunded_on=early, **BACK)
    row = cast.do("finance", "cases.refund_deposit", matter, refunded_on=cast.today, **BACK)

    assert "没有同意" in row.paper.data


def test_who_evades_loses_the_deposit_and_is_detained_all_the_same(cast: Cast) -> None:
    matter = forfeited(cast)
    lost = DetentionDeposit.objects.get()
    assert (lost.fate, lost.treasury_receipt) == ("forfeited", "")
    assert lost.paper is not None
    assert "离开本市，停用电话。" in lost.paper.data

    treasury = {"treasury_on": cast.today, "treasury_receipt": "库1"}
    cast.do("finance", "cases.deposit_to_treasury", matter, **treasury)
    with pytest.raises(RuleBroken, match="没有没收"):
        cast.do("finance", "cases.deposit_to_treasury", matter, **treasury)
    taken_in(cast, matter)
    cast.do("handler", "cases.record_performance", matter, performed_on=cast.today)

    assert "executed" in matter.marking


@pytest.mark.tampers
def test_of_a_deposit_a_part_may_be_forfeited_and_the_rest_comes_back_when_he_serves(
    cast: Cast,
) -> None:
    matter = in_treasury(cast, forfeited(cast, **PART))
    lost = DetentionDeposit.objects.get()
    assert (lost.taken_fen, lost.rest_fen) == (40_000, 60_000)
    assert lost.paper is not None
    assert "次日自行到案。" in lost.paper.data
    lost.rest_on, lost.rest_receipt, lost.rest_paper = cast.today, "退0", lost.notice
    assert not takes(lost)  # he is not detained yet
    taken_in(cast, matter)
    assert takes(lost)

    row = cast.do("finance", "cases.refund_deposit", matter, refunded_on=cast.today, **BACK)

    assert (row.fate, row.rest_receipt, row.back_receipt) == ("forfeited", "退1", "")
    assert "60000" in row.rest_paper.data
    cast.do("handler", "cases.record_performance", matter, performed_on=cast.today)
    row.forfeited_fen = 1
    assert not takes(row)


@pytest.mark.parametrize("paid_in", [False, True])
def test_what_was_forfeited_by_a_decision_that_fell_comes_back_from_the_treasury_too(
    cast: Cast, paid_in: bool
) -> None:
    matter = forfeited(cast)
    sign_papers(cast, matter)
    if paid_in:
        in_treasury(cast, matter)
    lost = DetentionDeposit.objects.get()
    assert lost.paper is not None
    police.challenge(cast, matter, against=lost.paper.uid)
    challenged = Remedy.objects.get(document=lost.paper)
    assert challenged.challenged == "deposit"
    lost.back_on, lost.back_receipt, lost.back_paper = cast.today, "退0", lost.notice
    assert not takes(lost)
    end = {"remedy": challenged.uid, "outcome": "revoked", "paper": "禄政复决〔2026〕1号"}
    end |= {"effective_on": cast.today, "note": "撤销。"}
    cast.do("agency_head", "remedies.record_result", matter, **end)
    treasury = {"treasury_on": cast.today, "treasury_receipt": "库1"}
    with pytest.raises(RuleBroken, match="没有没收"):
        cast.do("finance", "cases.deposit_to_treasury", matter, **treasury)
    taken_in(cast, matter)
    assert_shut(performed(cast, matter), 409)

    row = cast.do("finance", "cases.refund_deposit", matter, refunded_on=cast.today, **BACK)

    assert (row.fate, row.back_receipt) == ("forfeited", "退1")
    assert "没收保证金的决定已被撤销" in row.back_paper.data
    cast.do("handler", "cases.record_performance", matter, performed_on=cast.today)
    assert "executed" in matter.marking


def test_the_house_signs_a_receipt_of_the_execution(cast: Cast) -> None:
    taken_in(cast, detained(cast))

    made = DetentionExecution.objects.get()

    assert made.receipt is not None
    assert made.receipt.kind == "detention-execution-receipt"
    assert "拘执1" in made.receipt.data


# --- the database ---------------------------------------------------------------------------------


def takes(row: Any) -> bool:
    """Tell whether the database takes what somebody wrote by hand; nothing of it stays."""
    try:
        with transaction.atomic():
            row.save()
            transaction.set_rollback(True)
    except DatabaseError:
        return False
    return True


def test_the_database_takes_a_deposit_for_an_application_alone(cast: Cast) -> None:
    paid(cast)
    made = DetentionDeposit.objects.get()
    asked(cast)
    other = DetentionSuspension.objects.latest("id")
    paper = case_of(other.order.decision.case.matter).decisions.get().document_id
    known = {"suspension_id": other.pk, "notice_id": paper}

    assert takes(copied(made, **known))
    assert not takes(copied(made, **known, amount_fen=99_999))
    assert not takes(copied(made, **known, bank_receipt=""))
    assert not takes(copied(made, **known, fate="refunded", settled_on=cast.today))


def test_the_database_lets_nothing_wait_without_its_guarantee(cast: Cast) -> None:
    matter = asked(cast)
    row = DetentionSuspension.objects.get()
    head = cast.people["agency_head"].pk
    row.state, row.document_id = "granted", case_of(matter).decisions.get().document_id
    row.decided_by_id, row.decided_at = head, cast.now

    assert not takes(row)
    police.take_deposit(cast, matter)
    assert takes(row)
    assert not takes(copied(row, order_id=row.order_id))


@pytest.mark.parametrize(("fate", "outcome"), [("forfeited", "ended"), ("refunded", "evaded")])
def test_the_database_lets_a_deposit_go_only_where_the_law_does(
    cast: Cast, fate: str, outcome: str
) -> None:
    matter = taken_in(cast, ended(cast, outcome))
    row = DetentionDeposit.objects.get()
    row.fate, row.settled_on = fate, cast.today
    row.settled_by_id, row.settled_receipt = cast.people["finance"].pk, "x"
    row.paper_id = case_of(matter).decisions.get().document_id

    assert not takes(row)
    row.fate = {"forfeited": "refunded", "refunded": "forfeited"}[fate]
    assert takes(row)


def test_the_database_ends_nothing_while_a_deposit_is_held(cast: Cast) -> None:
    matter = taken_in(cast, ended(cast, "ended"))
    row = Performance(case=case_of(matter), way="done", performed_on=cast.today)

    assert not takes(row)
    cast.do("finance", "cases.refund_deposit", matter, refunded_on=cast.today, **BACK)
    assert takes(Performance(case=case_of(matter), way="done", performed_on=cast.today))
