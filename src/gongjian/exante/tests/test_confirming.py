"""Lists are looked through again in time; who did so, and when, stands in their history."""

from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from gongjian.cases.testing import Cast, make_cast
from gongjian.common.acts import SYSTEM
from gongjian.common.errors import InvalidInput, NotAllowed, RuleBroken
from gongjian.exante.choices import CONFIRMABLE, Standing, TaskGround
from gongjian.exante.confirming import NoteUnconfirmed, confirmable, note_unconfirmed
from gongjian.exante.models import Adjustment, ListConfirmation, OpenList
from gongjian.exante.queries import list_now, newest_of, owed_by, versions_of
from gongjian.exante.tasks import keep_up
from gongjian.exante.testing import publish_list
from gongjian.orgs.models import Agency
from gongjian.orgs.testing import make_agency, make_officer

pytestmark = pytest.mark.django_db
ACT = "exante.confirm_unchanged"


def shown(days: int = 0) -> tuple[Cast, OpenList]:
    """Return a house whose list of powers was published so many days ago.

    On the last of August 2026: the code that changed the powers is in force since the fifteenth.
    """
    cast = make_cast()
    cast.wait(days=182)
    row = publish_list(cast, "powers")
    cast.wait(days=days)
    return cast, row


def confirm(cast: Cast, row: OpenList, by: str = "publication_checker") -> ListConfirmation:
    made: ListConfirmation = cast.do(by, ACT, version=row.uid, compared=True)
    return made


def grounds(cast: Cast, office: str) -> list[str]:
    return [str(task.ground) for task in owed_by(cast.actor(office))]


@pytest.mark.requirement("P18")
def test_a_list_is_due_a_year_after_its_release_and_its_confirmation_begins_the_next() -> None:
    cast, row = shown(days=330)
    keep_up(clock=cast.clock)
    assert grounds(cast, "publisher") == []
    cast.wait(days=10)

    keep_up(clock=cast.clock)
    keep_up(clock=cast.clock)

    (task,) = owed_by(cast.actor("publication_checker"))
    assert (task.ground, task.due_on) == (TaskGround.UNCONFIRMED, date(2027, 8, 31))
    assert "本系统设定" in task.rule
    assert grounds(cast, "publisher") == ["unconfirmed"]
    assert grounds(cast, "handler") == []

    made = confirm(cast, row)

    assert (made.confirmed_by, made.confirmed_on) == (
        cast.people["publication_checker"],
        cast.today,
    )
    assert grounds(cast, "publisher") == []
    now = list_now(cast.agency, "powers", cast.today)
    assert (now.checked_on, now.standing) == (cast.today, Standing.CURRENT)
    assert now.confirm is not None
    assert now.confirm.due_on.year == cast.today.year + 1
    (public,) = versions_of(cast.agency.code, "powers")
    assert public.checked_on == cast.today


@pytest.mark.requirement("P18")
def test_a_list_that_nobody_confirms_in_time_is_stale_and_urged_like_a_late_one() -> None:
    cast, row = shown(days=400)
    cast.people["supervisor"] = make_officer(cast.agency, ("supervisor",))
    keep_up(clock=cast.clock)
    assert list_now(cast.agency, "powers", cast.today).standing == Standing.STALE
    owed = Adjustment.objects.get()

    urge = cast.do("supervisor", "exante.urge_list", adjustment=owed.uid, reason="请核对。")
    confirm(cast, row)

    owed.refresh_from_db()
    assert urge.adjustment == owed
    assert owed.closed_on == cast.today
    assert list_now(cast.agency, "powers", cast.today).standing == Standing.CURRENT


def test_who_drew_a_version_does_not_vouch_for_it_and_other_offices_neither() -> None:
    cast, row = shown(days=360)
    both = make_officer(cast.agency, roles=("publisher", "publication_checker"))
    cast.people["both"] = both

    for by in ("publisher", "both"):
        expected = {"publisher": False, "both": True}[by]
        assert confirmable(cast.actor(by)).filter(pk=row.pk).exists() is expected
    with pytest.raises((InvalidInput, RuleBroken)):
        confirm(cast, row, "publisher")
    for by in ("handler", "agency_head"):
        with pytest.raises(NotAllowed):
            confirm(cast, row, by)
    with pytest.raises(InvalidInput, match="逐条核对"):
        cast.do("both", ACT, version=row.uid, compared=False)
    assert not ListConfirmation.objects.exists()

    confirm(cast, row, "both")

    with pytest.raises(RuleBroken, match="今天已经核对"):
        confirm(cast, row, "both")


def test_what_has_changed_or_waits_is_not_confirmed() -> None:
    cast = make_cast()
    row = publish_list(cast, "officers")
    make_officer(cast.agency, name="新来的")
    with pytest.raises(RuleBroken, match="生成新版本"):
        confirm(cast, row)
    keep_up(clock=cast.clock)
    with pytest.raises((InvalidInput, RuleBroken)):
        confirm(cast, row)

    cast.do("publisher", "exante.draft_list", kind="officers", confirmed="市司法局")

    with pytest.raises((InvalidInput, RuleBroken)):
        confirm(cast, row)
    assert not ListConfirmation.objects.exists()


def test_a_new_version_confirms_as_well_and_settles_both_tasks() -> None:
    cast = make_cast()
    publish_list(cast, "officers")
    cast.wait(days=400)
    make_officer(cast.agency, name="新来的")
    keep_up(clock=cast.clock)
    assert sorted(grounds(cast, "publisher")) == ["changed", "unconfirmed"]

    publish_list(cast, "officers")

    assert grounds(cast, "publisher") == []
    assert list_now(cast.agency, "officers", cast.today).checked_on == cast.today


def test_a_line_struck_by_the_system_is_no_confirmation_of_the_others() -> None:
    cast = make_cast()
    leaving = make_officer(cast.agency, name="离职者")
    first = publish_list(cast, "officers")
    cast.wait(days=100)
    cast.people["admin"] = make_officer(cast.agency, roles=("admin_system",), certificate=False)
    cast.do("admin", "orgs.remove_officer", officer=leaving.uid, left_on=cast.today)

    struck = newest_of(cast.agency, "officers")

    assert struck is not None
    assert struck.struck_from == first
    assert list_now(cast.agency, "officers", cast.today).checked_on == first.valid_from
    assert versions_of(cast.agency.code, "officers")[0].checked_on == first.valid_from
    # Nobody drew it, so even the publisher may confirm it.
    confirm(cast, struck, "publisher")


def test_what_records_a_past_event_is_never_due() -> None:
    cast, _ = shown(days=400)

    assert {"check-draws", "check-results", "body-review"}.isdisjoint(CONFIRMABLE)
    assert list_now(cast.agency, "check-results", cast.today).confirm is None


def test_a_task_is_opened_once_and_only_when_it_is_time() -> None:
    cast, _ = shown()
    cmd = NoteUnconfirmed(cast.agency.uid, "powers")
    with pytest.raises(RuleBroken):
        note_unconfirmed(actor=SYSTEM, clock=cast.clock, cmd=cmd)
    cast.wait(days=360)
    note_unconfirmed(actor=SYSTEM, clock=cast.clock, cmd=cmd)

    with pytest.raises(RuleBroken):
        note_unconfirmed(actor=SYSTEM, clock=cast.clock, cmd=cmd)


def test_another_agency_confirms_nothing_here() -> None:
    cast, row = shown(days=360)
    other: Agency = make_agency(code="elsewhere")
    cast.people["stranger"] = make_officer(other, ("publication_checker",))

    with pytest.raises((InvalidInput, RuleBroken)):
        confirm(cast, row, "stranger")


@pytest.mark.tampers
@pytest.mark.parametrize("by", ["drafter", "older"])
def test_the_database_keeps_confirmations_to_the_newest_version_of_another(by: str) -> None:
    cast = make_cast()
    row = publish_list(cast, "officers")
    if by == "older":
        make_officer(cast.agency, name="新来的")
        publish_list(cast, "officers")
    person = cast.people["publisher" if by == "drafter" else "publication_checker"]
    given: dict[str, Any] = {"list": row, "confirmed_by": person, "confirmed_on": cast.today}

    with pytest.raises(DatabaseError), transaction.atomic():
        ListConfirmation(**given).save(force_insert=True)
