"""The party sees its own goods that are held, and asks for them back."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gongjian.cases import testing as story
from gongjian.cases.models import PartyFiling
from gongjian.cases.queries import case_number
from gongjian.cases.testing import Cast, sign_papers
from gongjian.common import clock as clocks
from gongjian.common.errors import InvalidInput, NotAllowed, NotFound
from gongjian.documents.models import Document
from gongjian.documents.testing import typed_command
from gongjian.documents.typed import act_code
from gongjian.matters.models import Matter, Todo

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]


@pytest.fixture
def cast() -> Iterator[Cast]:
    made = story.make_cast(accounts=True)
    clocks.use_offset(lambda: made.now - clocks.Clock().now())
    yield made
    clocks.use_offset(lambda: timedelta(0))


def make(cast: Cast, matter: Matter, kind: str, who: str = "handler", **values: Any) -> Any:
    given = vars(typed_command(kind, cast.now))
    if "party_name" in given:
        given["party_name"] = matter.party_name
    made = cast.do(who, act_code(kind), matter, **(given | values))
    sign_papers(cast, matter)
    return made


def seized(cast: Cast, **values: Any) -> Matter:
    matter = story.file_case(cast, story.open_case(cast))
    make(cast, matter, "seizure-approval", "agency_head")
    make(cast, matter, "seizure-decision", goods="废机油桶12只", keep="本局仓库", **values)
    return matter


def enter(cast: Cast, matter: Matter, **holder: Any) -> Client:
    given = {"holder": "party"} | holder
    row = cast.do("handler", "cases.issue_query_code", matter, **given)
    client = Client()
    answer = client.post(
        "/my/enter", {"number": case_number(matter), "code": row.__dict__["plain"]}
    )
    assert answer.status_code == 302
    return client


def text(client: Client) -> str:
    return client.get("/my/").content.decode()


def test_a_party_reads_what_is_held_where_and_until_when(cast: Cast) -> None:
    matter = seized(cast)
    last = matter.deadlines.get(code="seize-limit").due_on

    page = text(enter(cast, matter))

    for words in ("我的财物", "废机油桶12只", "本局仓库", "要求解除、退还财物"):
        assert words in page
    assert f"{last.year}年{last.month}月{last.day}日" in page


def test_a_case_that_holds_nothing_says_nothing_of_goods(cast: Cast) -> None:
    matter = story.file_case(cast, story.open_case(cast))
    client = enter(cast, matter)

    assert "我的财物" not in text(client)
    assert client.post("/my/claim", {"content": "请退还。"}).status_code == 409
    assert not PartyFiling.objects.exists()


def test_goods_of_another_and_papers_not_issued_are_not_shown(cast: Cast) -> None:
    matter = seized(cast, party_name="另一家示例公司")

    assert "废机油桶" not in text(enter(cast, matter))


def test_a_demand_waits_for_the_handler_and_its_answer_reaches_the_party(cast: Cast) -> None:
    matter = seized(cast)
    story.record_seizures(cast, matter)
    client = enter(cast, matter)

    client.post("/my/claim", {"content": "桶内是食用油，与案件无关。"})
    filing = PartyFiling.objects.get()
    again = client.post("/my/claim", {"content": "请退还。"})

    assert Todo.objects.filter(matter=matter, role="handler", step__contains="退还财物").exists()
    assert again.status_code == 409
    assert filing.receipt in text(client)
    answer = "经核查，桶内为废机油，继续扣押。"
    cast.do("handler", "cases.answer_goods_claim", matter, filing=filing.uid, answer=answer)
    assert answer in text(client)
    assert not Todo.objects.filter(matter=matter, step__contains="退还财物").exists()


def test_a_demand_is_granted_by_the_release_and_not_by_words(cast: Cast) -> None:
    matter = seized(cast)
    enter(cast, matter).post("/my/claim", {"content": "与案件无关。"})
    said: dict[str, Any] = {
        "filing": PartyFiling.objects.get().uid,
        "answer": "已经解除。",
        "granted": True,
    }

    with pytest.raises(InvalidInput):
        cast.do("handler", "cases.answer_goods_claim", matter, **said)
    make(cast, matter, "seizure-release")
    cast.do("handler", "cases.answer_goods_claim", matter, **said)

    assert PartyFiling.objects.get().granted


def test_nobody_else_demands_or_answers(cast: Cast) -> None:
    matter = seized(cast)
    for office in story.OFFICES:
        with pytest.raises((NotAllowed, NotFound)):
            cast.do(office, "cases.claim_goods", matter, content="请退还。")
    enter(cast, matter).post("/my/claim", {"content": "与案件无关。"})
    filing = PartyFiling.objects.get()

    for office in ("unit_head", "agency_head"):
        with pytest.raises(NotAllowed):
            cast.do(
                office, "cases.answer_goods_claim", matter, filing=filing.uid, answer="不同意。"
            )


def test_the_page_asks_as_often_for_many_goods_as_for_one(cast: Cast) -> None:
    matter = seized(cast)
    client = enter(cast, matter)
    text(client)

    def asked() -> int:
        with CaptureQueriesContext(connection) as seen:
            text(client)
        return len(seen)

    before = asked()
    number = Document.objects.get(matter=matter, kind="seizure-decision").number
    for _ in range(3):
        make(cast, matter, "seizure-list", seizure_number=number)
    make(cast, matter, "seizure-extension", "agency_head")

    assert asked() == before
