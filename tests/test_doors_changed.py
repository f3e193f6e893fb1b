"""A decision is changed item by item: never heavier by itself, at any door or in the tables.

Source: 行政复议法 第六十三条第二款; 行政诉讼法 第七十七条第二款; 行政处罚法 第七十五条第二款.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from typing import Any

import pytest

from gongjian.cases import testing as story
from gongjian.cases import testing_public_order as police
from gongjian.cases.known import penalty_values
from gongjian.cases.models import AccountLine, Decision, Overturn, StandingItems
from gongjian.cases.public_order.models import DetentionExecution
from gongjian.cases.public_order.queries import deposit_standing, served_beyond
from gongjian.cases.queries import balance_of, case_of, decision_of
from gongjian.cases.standing import items_now
from gongjian.cases.testing import Cast
from gongjian.documents.testing import typed_command
from gongjian.documents.typed import act_code
from gongjian.insight.models import CountedDecision
from gongjian.insight.tallying import recount
from gongjian.matters.models import Matter
from gongjian.payments.standing import account_of
from gongjian.payments.testing import decided_with, receive, the_notice
from gongjian.publicity.rendition import render
from gongjian.remedies.models import Remedy
from gongjian.remedies.testing import changed_to

from .doors import DOORS, Attempt, as_json, assert_shut, signed_in, told_by
from .test_doors import copied
from .test_doors_beside import refused
from .test_doors_public_order import decided, filed
from .test_remedies import end, lodge

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]
FINE = {"kind": "fine", "amount_fen": 50_000}
DETENTION = {"kind": "detention", "days": 8}
SHORTER = {"days": 3}
PAPER = "青府复决〔2026〕1号"


@pytest.fixture
def cast() -> Iterator[Cast]:
    made = police.police_cast(accounts=True)
    with told_by(made):
        yield made


def fresh(matter: Matter) -> Matter:
    return Matter.objects.get(pk=matter.pk)


def detained(cast: Cast) -> Matter:
    return decided(cast, filed(cast), (DETENTION, FINE))


def decision(matter: Matter) -> Decision:
    found = decision_of(case_of(fresh(matter)))
    assert found is not None
    return found


def result(cast: Cast, matter: Matter, row: Remedy, items: Any = (), **values: Any) -> Attempt:
    said: dict[str, Any] = {
        "remedy": row.uid,
        "outcome": "changed",
        "paper": PAPER,
        "effective_on": cast.today,
        "served_on": cast.today,
        "note": "见决定书。",
        "items": items,
    }
    made = as_json(said | values)
    return Attempt(cast.people["unit_head"], "remedies.record_result", made, fresh(matter))


def changing(cast: Cast, /, said: Mapping[str, Any] | None = None, **of_kind: Any) -> Attempt:
    matter = detained(cast)
    row = lodge(cast, matter)
    return result(cast, matter, row, changed_to(matter, **of_kind), **(said or {}))


def corrected(cast: Cast, items: Any = (DETENTION, FINE), **of_kind: Any) -> Attempt:
    matter = decided(cast, filed(cast), items)
    said = vars(typed_command("correction-decision", cast.now))
    paper = cast.do("agency_head", act_code("correction-decision"), matter, **said)
    story.sign_papers(cast, matter)
    values: dict[str, Any] = {
        "document": paper.uid,
        "kind": "changed",
        "effective_on": cast.today,
        "reason": "裁量过重。",
        "items": changed_to(matter, **of_kind),
    }
    head = cast.people["agency_head"]
    return Attempt(head, "remedies.correct_decision", as_json(values), fresh(matter))


FELL = {"fell": True}
FINED = {"kind": "fine", "days": None, "amount_fen": 50_000}


def only_detained(cast: Cast) -> Matter:
    return decided(cast, filed(cast), (DETENTION,))


def fining(cast: Cast, said: Mapping[str, Any] | None = None, **lodged: Any) -> Attempt:
    """Return the result by which a fine comes instead of a detention that stood alone."""
    matter = only_detained(cast)
    row = lodge(cast, matter, **lodged)
    return result(cast, matter, row, changed_to(matter, detention=FINED), **(said or {}))


GATES: Mapping[str, Callable[[Cast], Attempt]] = {
    "more days": lambda cast: changing(cast, detention={"days": 9}),
    "more money": lambda cast: changing(cast, fine={"amount_fen": 50_001}),
    "more money though another asked": lambda cast: changing(
        cast, {"opposed": True}, fine={"amount_fen": 50_001}
    ),
    "a heavier kind": lambda cast: changing(
        cast, fine={"kind": "suspend_licence", "amount_fen": None}
    ),
    "a change of nothing": changing,
    "the same, said not to be": lambda cast: changing(
        cast, {"same_items": True}, detention=SHORTER
    ),
    "all dropped is a revocation": lambda cast: changing(cast, detention=FELL, fine=FELL),
    "an item that is not there": lambda cast: changing(cast, fine={"item": "7"}),
    "days without a detention": lambda cast: changing(cast, fine={"days": 2}),
    "heavier by the agency itself": lambda cast: corrected(cast, detention={"days": 9}),
    "nothing by the agency itself": corrected,
    "a fine instead of a detention beside a fine": lambda cast: changing(cast, detention=FINED),
    "a fine instead of a detention, never served": lambda cast: fining(cast, {"served_on": None}),
    "a fine instead of a detention that another asked to be heavier": lambda cast: fining(
        cast, applicant="other", applicant_name="被示例"
    ),
    "a fine instead of a detention by the agency itself": lambda cast: corrected(
        cast, (DETENTION,), detention=FINED
    ),
}


@pytest.mark.parametrize("gate", GATES)
def test_gate_is_shut_at_every_door(cast: Cast, gate: str) -> None:
    assert_shut(GATES[gate](cast), 422)


@pytest.mark.parametrize("door", DOORS)
def test_every_door_changes_a_decision_item_by_item(cast: Cast, door: str) -> None:
    attempt = changing(cast, detention=SHORTER, fine=FELL)
    assert attempt.matter is not None

    assert DOORS[door](attempt) == 200

    assert [(i["kind"], i.get("days")) for i in items_now(decision(attempt.matter))] == [
        ("detention", 3)
    ]
    row = StandingItems.objects.get()
    assert (row.turn, row.days, row.executed_days, row.fine_fen, row.opposed) == (1, 3, 3, 0, False)
    assert balance_of(decision(attempt.matter)).owed_fen == 0


def test_who_reads_the_case_reads_what_stands(cast: Cast) -> None:
    matter = lessened(cast, detained(cast), detention=SHORTER, fine=FELL)
    reader = signed_in(cast.people["handler"])

    head = reader.get(f"/staff/matters/{matter.uid}/").content.decode().split("matter-grid")[0]
    told = reader.get(f"/staff/matters/{matter.uid}/?tab=remedies").content.decode()

    assert "行政拘留三日。" in head
    assert "罚款人民币" not in head
    assert PAPER in told
    assert penalty_values(matter)["penalties"] == ["行政拘留三日。"]
    data = render(decision(matter)).data
    assert (data["kinds"], data["fine_fen"]) == (["detention"], 0)
    assert "罚款" not in data["summary"]
    counted = CountedDecision.objects.get(decision=decision(matter))
    assert (counted.share, counted.kinds, counted.fen) == ("closed", "detention", 0)
    assert recount() == 0
    CountedDecision.objects.update(kinds="detention,fine", fen=50_000)
    assert recount() == 1
    assert CountedDecision.objects.get(decision=decision(matter)).fen == 0


def test_what_is_taken_off_the_gain_is_not_taken_off_the_fine() -> None:
    cast = story.make_cast()
    gain = {"kind": "confiscate_gain", "amount_fen": 300_000}
    matter = decided_with(cast, {"kind": "fine", "amount_fen": 200_000}, gain)

    lessened(cast, matter, confiscate_gain={"amount_fen": 100_000})

    stands = account_of(the_notice(fresh(matter)))
    assert (stands.fine_fen, stands.gain.amount_fen) == (200_000, 100_000)


def test_another_who_is_concerned_may_have_it_made_heavier(cast: Cast) -> None:
    """Source: 行政复议法 第六十三条第二款 但书."""
    matter = detained(cast)
    row = lodge(cast, matter, applicant="other", applicant_name="被示例")

    end(cast, matter, row, "changed", items=changed_to(matter, detention={"days": 10}))

    assert items_now(decision(matter))[0]["days"] == 10
    assert StandingItems.objects.get().opposed


def test_a_second_change_rests_on_the_first(cast: Cast) -> None:
    matter = detained(cast)
    end(cast, matter, lodge(cast, matter), "changed", items=changed_to(matter, detention=SHORTER))
    cast.wait(days=1)
    row = lodge(cast, matter, "litigation")

    assert_shut(result(cast, matter, row, changed_to(matter, detention={"days": 4})), 422)
    end(
        cast,
        matter,
        row,
        "changed",
        paper="（2026）示1行终2号",
        items=changed_to(matter, detention={"kind": "warning", "days": None}),
    )

    assert [i["kind"] for i in items_now(decision(matter))] == ["warning", "fine"]
    assert list(StandingItems.objects.values_list("turn", "days")) == [(1, 3), (2, 0)]


def lessened(cast: Cast, matter: Matter, **of_kind: Any) -> Matter:
    row = lodge(cast, matter)
    end(cast, fresh(matter), row, "changed", items=changed_to(matter, **of_kind))
    return fresh(matter)


def taking_in(cast: Cast, matter: Matter, **values: Any) -> Attempt:
    known: dict[str, Any] = {
        "taken_in_on": cast.today,
        "house": "禄安市拘留所",
        "receipt_number": "拘执1",
        "family_told": "配偶示例",
        "family_told_on": cast.today,
    }
    said = as_json(known | values)
    return Attempt(cast.people["handler"], "cases.execute_detention", said, fresh(matter))


def test_a_detention_is_executed_for_the_days_that_stand(cast: Cast) -> None:
    """Source: 治安管理处罚法 第一百二十二条; 行政复议法 第六十三条."""
    matter = lessened(cast, detained(cast), detention=SHORTER)
    nowhere = {"taken_in_on": None, "house": "", "receipt_number": ""}
    assert_shut(taking_in(cast, matter, credited_days=4), 422)
    assert_shut(taking_in(cast, matter, credited_days=8, **nowhere), 422)

    assert DOORS["direct"](taking_in(cast, matter, credited_days=1)) == 200

    done = DetentionExecution.objects.get()
    assert done.until_on == cast.today + timedelta(days=2)
    assert done.receipt is not None
    assert '"days":"三日"' in done.receipt.data.replace(" ", "")
    assert "guarded table cases_detentionexecution" in refused(copied(done, credited_days=3))


def test_a_detention_that_fell_is_executed_no_more_and_the_case_goes_on(cast: Cast) -> None:
    matter = lessened(cast, detained(cast), detention=FELL)

    assert_shut(taking_in(cast, matter), 409)
    assert_shut(
        Attempt(
            cast.people["handler"],
            "cases.ask_suspension",
            as_json({"ground": "exam", "guarantee": "deposit", "deposit_fen": 100_000}),
            matter,
        ),
        409,
    )
    receive(cast, matter)
    cast.do("handler", "cases.record_performance", matter, performed_on=cast.today)
    assert "executed" in fresh(matter).marking


def test_who_is_in_the_house_leaves_earlier_and_what_was_too_long_is_shown(cast: Cast) -> None:
    matter = detained(cast)
    assert DOORS["direct"](taking_in(cast, matter)) == 200
    cast.wait(days=5)

    matter = lessened(cast, fresh(matter), detention=SHORTER)

    stands = deposit_standing(case_of(matter))
    assert (stands.days, stands.until_on) == (3, cast.today - timedelta(days=2))
    changed = StandingItems.objects.get()
    assert served_beyond(stands, changed) == 2
    page = f"/staff/matters/{matter.uid}/acts/cases.ask_leave/"
    told = signed_in(cast.people["handler"]).get(page).content.decode()
    assert "变更生效时已多执行2日" in told


def test_the_deposit_comes_back_where_the_detention_fell(cast: Cast) -> None:
    """Source: 治安管理处罚法 第一百三十条."""
    matter = detained(cast)
    said = {"ground": "exam", "guarantee": "deposit", "deposit_fen": 160_000}
    cast.do("handler", "cases.ask_suspension", matter, **said)
    police.take_deposit(cast, matter)
    cast.do("agency_head", "cases.grant_suspension", matter, reason="不致发生社会危险。")
    matter = lessened(cast, matter, detention=FELL)

    cast.do("agency_head", "cases.end_suspension", matter, outcome="revoked", reason="拘留已变更。")
    made = cast.do("finance", "cases.refund_deposit", matter, refunded_on=cast.today, receipt="退1")

    assert made.fate == "refunded"


@pytest.mark.tampers
def test_the_database_takes_no_change_that_nothing_made(cast: Cast) -> None:
    matter = detained(cast)
    end(cast, matter, lodge(cast, matter), "changed", items=changed_to(matter, detention=SHORTER))
    row = StandingItems.objects.get()
    for wrong in (
        {"paper": "无此文号"},
        {"effective_on": cast.today - timedelta(days=1)},
        {"turn": 3},
        {"days": 4, "executed_days": 4},
        {"days": 3, "executed_days": 2},
        {"kinds": row.kinds | 1 << 11},
        {"fine_fen": row.fine_fen - 1},
        {"gain_fen": 1},
    ):
        assert "cases_standingitems" in refused(copied(row, **{"turn": 2, **wrong})), wrong
    assert refused(copied(row, turn=2, days=2, executed_days=2)) == ""
    Overturn.objects.bulk_create(
        [
            Overturn(
                decision=row.decision,
                ground="revoked",
                effective_on=cast.today,
                paper=PAPER,
                at=cast.now,
            )
        ]
    )
    assert "cases_standingitems" in refused(copied(row, turn=3, days=1, executed_days=1))


@pytest.mark.tampers
def test_the_database_lets_the_agency_itself_change_nothing_for_the_worse(cast: Cast) -> None:
    attempt = corrected(cast, detention=SHORTER)
    assert DOORS["direct"](attempt) == 200
    row = StandingItems.objects.get()

    assert "cases_standingitems" in refused(copied(row, turn=2, opposed=True))
    assert refused(copied(row, turn=2)) == ""


@pytest.mark.parametrize("door", DOORS)
def test_every_door_lets_a_fine_come_instead_of_a_detention(cast: Cast, door: str) -> None:
    """It is owed from the service of the result, and nothing of the detention is executed.

    Source: 行政处罚法 第六十七条第三款; 行政复议法 第六十三条、第七十五条.
    """
    attempt = fining(cast)
    assert attempt.matter is not None
    served = cast.today

    assert DOORS[door](attempt) == 200

    matter = fresh(attempt.matter)
    notice = the_notice(matter)
    money = balance_of(decision(matter))
    assert (notice.amount_fen, notice.fine_fen, notice.served_on) == (50_000, 50_000, served)
    assert (money.decided_fen, money.outstanding_fen) == (50_000, 50_000)
    assert notice.due_on >= served + timedelta(days=15)
    limit = matter.deadlines.get(code="payment-limit", state="open")
    assert (limit.starts_on, limit.due_on) == (served, notice.due_on)
    assert f"{PAPER}已将该决定的行政拘留变更为罚款" in str(notice.document.data)
    counted = CountedDecision.objects.get(decision=decision(matter))
    assert (counted.share, counted.kinds, counted.fen) == ("closed", "fine", 50_000)
    assert_shut(taking_in(cast, matter), 409)


def test_a_fine_that_came_instead_of_a_detention_is_owed_to_the_end(cast: Cast) -> None:
    """Unpaid it bears a surcharge, paid the case goes on, lessened or revoked it follows."""
    attempt = fining(cast)
    assert DOORS["direct"](attempt) == 200
    assert attempt.matter is not None
    matter = fresh(attempt.matter)
    reader = signed_in(cast.people["handler"])
    told = reader.get(f"/staff/matters/{matter.uid}/?tab=money").content.decode()
    assert "行政拘留变更为罚款" in told
    assert_shut(
        Attempt(
            cast.people["handler"],
            "cases.record_performance",
            as_json({"performed_on": cast.today}),
            matter,
        ),
        409,
    )
    again = lodge(cast, matter, "litigation")
    end(
        cast,
        matter,
        again,
        "changed",
        paper="（2026）示1行终2号",
        items=changed_to(matter, fine={"amount_fen": 20_000}),
    )
    assert (account_of(the_notice(matter)).fine_fen, the_notice(matter).outstanding_fen) == (
        20_000,
        20_000,
    )

    receive(cast, fresh(matter), 20_000)
    cast.do("handler", "cases.record_performance", matter, performed_on=cast.today)

    assert "executed" in fresh(matter).marking


def test_days_served_before_a_fine_came_instead_are_told(cast: Cast) -> None:
    matter = only_detained(cast)
    assert DOORS["direct"](taking_in(cast, matter)) == 200
    cast.wait(days=5)
    row = lodge(cast, fresh(matter))

    end(cast, fresh(matter), row, "changed", items=changed_to(matter, detention=FINED))

    stands = deposit_standing(case_of(matter))
    assert served_beyond(stands, StandingItems.objects.get()) == 5
    assert the_notice(fresh(matter)).outstanding_fen == 50_000


@pytest.mark.tampers
def test_the_database_adds_no_fine_that_no_result_put_in_the_place_of_a_detention(
    cast: Cast,
) -> None:
    attempt = fining(cast)
    assert attempt.matter is not None
    detained_ = decision(attempt.matter)
    line = AccountLine(
        decision=detained_,
        kind="added",
        amount_fen=50_000,
        happened_on=cast.today,
        reference=PAPER,
        at=cast.now,
    )
    assert "cases_accountline" in refused(copied(line))
    other = detained(cast)
    ours = copied(the_notice(other), decision_id=detained_.pk, code="1" * 20)
    assert "payments_paymentnotice" in refused(ours)
    assert DOORS["direct"](attempt) == 200
    for wrong in ({}, {"amount_fen": 60_000}, {"reference": "无此文号"}):
        assert "cases_accountline" in refused(copied(line, **wrong)), wrong
    row = StandingItems.objects.get()
    assert "cases_standingitems" in refused(copied(row, turn=2, fine_fen=60_000))
    assert "cases_accountline" in refused(copied(line, decision_id=decision(other).pk))
