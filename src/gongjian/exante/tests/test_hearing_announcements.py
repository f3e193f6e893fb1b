"""An open hearing on the portal: two persons, no party, until its day; never a closed one."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from gongjian.cases import testing as story
from gongjian.cases.models import Assistance, Case, Hearing
from gongjian.cases.testing import Cast, make_cast
from gongjian.common import clock as clocks
from gongjian.common.errors import InvalidInput, NotAllowed, NotFound, RuleBroken
from gongjian.exante.announcements.hearings import announced_hearings
from gongjian.exante.announcements.models import Announcement, PublicAnnouncement
from gongjian.exante.announcements.queries import shown_on, to_announce
from gongjian.matters.models import Matter

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]
DRAW, PUBLISH = "exante.draft_hearing_announcement", "exante.publish_announcement"


@pytest.fixture
def cast() -> Iterator[Cast]:
    made = make_cast()
    clocks.use_offset(lambda: made.now - clocks.Clock().now())
    yield made
    clocks.use_offset(lambda: timedelta(0))


def called(cast: Cast, **values: Any) -> Matter:
    matter = story.file_case(cast, story.open_case(cast))
    story.ask_hearing(cast, story.inform(cast, story.investigate(cast, matter)))
    return story.call_hearing(cast, matter, **values)


def announced(cast: Cast) -> Hearing:
    """Return a hearing whose announcement is made as a paper."""
    matter = called(cast)
    until = cast.today + timedelta(10)
    given: dict[str, Any] = {"attend_by": until, "attend_how": "可以现场报名，报满为止。"}
    hearing: Hearing = cast.do("hearing_host", "cases.announce_hearing", matter, **given)
    return hearing


def drawn(cast: Cast, hearing: Hearing) -> Announcement:
    row: Announcement = cast.do("publisher", DRAW, hearing=hearing.uid)
    return row


def published(cast: Cast, row: Announcement) -> Announcement:
    done: Announcement = cast.do(
        "publication_checker", PUBLISH, announcement=row.uid, compared=True
    )
    return done


@pytest.mark.requirement("P21")
def test_two_persons_put_an_open_hearing_on_the_portal_without_its_party(
    cast: Cast, client: Client
) -> None:
    hearing = announced(cast)
    with pytest.raises(NotAllowed):
        cast.do("handler", DRAW, hearing=hearing.uid)
    publisher, handler = cast.actor("publisher"), cast.actor("handler")
    assert to_announce(publisher, cast.today) == [hearing]
    assert to_announce(handler, cast.today) == []
    row = drawn(cast, hearing)
    assert to_announce(publisher, cast.today) == []
    with pytest.raises(NotFound):
        drawn(cast, hearing)
    with pytest.raises(NotAllowed):
        cast.do("publisher", PUBLISH, announcement=row.uid, compared=True)
    before = client.get(f"/announcements/{row.token}")
    published(cast, row)
    page = client.get(f"/announcements/{row.token}").content.decode()

    assert before.status_code == 404
    for words in (hearing.case.cause, hearing.place, "可以现场报名", "听证公告"):
        assert words in page, words
    people = (hearing.host.name, hearing.recorder.name, hearing.lead.name)
    for hidden in (hearing.case.party.name, *people, hearing.notice.number):
        assert hidden not in f"{row.title}{row.body}", hidden
    assert row.until == hearing.scheduled_on
    assert shown_on(row.until).count() == 1
    assert not shown_on(row.until + timedelta(days=1))


def test_a_hearing_put_off_leaves_the_portal_and_its_draft_is_not_published(cast: Cast) -> None:
    hearing = announced(cast)
    row = published(cast, drawn(cast, hearing))

    cast.do("hearing_host", "cases.postpone_hearing", hearing.case.matter, reason="主持人患病。")

    row.refresh_from_db()
    assert (row.state, row.withdrawal_reason) == ("withdrawn", "本次听证改期或者终止")
    assert not shown_on(cast.today)

    other = announced(cast)
    late = drawn(cast, other)
    cast.do("hearing_host", "cases.postpone_hearing", other.case.matter, reason="主持人患病。")
    with pytest.raises(RuleBroken, match="改期或者终止"):
        published(cast, late)


def test_an_announcement_whose_paper_is_void_leaves_the_portal_with_it(cast: Cast) -> None:
    hearing = announced(cast)
    row = published(cast, drawn(cast, hearing))
    assert hearing.announcement is not None

    given: dict[str, Any] = {"document": hearing.announcement.uid, "reason": "地点写错。"}
    cast.do("hearing_host", "documents.void_document", hearing.case.matter, **given)

    row.refresh_from_db()
    assert (row.state, row.withdrawal_reason) == ("withdrawn", "原听证公告已经作废")
    assert not shown_on(cast.today)


@pytest.mark.tampers
def test_what_is_closed_is_never_announced_and_the_database_holds_it(cast: Cast) -> None:
    hearing = announced(cast)
    row = published(cast, drawn(cast, hearing))
    kept = {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields}
    forged = kept | {"id": None, "uid": uuid4(), "token": "f" * 16, "state": "returned"}

    def accepted(**changes: Any) -> bool:
        try:
            with transaction.atomic():
                Announcement.objects.bulk_create([Announcement(**(forged | changes))])
                transaction.set_rollback(True)
        except DatabaseError:
            return False
        return True

    assert accepted()
    assert not accepted(state="published")  # a second one of the same hearing
    assert not accepted(until=row.until + timedelta(days=1))
    assert not accepted(kind="action")
    assert not accepted(hearing_id=None)
    unannounced = called(cast)
    other = Hearing.objects.get(case__matter=unannounced)
    assert not accepted(hearing_id=other.pk, until=other.scheduled_on)
    with pytest.raises(NotFound):
        drawn(cast, other)
    with pytest.raises(InvalidInput, match="没有这个种类"):
        cast.do(
            "publisher",
            "exante.draft_announcement",
            kind="hearing",
            title="听证",
            body="某次听证。",
            until=row.until,
        )

    child = announced(cast)
    Assistance.objects.bulk_create(
        Assistance(
            case=one.case,
            minor=True,
            reason="户籍证明",
            stated_by=cast.people["handler"],
            stated_at=cast.now,
        )
        for one in (child, hearing)
    )
    assert not accepted(hearing_id=child.pk, until=child.scheduled_on)
    with pytest.raises(InvalidInput, match="未满十八周岁"):
        drawn(cast, child)
    assert not PublicAnnouncement.objects.filter(token=row.token).exists()


def test_a_hearing_of_public_order_or_closed_to_the_public_is_not_offered(cast: Cast) -> None:
    hearing = announced(cast)
    found = announced_hearings(cast.agency.pk, cast.today)

    assert found.get() == hearing
    for sealed in ({"public_order": True}, {"state_secret": True}):
        case = Case(matter=hearing.case.matter, party=hearing.case.party, **sealed)
        told = Hearing(case=case, open_to_public=True)
        assert "不在门户公告" in barred_of(told, cast)
    assert "不公开举行" in barred_of(Hearing(case=hearing.case, open_to_public=False), cast)


def barred_of(hearing: Hearing, cast: Cast) -> str:
    from gongjian.exante.announcements.hearings import barred

    return barred(hearing, cast.today)
