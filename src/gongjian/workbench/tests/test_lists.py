"""The lists that are public beforehand, as publisher and checker see them."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gongjian.cases.testing import Cast, make_cast
from gongjian.common import clock as clocks
from gongjian.common.clock import Clock
from gongjian.exante.tasks import keep_up
from gongjian.exante.testing import publish_list
from gongjian.orgs.testing import make_officer
from gongjian.workbench.testing import signed_in

pytestmark = pytest.mark.django_db
CONFIRM = "/staff/acts/exante.confirm_unchanged/"


@pytest.fixture
def cast() -> Iterator[Cast]:
    made = make_cast(accounts=True)
    clocks.use_offset(lambda: made.now - Clock().now())
    yield made
    clocks.use_offset(lambda: made.now - made.now)


def test_the_publisher_sees_what_is_due_and_draws_it_and_the_checker_releases_it() -> None:
    cast = make_cast(accounts=True)
    publish_list(cast, "officers")
    make_officer(cast.agency, name="新来的")
    keep_up(clock=cast.clock)
    publisher, checker, handler = (
        signed_in(cast, office) for office in ("publisher", "publication_checker", "handler")
    )

    assert "需要调整、核对的公开清单" in publisher.get("/staff/").content.decode()
    assert "需要调整、核对的公开清单" not in handler.get("/staff/").content.decode()
    listed = publisher.get("/staff/lists/").content.decode()
    assert "尚未公布" in listed
    assert "新增 1 条" in listed
    assert "生成新版本" in publisher.get("/staff/lists/officers/").content.decode()
    assert "首次公布的内容" in publisher.get("/staff/lists/recording/").content.decode()
    assert handler.get("/staff/lists/").status_code == 403
    assert publisher.get("/staff/lists/none/").status_code == 404

    drawn = publisher.post(
        "/staff/acts/exante.draft_list/", {"kind": "officers", "confirmed": "市司法局"}
    )
    assert drawn["Location"] == "/staff/lists/officers/"
    shown = checker.get(drawn["Location"]).content.decode()
    assert "待复核的变动" in shown
    assert "新来的" in shown
    link = shown.partition("/staff/acts/exante.publish_list/?version=")[2].partition('"')[0]
    released = checker.post(
        "/staff/acts/exante.publish_list/",
        {"version": link, "compared": "on", "confirmed": "1"},
    )
    assert released.status_code == 302
    assert "第 2 版" in checker.get("/staff/lists/").content.decode()


@pytest.mark.requirement("P18")
def test_a_list_due_stands_in_both_inboxes_and_the_checker_confirms_it_from_its_page(
    cast: Cast,
) -> None:
    cast.wait(days=182)  # the law of the powers changed on 2026-08-15
    row = publish_list(cast, "powers")
    publisher, checker = signed_in(cast, "publisher"), signed_in(cast, "publication_checker")
    assert "下次核对" in checker.get("/staff/lists/").content.decode()
    cast.wait(days=400)
    keep_up(clock=cast.clock)

    for client in (publisher, checker):
        assert "定期核对" in client.get("/staff/").content.decode()
    assert "逾期未核对" in checker.get("/staff/lists/").content.decode()
    page = publisher.get("/staff/lists/powers/").content.decode()
    assert "由另一人核对后确认" in page
    assert CONFIRM not in page
    assert f"{CONFIRM}?version={row.uid}" in checker.get("/staff/lists/powers/").content.decode()
    assert checker.post(CONFIRM, {"version": row.uid}).status_code == 422
    told = {"version": row.uid, "compared": "on", "confirmed": "1"}
    made = checker.post(CONFIRM, told)

    assert made["Location"] == "/staff/lists/powers/"
    page = checker.get("/staff/lists/powers/").content.decode()
    who = cast.people["publication_checker"].name
    assert f"{who} 核对第 1 版，确认无变化" in page
    assert CONFIRM not in page
    assert "定期核对" not in publisher.get("/staff/").content.decode()


def test_more_confirmations_ask_no_more_of_the_database(cast: Cast) -> None:
    row = publish_list(cast, "powers")
    checker = signed_in(cast, "publication_checker")
    confirm: dict[str, Any] = {"version": row.uid, "compared": True}
    cast.wait(days=1)
    cast.do("publication_checker", "exante.confirm_unchanged", **confirm)

    def queries(url: str) -> int:
        with CaptureQueriesContext(connection) as seen:
            assert checker.get(url).status_code == 200
        return len(seen)

    pages = ("/staff/lists/powers/", "/staff/lists/")
    few = [queries(page) for page in pages]
    for _ in range(3):
        cast.wait(days=1)
        cast.do("publication_checker", "exante.confirm_unchanged", **confirm)

    assert [queries(page) for page in pages] == few


def test_all_lists_are_shown_with_a_fixed_number_of_statements(cast: Cast) -> None:
    publisher = signed_in(cast, "publisher")

    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert publisher.get("/staff/lists/").status_code == 200
        return len(seen)

    queries()
    none = queries()
    publish_list(cast, "officers")
    make_officer(cast.agency, name="新来的")
    publish_list(cast, "officers")
    for kind in ("powers", "recording", "remedies"):
        publish_list(cast, kind)
    cast.do("publisher", "exante.draft_list", kind="discretion", confirmed="市司法局")

    assert queries() <= none <= 23

    shown = publisher.get("/staff/lists/").content.decode()
    assert "第 2 版" in shown
    assert shown.count("尚未公布") == 14 - 5


def test_what_the_place_wants_public_and_is_not_stands_above_the_lists() -> None:
    cast = make_cast(accounts=True)
    publish_list(cast, "powers")

    page = signed_in(cast, "publisher").get("/staff/lists/").content.decode()

    head = page.partition("应当事前公开、还没有公布的内容")[2].partition("</div>")[0]
    assert "救济渠道" in head
    assert "随机抽查事项清单" in head
    assert "职责" not in head


def test_a_register_that_lacks_what_the_place_wants_says_whose_line_it_is() -> None:
    cast = make_cast(profile="kunming", accounts=True)

    page = signed_in(cast, "publisher").get("/staff/lists/officers/").content.decode()

    assert "应当载明的内容有空缺，补齐以后才能公布" in page
    assert "照片：" in page
