"""Penalties by the day: the case that a refused re-check opens, at every door."""

import tomllib
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from gongjian.cases import testing as story
from gongjian.cases.choices import OverturnGround
from gongjian.cases.daily import daily_of, days_counted, words
from gongjian.cases.models import Case, DailyPenalty, Decision, Draft, Overturn
from gongjian.cases.queries import case_of, decision_of, latest_draft
from gongjian.cases.testing import Cast, make_cast
from gongjian.cases.testing_correcting import order, recheck, refused_copy
from gongjian.cases.testing_daily import BASE, decided_again, open_daily, refused_case
from gongjian.cases.testing_weighing import CAUSE, fine, found
from gongjian.common.errors import InvalidInput, RuleBroken
from gongjian.matters.models import Matter

pytestmark = pytest.mark.django_db
DAYS = 10
VECTORS = tomllib.loads(
    (Path(__file__).parents[4] / "tests/vectors/daily.toml").read_text(encoding="utf-8")
)["vector"]


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def counted(matter: Matter) -> DailyPenalty:
    row = daily_of(case_of(Matter.objects.get(pk=matter.pk)))
    assert row is not None
    return row


def overturn(old: Matter) -> None:
    decision = decision_of(Case.objects.get(matter=old))
    assert decision is not None
    row = Overturn(
        decision=decision,
        ground=OverturnGround.REVOKED,
        effective_on=decision.decided_on,
        paper="青府复决字〔2026〕1号",
        at=decision.document.made_at,
    )
    row.save(force_insert=True)


@pytest.mark.parametrize("vector", VECTORS, ids=lambda one: str(one["served"]))
def test_days_are_counted_as_by_hand(vector: dict[str, Any]) -> None:
    counted_days = days_counted(vector["served"], vector["checked"])

    assert counted_days == (vector["first"], vector["days"]), vector["why"]


def test_a_refused_recheck_opens_a_case_that_counts_both_days(cast: Cast) -> None:
    old = refused_case(cast, days=DAYS)

    new = open_daily(cast, old)

    row, first = counted(new), case_of(old).rechecks.get()
    served = first.served_on
    assert (row.first_day, row.last_day) == (served + timedelta(1), first.checked_on)
    assert (row.days, row.daily_fen, row.total_fen) == (DAYS, BASE, BASE * DAYS)
    assert row.source == "环境保护法 第五十九条第一款"
    assert (row.case.party_id, row.case.cause_code) == (first.case.party_id, first.case.cause_code)
    assert row.case.act_ended_on == first.checked_on
    names = set(row.case.evidence.values_list("name", flat=True))
    assert names == {"现场检查笔录", "责令改正复查记录"}
    assert new.marking == ["registered"]
    assert new.title.startswith("按日连续处罚：")


def test_the_reckoning_is_told_so_that_the_party_can_do_it_again(cast: Cast) -> None:
    new = open_daily(cast, refused_case(cast, days=DAYS))

    told = words(counted(new))

    for part in ("20,000.00元×10日＝200,000.00元", "第五十九条", "第十七条、第十九条"):
        assert part in told


def test_one_recheck_opens_one_case(cast: Cast) -> None:
    old = refused_case(cast, days=DAYS)
    new = open_daily(cast, old)

    with pytest.raises(RuleBroken, match="已经启动按日连续处罚"):
        open_daily(cast, old)

    assert refused_copy(counted(new))


def test_a_second_refusal_opens_a_case_of_its_own_days(cast: Cast) -> None:
    old = refused_case(cast, days=DAYS)
    open_daily(cast, old)
    order(cast, old)
    cast.wait(days=4)
    recheck(cast, old, result="obstructed", findings="拒绝开门。")

    again = counted(open_daily(cast, old))

    assert (again.days, again.total_fen) == (4, BASE * 4)


def test_nothing_is_opened_before_the_fine_and_the_refusal(cast: Cast) -> None:
    undecided = refused_case(cast, days=DAYS, decide=False)
    with pytest.raises(RuleBroken, match="还没有作出原处罚决定"):
        open_daily(cast, undecided)

    corrected = refused_case(cast, days=DAYS, result="corrected")
    with pytest.raises(RuleBroken, match="没有复查发现拒不改正"):
        open_daily(cast, corrected)


def test_only_listed_causes_are_penalized_by_the_day(cast: Cast) -> None:
    free = story.decided_case(cast)

    with pytest.raises(RuleBroken, match="不在按日连续处罚的范围"):
        open_daily(cast, free)


@pytest.mark.tampers
def test_a_fine_that_fell_is_no_base(cast: Cast) -> None:
    old = refused_case(cast, days=DAYS)
    overturn(old)

    with pytest.raises(RuleBroken, match="已经失效"):
        open_daily(cast, Matter.objects.get(pk=old.pk))


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"items": fine(200_001)}, "items"),
        ({"items": (*fine(200_000), {"kind": "warning"})}, "items"),
        ({"items": ({"kind": "warning"},)}, "items"),
        ({"circumstances": found()}, "circumstances"),
    ],
)
def test_the_draft_carries_the_sum_and_nothing_else(
    cast: Cast, said: dict[str, Any], told: str
) -> None:
    new = story.file_case(cast, open_daily(cast, refused_case(cast, days=DAYS)))

    with pytest.raises(InvalidInput) as refused:
        story.propose(cast, new, **({"items": fine(200_000)} | said))

    assert set(refused.value.fields) == {told}


def test_the_whole_procedure_follows_and_the_sum_is_decided(cast: Cast) -> None:
    new = open_daily(cast, refused_case(cast, days=DAYS))

    decided_again(cast, new)

    decision = Decision.objects.get(case__matter=new)
    assert decision.draft.fine_fen == BASE * DAYS
    assert words(counted(new)) in decision.draft.discretion
    # Above the threshold of a hearing of dazhou for organisations, though one day is below.
    assert decision.notice.hearing_right


@pytest.mark.tampers
def test_nothing_by_the_day_is_signed_once_the_first_fine_fell(cast: Cast) -> None:
    old = refused_case(cast, days=DAYS)
    new = open_daily(cast, old)
    decided_again(cast, new, until="informed")
    overturn(old)

    with pytest.raises(RuleBroken, match="原处罚决定已经失效"):
        story.decide(cast, Matter.objects.get(pk=new.pk))


def test_it_may_end_without_penalty(cast: Cast) -> None:
    new = story.file_case(cast, open_daily(cast, refused_case(cast, days=DAYS)))

    spared = {"items": (), "no_penalty_ground": "no_fault", "discretion": "停电所致。"}
    draft: Draft = story.propose(cast, new, **spared)

    assert draft.proposal == "no_penalty"


def test_a_case_by_the_day_is_no_base_of_another(cast: Cast) -> None:
    new = open_daily(cast, refused_case(cast, days=DAYS))
    decided_again(cast, new)
    order(cast, new)
    cast.wait(days=3)
    second = recheck(cast, new, result="refused", findings="仍在排放。")

    with pytest.raises(RuleBroken, match="已是按日连续处罚案件"):
        open_daily(cast, new)

    decision = Decision.objects.get(case__matter=new)
    beside = story.open_case(cast, cause="", cause_code=CAUSE)
    wrong: dict[str, Any] = {
        "case_id": Case.objects.get(matter=beside).pk,
        "recheck_id": second.pk,
        "decision_id": decision.pk,
        "served_on": second.served_on,
        "first_day": second.checked_on,
        "last_day": second.checked_on,
        "daily_fen": decision.draft.fine_fen,
        "total_fen": decision.draft.fine_fen * DAYS,
    }
    assert "guarded table cases_dailypenalty" in refused_copy(counted(new), **wrong)


def test_the_database_counts_too(cast: Cast) -> None:
    old = refused_case(cast, days=DAYS)
    row = counted(open_daily(cast, old))
    # A second refusal, so that a right row could be entered beside the first.
    order(cast, old)
    cast.wait(days=2)
    second = recheck(cast, old, result="refused", findings="仍在排放。")
    beside = story.open_case(cast, cause="", cause_code=CAUSE)
    right: dict[str, Any] = {
        "recheck_id": second.pk,
        "served_on": second.served_on,
        "first_day": second.served_on + timedelta(1),
        "last_day": second.checked_on,
        "days": 2,
        "total_fen": BASE * 2,
        "case_id": Case.objects.get(matter=beside).pk,
    }

    assert not refused_copy(row, **right)
    assert refused_copy(row, **right | {"total_fen": BASE * 3})
    assert refused_copy(row, **right | {"days": 0, "total_fen": 0})
    assert refused_copy(row, **right | {"first_day": second.served_on})
    guarded = "guarded table cases_dailypenalty"
    assert guarded in refused_copy(row, **right | {"days": 3, "total_fen": BASE * 3})
    assert guarded in refused_copy(row, **right | {"days": 1, "total_fen": BASE})
    assert guarded in refused_copy(row, **right | {"first_day": second.checked_on})
    assert guarded in refused_copy(
        row, **right | {"daily_fen": BASE + 1, "total_fen": BASE * 2 + 2}
    )
    assert guarded in refused_copy(row, **right | {"last_day": second.checked_on + timedelta(1)})


def test_the_database_takes_no_draft_of_another_sum(cast: Cast) -> None:
    new = story.file_case(cast, open_daily(cast, refused_case(cast, days=DAYS)))
    story.propose(cast, new, items=fine(200_000))
    draft = latest_draft(case_of(Matter.objects.get(pk=new.pk)))
    assert draft is not None

    assert not refused_copy(draft, version=2)
    assert "guarded table cases_draft" in refused_copy(draft, version=2, fine_fen=1)
    assert "guarded table cases_draft" in refused_copy(
        draft, version=2, kinds=(draft.kinds or 0) + 1
    )
