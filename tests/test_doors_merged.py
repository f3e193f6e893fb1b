"""Detentions of several cases of one person: served together, at most twenty days.

Source: 治安管理处罚法 第十六条; 公安机关办理行政案件程序规定 第一百六十二条第二款.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from gongjian.cases import testing_public_order as police
from gongjian.cases.public_order.models import DetentionExecution
from gongjian.cases.public_order.queries import deposit_standing
from gongjian.cases.queries import case_of
from gongjian.cases.testing import Cast
from gongjian.matters.models import Matter, Todo

from .doors import DOORS, Attempt, assert_shut, told_by
from .test_doors import copied
from .test_doors_changed import refused
from .test_doors_deposit import attempt, taken_in, takes
from .test_doors_leave import ask, back, outside, wished
from .test_doors_public_order import decided, filed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]


@pytest.fixture
def cast() -> Iterator[Cast]:
    made = police.police_cast(accounts=True)
    with told_by(made):
        yield made


def detained(cast: Cast, days: int, party: dict[str, Any] = police.ADULT) -> Matter:
    items = ({"kind": "detention", "days": days},)
    return decided(cast, filed(cast, party), items)


def both(cast: Cast, first: int, second: int) -> tuple[Matter, Matter]:
    """Return two decided cases of one person, the first of which is served now."""
    one, other = detained(cast, first), detained(cast, second)
    return taken_in(cast, one), other


def waits(matter: Matter) -> list[str]:
    return list(Todo.objects.filter(matter=matter, role="handler").values_list("step", flat=True))


@pytest.mark.requirement("R3")
def test_who_serves_one_detention_serves_the_next_together_with_it(cast: Cast) -> None:
    one, other = both(cast, 5, 8)
    first = DetentionExecution.objects.get()
    assert waits(other) == ["与另案合并执行拘留"]  # told by the other case, where he was taken in
    cast.wait(days=2)
    taken_in(cast, other)

    row = DetentionExecution.objects.get(joined=first)
    assert row.merged_days == 13
    assert row.until_on == first.until_on + timedelta(days=8)
    assert row.receipt is not None
    assert "十三日" in row.family_notice.data
    assert case_of(one).decisions.get().number in row.receipt.data
    assert waits(other) == ["登记履行情况"]
    assert deposit_standing(case_of(one)).until_on == first.until_on
    assert_shut(ask(cast, one), 409)


def execution(cast: Cast, matter: Matter, **values: Any) -> Attempt:
    known = {
        "taken_in_on": cast.today,
        "house": "禄安市拘留所",
        "receipt_number": "拘执2",
        "family_told": "配偶示例",
        "family_told_on": cast.today,
    }
    return attempt(cast, "handler", "cases.execute_detention", matter, **(known | values))


@pytest.mark.parametrize("door", DOORS)
def test_together_they_last_twenty_days_at_most_and_a_leave_moves_the_end(
    cast: Cast, door: str
) -> None:
    other, third = detained(cast, 15), detained(cast, 10)
    one = taken_in(cast, detained(cast, 8))
    assert DOORS[door](execution(cast, other)) == 200
    taken_in(cast, third)

    first, second, last = DetentionExecution.objects.order_by("id")
    assert (second.joined, last.joined) == (first, second)
    assert (second.merged_days, last.merged_days) == (20, 20)
    assert first.taken_in_on is not None
    assert last.until_on == second.until_on == first.taken_in_on + timedelta(days=20)
    assert_shut(ask(cast, one), 409)
    cast.do("handler", "cases.ask_leave", third, **wished(cast, deposit_fen=400_000))
    police.take_deposit(cast, third)
    cast.do("agency_head", "cases.grant_leave", third, reason="不致发生社会危险。")
    back(cast, third)
    assert deposit_standing(case_of(third)).until_on == last.until_on + timedelta(days=2)


def test_who_is_on_leave_from_one_detention_comes_back_before_the_next(cast: Cast) -> None:
    other, one = detained(cast, 8), outside(cast)
    assert_shut(execution(cast, other), 422)
    back(cast, one)
    taken_in(cast, other)

    first, second = DetentionExecution.objects.order_by("id")
    assert second.joined == first
    assert first.until_on is not None
    assert second.until_on == first.until_on + timedelta(days=8 + 2)


def test_one_after_the_end_of_the_other_is_served_alone(cast: Cast) -> None:
    _, other = both(cast, 5, 8)
    cast.wait(days=6)
    taken_in(cast, other)

    assert not DetentionExecution.objects.filter(joined__isnull=False).exists()


def test_another_person_joins_nobody(cast: Cast) -> None:
    _, _ = both(cast, 5, 8)
    other = detained(cast, 5, police.ADULT | {"id_number": "110105198801010030"})
    taken_in(cast, other)

    assert not DetentionExecution.objects.filter(joined__isnull=False).exists()


def test_nobody_is_taken_in_before_another_detention_that_runs_by_then(cast: Cast) -> None:
    one, other = detained(cast, 5), detained(cast, 8)
    cast.wait(days=2)
    taken_in(cast, one)

    early = cast.today - timedelta(days=1)
    assert_shut(execution(cast, other, taken_in_on=early), 422)


@pytest.mark.tampers
def test_the_database_joins_only_what_the_same_person_serves(cast: Cast) -> None:
    _, other = both(cast, 5, 8)
    taken_in(cast, other)
    row = DetentionExecution.objects.get(joined__isnull=False)
    third = detained(cast, 5)
    stranger = detained(cast, 5, police.ADULT | {"id_number": "110105198801010030"})
    paper = {"family_notice_id": case_of(third).decisions.get().document_id, "receipt_id": None}
    mine = paper | {"order_id": case_of(third).decisions.get().detention.pk, "joined_id": row.pk}
    his = mine | {"order_id": case_of(stranger).decisions.get().detention.pk}
    alone = {"joined_id": None, "merged_days": None}

    for changes in ({"merged_days": 21}, {"merged_days": None}, alone):
        assert "detention" in refused(copied(row, **mine | changes))
    assert "guarded table" in refused(copied(row, **his))
    assert takes(copied(row, **mine))
    assert takes(copied(row, **his | alone))
