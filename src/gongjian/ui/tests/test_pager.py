"""Keyset pages, over the table of sessions: a small one that needs nothing else."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.db.models import Q, QuerySet
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from gongjian.common.errors import NotFound
from gongjian.ui.pager import Page, capped_count, first, first_page, page

ORDER = ("-expire_date", "session_key")
START = datetime(2026, 1, 1, tzinfo=UTC)
MIDDLE = START + timedelta(minutes=3)


def make_sessions(minutes: list[int]) -> None:
    for number, minute in enumerate(minutes):
        until = START + timedelta(minutes=minute, microseconds=7)
        Session.objects.create(session_key=f"key {number:02}", expire_date=until)


def keys(found: Page[Session]) -> list[str]:
    return [row.session_key for row in found.rows]


def walked(
    rows: QuerySet[Session], size: int, parts: Sequence[QuerySet[Session]] = ()
) -> list[str]:
    """Turn the pages to the end."""
    seen, token = [], ""
    while True:
        found = page(rows, order=ORDER, after=token, size=size, parts=parts)
        seen += keys(found)
        token = found.next
        if not token:
            return seen


class EveryRowOnce(TestCase):
    @settings(max_examples=20, deadline=None)
    @given(st.lists(st.integers(0, 5), max_size=25), st.integers(1, 7))
    def test_pages_forward_show_every_row_once_in_order(
        self, minutes: list[int], size: int
    ) -> None:
        make_sessions(minutes)
        every = Session.objects.all()
        wanted = list(every.order_by(*ORDER).values_list("session_key", flat=True))
        # Two parts that together hold all, some rows both.
        early = every.filter(expire_date__lt=MIDDLE)
        others = every.exclude(session_key__endswith="1")
        both = Q(expire_date__lt=MIDDLE) | ~Q(session_key__endswith="1")

        assert walked(every, size) == wanted
        assert walked(every.filter(both), size, [early, others]) == walked(every.filter(both), size)
        kept = first(every.filter(both), ORDER, size + 1, [early, others])
        assert first_page(kept, order=ORDER, size=size) == page(
            every.filter(both), order=ORDER, size=size, parts=[early, others]
        )


@pytest.mark.django_db
def test_the_way_back_leads_to_the_page_one_came_from() -> None:
    make_sessions([0, 0, 1, 2, 2, 2, 3])
    opening = page(Session.objects.all(), order=ORDER, size=3)
    second = page(Session.objects.all(), order=ORDER, after=opening.next, size=3)

    back = page(Session.objects.all(), order=ORDER, after=second.previous, size=3)

    assert keys(back) == keys(opening)
    assert back.previous == ""
    assert back.next == opening.next


@pytest.mark.django_db
def test_a_page_costs_one_query_and_carries_the_guard() -> None:
    make_sessions([0, 1, 2, 3])
    opening = page(Session.objects.all(), order=ORDER, size=2)

    with CaptureQueriesContext(connection) as asked:
        page(Session.objects.all(), order=ORDER, after=opening.next, size=2)

    assert len(asked) == 1
    where = asked[0]["sql"].split("WHERE")[1]
    assert "<=" in where.split("OR")[0]


@pytest.mark.django_db
@pytest.mark.parametrize("token", ["x", "bm9uc2Vuc2U", "W10", "WyJuIiwieCIsInkiXQ", "%", "é"])
def test_a_token_of_another_list_is_refused(token: str) -> None:
    with pytest.raises(NotFound, match="翻页"):
        page(Session.objects.all(), order=ORDER, after=token)


@pytest.mark.django_db
def test_counting_stops_at_the_cap() -> None:
    make_sessions([0, 1, 2, 3])

    assert capped_count(Session.objects.all(), cap=3) == "3+"
    assert capped_count(Session.objects.all(), cap=4) == "4"
