"""The index against a plain reading of every text, on thousands of items, most weeks unread."""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import pytest
import tantivy

from gongjian.publicity.index import Asked, searched
from gongjian.publicity.index.asking import Found, enough_of
from gongjian.publicity.index.folder import HEAP
from gongjian.publicity.index.schema import SCHEMA, document
from gongjian.publicity.models import PublicItem

ITEMS, ENOUGH = 4_000, 100
PLACES = ("青川", "临溪", "安澜", "金山")
NAMES = ("恒远", "清源", "磐石", "星途", "通衢")
CAUSES = ("未批先建", "逃避监管排放水污染物", "不按规定明码标价")
RARE = "擅自设置户外广告"
WORDS = (
    "",
    "远",
    "青",
    "恒远",
    "未批先建",
    "批先",
    "青川市恒远",
    "青川 未批先建",
    "未批先建 明码标价",
    "清川",
    "户外广告",
    "当事人",
    "没有的词",
    "〔2025〕17号",
)


def make_item(number: int) -> PublicItem:
    chance = random.Random(number)
    place, name = chance.choice(PLACES), chance.choice(NAMES)
    cause = RARE if number % 1000 == 7 else chance.choice(CAUSES)
    shown = f"{place}罚决字〔{2024 + number % 3}〕{number}号"
    return PublicItem(
        pk=number,
        token=f"item-{number}",
        agency_uid=UUID(int=number % 4 + 1),
        number=shown,
        decided_on=date(2023, 1, 2) + timedelta(days=chance.randrange(900)),
        data={"party": {"name": name}, "cause": cause, "domain": "market", "kinds": ["fine"]},
        searchable=f"{place}市{name}公司{cause}案\n{shown}\n当事人{cause}。",
    )


ALL = [make_item(number) for number in range(1, ITEMS + 1)]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tantivy.Index:
    folder: Path = tmp_path_factory.mktemp("index")
    index = tantivy.Index(SCHEMA, path=str(folder))
    writer = index.writer(HEAP, 1)
    for item in ALL:
        writer.add_document(document(item))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    return index


def expected(asked: Asked) -> list[str]:
    found = [
        item
        for item in ALL
        if all(word in item.searchable for word in asked.words.split())
        and asked.facets.get("year", str(item.decided_on.year)) == str(item.decided_on.year)
        and asked.facets.get("cause", item.data["cause"]) == item.data["cause"]
        and (asked.first or date.min) <= item.decided_on <= (asked.last or date.max)
    ]
    return [i.token for i in sorted(found, key=lambda i: (i.decided_on, i.pk), reverse=True)]


QUESTIONS = [
    Asked(words, facets) for words in WORDS for facets in ({}, {"year": "2023"}, {"cause": RARE})
]
QUESTIONS += [
    Asked(words, facets, *days)
    for words in ("", "当事人", "恒远")
    for facets in ({}, {"year": "2024"})
    for days in (
        (date(2024, 2, 1), date(2024, 2, 29)),
        (date(2024, 11, 20), None),
        (None, date(2024, 1, 3)),
    )
]


def pages(index: tantivy.Index, asked: Asked) -> Iterator[Found]:
    page = searched(index, asked, size=70, counted=False, enough=ENOUGH)
    yield page
    while page.next:
        page = searched(index, asked, after=page.next, size=70, counted=False, enough=ENOUGH)
        yield page


@pytest.mark.requirement("P19")
@pytest.mark.parametrize("asked", QUESTIONS, ids=str)
def test_pages_hold_what_a_plain_reading_finds_in_its_order(
    made: tantivy.Index, asked: Asked
) -> None:
    assert [token for page in pages(made, asked) for token in page.tokens] == expected(asked)


@pytest.mark.parametrize("asked", QUESTIONS, ids=str)
def test_pages_lead_back_over_what_they_led_there(made: tantivy.Index, asked: Asked) -> None:
    there = list(pages(made, asked))
    page, back = there[-1], [there[-1]]
    while page.previous:
        page = searched(made, asked, after=page.previous, size=70, enough=ENOUGH)
        back.append(page)

    assert [p.tokens for p in reversed(back)] == [p.tokens for p in there]


@pytest.mark.parametrize("asked", QUESTIONS, ids=str)
def test_totals_are_true_and_what_is_not_counted_says_so(made: tantivy.Index, asked: Asked) -> None:
    found, all_of_them = searched(made, asked, enough=ENOUGH), len(expected(asked))

    if found.more:
        assert found.total < all_of_them
        assert found.total >= ENOUGH // 10
    else:
        assert found.total == all_of_them
    if all_of_them <= ENOUGH // 10:
        assert not found.more


def test_up_to_enough_filters_are_counted_and_beyond_they_are_named(made: tantivy.Index) -> None:
    few = dict(searched(made, Asked(RARE), enough=ENOUGH).counts)
    many = dict(searched(made, Asked("当事人"), enough=ENOUGH).counts)

    assert few["cause"] == ((RARE, 4),)
    assert {value for value, _ in many["year"]} == {"2023", "2024", "2025"}
    assert {number for told in many.values() for _, number in told} == {None}


def test_where_very_many_items_are_public_less_is_counted() -> None:
    assert [enough_of(items) for items in (0, 200_000, 200_001)] == [5_000, 5_000, 500]
