"""What came in by week and month and where it stands: of what a person may see, bounded."""

from datetime import timedelta

import pytest

from gongjian.cases.testing import Cast, file_case, open_case
from gongjian.workbench.overview import Overview, overview
from gongjian.workbench.testing import signed_in, staffed_cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]


def seen(cast: Cast, office: str = "handler") -> Overview:
    return overview(cast.actor(office), cast.today)


def numbers(told: Overview) -> list[int]:
    return [bar.number for bar in told.chart.bars]


def test_weeks_and_months_count_what_this_person_may_see() -> None:
    cast = staffed_cast()
    open_case(cast)
    cast.wait(days=7)
    open_case(cast)
    open_case(cast)

    told = seen(cast)

    assert (told.this_week, told.last_week) == ("2", "1")
    assert sum(numbers(told)) == 3
    assert len(numbers(told)) == 12
    assert told.chart.bars[-1].month == cast.today.replace(day=1)
    assert sum(numbers(seen(cast, "finance"))) == 0


def test_what_is_older_than_a_year_is_not_drawn_and_a_cut_month_neither(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    cast = staffed_cast()
    open_case(cast)
    cast.wait(days=40)
    open_case(cast)
    open_case(cast)
    assert sum(numbers(seen(cast))) == 3

    monkeypatch.setattr("gongjian.workbench.overview.CHARTED", 2)
    cut = seen(cast)
    assert cut.capped
    assert numbers(cut)[-1] == 2
    assert sum(numbers(cut)) == 2
    assert sum(numbers(overview(cast.actor("handler"), cast.today + timedelta(days=400)))) == 0


def test_running_matters_are_told_by_where_they_stand() -> None:
    cast = staffed_cast()
    file_case(cast, open_case(cast))
    open_case(cast)

    told = seen(cast)

    assert told.running == 2
    assert sorted(number for _, number in told.stages) == [1, 1]
    assert "调查取证" in dict(told.stages)


def test_the_inbox_shows_week_chart_stages_and_how_far_along_a_case_is() -> None:
    cast = staffed_cast()
    file_case(cast, open_case(cast))

    page = signed_in(cast, "handler").get("/staff/").content.decode()

    assert "本周新收" in page
    assert "各月新收案件" in page
    assert '<progress class="stage" max="12" value="2"' in page
    assert page.count(">制作其他文书<") == 0
