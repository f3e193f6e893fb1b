"""The file room of a case: who may look, what it shows, how often it asks."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gongjian.cases import testing as story
from gongjian.cases.queries import case_number
from gongjian.cases.testing import Cast, sign_papers
from gongjian.common import clock as clocks
from gongjian.fileroom.testing import ask, code_of, grant, open_up
from gongjian.matters.models import Matter
from gongjian.workbench.testing import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]


@pytest.fixture
def cast() -> Iterator[Cast]:
    made = story.make_cast(accounts=True, drawn=True)
    clocks.use_offset(lambda: made.now - clocks.Clock().now())
    yield made
    clocks.use_offset(lambda: timedelta(0))


def investigated(cast: Cast) -> Matter:
    matter = story.investigate(cast, story.file_case(cast, story.open_case(cast)))
    sign_papers(cast, matter)
    return matter


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_the_room_shows_pages_and_openings_to_who_may_see_the_case(cast: Cast) -> None:
    matter = investigated(cast)
    ask(cast, matter)
    grant(cast, matter, "现场检查笔录")
    part = open_up(cast, matter).parts.get()
    page = part.pages.first()
    assert page is not None
    party = Client()
    _, plain = code_of(cast, matter)
    party.post("/my/enter", {"number": case_number(matter), "code": plain})
    assert party.get(f"/my/file/{part.uid}/1.jpg").status_code == 200
    address = f"/staff/matters/{matter.uid}/reading/"
    handler, stranger = signed_in(cast, "handler"), signed_in(cast, "publisher")

    assert part.title in text(handler, address)
    assert handler.get(f"/staff/reading/{page.uid}.jpg")["Content-Type"] == "image/jpeg"
    assert stranger.get(address).status_code == 404
    assert stranger.get(f"/staff/reading/{page.uid}.jpg").status_code == 404
    assert Client().get(address).status_code == 302


def test_the_room_of_a_case_without_requests_says_so(cast: Cast) -> None:
    matter = investigated(cast)

    page = text(signed_in(cast, "handler"), f"/staff/matters/{matter.uid}/reading/")

    assert "没有等待答复的申请" in page
    assert "还没有准予过查阅" in page


def test_the_form_shows_the_request_the_law_and_the_pages(cast: Cast) -> None:
    matter = investigated(cast)
    ask(cast, matter, "想看检查笔录。")
    handler = signed_in(cast, "handler")
    acts = f"/staff/matters/{matter.uid}/acts/"

    form = text(handler, f"{acts}fileroom.grant_reading/")
    assert "想看检查笔录。" in form
    assert "内部审批、审核意见和讨论记录" in form
    assert "立案审批" not in form
    part = grant(cast, matter, "现场检查笔录").parts.get()
    page = part.pages.first()
    assert page is not None
    assert f"/staff/reading/{page.uid}.jpg" in text(handler, f"{acts}fileroom.open_reading/")
    wrong = handler.post(f"{acts}fileroom.open_reading/", {"seq": matter.seq})
    assert wrong.status_code == 422


def test_the_room_asks_as_often_for_many_parts_as_for_few(cast: Cast) -> None:
    matter = investigated(cast)
    ask(cast, matter)
    grant(cast, matter, "现场检查笔录", "证据")
    open_up(cast, matter)
    handler = signed_in(cast, "handler")
    address = f"/staff/matters/{matter.uid}/reading/"
    text(handler, address)

    def asked() -> int:
        with CaptureQueriesContext(connection) as seen:
            text(handler, address)
        return len(seen)

    before = asked()
    ask(cast, matter)
    grant(cast, matter)
    open_up(cast, matter)
    assert asked() == before
