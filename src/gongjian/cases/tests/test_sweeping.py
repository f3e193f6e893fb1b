"""Deadlines that come near, run out, or whose year is announced while nobody acts."""

import io
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.management import call_command

from gongjian.cases import testing as story
from gongjian.cases.testing import Cast
from gongjian.common.acts import SYSTEM
from gongjian.common.clock import fixed
from gongjian.common.data import data_folder
from gongjian.jurisdiction import profiles
from gongjian.jurisdiction.calendar import WorkingCalendar
from gongjian.jurisdiction.holidays import HolidayYear, read_holiday_year
from gongjian.ledger.models import Entry
from gongjian.matters import sweeping
from gongjian.matters.models import DeadlineAlert, DeadlineSweep, Matter
from gongjian.matters.sweeping import (
    Swept,
    recompute_all,
    recompute_deadlines,
    sweep,
    with_provisional_deadlines,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(home: object) -> Cast:
    return story.make_cast()


def filed(cast: Cast) -> Matter:
    return story.file_case(cast, story.open_case(cast))


def alerts() -> list[tuple[str, date]]:
    return list(DeadlineAlert.objects.order_by("id").values_list("level", "raised_on"))


def test_a_deadline_is_announced_once_when_near_and_once_when_late(cast: Cast) -> None:
    due_on = filed(cast).due_on
    assert due_on == date(2026, 5, 31)

    said = [sweep(due_on + timedelta(days)) for days in (-4, -3, -3, 0, 1, 2)]

    none = Swept(0, 0)
    assert said == [none, Swept(1, 0), none, none, Swept(0, 1), none]
    assert alerts() == [("near", date(2026, 5, 28)), ("late", date(2026, 6, 1))]
    assert DeadlineSweep.objects.get().swept_through == due_on + timedelta(2)


def test_a_worker_that_slept_announces_what_it_missed(cast: Cast) -> None:
    filed(cast)
    sweep(date(2026, 3, 2))

    assert sweep(date(2026, 7, 1)) == Swept(0, 1)


def test_a_right_of_the_party_makes_nobody_late(cast: Cast) -> None:
    matter = story.inform(cast, story.investigate(cast, filed(cast)))
    party = matter.deadlines.get(code="statement-limit")

    sweep(party.due_on + timedelta(1))

    assert not party.alerts.exists()


def test_what_is_done_in_time_is_not_announced(cast: Cast) -> None:
    story.decided_case(cast)

    sweep(date(2026, 7, 1))

    raised = DeadlineAlert.objects.filter(deadline__state="open").values_list("deadline__code")
    assert "decision-limit" not in {code for (code,) in raised}


# --- a new holiday year --------------------------------------------------------------------------


def announced(year: HolidayYear) -> HolidayYear:
    """Return 2027 as a notice might arrange it: New Year until 4 January."""
    off = dict(year.off) | {date(2027, 1, day): "元旦" for day in (1, 2, 3, 4)}
    return HolidayYear(year.year, True, "国务院办公厅关于2027年的通知（试验）", off, year.work)


@pytest.fixture
def notice(monkeypatch: pytest.MonkeyPatch) -> WorkingCalendar:
    """Let the notice of 2027 be published, when the test asks for it."""
    folder = data_folder("profiles") / "holidays"
    years = [read_holiday_year(path) for path in sorted(folder.glob("[0-9]*.toml"))]
    return WorkingCalendar([*years[:-1], announced(years[-1])])


def publish(notice: WorkingCalendar, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (profiles, sweeping):
        monkeypatch.setattr(module, "national_calendar", lambda: notice)


@pytest.fixture
def waiting(cast: Cast) -> Matter:
    """A notice delivered on 2026-12-28: five working days reach into the unannounced year."""
    cast.now = datetime(2026, 12, 28, 2, 0, tzinfo=UTC)
    matter = story.inform(cast, story.investigate(cast, filed(cast)))
    running = matter.deadlines.get(code="statement-limit")
    assert (running.due_on, running.provisional) == (date(2027, 1, 5), True)
    return matter


def test_a_provisional_deadline_stays_while_its_year_is_unannounced(
    cast: Cast, waiting: Matter
) -> None:
    assert recompute_all(cast.clock) == []
    assert waiting.deadlines.get(code="statement-limit", state="open").provisional


def test_a_new_year_moves_provisional_deadlines_each_by_an_entry(
    cast: Cast, waiting: Matter, notice: WorkingCalendar, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(notice, monkeypatch)
    before = Entry.objects.count()

    assert recompute_all(cast.clock) == [waiting.uid]
    assert recompute_all(cast.clock) == []

    old, new = waiting.deadlines.filter(code="statement-limit").order_by("id")
    assert (old.state, old.due_on) == ("replaced", date(2027, 1, 5))
    assert (new.state, new.due_on, new.provisional) == ("open", date(2027, 1, 6), False)
    assert "元旦放假1月1日至1月4日不计入" in new.explanation
    assert Entry.objects.count() == before + 1
    assert not with_provisional_deadlines().exists()
    (why,) = recompute_deadlines.unmet(SYSTEM, waiting, cast.clock)
    assert why == "本案没有可以重新计算的暂定期限"


def test_the_inbox_tells_the_day_that_a_new_year_moved(
    cast: Cast, notice: WorkingCalendar, monkeypatch: pytest.MonkeyPatch
) -> None:
    cast.now = datetime(2026, 12, 20, 2, 0, tzinfo=UTC)
    matter = story.decided_case(cast)
    assert matter.due_on == date(2027, 1, 6)
    publish(notice, monkeypatch)

    recompute_all(cast.clock)

    matter.refresh_from_db()
    assert matter.due_on == matter.todos.get(role="publisher").due_on == date(2027, 1, 7)


def test_the_preview_changes_nothing(
    cast: Cast, waiting: Matter, notice: WorkingCalendar, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(notice, monkeypatch)
    out, before = io.StringIO(), Entry.objects.count()

    call_command("recompute", "--preview", stdout=out)

    assert "2027-01-05 → 2027-01-06" in out.getvalue()
    assert Entry.objects.count() == before


def test_the_worker_reckons_once_for_each_announcement(
    cast: Cast, waiting: Matter, notice: WorkingCalendar, monkeypatch: pytest.MonkeyPatch
) -> None:
    sweep(fixed(cast.now).today())
    assert sweeping.announced_anew()  # what was announced before the first sweep
    assert not sweeping.announced_anew()

    publish(notice, monkeypatch)

    assert sweeping.announced_anew()
    assert not sweeping.announced_anew()
    assert DeadlineSweep.objects.get().announced_year == 2027
