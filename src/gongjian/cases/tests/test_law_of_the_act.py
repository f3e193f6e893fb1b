"""The law of the day of the act weighs it; the newer one only where a person finds it milder."""

from datetime import date
from typing import Any

import pytest

from gongjian.cases import services
from gongjian.cases import testing as story
from gongjian.cases.models import Draft
from gongjian.cases.testing import Cast
from gongjian.cases.testing_weighing import fine
from gongjian.common import acts
from gongjian.common.errors import InvalidInput
from gongjian.matters.models import Matter

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("I8")]
# 危险废物识别标志: 10 to 100 万元 until the ecological code of 2026-08-15, then 5 to 20 万元.
CAUSE = "waste-sign"
OLD, NEW = (10_000_000, 100_000_000), (5_000_000, 20_000_000)
FOUND = {"times": "first", "corrected": "at_once", "scale": "small", "harm": "none"}


@pytest.fixture
def cast(home: object) -> Cast:
    cast = story.make_cast()
    cast.wait(days=(date(2026, 8, 24) - cast.today).days)
    return cast


def filed(cast: Cast, ended: date) -> Matter:
    values: dict[str, Any] = {"cause": "", "cause_code": CAUSE, "act_ended_on": ended}
    return story.file_case(cast, story.open_case(cast, **values))


def drafted(cast: Cast, matter: Matter, yuan: int) -> tuple[int | None, int | None]:
    found = tuple(
        services.FoundCircumstance(item=code, value=value, proof="台账、复查笔录")
        for code, value in FOUND.items()
    )
    draft: Draft = story.propose(cast, matter, items=fine(yuan), circumstances=found, discretion="")
    return draft.legal_low_fen, draft.legal_high_fen


def chosen(cast: Cast, matter: Matter, **values: Any) -> None:
    said = {"cause_code": CAUSE, "reason": "旧法十万元起，新法五万元起，新法较轻。"} | values
    cast.do("handler", "cases.name_cause", matter, **said)


def unmet(cast: Cast, matter: Matter) -> tuple[str, ...]:
    """Return what keeps the investigation from ending, asked of rows read anew."""
    end = acts.service("cases.end_investigation")
    return end.unmet(cast.actor("handler"), Matter.objects.get(pk=matter.pk), cast.clock)


def test_an_act_before_the_change_is_weighed_by_the_law_of_its_day(cast: Cast) -> None:
    matter = filed(cast, date(2026, 8, 14))

    assert drafted(cast, matter, 100_000) == OLD


def test_an_act_after_the_change_is_weighed_by_the_new_law(cast: Cast) -> None:
    matter = filed(cast, date(2026, 8, 15))

    assert drafted(cast, matter, 50_000) == NEW


def test_the_articles_offered_are_those_of_the_law_that_weighs(cast: Cast) -> None:
    before, after = filed(cast, date(2026, 8, 14)), filed(cast, date(2026, 8, 15))
    offered = acts.service("cases.draft_decision").prefill
    assert offered is not None

    assert "固体废物" in offered(cast.actor("handler"), before)["basis"]
    assert "生态环境法典" in offered(cast.actor("handler"), after)["basis"]


def test_the_new_law_weighs_an_older_act_where_it_is_found_milder(cast: Cast) -> None:
    matter = filed(cast, date(2026, 8, 10))

    chosen(cast, matter, newer_law=True)

    assert drafted(cast, matter, 50_000) == NEW


def test_a_draft_of_the_other_law_does_not_end_the_investigation(cast: Cast) -> None:
    matter = filed(cast, date(2026, 8, 10))
    story.inspect(cast, matter)
    drafted(cast, matter, 100_000)
    assert unmet(cast, matter) == ()

    chosen(cast, matter, newer_law=True)

    assert "重新拟定" in "".join(unmet(cast, matter))
    drafted(cast, matter, 50_000)
    assert unmet(cast, matter) == ()


def test_there_is_no_choice_where_the_law_did_not_change(cast: Cast) -> None:
    matter = filed(cast, date(2026, 8, 16))

    with pytest.raises(InvalidInput, match="没有修改"):
        chosen(cast, matter, newer_law=True)
