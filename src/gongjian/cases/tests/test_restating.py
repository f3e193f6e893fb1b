"""The end of the act is another day than it was filed with: what follows, and where it is shut."""

from datetime import date, timedelta
from typing import Any

import pytest

from gongjian.cases import testing as story
from gongjian.cases import testing_public_order as police
from gongjian.cases.models import Case, Draft
from gongjian.cases.public_order.queries import latest_offender
from gongjian.cases.queries import case_of
from gongjian.cases.testing import Cast
from gongjian.cases.testing_weighing import fine, found
from gongjian.common import acts
from gongjian.common.errors import InvalidInput, RuleBroken
from gongjian.ledger.models import Entry
from gongjian.matters.models import Matter

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("I8")]
LAST, FIRST = date(2026, 8, 14), date(2026, 8, 15)
FOUND = {"times": "first", "corrected": "at_once", "scale": "small", "harm": "none"}
REASON = "补查台账，最后一批废物八月十五日以后才清走。"


@pytest.fixture
def cast(home: object) -> Cast:
    made = story.make_cast()
    made.wait(days=(date(2026, 8, 24) - made.today).days)
    return made


def filed(cast: Cast, ended: date) -> Matter:
    values: dict[str, Any] = {"cause": "", "cause_code": "waste-sign", "act_ended_on": ended}
    return story.file_case(cast, story.open_case(cast, **values))


def drafted(cast: Cast, matter: Matter, yuan: int, **values: Any) -> Draft:
    circumstances = found(**FOUND)
    said = {"items": fine(yuan), "circumstances": circumstances, "discretion": ""}
    made: Draft = story.propose(cast, matter, **(said | values))
    return made


def restate(cast: Cast, matter: Matter, ended: date | None, **values: Any) -> None:
    said = {"reason": REASON, "act_ended_on": ended, "act_goes_on": ended is None} | values
    cast.do("handler", "cases.restate_act_end", Matter.objects.get(pk=matter.pk), None, **said)


def refused(cast: Cast, matter: Matter, ended: date | None, **values: Any) -> str:
    before = Entry.objects.count()
    with pytest.raises(InvalidInput) as caught:
        restate(cast, matter, ended, **values)
    assert Entry.objects.count() == before
    return caught.value.fields["act_ended_on"]


def unmet(cast: Cast, matter: Matter) -> str:
    end = acts.service("cases.end_investigation")
    return "".join(end.unmet(cast.actor("handler"), Matter.objects.get(pk=matter.pk), cast.clock))


def test_the_law_of_the_new_day_weighs_and_the_draft_is_made_anew(cast: Cast) -> None:
    matter = filed(cast, LAST)
    story.inspect(cast, matter)
    old = drafted(cast, matter, 100_000)
    assert unmet(cast, matter) == ""

    restate(cast, matter, FIRST)

    assert "重新拟定" in unmet(cast, matter)
    with pytest.raises(InvalidInput, match="不再施行"):
        drafted(cast, matter, 50_000, violated=old.violated, basis=old.basis)
    new = drafted(cast, matter, 50_000)
    assert unmet(cast, matter) == ""
    assert (old.law_on, new.law_on) == (LAST, FIRST)
    assert new.legal_low_fen == 5_000_000


def test_another_day_under_the_same_law_asks_for_a_new_draft_too(cast: Cast) -> None:
    """A notice and a decision name the law by its day: the database holds them to it."""
    matter = filed(cast, LAST)
    story.inspect(cast, matter)
    drafted(cast, matter, 100_000)

    restate(cast, matter, date(2026, 8, 1))

    assert "更正了违法行为终了之日" in unmet(cast, matter)


def test_the_limitation_is_reckoned_anew(cast: Cast) -> None:
    matter = filed(cast, LAST)

    restate(cast, matter, FIRST)
    ended = case_of(Matter.objects.get(pk=matter.pk)).limitation_until
    restate(cast, matter, None)

    assert ended == date(2028, 8, 15)
    assert case_of(Matter.objects.get(pk=matter.pk)).limitation_until is None


def test_a_day_by_which_it_was_filed_too_late_is_refused(cast: Cast) -> None:
    matter = filed(cast, LAST)
    filed_on = cast.today

    assert "超过" in refused(cast, matter, filed_on.replace(year=2024, day=23))
    restate(cast, matter, filed_on.replace(year=2024))


def test_a_choice_of_law_falls_where_there_is_but_one(cast: Cast) -> None:
    matter = filed(cast, LAST)
    said = {"cause_code": "waste-sign", "reason": "新法较轻。", "newer_law": True}
    cast.do("handler", "cases.name_cause", matter, None, **said)
    chosen = Case.objects.get()

    restate(cast, matter, date(2026, 8, 10))
    kept = Case.objects.get()
    restate(cast, matter, FIRST)
    fallen = Case.objects.get()

    assert (chosen.newer_law, kept.newer_law, fallen.newer_law) == (True, True, False)
    assert (kept.newer_law_reason, fallen.newer_law_reason) == ("新法较轻。", "")


def test_who_was_told_is_told_anew(cast: Cast) -> None:
    matter = filed(cast, LAST)
    story.inspect(cast, matter)
    drafted(cast, matter, 100_000)
    cast.do("handler", "cases.end_investigation", matter, summary="事实清楚，证据充分。")
    story.inform(cast, matter)

    with pytest.raises(RuleBroken, match="更正违法行为终了之日"):
        restate(cast, matter, FIRST)
    reason = "终了之日有误，需要更正。"
    cast.do("handler", "cases.supplement_investigation", matter, reason=reason)
    restate(cast, matter, FIRST)
    drafted(cast, matter, 50_000)
    cast.do("handler", "cases.end_investigation", matter, summary="事实清楚，证据充分。")

    with pytest.raises(RuleBroken, match="告知"):
        cast.do("unit_head", "cases.go_to_decision", matter, opinion="同意。")
    story.let_time_run(cast, story.inform(cast, matter))
    story.decide(cast, matter)
    decision = Case.objects.get().decisions.get()
    assert decision.draft.law_on == FIRST


# --- 治安 ----------------------------------------------------------------------------------------


def test_the_age_of_the_person_follows_the_day(home: object) -> None:
    cast = police.police_cast()
    day = cast.today
    unnamed = {"party_kind": "natural", "party_name": "小示例"}
    matter = police.file_case(cast, police.opened(cast, unnamed))
    # Eighteen from the day after the birthday on.
    born = day.replace(year=day.year - 18) - timedelta(days=1)
    police.establish(cast, matter, born_on=born)
    before = latest_offender(case_of(matter))

    restate(cast, matter, day.replace(day=1))

    after = latest_offender(case_of(Matter.objects.get(pk=matter.pk)))
    assert before is not None
    assert after is not None
    assert (before.age, before.minor) == (18, False)
    assert (after.age, after.minor, after.born_on) == (17, True, before.born_on)


def test_no_cause_stands_by_a_law_that_the_catalogue_does_not_hold(home: object) -> None:
    cast = police.police_cast()
    known: dict[str, Any] = {"cause": "", "cause_code": "unit-disorder"}
    matter = police.file_case(cast, story.open_case(cast, police.ADULT, **known))

    assert "目录中没有2025年12月31日" in refused(cast, matter, date(2025, 12, 31))
