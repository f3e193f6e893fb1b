"""A forfeited deposit and a lone order to correct are changed by review or lawsuit.

Source: 行政复议法 第六十三条、第六十四条、第七十二条第二款; 行政诉讼法 第七十七条.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from gongjian.cases import testing as story
from gongjian.cases import testing_public_order as police
from gongjian.cases.models import CorrectionOrder, PaperChange
from gongjian.cases.public_order.guarantee import DetentionDeposit
from gongjian.cases.testing import Cast, sign_papers
from gongjian.cases.testing_correcting import order
from gongjian.common.errors import InvalidInput, RuleBroken
from gongjian.matters.models import Matter
from gongjian.remedies.models import Remedy

from .doors import DOORS, Attempt, as_json, assert_shut, signed_in, told_by
from .test_doors import copied
from .test_doors_beside import refused
from .test_doors_deposit import BACK, forfeited, in_treasury, performed, taken_in, takes

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]
PAPER = "禄政复决〔2026〕1号"
WHOLE = 100_000


@pytest.fixture
def cast() -> Iterator[Cast]:
    made = police.police_cast(accounts=True)
    with told_by(made):
        yield made


def fresh(matter: Matter) -> Matter:
    return Matter.objects.get(pk=matter.pk)


def taken(cast: Cast, **part: Any) -> tuple[Matter, DetentionDeposit]:
    """Return a case whose deposit was forfeited on a signed paper."""
    matter = forfeited(cast, **part)
    sign_papers(cast, matter)
    return matter, DetentionDeposit.objects.get()


def lodge(cast: Cast, matter: Matter, paper: Any, **values: Any) -> Remedy:
    police.challenge(cast, fresh(matter), against=paper.uid, **values)
    return Remedy.objects.filter(document=paper).latest("id")


def result(cast: Cast, matter: Matter, row: Remedy, **values: Any) -> Attempt:
    said: dict[str, Any] = {
        "remedy": row.uid,
        "outcome": "changed",
        "paper": PAPER,
        "effective_on": cast.today,
        "note": "见决定书。",
    }
    made = as_json(said | values)
    return Attempt(cast.people["agency_head"], "remedies.record_result", made, fresh(matter))


def refund(cast: Cast, matter: Matter) -> DetentionDeposit:
    row: DetentionDeposit = cast.do(
        "finance", "cases.refund_deposit", matter, refunded_on=cast.today, **BACK
    )
    return row


@pytest.mark.parametrize("door", DOORS)
def test_every_door_lessens_a_forfeiture_and_what_was_taken_beyond_goes_back(
    cast: Cast, door: str
) -> None:
    matter, lost = taken(cast)
    assert lost.taken_fen == WHOLE
    attempt = result(cast, matter, lodge(cast, matter, lost.paper), forfeited_fen=60_000)

    assert DOORS[door](attempt) == 200

    change = PaperChange.objects.get()
    assert (change.turn, change.fen, change.paper) == (1, 60_000, PAPER)
    assert ("finance", "退还保证金") in set(fresh(matter).todos.values_list("role", "step"))
    row = refund(cast, matter)
    assert (row.given_back_fen, row.taken_fen) == (40_000, WHOLE)
    assert row.back_paper is not None
    assert '"amount":40000' in row.back_paper.data.replace(" ", "")
    assert PAPER in row.back_paper.data
    # What stands of it still goes to the treasury, and only then the case can go on.
    taken_in(cast, matter)
    assert_shut(performed(cast, matter), 409)
    in_treasury(cast, matter)
    cast.do("handler", "cases.record_performance", matter, performed_on=cast.today)
    assert "executed" in fresh(matter).marking


def test_a_forfeiture_lessened_twice_and_revoked_comes_back_step_by_step(cast: Cast) -> None:
    matter, lost = taken(cast)
    in_treasury(cast, matter)
    first = lodge(cast, matter, lost.paper)
    assert DOORS["direct"](result(cast, matter, first, forfeited_fen=60_000)) == 200
    assert refund(cast, matter).given_back_fen == 40_000
    second = lodge(cast, matter, lost.paper, kind="litigation")
    assert_shut(result(cast, matter, second, forfeited_fen=60_000), 422)
    less = result(cast, matter, second, forfeited_fen=50_000, paper="（2026）示1行初1号")
    assert DOORS["direct"](less) == 200
    taken_in(cast, matter)
    assert_shut(performed(cast, matter), 409)
    assert refund(cast, matter).given_back_fen == 50_000
    with pytest.raises(RuleBroken, match="没有应当退还"):
        refund(cast, matter)

    third = lodge(cast, matter, lost.paper, kind="litigation")
    assert DOORS["direct"](result(cast, matter, third, outcome="revoked", paper="撤1")) == 200

    assert refund(cast, matter).given_back_fen == WHOLE
    cast.do("handler", "cases.record_performance", matter, performed_on=cast.today)
    page = signed_in(cast.people["handler"]).get(f"/staff/matters/{matter.uid}/?tab=remedies")
    told = page.content.decode()
    assert "没收的数额变更为500.00元" in told
    assert "变更为600.00元" in told


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"forfeited_fen": WHOLE},
        {"forfeited_fen": WHOLE + 1},
        {"outcome": "upheld", "forfeited_fen": 1},
        {"outcome": "upheld", "surcharge_fen": 1},
        {"forfeited_fen": 1, "requirement": "停止。", "correct_by": "2026-09-01"},
    ],
)
def test_no_door_changes_a_forfeiture_to_more(cast: Cast, values: dict[str, Any]) -> None:
    matter, lost = taken(cast)
    row = lodge(cast, matter, lost.paper)

    assert_shut(result(cast, matter, row, **values), 422, page=422)


@pytest.mark.parametrize("outcome", ["upheld", "unlawful"])
def test_a_forfeiture_that_stands_goes_to_the_treasury(cast: Cast, outcome: str) -> None:
    """Found unlawful it is not revoked: what becomes of the money its body says of itself."""
    matter, lost = taken(cast)
    row = lodge(cast, matter, lost.paper)

    assert DOORS["direct"](result(cast, matter, row, outcome=outcome)) == 200

    with pytest.raises(RuleBroken, match="没有应当退还"):
        refund(cast, matter)
    assert in_treasury(cast, matter)


def again(cast: Cast, matter: Matter, **values: Any) -> Attempt:
    known = {"reason": "离开本市。", "anew": "已经重新告知并听取意见。"} | values
    return Attempt(
        cast.people["agency_head"], "cases.forfeit_deposit", as_json(known), fresh(matter)
    )


def to_be_made_anew(cast: Cast) -> tuple[Matter, DetentionDeposit]:
    matter, lost = taken(cast)
    row = lodge(cast, matter, lost.paper)
    assert DOORS["direct"](result(cast, matter, row, outcome="remade")) == 200
    return matter, lost


@pytest.mark.parametrize("door", DOORS)
def test_every_door_forfeits_anew_what_was_ordered_to_be_decided_again(
    cast: Cast, door: str
) -> None:
    matter, lost = to_be_made_anew(cast)
    first = lost.paper

    part = {"forfeited_fen": 60_000, "part_reason": "次日到案。"}
    assert DOORS[door](again(cast, matter, **part)) == 200

    lost.refresh_from_db()
    assert (lost.taken_fen, lost.rest_fen) == (60_000, 40_000)
    assert lost.paper is not None
    assert lost.paper != first
    assert "已经重新告知" in lost.paper.data
    sign_papers(cast, fresh(matter))
    assert lodge(cast, matter, lost.paper).challenged == "deposit"
    in_treasury(cast, matter)


@pytest.mark.parametrize(
    "values", [{"anew": ""}, {"forfeited_fen": WHOLE, "part_reason": "其中一部分。"}]
)
def test_no_door_forfeits_anew_without_its_reason(cast: Cast, values: dict[str, Any]) -> None:
    matter, _ = to_be_made_anew(cast)
    assert_shut(again(cast, matter, **values), 422, page=422)


def test_what_nobody_ordered_is_not_forfeited_again(cast: Cast) -> None:
    matter, lost = taken(cast)
    row = lodge(cast, matter, lost.paper)
    assert DOORS["direct"](result(cast, matter, row, outcome="revoked")) == 200
    assert_shut(again(cast, matter), 409)


@pytest.mark.tampers
def test_the_database_lessens_and_gives_back_no_deposit_by_itself(cast: Cast) -> None:
    matter, lost = taken(cast)
    assert lost.paper is not None
    row = lodge(cast, matter, lost.paper)
    for more in (0, WHOLE, WHOLE + 1):
        with pytest.raises(DatabaseError, match="guarded"), transaction.atomic():
            Remedy.objects.filter(pk=row.pk).update(changed_fen=more)
    by_itself = PaperChange(
        document=lost.paper,
        turn=1,
        fen=60_000,
        effective_on=cast.today,
        paper=PAPER,
        at=cast.now,
    )
    assert "guarded table cases_paperchange" in refused(by_itself)
    assert DOORS["direct"](result(cast, matter, row, forfeited_fen=60_000)) == 200
    made = PaperChange.objects.get()
    for wrong in ({"turn": 3}, {"fen": WHOLE}, {"fen": 60_000}, {"fen": 50_000}, {"paper": "无"}):
        assert refused(copied(made, **({"turn": 2} | wrong))), wrong
    lost.refresh_from_db()
    lost.back_on, lost.back_receipt, lost.back_paper = cast.today, "退0", lost.notice
    for fen in (None, 40_001, WHOLE):
        lost.back_fen = fen
        assert not takes(lost), fen
    lost.back_fen = 40_000
    assert takes(lost)
    lost.refresh_from_db()
    lost.paper = lost.notice
    assert not takes(lost)


def ordered(cast: Cast) -> tuple[Matter, CorrectionOrder]:
    matter = story.file_case(cast, story.open_case(cast))
    return matter, order(cast, matter, days=5)


@pytest.fixture
def ordinary() -> Iterator[Cast]:
    made = story.make_cast(accounts=True)
    with told_by(made):
        yield made


def changing(cast: Cast, by: int = 20, applicant: str = "party", **values: Any) -> Attempt:
    matter, one = ordered(cast)
    row = lodge(cast, matter, one.delivery.document, applicant=applicant)
    until = cast.today + timedelta(by)
    said = {"requirement": "清理东侧堆场。", "correct_by": until} | values
    return result(cast, matter, row, **said)


@pytest.mark.parametrize("door", DOORS)
def test_every_door_changes_what_is_to_be_corrected_and_until_when(
    ordinary: Cast, door: str
) -> None:
    attempt = changing(ordinary)
    assert attempt.matter is not None

    assert DOORS[door](attempt) == 200

    one = CorrectionOrder.objects.get()
    until = ordinary.today + timedelta(20)
    assert (one.state, one.requirement, one.correct_by) == ("open", "清理东侧堆场。", until)
    matter = fresh(attempt.matter)
    limit = matter.deadlines.get(code="correction-limit", state="open")
    assert limit.due_on == until
    assert PAPER in "".join(limit.explanation)
    assert matter.deadlines.filter(code="recheck-limit", state="open").count() == 1
    assert one.recheck_by == matter.deadlines.get(code="recheck-limit", state="open").due_on
    page = signed_in(ordinary.people["handler"]).get(f"/staff/matters/{matter.uid}/?tab=remedies")
    assert "责令改正的内容变更为：清理东侧堆场。" in page.content.decode()
    assert Remedy.objects.get().changed_fen is None


@pytest.mark.parametrize(
    ("by", "values"),
    [
        (4, {}),
        (20, {"requirement": ""}),
        (20, {"correct_by": None}),
        (20, {"requirement": "", "correct_by": None}),
        (20, {"outcome": "upheld"}),
        (20, {"forfeited_fen": 1}),
    ],
)
def test_no_door_gives_less_time_or_half_a_change(
    ordinary: Cast, by: int, values: dict[str, Any]
) -> None:
    assert_shut(changing(ordinary, by, **values), 422, page=422)


def test_a_change_of_nothing_is_none(ordinary: Cast) -> None:
    matter, one = ordered(ordinary)
    row = lodge(ordinary, matter, one.delivery.document)
    same = {"requirement": one.requirement, "correct_by": one.correct_by}
    assert_shut(result(ordinary, matter, row, **same), 422, page=422)


def test_another_who_is_concerned_may_have_it_corrected_sooner(ordinary: Cast) -> None:
    attempt = changing(ordinary, 3, applicant="other")

    assert DOORS["direct"](attempt) == 200

    assert CorrectionOrder.objects.get().correct_by == ordinary.today + timedelta(3)
    assert PaperChange.objects.get().opposed


def test_what_was_looked_at_already_is_changed_without_a_new_limit(ordinary: Cast) -> None:
    matter, one = ordered(ordinary)
    row = lodge(ordinary, matter, one.delivery.document)
    ordinary.do("agency_head", "cases.excuse_recheck", matter, reason="场所已经拆除。")
    until = ordinary.today + timedelta(20)

    known = {"requirement": "清理东侧堆场。", "correct_by": until}
    assert DOORS["direct"](result(ordinary, matter, row, **known)) == 200

    one.refresh_from_db()
    assert (one.state, one.correct_by) == ("excused", until)
    assert not fresh(matter).deadlines.filter(code="correction-limit", state="open").exists()


@pytest.mark.tampers
def test_the_database_changes_no_order_by_itself(ordinary: Cast) -> None:
    attempt = changing(ordinary)
    one = CorrectionOrder.objects.get()
    one.correct_by = ordinary.today + timedelta(20)
    with pytest.raises(DatabaseError, match="guarded"), transaction.atomic():
        one.save()
    assert DOORS["direct"](attempt) == 200
    made = PaperChange.objects.get()
    for wrong in (
        {"correct_by": ordinary.today + timedelta(19)},
        {"paper": "无此文号"},
        {"fen": 1, "requirement": "", "correct_by": None},
        {"turn": 3},
    ):
        assert refused(copied(made, **({"turn": 2} | wrong))), wrong
    assert refused(copied(made, turn=2)) == ""


def test_what_is_no_such_decision_is_not_changed(ordinary: Cast) -> None:
    matter, one = ordered(ordinary)
    row = lodge(ordinary, matter, one.delivery.document)
    known = {"remedy": row.uid, "outcome": "mediated", "paper": PAPER, "note": "调解。"}
    with pytest.raises(InvalidInput, match="只有对没收保证金"):
        ordinary.do(
            "unit_head",
            "remedies.record_result",
            matter,
            **known,
            effective_on=ordinary.today,
            forfeited_fen=1,
        )
