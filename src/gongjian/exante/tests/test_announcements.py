"""Announcements: two persons, no case beyond the gate, shown until a day."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.db import DatabaseError, transaction
from django.test import Client

from gongjian.cases.testing import PERSON, Cast, decided_case, make_cast
from gongjian.common import clock as clocks
from gongjian.common.errors import DomainError, InvalidInput, NotAllowed
from gongjian.documents.queries import issued
from gongjian.exante.announcements.models import Announcement, PublicAnnouncement
from gongjian.exante.announcements.queries import public_texts, shown_on, to_check
from gongjian.orgs.testing import make_officer
from gongjian.publicity.leaks.scanning import scan
from gongjian.publicity.testing import publish
from gongjian.ui.pager import SIZE

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]
ACTION = "本局自即日起开展扬尘治理专项行动，欢迎监督，电话见本局主页。"


@pytest.fixture
def cast() -> Iterator[Cast]:
    made = make_cast()
    clocks.use_offset(lambda: made.now - clocks.Clock().now())
    yield made
    clocks.use_offset(lambda: timedelta(0))


def drafted(cast: Cast, **values: Any) -> Announcement:
    given: dict[str, Any] = {
        "kind": "action",
        "title": "扬尘治理专项行动",
        "body": ACTION,
        "until": cast.clock.today() + timedelta(days=30),
    }
    row: Announcement = cast.do("publisher", "exante.draft_announcement", **given | values)
    return row


def published(cast: Cast, **values: Any) -> Announcement:
    row: Announcement = cast.do(
        "publication_checker",
        "exante.publish_announcement",
        announcement=drafted(cast, **values).uid,
        compared=True,
    )
    return row


@pytest.mark.tampers
def test_a_long_list_of_announcements_has_pages_and_its_data_all(
    cast: Cast, client: Client
) -> None:
    row = published(cast)
    known = {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields}
    told = [known | {"id": None, "uid": uuid4(), "token": f"t{n:015}"} for n in range(SIZE)]
    Announcement.objects.bulk_create(Announcement(**one) for one in told)

    first = client.get("/announcements/").content.decode()
    rest = re.search(r"\?after=[\w-]+", first)
    assert rest is not None
    second = client.get(f"/announcements/{rest[0]}").content.decode()

    assert (first.count("<h2>"), second.count("<h2>")) == (SIZE, 1)
    assert len(client.get("/announcements.json").json()["announcements"]) == SIZE + 1


@pytest.mark.requirement("P21")
def test_two_persons_announce_and_it_goes_by_itself_or_with_a_reason(
    cast: Cast, client: Client
) -> None:
    row = drafted(cast)
    waits = {who: to_check(cast.actor(who)) for who in ("publisher", "publication_checker")}
    before = client.get(f"/announcements/{row.token}")
    with pytest.raises(NotAllowed):
        cast.do("publisher", "exante.publish_announcement", announcement=row.uid, compared=True)
    cast.do(
        "publication_checker", "exante.publish_announcement", announcement=row.uid, compared=True
    )
    address = f"/announcements/{row.token}"
    cache.clear()
    page, home = client.get(address), client.get("/")
    listed, data = client.get("/announcements/"), client.get("/announcements.json").json()
    other = published(cast, title="餐饮油烟提示", kind="prevention")
    cast.do(
        "publication_checker",
        "exante.withdraw_announcement",
        announcement=other.uid,
        reason="内容有误，另行发布。",
    )
    down = client.get(f"/announcements/{other.token}")

    assert waits == {"publisher": [], "publication_checker": [row]}
    assert to_check(cast.actor("publication_checker")) == []
    assert before.status_code == 404
    assert (page.status_code, ACTION in page.content.decode()) == (200, True)
    assert address in home.content.decode()
    assert address in listed.content.decode()
    assert [one["title"] for one in data["announcements"]] == [row.title]
    assert down.status_code == 410
    assert "内容有误" in down.content.decode()
    assert "油烟" not in down.content.decode()
    assert PublicAnnouncement.objects.get(token=other.token).body == ""
    assert list(shown_on(row.until)) == [PublicAnnouncement.objects.get(token=row.token)]
    assert not shown_on(row.until + timedelta(days=1))


@pytest.mark.requirement("P21")
def test_an_announcement_tells_no_more_of_a_case_than_is_public(cast: Cast) -> None:
    hidden = decided_case(cast)
    decided_case(cast, party=PERSON)
    shown = publish(cast, decided_case(cast))
    paper = issued(hidden, "penalty-decision")
    assert paper is not None
    number = paper.number
    firm = shown.decision.case.party.name

    def told(**values: Any) -> dict[str, str]:
        with pytest.raises(InvalidInput) as refused:
            drafted(cast, **values)
        return refused.value.fields

    assert number in told(body=f"本局作出{number}，责令改正。")["body"]
    assert "不写个人姓名" in told(body="当事人" + PERSON["party_name"] + "已被处罚。")["body"]
    assert "证件号码" in told(body="联系人证件号 11010519491231002X。")["body"]
    assert "种类" in told(kind="gossip")["kind"]
    assert "天以内" in told(until=cast.clock.today() + timedelta(days=366))["until"]
    assert "文号" in told(kind="progress", body="该公司已经整改。")["body"]
    published(cast, kind="progress", title="整改进展", body=f"{firm}（{shown.number}）已完成整改。")

    late = drafted(cast, kind="progress", title="再报", body=f"{shown.number}已缴清罚款。")
    cast.do(
        "publication_checker",
        "publicity.withdraw_publication",
        shown.decision.case.matter,
        item=shown.uid,
        ground="revoked",
        effective_on=cast.today,
        reason="决定已被撤销。",
    )
    with pytest.raises(DomainError, match="不是正在公示"):
        cast.do(
            "publication_checker",
            "exante.publish_announcement",
            announcement=late.uid,
            compared=True,
        )


@pytest.mark.requirement("P21")
def test_the_database_and_the_nightly_scan_hold_what_the_act_holds(cast: Cast) -> None:
    row = published(cast)
    both = make_officer(cast.agency, roles=("publisher", "publication_checker"))
    alone = Announcement(
        agency=cast.agency,
        token="0" * 16,
        kind="action",
        title="一人发布",
        body=ACTION,
        until=row.until,
        state="published",
        drafted_by=both,
        drafted_at=cast.clock.now(),
        checked_by=both,
        checked_at=cast.clock.now(),
        published_on=cast.clock.today(),
    )
    with pytest.raises(DatabaseError), transaction.atomic():
        alone.save()
    with pytest.raises(DatabaseError), transaction.atomic():
        Announcement.objects.filter(pk=row.pk).update(body="改写")

    assert [one.place for one in public_texts()] == [f"/announcements/{row.token}"]
    scan(clocks.current())
    assert shown_on(cast.clock.today()).count() == 1
