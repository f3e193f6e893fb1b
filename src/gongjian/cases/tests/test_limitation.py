"""追责时效: how long an act can still be filed, and that nothing is filed after it."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from gongjian.cases import testing as story
from gongjian.cases.models import Case
from gongjian.cases.testing import Cast
from gongjian.common import acts
from gongjian.common.clock import fixed
from gongjian.common.errors import InvalidInput, RuleBroken
from gongjian.matters.models import Matter

pytestmark = pytest.mark.django_db
LATER = date(2025, 6, 1)
HARM: dict[str, Any] = {
    "serious_harm": True,
    "serious_ground": "致三人住院，涉及公民生命健康安全。",
}


@pytest.fixture
def cast(home: object) -> Cast:
    return story.make_cast()


def opened(cast: Cast, ended_on: date | None, **values: Any) -> Case:
    matter = story.open_case(cast, act_ended_on=ended_on, **values)
    return Case.objects.get(matter=matter)


@pytest.mark.parametrize(
    ("ended", "values", "until"),
    [
        (date(2025, 1, 31), {}, date(2027, 1, 31)),
        (date(2024, 2, 29), {}, date(2026, 2, 28)),
        (date(2022, 5, 1), HARM, date(2027, 5, 1)),
        (date(2025, 8, 31), {"public_order": True}, date(2026, 2, 28)),
        (date(2026, 1, 31), {"public_order": True}, date(2026, 7, 31)),
        (date(2026, 1, 31), {"public_order": True, **HARM}, date(2026, 7, 31)),
    ],
)
def test_the_last_day_of_filing(
    cast: Cast, ended: date, values: dict[str, Any], until: date
) -> None:
    if "public_order" in values:
        cast = story.make_cast(domain="public-security")
    assert opened(cast, ended, **values).limitation_until == until


def test_an_act_that_goes_on_can_always_be_filed(cast: Cast) -> None:
    case = opened(cast, None, act_goes_on=True)

    story.file_case(cast, case.matter)

    assert Case.objects.get().filed_on == cast.today


@pytest.mark.parametrize(
    ("ended", "values", "field"),
    [
        (None, {}, "act_ended_on"),
        (date(2026, 2, 1), {"act_goes_on": True}, "act_ended_on"),
        (date(2026, 2, 1), {"serious_harm": True}, "serious_ground"),
        (date(2021, 7, 14), HARM, "serious_harm"),
    ],
)
def test_the_end_of_the_act_must_be_stated_and_five_years_grounded(
    cast: Cast, ended: date | None, values: dict[str, Any], field: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        opened(cast, ended, **values)

    assert list(refused.value.fields) == [field]
    assert not Matter.objects.exists()


def propose(cast: Cast, matter: Matter) -> None:
    cast.do("handler", "cases.propose_filing", matter, facts="x", basis="x", opinion="立案。")


def test_filing_is_possible_on_the_last_day_and_not_on_the_next(cast: Cast) -> None:
    matter = story.open_case(cast, act_ended_on=cast.today - timedelta(days=729))
    propose(cast, matter)
    cast.wait(days=2)

    with pytest.raises(RuleBroken, match="已超过追责时效"):
        cast.do("agency_head", "cases.approve_filing", matter, opinion="同意。")
    cast.do("agency_head", "cases.refuse_filing", matter, reason="已过追责时效。")

    assert matter.filed_on is None


def test_the_last_day_ends_at_midnight_in_china_not_in_greenwich(cast: Cast) -> None:
    """2026-03-02 is the last day; 16:30 UTC of that day is half past midnight on the third."""
    matter = story.open_case(cast, act_ended_on=date(2024, 3, 2))
    propose(cast, matter)
    cast.now = datetime(2026, 3, 2, 16, 30, tzinfo=UTC)
    assert fixed(cast.now).today() == date(2026, 3, 3)

    with pytest.raises(RuleBroken, match="已超过追责时效"):
        cast.do("agency_head", "cases.approve_filing", matter, opinion="同意。")


def test_a_wrong_day_is_restated_with_a_reason_until_the_investigation_ends(cast: Cast) -> None:
    matter = story.open_case(cast, act_ended_on=date(2023, 1, 1))
    propose(cast, matter)
    stated: dict[str, Any] = {
        "reason": "工商登记显示 2025 年 5 月才停产。",
        "act_ended_on": date(2025, 5, 6),
    }

    cast.do("handler", "cases.restate_act_end", matter, **stated)
    cast.do("agency_head", "cases.approve_filing", matter, opinion="同意。")
    filed = Case.objects.get().limitation_until
    cast.do("handler", "cases.restate_act_end", matter, **(stated | {"act_ended_on": LATER}))
    story.investigate(cast, matter)

    assert filed == date(2027, 5, 6)
    assert Case.objects.get().limitation_until == date(2027, 6, 1)
    with pytest.raises(RuleBroken, match="更正违法行为终了之日"):
        cast.do("handler", "cases.restate_act_end", matter, **stated)


def test_who_restates_the_day_is_shown_what_was_stated(cast: Cast) -> None:
    matter = story.open_case(cast, act_ended_on=date(2022, 5, 1), **HARM)
    restate = acts.service("cases.restate_act_end")
    assert restate.prefill is not None

    shown = restate.prefill(cast.actor("handler"), matter)

    stated = {"act_ended_on": date(2022, 5, 1), "act_goes_on": False, **HARM}
    assert shown == stated
