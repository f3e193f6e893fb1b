"""Search: any part of a name, exact numbers, filters, pages; never who is hidden."""

from pathlib import Path
from typing import Any

import pytest
import tantivy
from django.core.management import call_command

from gongjian.cases.testing import COMPANY, PERSON, Cast, decided_case, make_cast
from gongjian.common.errors import NotFound
from gongjian.common.indexes import forget
from gongjian.jobs.services import work_until_idle
from gongjian.publicity import index
from gongjian.publicity.index import Asked, folder
from gongjian.publicity.models import PublicItem
from gongjian.publicity.searching import list_items
from gongjian.publicity.testing import publish

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _search(settings: Any, home: Path) -> None:
    settings.GONGJIAN_SEARCH = True


def found(words: str, **facets: str) -> list[str]:
    return [item.token for item in list_items(Asked(words, facets)).rows]


def one(cast: Cast, **changed: Any) -> PublicItem:
    item = publish(cast, decided_case(cast, **changed))
    work_until_idle()
    return item


def test_any_part_of_a_name_one_character_and_the_number_find_a_decision() -> None:
    item = one(make_cast())
    assert folder.current() is not None
    name = item.party_name

    for words in (name, name[1:4], name[-3:], name[0], item.number, "环境影响", "响"):
        assert found(words) == [item.token], words
    assert found(COMPANY["uscc"]) == [item.token]
    assert found(f"{name[:3]} 环境影响") == [item.token]


def test_what_stands_nowhere_finds_nothing_and_breaks_nothing() -> None:
    one(make_cast())

    for words in ("没有的词", "〔〕", "<script>", "\\", "*", "AND OR", '"'):
        assert found(words) == [], words


def test_characters_must_stand_side_by_side() -> None:
    item = one(make_cast())
    name = item.party_name

    assert found(name[:2] + name[3:5]) == []


def test_a_number_does_not_find_a_longer_one() -> None:
    item = one(make_cast())
    head, serial = item.number.split("〕")

    assert found(item.number.replace("〔", "[").replace("〕", "]")) == [item.token]
    assert found(f"{head}〕9{serial}") == []


def test_a_natural_person_is_found_as_published_and_not_by_name_or_number() -> None:
    item = one(make_cast(), party=PERSON)

    assert found("张某") == [item.token]
    for hidden in ("张示例", PERSON["id_number"], PERSON["phone"], "城南街道"):
        assert found(hidden) == []


def test_filters_are_counted_among_what_the_others_leave() -> None:
    cast = make_cast()
    item = one(cast)
    agency = str(cast.agency.uid)

    shown = list_items(Asked("", {"agency": agency}))

    assert shown.counts["agency"] == [(agency, 1)]
    assert dict(shown.counts["kind"])[item.data["kinds"][0]] == 1
    assert found("", kind="detention") == []
    assert found("", domain=item.data["domain"], year=str(item.decided_on.year)) == [item.token]


def test_pages_go_there_and_back_and_miss_nothing() -> None:
    cast = make_cast()
    items = [one(cast) for _ in range(3)]
    expected = [i.token for i in sorted(items, key=lambda i: (i.decided_on, i.pk), reverse=True)]

    first = list_items(Asked(), size=1)
    second = list_items(Asked(), size=1, after=first.next)
    third = list_items(Asked(), size=1, after=second.next)
    back = list_items(Asked(), size=1, after=third.previous)

    assert [p.rows[0].token for p in (first, second, third)] == expected
    assert back.rows[0].token == expected[1]
    assert (first.previous, third.next) == ("", "")
    assert first.total == "3"


def test_a_page_link_that_no_list_made_is_not_found() -> None:
    one(make_cast())

    for after in ("x", "n", "n-1", "p٣", "n99999999999999999999"):
        with pytest.raises(NotFound):
            list_items(Asked(), after=after)


def test_what_is_withdrawn_vanishes_before_the_index_hears_of_it() -> None:
    cast = make_cast()
    matter = decided_case(cast)
    item = publish(cast, matter)
    work_until_idle()
    cast.do(
        "publication_checker",
        "publicity.withdraw_publication",
        matter,
        item=item.uid,
        ground="revoked",
        effective_on=cast.today,
        reason="复议机关撤销原决定。",
    )

    assert found("环境影响") == []
    work_until_idle()
    assert list_items(Asked("环境影响")).total == "0"
    assert not index.stale()


def test_the_index_is_made_anew_by_command_and_read_by_a_new_process() -> None:
    item = one(make_cast())
    old = folder.current()

    call_command("portal", "index")
    forget()

    assert found("环境影响") == [item.token]
    assert folder.current() != old
    assert [p for p in folder.home().iterdir() if p == old] == []


def test_an_index_made_anew_holds_the_items_by_day_of_the_decision() -> None:
    cast = make_cast()
    older, newer = decided_case(cast), decided_case(cast)
    items = [publish(cast, newer), publish(cast, older)]

    index.rebuild()

    found_open = folder.opened()
    assert found_open is not None
    searcher = found_open[1].searcher()
    held = [searcher.doc(tantivy.DocAddress(0, n))["token"][0] for n in range(2)]
    assert held == [item.token for item in reversed(items)]


def test_without_an_index_the_database_answers() -> None:
    cast = make_cast()
    item = publish(cast, decided_case(cast))

    assert folder.current() is None
    assert found("环境影响") == [item.token]
    assert index.stale()


def test_a_broken_index_is_made_anew() -> None:
    item = one(make_cast())
    current = folder.current()
    assert current is not None
    (current / "meta.json").unlink()
    forget()

    assert found("环境影响") == [item.token]  # by the database
    assert index.stale()
    index.rebuild()
    assert list_items(Asked("环境影响")).indexed
