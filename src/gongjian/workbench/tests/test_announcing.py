"""The announcements as publisher and checker see them: each act stands at its announcement."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gongjian.cases.testing import Cast, make_cast
from gongjian.common import clock as clocks
from gongjian.common.clock import Clock
from gongjian.exante.announcements.models import Announcement
from gongjian.orgs.testing import make_agency, make_officer
from gongjian.workbench.testing import signed_in, signed_in_as

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]
PAGE, HOME, DRAFT = "/staff/announcements/", "/staff/", "/staff/acts/exante.draft_announcement/"


@pytest.fixture
def cast() -> Iterator[Cast]:
    made = make_cast(accounts=True)
    clocks.use_offset(lambda: made.now - Clock().now())
    yield made
    clocks.use_offset(lambda: made.now - made.now)


def drafted(cast: Cast, **values: Any) -> Announcement:
    given: dict[str, Any] = {
        "kind": "action",
        "title": "扬尘治理专项行动",
        "body": "本局自即日起开展扬尘治理专项行动。",
        "until": cast.clock.today() + timedelta(days=30),
    }
    row: Announcement = cast.do("publisher", "exante.draft_announcement", **given | values)
    return row


def link(code: str, row: Announcement) -> str:
    return f"/staff/acts/exante.{code}_announcement/?announcement={row.uid}"


def page_of(client: Client, url: str = PAGE) -> str:
    return client.get(url).content.decode()


@pytest.mark.requirement("P21")
def test_what_may_be_done_stands_at_the_announcement_and_opens_its_own_form(cast: Cast) -> None:
    publisher, checker = (signed_in(cast, o) for o in ("publisher", "publication_checker"))
    assert "还没有公告" in page_of(publisher)
    first, second = drafted(cast), drafted(cast, title="餐饮油烟提示", kind="prevention")

    home, shown = page_of(checker, HOME), page_of(checker)
    assert f"{PAGE}#one-{first.token}" in home
    assert all(
        link(code, row) in shown for code in ("publish", "return") for row in (first, second)
    )
    assert link("publish", first) not in page_of(publisher)
    form = page_of(checker, link("publish", second))
    assert f'value="{second.uid}" selected' in form
    done = checker.post(
        link("publish", second), {"announcement": second.uid, "compared": "on", "confirmed": "1"}
    )
    assert done.status_code == 302

    after = page_of(checker)
    assert link("publish", second) not in after
    assert link("withdraw", second) in after
    cast.wait(days=40)
    assert link("withdraw", second) not in page_of(checker)


@pytest.mark.requirement("P21")
def test_what_came_back_is_drawn_again_without_typing_it_again(cast: Cast) -> None:
    publisher = signed_in(cast, "publisher")
    row = drafted(cast)
    assert "退回重拟" not in page_of(publisher, HOME)
    cast.do(
        "publication_checker",
        "exante.return_announcement",
        announcement=row.uid,
        reason="请写明起止日期。",
    )

    home, form = page_of(publisher, HOME), page_of(publisher, DRAFT)
    assert "退回重拟的公告" in home
    assert "请写明起止日期。" in home
    assert row.body in form
    assert f'value="{row.title}"' in form
    assert "按退回理由重新拟定" in page_of(publisher)
    assert "退回重拟" not in page_of(signed_in(cast, "publication_checker"), HOME)

    drafted(cast)
    assert "退回重拟" not in page_of(publisher, HOME)
    assert row.body not in page_of(publisher, DRAFT)


def test_the_page_belongs_to_the_own_agency_and_costs_the_same_for_many(cast: Cast) -> None:
    row = drafted(cast)
    stranger = signed_in_as(
        make_officer(make_agency(code="elsewhere"), ("publisher",), account=True)
    )
    checker = signed_in(cast, "publication_checker")

    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert checker.get(PAGE).status_code == 200
        return len(seen)

    assert signed_in(cast, "handler").get(PAGE).status_code == 403
    assert row.title not in page_of(stranger)
    few = queries()
    for n in range(5):
        drafted(cast, title=f"提示{n}")
    assert queries() == few


@pytest.mark.requirement("P21")
def test_words_typed_about_one_announcement_are_not_put_before_another(cast: Cast) -> None:
    checker = signed_in(cast, "publication_checker")
    first, second = drafted(cast), drafted(cast, title="餐饮油烟提示", kind="prevention")
    typed = {"announcement": first.uid, "reason": ""}
    assert checker.post(link("return", first), typed).status_code == 422

    again, other = page_of(checker, link("return", first)), page_of(checker, link("return", second))

    assert f'value="{first.uid}" selected' in again
    assert f'value="{second.uid}" selected' in other
    assert f'value="{first.uid}" selected' not in other
