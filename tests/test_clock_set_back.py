"""A clock that is set back: the log keeps its order, and the reads tell by how much it lags."""

from datetime import timedelta

import pytest

from gongjian.cases.testing import file_case, make_cast, open_case
from gongjian.common.clock import Clock
from gongjian.ledger.audit import Audit
from gongjian.ledger.models import Entry
from gongjian.ledger.queries import NEWEST, clock_behind, entries_of
from gongjian.ledger.sealing import seal

pytestmark = pytest.mark.django_db


def test_entries_of_a_clock_set_back_stand_in_their_order_under_one_whole_log() -> None:
    cast = make_cast()
    matter = open_case(cast)
    seal()
    cast.wait(hours=-5)

    file_case(cast, matter)
    seal()

    entries = list(entries_of(matter.stream_id).order_by("seq"))
    assert [entry.seq for entry in entries] == [1, 2, 3]
    assert entries[0].at > entries[-1].at
    assert list(Audit().run()) == []


def test_the_lag_is_that_of_the_latest_moment_among_the_newest_entries() -> None:
    cast = make_cast()
    cast.now = Clock().now() + timedelta(days=1)
    open_case(cast)
    latest = max(entry.at for entry in Entry.objects.all())
    assert clock_behind(latest) == timedelta(0)

    cast.wait(hours=-5)
    open_case(cast)

    assert clock_behind(latest - timedelta(hours=5)) == timedelta(hours=5)
    assert clock_behind(latest + timedelta(seconds=1)) == timedelta(0)
    assert Entry.objects.count() < NEWEST
