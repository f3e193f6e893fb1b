"""No detention in the shape of one summons after another (不得以连续传唤的形式变相拘禁)."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from gongjian.cases import testing as story
from gongjian.cases import testing_public_order as police
from gongjian.cases.models import Evidence
from gongjian.cases.public_order.models import Questioning
from gongjian.cases.testing import PERSON, Cast
from gongjian.common.errors import InvalidInput
from gongjian.documents.models import Document
from gongjian.matters.models import Matter

from .doors import Attempt, as_json, assert_shut, told_by
from .test_doors import copied
from .test_doors_beside import refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]
REASON = "在逃同案人到案，须当面核对。"


@pytest.fixture
def cast() -> Iterator[Cast]:
    made = story.make_cast("lufeng", "public-security", accounts=True)
    with told_by(made):
        yield made


def questioned(cast: Cast) -> Matter:
    """Return a case whose person left an hour ago after the first questioning."""
    matter = story.open_case(cast, PERSON, public_order=True)
    police.establish(cast, police.file_case(cast, matter))
    police.question(cast, matter)
    return matter


def again(cast: Cast, hours: float, **values: Any) -> dict[str, Any]:
    """Return a questioning of the same person, brought in so long after the last one ended."""
    ended = Questioning.objects.latest("id").ended_at
    cast.wait(hours=hours + 4)
    return {
        **police.asked(cast),
        "arrived_at": ended + timedelta(hours=hours),
        "began_at": ended + timedelta(hours=hours, minutes=10),
        "ended_at": ended + timedelta(hours=hours + 1),
    } | values


def test_no_door_brings_the_same_person_in_again_at_once_without_a_reason(cast: Cast) -> None:
    matter = questioned(cast)
    said = as_json(again(cast, 1))

    assert_shut(Attempt(cast.people["handler"], "cases.record_questioning", said, matter), 422)


def test_the_reason_stays_with_the_record(cast: Cast) -> None:
    matter = questioned(cast)

    cast.do("handler", "cases.record_questioning", matter, **again(cast, 1, again_reason=REASON))

    last = Questioning.objects.latest("id")
    assert last.again_reason == REASON
    assert last.apart_from is not None
    assert last.apart_from > last.arrived_at


@pytest.mark.parametrize(
    ("hours", "values"),
    [(12, {}), (1, {"came_by": "voluntary"}), (1, {"person": "同案例"})],
    ids=["apart", "came by himself", "somebody else"],
)
def test_who_is_free_in_between_needs_no_reason(
    cast: Cast, hours: float, values: dict[str, Any]
) -> None:
    matter = questioned(cast)

    cast.do("handler", "cases.record_questioning", matter, **again(cast, hours, **values))

    assert Questioning.objects.count() == 2


def test_just_short_of_it_is_short(cast: Cast) -> None:
    matter = questioned(cast)

    with pytest.raises(InvalidInput, match="变相拘禁"):
        cast.do("handler", "cases.record_questioning", matter, **again(cast, 11.9))


@pytest.mark.tampers
def test_the_database_keeps_no_second_summons_without_its_reason(cast: Cast) -> None:
    matter = questioned(cast)
    cast.do("handler", "cases.record_questioning", matter, **again(cast, 1, again_reason=REASON))
    last = Questioning.objects.latest("id")
    story.inspect(cast, matter)
    used = Questioning.objects.values_list("document_id", flat=True)
    paper = Document.objects.filter(matter=matter).exclude(pk__in=used).latest("id")
    own = {"document_id": paper.pk, "evidence_id": Evidence.objects.latest("id").pk}

    told = refused(copied(last, **own, again_reason=""))

    assert "questioning_again_so_soon_has_a_reason" in told
    assert refused(copied(last, **own)) == ""
