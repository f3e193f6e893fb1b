"""A late list is urged, stands with its task, is answered, or settled by a new version."""

from typing import Any

import pytest
from django.db import DatabaseError, transaction

from gongjian.cases.testing import Cast, make_cast
from gongjian.common.errors import InvalidInput, NotAllowed, NotFound, RuleBroken
from gongjian.exante.models import Adjustment, ListUrge
from gongjian.exante.queries import owed_by
from gongjian.exante.tasks import keep_up
from gongjian.exante.testing import publish_list
from gongjian.orgs.testing import make_officer

pytestmark = pytest.mark.django_db
ASKED: dict[str, Any] = {"reason": "名册缺新到岗人员，请于三日内补齐。"}


def owing(days: int = 40) -> tuple[Cast, Adjustment]:
    """Return a house whose register of officers has been out of date for so many days."""
    cast = make_cast()
    cast.people["supervisor"] = make_officer(cast.agency, ("supervisor",))
    publish_list(cast, "officers")
    make_officer(cast.agency, name="新来的")
    keep_up(clock=cast.clock)
    cast.wait(days=days)
    return cast, Adjustment.objects.get()


def urged(cast: Cast, owed: Adjustment) -> ListUrge:
    urge: ListUrge = cast.do("supervisor", "exante.urge_list", adjustment=owed.uid, **ASKED)
    return urge


@pytest.mark.requirement("P18")
def test_a_late_list_is_urged_once_and_stands_with_its_task() -> None:
    cast, owed = owing()

    urge = urged(cast, owed)

    (task,) = owed_by(cast.actor("publisher"))
    assert task.urge == urge
    assert urge.urged_on == cast.today
    with pytest.raises((InvalidInput, RuleBroken)):
        urged(cast, owed)


def test_what_is_not_late_is_not_urged() -> None:
    cast, owed = owing(days=0)

    with pytest.raises((InvalidInput, RuleBroken)):
        urged(cast, owed)
    assert not ListUrge.objects.exists()


def test_only_who_supervises_urges_and_the_publisher_answers() -> None:
    cast, owed = owing()
    for office in ("publisher", "handler", "agency_head"):
        with pytest.raises(NotAllowed):
            cast.do(office, "exante.urge_list", adjustment=owed.uid, **ASKED)
    urge = urged(cast, owed)
    with pytest.raises(NotAllowed):
        cast.do("supervisor", "exante.answer_list_urge", urge=urge.uid, answer="已办。")

    cast.do("publisher", "exante.answer_list_urge", urge=urge.uid, answer="等待司法局确认。")

    urge.refresh_from_db()
    assert (urge.answer, urge.answered_on) == ("等待司法局确认。", cast.today)
    with pytest.raises((NotFound, RuleBroken)):
        cast.do("publisher", "exante.answer_list_urge", urge=urge.uid, answer="再答。")


def test_a_new_version_settles_what_was_urged() -> None:
    cast, owed = owing()
    urge = urged(cast, owed)

    publish_list(cast, "officers")

    with pytest.raises((NotFound, RuleBroken)):
        cast.do("publisher", "exante.answer_list_urge", urge=urge.uid, answer="已公布。")


def test_another_agency_urges_nothing_here() -> None:
    cast, owed = owing()
    from gongjian.orgs.models import Agency

    other = Agency.objects.exclude(pk=cast.agency.pk).first()
    if other is None:
        from gongjian.orgs.testing import make_agency

        other = make_agency()
    cast.people["supervisor"] = make_officer(other, ("supervisor",))

    with pytest.raises((InvalidInput, RuleBroken)):
        urged(cast, owed)


@pytest.mark.tampers
def test_the_database_urges_nothing_that_is_not_late() -> None:
    cast, owed = owing(days=0)
    forged = ListUrge(
        adjustment=owed, reason="x", urged_by=cast.people["supervisor"], urged_on=cast.today
    )

    with pytest.raises(DatabaseError), transaction.atomic():
        forged.save(force_insert=True)
