"""What is no penalty falls due to be withdrawn by itself, and with the penalty it rests on.

Source: 行政处罚法 第四十八条第二款; 行政强制法 第四十五条、第五十条.
"""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest

from gongjian.cases import testing as story
from gongjian.cases.testing import Cast
from gongjian.common.money import yuan
from gongjian.matters.models import Matter
from gongjian.payments.models import SurchargeDecision
from gongjian.publicity import testing as publishing
from gongjian.publicity.models import PublicRuling
from gongjian.publicity.rulings import open_rulings, render_ruling

from .doors import told_by
from .test_remedies_beside import end, fresh, lodge
from .test_remedies_surcharge import TEN_DAYS, against, impose
from .test_remedies_surcharge_corrected import LESS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]
CHECKER = "publication_checker"


@pytest.fixture
def cast() -> Iterator[Cast]:
    made = story.make_cast(accounts=True)
    with told_by(made):
        yield made


def surcharged(cast: Cast) -> tuple[Matter, SurchargeDecision]:
    matter = story.decided_case(cast)
    return matter, impose(cast, matter, 10)


def due(matter: Matter) -> list[str]:
    """Return the numbers of what is to be withdrawn."""
    rows = matter.deadlines.filter(code="publication.withdraw", state="open")
    return sorted(rows.values_list("of_paper", flat=True))


def withdraw(cast: Cast, matter: Matter, act: str, item: Any) -> None:
    known = {"ground": "revoked", "effective_on": cast.today, "reason": "决定已被依法撤销。"}
    cast.do(CHECKER, f"publicity.{act}", fresh(matter), item=item.uid, **known)


def test_penalty_and_surcharge_fall_due_together_and_end_each_by_itself(cast: Cast) -> None:
    matter, row = surcharged(cast)
    penalty = publishing.publish(cast, fresh(matter))
    added = publishing.publish_ruling(cast, fresh(matter), row.document)

    end(cast, fresh(matter), lodge(cast, fresh(matter)), "revoked")

    assert due(matter) == sorted([penalty.number, row.document.number])
    withdraw(cast, matter, "withdraw_ruling", added)
    assert due(matter) == [penalty.number]
    withdraw(cast, matter, "withdraw_publication", penalty)
    assert due(matter) == []
    assert not matter.todos.filter(role=CHECKER, step="撤回公示").exists()


@pytest.mark.tampers
def test_a_withdrawal_that_fell_due_without_a_name_ends_as_well(cast: Cast) -> None:
    """Limits that began before each had a run of its own carry no number."""
    matter = story.decided_case(cast)
    penalty = publishing.publish(cast, matter)
    end(cast, fresh(matter), lodge(cast, fresh(matter)), "revoked")
    running = matter.deadlines.get(code="publication.withdraw")
    running.state, running.ended_on = "replaced", cast.today
    running.save()
    old = {f.attname: getattr(running, f.attname) for f in running._meta.concrete_fields}
    type(running).objects.create(
        **{**old, "id": None, "uid": uuid4(), "of_paper": "", "state": "open", "ended_on": None}
    )
    assert due(matter) == [""]

    withdraw(cast, matter, "withdraw_publication", penalty)

    assert due(matter) == []


def test_a_surcharge_whose_penalty_fell_is_shown_no_more(cast: Cast) -> None:
    matter, _ = surcharged(cast)

    end(cast, fresh(matter), lodge(cast, fresh(matter)), "revoked")

    assert [one.verdict.withheld for one in open_rulings(fresh(matter), cast.today)] == [True]


@pytest.mark.parametrize("how", ["review", "agency"])
def test_a_lessened_surcharge_is_withdrawn_and_drawn_with_what_stands(cast: Cast, how: str) -> None:
    matter, row = surcharged(cast)
    item = publishing.publish_ruling(cast, fresh(matter), row.document)
    assert yuan(TEN_DAYS).removesuffix(".00") in item.conclusion

    if how == "review":
        end(cast, matter, against(cast, matter, row), "changed", surcharge_fen=LESS)
    else:
        known = {"surcharge": row.document.uid, "kind": "changed", "stands_fen": LESS}
        known["reason"] = "多计算一日。"
        cast.do("agency_head", "remedies.correct_surcharge", fresh(matter), **known)

    assert due(matter) == [row.document.number]
    stands = PublicRuling.objects.get(document=row.document)
    drawn = render_ruling(row.document, row.notice.decision.case)
    assert yuan(LESS).removesuffix(".00") in drawn.penalty
    withdraw(cast, matter, "withdraw_ruling", stands)
    assert due(matter) == []


def test_two_papers_that_fell_are_each_withdrawn_in_their_days(cast: Cast) -> None:
    matter, first = surcharged(cast)
    second = impose(cast, matter, 20)
    items = [
        publishing.publish_ruling(cast, fresh(matter), one.document) for one in (first, second)
    ]

    for one in (first, second):
        end(cast, fresh(matter), against(cast, matter, one), "revoked")

    assert due(matter) == sorted(one.document.number for one in (first, second))
    for item in items:
        withdraw(cast, matter, "withdraw_ruling", item)
    assert due(matter) == []
