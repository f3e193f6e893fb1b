"""The first fine is lessened: what a penalty by the day is counted on then, at every door."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from gongjian.cases import testing as story
from gongjian.cases.daily import daily_of, standing_fine, words
from gongjian.cases.models import DailyPenalty, Decision, Draft
from gongjian.cases.queries import case_of
from gongjian.cases.testing import Cast
from gongjian.cases.testing_correcting import refused_copy
from gongjian.cases.testing_daily import BASE, decided_again, open_daily, propose, refused_case
from gongjian.cases.testing_weighing import fine
from gongjian.common.errors import RuleBroken
from gongjian.matters.models import Matter
from gongjian.payments.testing import decided_with
from gongjian.remedies.testing import changed_to

from .doors import Attempt, as_json, assert_shut, told_by
from .test_remedies import end, lodge

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]
DAYS = 10
LESS = 1_500_000


@pytest.fixture
def cast() -> Iterator[Cast]:
    made = story.make_cast(accounts=True)
    with told_by(made):
        yield made


def fresh(matter: Matter) -> Matter:
    return Matter.objects.get(pk=matter.pk)


def counted(matter: Matter) -> DailyPenalty:
    row = daily_of(case_of(fresh(matter)))
    assert row is not None
    return row


def changed(cast: Cast, old: Matter, to_fen: int = LESS, kind: str = "review") -> None:
    """Let a review or a court lessen the first fine."""
    row = lodge(cast, fresh(old), kind)
    end(cast, fresh(old), row, "changed", items=changed_to(old, to_fen))


@pytest.mark.parametrize("kind", ["review", "litigation"])
def test_days_are_counted_on_the_fine_as_it_stands(cast: Cast, kind: str) -> None:
    old = refused_case(cast, DAYS)
    changed(cast, old, kind=kind)

    row = counted(open_daily(cast, old))

    assert (row.days, row.daily_fen, row.total_fen) == (DAYS, LESS, LESS * DAYS)
    assert "经变更后的罚款数额15,000.00元" in words(row)


def test_a_remedy_that_runs_stops_nothing(cast: Cast) -> None:
    """Source: 行政处罚法 第七十三条第一款: 处罚不停止执行."""
    old = refused_case(cast, DAYS)
    lodge(cast, fresh(old))

    assert counted(open_daily(cast, old)).daily_fen == BASE


def test_a_fine_lessened_to_nothing_is_no_base(cast: Cast) -> None:
    old = refused_case(cast, DAYS)
    changed(cast, old, 0)

    with pytest.raises(RuleBroken, match="变更以后没有罚款"):
        open_daily(cast, fresh(old))


def test_a_fine_lessened_later_is_counted_anew_by_the_next_draft(cast: Cast) -> None:
    old = refused_case(cast, DAYS)
    new = open_daily(cast, old)
    story.file_case(cast, new)
    story.inspect(cast, new)
    propose(cast, new)
    changed(cast, old)

    propose(cast, fresh(new), items=fine(LESS * DAYS // 100))

    row, draft = counted(new), Draft.objects.filter(case__matter=new).latest("version")
    assert (row.daily_fen, row.total_fen, draft.fine_fen) == (LESS, LESS * DAYS, LESS * DAYS)
    assert words(row) in draft.discretion


def test_a_fine_lessened_beside_a_gain_is_known(cast: Cast) -> None:
    """What a change leaves of each item is on record: nothing has to be guessed."""
    gain = {"kind": "confiscate_gain", "amount_fen": 300_000}
    matter = decided_with(cast, *fine(BASE // 100), gain)
    row = lodge(cast, fresh(matter))

    end(cast, fresh(matter), row, "changed", items=changed_to(matter, fine={"amount_fen": LESS}))

    assert standing_fine(Decision.objects.get(case__matter=matter)) == LESS


def issuing(cast: Cast, new: Matter) -> Attempt:
    draft = Draft.objects.filter(case__matter=new).latest("version")
    said: dict[str, Any] = {"draft_hash": draft.draft_hash, "opinion": "同意。"}
    return Attempt(cast.people["agency_head"], "cases.issue_decision", as_json(said), fresh(new))


def ready_to_sign(cast: Cast) -> tuple[Matter, Matter]:
    """Return both cases, the new one before its head, the first fine lessened since."""
    old = refused_case(cast, DAYS)
    new = open_daily(cast, old)
    decided_again(cast, new, until="informed")
    story.before_the_head(cast, new)
    changed(cast, old)
    return old, new


def test_no_door_signs_what_was_counted_on_the_fine_before(cast: Cast) -> None:
    _, new = ready_to_sign(cast)

    assert_shut(issuing(cast, new), 409)


def test_the_database_counts_on_no_other_fine_and_nothing_anew_once_decided(cast: Cast) -> None:
    old = refused_case(cast, DAYS)
    new = open_daily(cast, old)
    row = counted(new)
    rows = DailyPenalty.objects.filter(pk=row.pk)
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.update(daily_fen=LESS, total_fen=LESS * DAYS)

    decided_again(cast, new)
    decision = Decision.objects.get(case__matter=new)
    changed(cast, old)

    with pytest.raises(DatabaseError), transaction.atomic():
        rows.update(daily_fen=LESS, total_fen=LESS * DAYS)
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.update(days=1, total_fen=BASE)
    assert "guarded table cases_decision" in refused_copy(decision, void=True)
