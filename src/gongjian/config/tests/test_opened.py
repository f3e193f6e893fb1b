"""What is public beside the decisions is open to programs: without sign-in, in pages, described."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gongjian.cases.testing import Cast, decided_case, make_cast
from gongjian.common import clock as clocks
from gongjian.common.clock import Clock
from gongjian.exante.testing import publish_list
from gongjian.orgs.testing import make_agency, make_officer
from gongjian.publicity.testing import publish

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]
OPEN = "/api/v1/public"


@pytest.fixture
def cast() -> Iterator[Cast]:
    made = make_cast()
    clocks.use_offset(lambda: made.now - Clock().now())
    yield made
    clocks.use_offset(lambda: made.now - made.now)


def read(client: Client, path: str) -> Any:
    cache.clear()
    answer = client.get(f"{OPEN}/{path}")
    assert answer.status_code == 200, answer.content
    return answer.json()


def announced(cast: Cast, title: str) -> Any:
    row = cast.do(
        "publisher",
        "exante.draft_announcement",
        kind="action",
        title=title,
        body="本局自即日起开展专项行动。",
        until=cast.clock.today() + timedelta(days=30),
    )
    return cast.do(
        "publication_checker", "exante.publish_announcement", announcement=row.uid, compared=True
    )


@pytest.mark.requirement("X7")
def test_lists_are_read_as_they_were_valid_on_a_day(cast: Cast, client: Client) -> None:
    code = cast.agency.code
    first = publish_list(cast, "officers")
    cast.wait(days=3)
    make_officer(cast.agency, name="新来的")
    second = publish_list(cast, "officers")

    [listed] = read(client, f"agencies/{code}/lists")["items"]
    now = read(client, f"agencies/{code}/lists/officers")
    before = read(client, f"agencies/{code}/lists/officers?on={first.valid_from}")

    assert (listed["kind"], listed["version"]) == ("officers", second.version)
    assert now["content"] == second.content
    assert before["content"] == first.content
    assert [one["version"] for one in now["versions"]] == [2, 1]
    assert client.get(f"{OPEN}/agencies/{code}/lists/officers?on=2020-01-01").status_code == 404
    assert client.get(f"{OPEN}/agencies/none/lists").status_code == 404


@pytest.mark.requirement("X7")
def test_announcements_are_those_of_today_and_nothing_waiting(cast: Cast, client: Client) -> None:
    shown, gone = announced(cast, "扬尘治理专项行动"), announced(cast, "餐饮油烟专项行动")
    cast.do(
        "publication_checker",
        "exante.withdraw_announcement",
        announcement=gone.uid,
        reason="内容有误，另行发布。",
    )
    cast.do(
        "publisher",
        "exante.draft_announcement",
        kind="action",
        title="还没有复核",
        body="本局自即日起开展专项行动。",
        until=cast.clock.today(),
    )

    [told] = read(client, "announcements")["items"]
    cast.wait(days=40)

    assert told["title"] == shown.title
    assert told["url"].endswith(f"/announcements/{shown.token}")
    assert read(client, "announcements") == {"items": [], "next": ""}


@pytest.mark.requirement("X7")
def test_numbers_tell_what_the_page_tells(cast: Cast, client: Client) -> None:
    item = publish(cast, decided_case(cast))
    [series] = read(client, "numbers")["items"]

    told = read(client, f"numbers/{series['uid']}")

    assert series["counts"]["published"] == 1
    assert (told["blocks"], told["at"]) == (1, 1)
    assert [(one["number"], one["token"]) for one in told["numbers"]] == [(item.number, item.token)]
    assert client.get(f"{OPEN}/numbers/{series['uid']}?at=2").status_code == 404
    assert client.get(f"{OPEN}/numbers/{uuid4()}").status_code == 404


@pytest.mark.requirement("X7")
def test_pages_cost_the_same_and_nothing_else_is_there(cast: Cast, client: Client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            read(client, "agencies")
        return len(seen)

    few = queries()
    for n in range(4):
        make_agency(code=f"other-{n}")
    assert queries() == few

    first = read(client, "agencies?size=3")
    rest = read(client, f"agencies?size=3&after={first['next']}")
    assert (len(first["items"]), len(rest["items"]), rest["next"]) == (3, 2, "")
    assert client.get(f"{OPEN}/agencies?size=0").status_code == 422
    assert client.get(f"{OPEN}/agencies?after=x").status_code == 404
    assert read(client, "reports") == {"items": [], "next": ""}
    assert client.get(f"{OPEN}/reports/{uuid4()}").status_code == 404


@pytest.mark.requirement("X7")
def test_whatever_is_open_is_described() -> None:
    text = (Path(__file__).parents[4] / "docs" / "openapi.json").read_text(encoding="utf-8")
    described = json.loads(text)["paths"]

    for path in ("agencies", "agencies/{agency}/lists/{kind}", "announcements", "reports/{uid}"):
        operation = described[f"{OPEN}/{path}"]["get"]
        assert "security" not in operation
        assert operation["summary"]
