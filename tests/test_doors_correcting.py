"""No door ends a case of any procedure before its order to correct was looked at again."""

from collections.abc import Callable, Iterator

import pytest

from gongjian.cases import testing as story
from gongjian.cases import testing_common as common
from gongjian.cases import testing_public_order as police
from gongjian.cases.models import CorrectionOrder
from gongjian.cases.testing import Cast
from gongjian.cases.testing_correcting import order, recheck, refused_copy
from gongjian.matters.models import Matter, Step
from gongjian.payments.testing import perform
from gongjian.publicity import testing as publishing

from .doors import DONE, Attempt, as_json, assert_shut, directly, told_by

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]
Ended = tuple[Cast, Matter, str, str]
Story = Callable[[Cast], Ended]


def on_the_spot(cast: Cast) -> Ended:
    """A stall keeper was ordered to clear the pavement; all else of the case is done."""
    matter = story.penalize(cast, correction="停止占道经营")
    cast.do("handler", "cases.report_on_spot", matter, copy_kept=True)
    perform(cast, matter)
    publishing.publish(cast, matter)
    return cast, matter, "cases.close_case", "close"


def not_punished_by_the_police(cast: Cast) -> Ended:
    matter = police.file_case(cast, police.opened(cast, police.CHILD))
    police.investigated(cast, matter, ground="under_14")
    police.not_punished(cast, matter)
    order(cast, matter)
    return cast, matter, "cases.end_unpunished", "end_unpunished"


def of_an_agency_invited(cast: Cast) -> Ended:
    other = common.make_other(cast, accounts=True)
    matter, own = common.joined(cast, other)
    common.both_ready(cast, matter, other, own)
    common.sign(other, own)
    common.together(cast, other)
    common.issue(cast, matter)
    story.deliver(cast, matter)
    common.together(cast, other)
    order(other, Matter.objects.get(pk=own.pk))
    common.together(cast, other)
    return other, own, "cases.close_common", "close_common"


STORIES: tuple[tuple[Story, tuple[str, str]], ...] = (
    (on_the_spot, ("dazhou", "market")),
    (not_punished_by_the_police, ("lufeng", "public-security")),
    (of_an_agency_invited, ("dazhou", "environment")),
)


@pytest.fixture(params=STORIES, ids=lambda one: one[0].__name__)
def ended(request: pytest.FixtureRequest) -> Iterator[Ended]:
    """Return a case at its last step, with an order to correct that nobody looked at again."""
    play, (profile, domain) = request.param
    cast = story.make_cast(profile, domain, accounts=True)
    with told_by(cast):
        yield play(cast)


def closing(ended: Ended) -> Attempt:
    cast, matter, code, _ = ended
    said = as_json({"opinion": "同意结案。"})
    return Attempt(cast.people["agency_head"], code, said, Matter.objects.get(pk=matter.pk))


def test_no_door_ends_it_before_the_recheck(ended: Ended) -> None:
    assert_shut(closing(ended), 409)


def test_the_database_does_not_end_it_either(ended: Ended) -> None:
    _, matter, _, step = ended
    last = Step.objects.filter(matter=matter).latest("seq")

    assert "guarded table matters_step" in refused_copy(last, seq=last.seq + 1, code=step)


def test_it_ends_after_the_recheck(ended: Ended) -> None:
    cast, matter, _, _ = ended

    recheck(cast, Matter.objects.get(pk=matter.pk))

    assert directly(closing(ended)) == DONE
    assert Matter.objects.get(pk=matter.pk).closed_at is not None


def test_it_ends_on_the_word_of_the_head(ended: Ended) -> None:
    cast, matter, _, _ = ended

    cast.do("agency_head", "cases.excuse_recheck", matter, reason="摊位已经撤除。")

    assert CorrectionOrder.objects.get(case__matter=matter).state == "excused"
    assert directly(closing(ended)) == DONE
