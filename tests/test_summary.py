"""Cases settled on the spot, to their end and to the public."""

from datetime import timedelta

import pytest

from gongjian.cases import testing as story
from gongjian.cases.testing import Cast
from gongjian.common.errors import RuleBroken
from gongjian.payments.testing import perform
from gongjian.publicity import testing as publishing

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]


@pytest.fixture
def cast() -> Cast:
    return story.make_scene_cast(drawn=True)


@pytest.fixture
def force() -> Cast:
    made = story.make_scene_cast("lufeng", "public-security", drawn=True)
    story.police(made, "handler")
    return made


def test_a_public_order_penalty_is_reported_within_a_day_and_never_public(force: Cast) -> None:
    matter = story.penalize(force, public_order=True)

    limit = matter.deadlines.get(code="summary.file")
    assert limit.due_on == force.today + timedelta(days=1)
    with pytest.raises(RuleBroken, match="第一百三十六条"):
        publishing.draft(force, matter)
    force.do("publication_checker", "publicity.withhold", matter)
    assert "public_done" in matter.marking


def test_a_summary_case_is_reported_paid_published_and_closed(cast: Cast) -> None:
    matter = story.penalize(cast)
    cast.do("handler", "cases.report_on_spot", matter, copy_kept=True)
    perform(cast, matter)
    publishing.publish(cast, matter)

    cast.do("agency_head", "cases.close_case", matter, opinion="同意结案。")

    assert matter.marking == ["closed"]


def test_the_public_text_says_that_review_comes_first(cast: Cast) -> None:
    matter = story.penalize(cast)

    item = publishing.publish(cast, matter)

    assert item.data["remedies"]["review_first"] == "yes"
    assert item.data["remedies"]["court_term"] == "15日"
    assert item.party_name == "张某"
