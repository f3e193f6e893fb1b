"""The public pages, without a session and without anything behind the renditions."""

import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from gongjian.cases.testing import PERSON, decided_case, make_cast
from gongjian.publicity.showing import procedures_in_force
from gongjian.publicity.testing import publish

pytestmark = pytest.mark.django_db
PAGES = ["/", "/decisions/", "/agencies/", "/verify", "/about", "/procedures/penalty-ordinary"]


@pytest.fixture(autouse=True)
def _fresh_figures() -> None:
    cache.clear()


def text_of(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, answer.content.decode()[:2000]
    return answer.content.decode()


@pytest.mark.parametrize("address", PAGES)
def test_a_page_opens_in_an_empty_house(client: Client, address: str) -> None:
    status = 404 if "procedures" in address else 200

    assert "公示" in text_of(client, address, status)


def test_a_page_opens_with_content_and_without_inline_style(client: Client) -> None:
    cast = make_cast()
    publish(cast, decided_case(cast))

    for address in PAGES:
        page = text_of(client, address)
        assert "style=" not in page, address
        assert "<script>" not in page, address
        assert 'lang="zh-Hans"' in page, address


def test_a_decision_shows_summary_reasons_dates_and_proof(client: Client) -> None:
    cast = make_cast()
    item = publish(cast, decided_case(cast))

    page = text_of(client, f"/decisions/{item.token}")

    for expected in (
        f"<strong>{item.penalty}</strong>",
        item.number,
        "按期",
        item.due_on.isoformat(),
        "proof.zip",
    ):
        assert expected in page


def test_a_page_drawn_before_comes_from_memory_until_something_happens_to_the_decision(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    cast = make_cast()
    matter = decided_case(cast)
    item = publish(cast, matter)
    address = f"/decisions/{item.token}"
    first = text_of(client, address)

    with django_assert_num_queries(1):
        assert text_of(client, address) == first
    shown = [text_of(client, path) for path in ("/", "/decisions/")]
    with django_assert_num_queries(3):  # newest rows and procedure; rows of the list
        assert [text_of(client, path) for path in ("/", "/decisions/")] == shown
    assert all(f"/decisions/{item.token}" in page for page in shown)
    reader = Client()
    reader.cookies["gongjian_size"] = "large"
    assert 'class="large"' in text_of(reader, address)
    assert text_of(client, address) == first

    cast.do(
        "publication_checker",
        "publicity.withdraw_publication",
        matter,
        item=item.uid,
        ground="revoked",
        effective_on=cast.today,
        reason="复议机关撤销原决定。",
    )
    assert item.summary not in text_of(client, address, 410)
    assert all(item.token not in text_of(client, path) for path in ("/", "/decisions/"))


def test_the_list_of_a_house_without_an_index_is_drawn_once_until_a_decision_comes_or_goes(
    client: Client,
) -> None:
    cast = make_cast()
    first = publish(cast, decided_case(cast))
    drawn = text_of(client, "/decisions/")

    again = client.get("/decisions/")
    assert again.templates == []
    assert again.content.decode() == drawn
    assert client.get("/decisions/?q=环境").templates != []
    second = publish(cast, decided_case(cast))
    page = text_of(client, "/decisions/")
    assert first.token in page
    assert second.token in page


def test_lateness_is_shown(client: Client) -> None:
    cast = make_cast()
    matter = decided_case(cast)
    cast.wait(days=40)
    item = publish(cast, matter)

    assert f"逾期 {item.days_late} 日" in text_of(client, f"/decisions/{item.token}")


def test_no_page_shows_who_the_natural_person_is(client: Client) -> None:
    cast = make_cast()
    item = publish(cast, decided_case(cast, party=PERSON))

    for address in ("/", "/decisions/", "/decisions/?q=张", f"/decisions/{item.token}"):
        page = text_of(client, address)
        assert "张某" in page
        for canary in ("张示例", PERSON["id_number"], PERSON["phone"], "城南街道"):
            assert canary not in page


def test_a_page_about_a_person_stays_out_of_search_engines(client: Client) -> None:
    cast = make_cast()
    item = publish(cast, decided_case(cast, party=PERSON))

    assert "noindex" in client.get(f"/decisions/{item.token}")["X-Robots-Tag"]


def test_a_withdrawn_decision_is_gone_but_for_number_reason_and_date(client: Client) -> None:
    cast = make_cast()
    matter = decided_case(cast)
    item = publish(cast, matter)
    cast.do(
        "publication_checker",
        "publicity.withdraw_publication",
        matter,
        item=item.uid,
        ground="revoked",
        effective_on=cast.today,
        reason="复议机关撤销原决定。",
    )

    page = text_of(client, f"/decisions/{item.token}", 410)

    assert item.number in page
    assert "复议机关撤销原决定。" in page
    for gone in (item.party_name, item.summary, item.data["facts"], item.penalty):
        assert gone not in page
        assert gone not in text_of(client, "/decisions/")
    assert client.get(f"/decisions/{item.token}/rendition.json").status_code == 410
    assert client.get(f"/decisions/{item.token}/proof.zip").status_code == 404
    assert "撤回" in text_of(client, f"/d/{item.document_token}")


def test_filters_survive_and_find(client: Client) -> None:
    cast = make_cast()
    item = publish(cast, decided_case(cast))
    agency = cast.agency.uid

    found = text_of(client, f"/decisions/?q=环境影响 恒远&agency={agency}&year=2026")
    missed = text_of(client, f"/decisions/?q=没有的词&agency={agency}&year=2026")

    assert item.title in found
    assert f"agency={agency}" in found
    assert item.title not in missed


@pytest.mark.parametrize("query", ["agency=x", "year=abc", "after=xyz", "year=99999999999"])
def test_a_broken_link_of_the_list_is_not_found(client: Client, query: str) -> None:
    assert client.get(f"/decisions/?{query}").status_code == 404


@pytest.mark.requirement("P19")
def test_days_are_typed_or_chosen_and_stay_with_the_words(client: Client) -> None:
    cast = make_cast()
    item = publish(cast, decided_case(cast))
    day = item.decided_on
    month = f"{day.year}年{day.month}月"
    for found in (
        {"q": day.isoformat()},
        {"q": f"{month}{day.day}日"},
        {"q": f"{item.party_name[:6]} {month}"},
        {"from": day.isoformat(), "to": day.isoformat()},
        {"from": f"{day.year}.{day.month}"},
    ):
        assert item.title in client.get("/decisions/", found).content.decode(), found
    for lost in ({"q": "2020-01-02"}, {"to": "2020-01-02"}, {"from": "2030-01-01", "q": "公司"}):
        page = client.get("/decisions/", lost).content.decode()
        assert item.title not in page
        assert "不限日期" in page
    assert client.get("/decisions/", {"from": "昨天"}).status_code == 404
    asked = {"decided_from": day.isoformat(), "decided_to": day.isoformat()}
    assert len(client.get("/api/v1/public/decisions", asked).json()["items"]) == 1
    asked["decided_from"] = asked["decided_to"] = "2020-01-02"
    assert client.get("/api/v1/public/decisions", asked).json()["items"] == []


def test_scripts_typed_into_the_search_come_out_as_text(client: Client) -> None:
    assert "<script>alert" not in text_of(client, "/decisions/?q=<script>alert(1)</script>")


def test_the_number_of_queries_does_not_grow(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    cast = make_cast()
    items = [publish(cast, decided_case(cast)) for _ in range(2)]
    for address, most in (
        ("/", 2),
        ("/decisions/", 1),
        (f"/decisions/{items[0].token}", 3),
        ("/agencies/", 1),
        ("/procedures/penalty-ordinary", 2),
    ):
        client.get(address)  # what is counted now and then has just been counted
        with django_assert_max_num_queries(most):
            client.get(address)


def test_every_procedure_in_force_is_linked_from_every_other(client: Client) -> None:
    make_cast()
    for code in ("penalty-summary", "penalty-ordinary"):
        page = text_of(client, f"/procedures/{code}")
        assert page.count('<use href="#flow-paper"/>') in {1, 2}
        for other, name in procedures_in_force():
            assert f'href="/procedures/{other}">{name}</a>' in page


def test_a_procedure_is_drawn_in_the_words_of_the_place(client: Client) -> None:
    make_cast("dazhou")

    page = text_of(client, "/procedures/penalty-ordinary")

    assert "审核意见：存在问题" in page
    assert "退回补正" not in page
    assert "叫法不同" not in page


def test_where_places_differ_each_has_its_drawing(client: Client) -> None:
    make_cast("dazhou")
    make_cast("xiamen", "public-security")
    address = "/procedures/penalty-ordinary"

    first, other = (text_of(client, f"{address}?place={p}") for p in ("dazhou", "xiamen"))

    assert 'href="?place=xiamen">厦门市公安局</a>' in first
    assert "审核意见：存在问题" in first
    assert "审核意见：存在问题" not in other
    assert "退回补正" in other
    assert "叫法不同" in text_of(client, f"{address}?place=nowhere")
    assert "叫法不同" not in text_of(client, "/procedures/penalty-summary")


def test_readers_of_the_portal_get_no_cookie(client: Client) -> None:
    cast = make_cast()
    item = publish(cast, decided_case(cast))

    for address in [*PAGES, f"/decisions/{item.token}"]:
        client.get(address)

    assert not client.cookies


def test_robots_keeps_search_engines_out_of_the_workbench(client: Client) -> None:
    assert "Disallow: /staff/" in text_of(client, "/robots.txt")


def test_a_search_that_finds_nothing_offers_no_filters_that_lead_nowhere(client: Client) -> None:
    page = client.get("/decisions/?q=没有这种东西").content.decode()

    assert "没有找到" in page
    assert "换一种说法" in page
    assert 'href="#filters"' not in page
    assert 'id="filters"' not in page
