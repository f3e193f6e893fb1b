"""Filters of lists that a person keeps."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gongjian.cases.testing import COMPANY, PERSON, Cast, open_case
from gongjian.workbench.filters import MOST
from gongjian.workbench.models import KeptFilter
from gongjian.workbench.testing import signed_in, staffed_cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]
LATE = "/staff/matters/?q=%E6%BA%AA%E8%BE%B9&state=late"


@pytest.fixture
def cast() -> Cast:
    return staffed_cast()


def keep(client: Client, name: str, query: str, page: str = "matters") -> Any:
    return client.post(f"/staff/filters/{page}/keep", {"name": name, "query": query}, follow=True)


def test_a_filter_is_offered_kept_opened_again_and_forgotten(cast: Cast) -> None:
    client = signed_in(cast, "handler")
    assert "保存这个筛选" not in client.get("/staff/matters/").content.decode()
    assert "保存这个筛选" in client.get(LATE).content.decode()

    kept = keep(client, "溪边 超期", "after=xyz&state=late&q=溪边&other=1")

    assert kept.redirect_chain[-1][0] == LATE
    assert "保存这个筛选" not in kept.content.decode()
    page = client.get("/staff/matters/").content.decode()
    assert 'href="/staff/matters/?q=%E6%BA%AA%E8%BE%B9&amp;state=late">溪边 超期</a>' in page
    row = KeptFilter.objects.get()
    gone = client.post(f"/staff/filters/{row.pk}/forget", follow=True)
    assert "溪边 超期" not in gone.content.decode()


def test_the_same_question_again_only_takes_the_new_name(cast: Cast) -> None:
    client = signed_in(cast, "handler")
    keep(client, "超期", "state=late")
    keep(client, "我的超期", "state=late")

    assert [row.name for row in KeptFilter.objects.all()] == ["我的超期"]


def test_a_filter_is_ones_own_and_unreadable_in_the_database(cast: Cast) -> None:
    keep(signed_in(cast, "handler"), "喆堃䶮的案件", "q=喆堃䶮")
    other, row = signed_in(cast, "second"), KeptFilter.objects.get()

    assert "喆堃䶮的案件" not in other.get("/staff/matters/").content.decode()
    assert other.post(f"/staff/filters/{row.pk}/forget").status_code == 404
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, query FROM workbench_keptfilter")
        assert "喆" not in str(cursor.fetchall())


@pytest.mark.parametrize(
    ("name", "query", "told"),
    [
        ("", "state=late", "请填写筛选的名称"),
        ("字" * 31, "state=late", "请填写筛选的名称"),
        ("全部", "", "还没有筛选"),
        ("别的", "password=1", "还没有筛选"),
    ],
)
def test_what_is_no_filter_is_refused_and_told(
    cast: Cast, name: str, query: str, told: str
) -> None:
    answer = keep(signed_in(cast, "handler"), name, query)

    assert told in answer.content.decode()
    assert not KeptFilter.objects.exists()


def test_markup_in_a_name_is_shown_as_text_and_an_unknown_list_is_absent(cast: Cast) -> None:
    client = signed_in(cast, "handler")

    assert "&lt;b&gt;急&lt;/b&gt;" in keep(client, "<b>急</b>", "state=near").content.decode()
    assert keep(client, "x", "q=1", page="secret").status_code == 404


def test_a_list_keeps_twenty_at_most_and_costs_the_same_with_them(cast: Cast) -> None:
    open_case(cast)
    client = signed_in(cast, "handler")
    keep(client, "第 0 个", "q=0")
    few = queries(client)
    for number in range(1, MOST + 1):
        last = keep(client, f"第 {number} 个", f"q={number}")

    assert f"最多保存{MOST}个筛选" in last.content.decode()
    assert KeptFilter.objects.count() == MOST
    assert queries(client) == few


def queries(client: Client) -> int:
    with CaptureQueriesContext(connection) as seen:
        assert client.get("/staff/matters/").status_code == 200
    return len(seen)


def test_the_register_of_publication_keeps_filters_of_its_own(cast: Cast) -> None:
    client = signed_in(cast, "publisher")
    keep(client, "更正", "of=corrected", page="publication_register")

    assert "?of=corrected" in client.get("/staff/register/").content.decode()
    assert "?of=corrected" not in client.get("/staff/matters/").content.decode()


def test_clues_are_found_by_all_words_and_only_among_those_that_may_be_seen(cast: Cast) -> None:
    open_case(cast)
    other = PERSON | {"party_name": "买买提·艾力"}
    open_case(cast, other)
    client = signed_in(cast, "handler")

    def found(query: str, one: Client = client) -> list[str]:
        page = one.get(f"/staff/clues/?{query}").content.decode()
        names = (COMPANY["party_name"], "买买提·艾力")
        return [name for name in names if f">{name}涉嫌违法</a>" in page]

    assert found("q=买买提 工艺&state=case") == ["买买提·艾力"]
    assert found("q=买买提 没有这个词") == []
    assert found("q=买买提&state=open") == []
    assert found("q=工艺") == [COMPANY["party_name"], "买买提·艾力"]
    assert found("q=工艺", signed_in(cast, "publisher")) == []
    assert "保存这个筛选" in client.get("/staff/clues/?q=工艺").content.decode()
    kept = keep(client, "改工艺的", "q=工艺&state=case&after=1", page="clues")
    assert kept.redirect_chain[-1][0] == "/staff/clues/?q=%E5%B7%A5%E8%89%BA&state=case"
