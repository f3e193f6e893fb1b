"""A publication ends by itself on the day after its period."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client

from gongjian.cases.testing import Cast, decided_case, make_cast
from gongjian.common.acts import SYSTEM
from gongjian.common.errors import InvalidInput, NotAllowed, RuleBroken
from gongjian.ledger.models import Entry
from gongjian.publicity.models import DisplayRule, PublicItem
from gongjian.publicity.services import EndDisplay, end_display
from gongjian.publicity.sweeping import end_displays
from gongjian.publicity.testing import publish

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]


def ruled(cast: Cast) -> DisplayRule:
    rule: DisplayRule = cast.do(
        "agency_head", "publicity.set_display_period", basis="本机关公示办法", minor=3, general=12
    )
    return rule


def swept_after(cast: Cast, days: int) -> PublicItem:
    """Let the job run on a day counted from the decision."""
    item = PublicItem.objects.get()
    on = item.decided_on + timedelta(days=days)
    cast.wait(days=(on - cast.today).days)
    end_displays(clock=cast.clock)
    item.refresh_from_db()
    return item


@pytest.mark.requirement("P12")
def test_the_portal_shows_it_up_to_the_last_day_and_no_longer() -> None:
    cast = make_cast()
    ruled(cast)
    item = publish(cast, decided_case(cast))
    assert item.display_until is not None
    period = (item.display_until - item.decided_on).days
    address = f"/decisions/{item.token}"
    assert 89 <= period <= 92

    assert [swept_after(cast, period + n).state for n in (-1, 0)] == ["live", "live"]
    assert Client().get(address).status_code == 200
    assert swept_after(cast, period + 1).state == "ended"
    entries = Entry.objects.count()
    end_displays(clock=cast.clock)

    gone = Client().get(address)
    assert gone.status_code == 410
    assert item.number in gone.content.decode()
    assert item.summary not in gone.content.decode()
    for place in ("/decisions/", "/data/decisions.jsonl", "/feed.xml", "/sitemap.xml"):
        assert item.token not in _text(place)
    assert Entry.objects.count() == entries


def _text(place: str) -> str:
    answer = Client().get(place)
    body: bytes = answer.getvalue()
    return body.decode()


def test_without_a_rule_of_the_agency_nothing_ends() -> None:
    cast = make_cast()
    matter = decided_case(cast)
    item = publish(cast, matter)

    assert item.display_until is None
    assert swept_after(cast, 4000).live
    with pytest.raises(RuleBroken, match="没有届满"):
        end_display(actor=SYSTEM, matter=matter.uid, cmd=EndDisplay(item.uid), clock=cast.clock)
    with pytest.raises(NotAllowed):
        cast.do("publication_checker", "publicity.end_display", matter, item=item.uid)


def test_a_heavier_class_is_not_shown_for_less_time() -> None:
    cast = make_cast()

    with pytest.raises(InvalidInput):
        cast.do("agency_head", "publicity.set_display_period", basis="办法", minor=12, general=3)
    assert not DisplayRule.objects.exists()


@pytest.mark.tampers
@pytest.mark.parametrize(
    "assignment", ["state='ended'", "state='ended', ended_on=display_until", "display_until=NULL"]
)
def test_the_database_ends_nothing_before_its_period(assignment: str) -> None:
    cast = make_cast()
    ruled(cast)
    publish(cast, decided_case(cast))

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE publicity_publicitem SET {assignment}")
