"""Open data, feed, sitemap and figures: the renditions again, and figures anyone recomputes."""

import csv
import io
import json
import xml.etree.ElementTree as ET
from collections import Counter
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from gongjian.cases.choices import PenaltyKind
from gongjian.cases.testing import PERSON, decided_case, make_cast
from gongjian.portal.statistics import beams, year_figures
from gongjian.portal.views import opening
from gongjian.publicity.models import PublicItem
from gongjian.publicity.opendata import COLUMNS, schema
from gongjian.publicity.testing import publish

pytestmark = pytest.mark.django_db
FILES = (
    "/data/decisions.csv",
    "/data/decisions.jsonl",
    "/feed.xml",
    "/sitemap.xml",
    "/statistics",
    "/data/",
)


@pytest.fixture(autouse=True)
def _fresh_figures() -> None:
    cache.clear()


def body(client: Client, address: str) -> str:
    answer: Any = client.get(address)
    assert answer.status_code == 200, address
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return str(content, "utf-8")


def rows(client: Client) -> list[dict[str, str]]:
    text = body(client, "/data/decisions.csv").removeprefix("\ufeff")
    return list(csv.DictReader(io.StringIO(text)))


def two_items() -> list[PublicItem]:
    cast = make_cast()
    return [publish(cast, decided_case(cast)), publish(cast, decided_case(cast, party=PERSON))]


@pytest.mark.parametrize("address", FILES)
def test_each_opens_in_an_empty_house(client: Client, address: str) -> None:
    assert client.get(address).status_code == 200
    assert not client.cookies


def test_anyone_recomputes_the_figures_from_the_open_data(client: Client) -> None:
    items = two_items()
    year = str(items[0].decided_on.year)

    known = [row for row in rows(client) if row["decided_on"].startswith(year)]
    figures = year_figures(int(year))

    assert figures.items == len(known) == 2
    assert figures.fine_fen == sum(int(row["fine_fen"]) for row in known) > 0
    assert figures.late == sum(row["first_published_on"] > row["due_on"] for row in known)
    assert dict(figures.agencies) == Counter(row["agency"] for row in known)
    kinds = Counter(kind for row in known for kind in row["kinds"].split(";"))
    assert dict(figures.kinds) == {PenaltyKind(k).label: n for k, n in kinds.items()}
    months = Counter(int(row["decided_on"][5:7]) for row in known)
    assert {m.month: n for m, n in figures.months if n} == months


def test_a_line_is_as_its_schema_says(client: Client) -> None:
    two_items()
    said = schema()

    for line in body(client, "/data/decisions.jsonl").splitlines():
        row = json.loads(line)
        assert set(said["required"]) <= set(row) <= set(said["properties"])
        for name, value in row.items():
            kind = said["properties"][name]["type"]
            types = {"string": str, "integer": int, "array": list, "object": dict, "boolean": bool}
            assert isinstance(value, types[kind]), name
            assert value in said["properties"][name].get("enum", [value])
            assert said["properties"][name]["description"]
        assert set(row["kinds"]) <= set(said["properties"]["kinds"]["items"]["enum"])
        assert set(row["party"]) <= set(said["properties"]["party"]["properties"])
    assert json.loads(body(client, "/data/decisions.schema.json")) == said
    assert client.get("/api/v1/public/schema").json() == said
    told = body(client, "/data/")
    assert all(f"<code>{name}</code></th><td>" in told for name in COLUMNS)


def test_columns_keep_their_names_and_places() -> None:
    assert COLUMNS[:3] == ("token", "number", "agency")
    assert COLUMNS[16:] == (
        "published_on",
        "procedure",
        "confiscated_fen",
        "first_published_on",
    )
    assert len(COLUMNS) == 20


def test_nothing_names_the_natural_person(client: Client) -> None:
    two_items()

    for address in FILES:
        text = body(client, address)
        for canary in ("张示例", PERSON["id_number"], PERSON["phone"], "城南街道"):
            assert canary not in text, address


def test_what_is_withdrawn_leaves_every_file(client: Client) -> None:
    cast = make_cast()
    matter = decided_case(cast)
    item = publish(cast, matter)
    assert item.token in body(client, "/data/decisions.csv")
    cast.do(
        "publication_checker",
        "publicity.withdraw_publication",
        matter,
        item=item.uid,
        ground="revoked",
        effective_on=cast.today,
        reason="复议机关撤销原决定。",
    )

    for address in FILES:
        assert item.token not in body(client, address)
    (row,) = [json.loads(line) for line in body(client, "/data/gone.jsonl").splitlines()]
    left = {
        "token": item.token,
        "number": item.number,
        "agency": item.agency_name,
        "state": "withdrawn",
        "since": cast.today.isoformat(),
        "reason": "复议机关撤销原决定。",
        "successor": "",
    }
    assert row == left
    told = client.get(f"/api/v1/public/decisions/{item.token}")
    assert (told.status_code, told.json()["code"], told.json()["gone"]) == (410, "gone", left)
    assert client.get("/api/v1/public/decisions/never").status_code == 404


def test_feed_and_sitemap_are_xml_and_the_sitemap_names_no_person(client: Client) -> None:
    company, person = two_items()

    feed, sitemap = body(client, "/feed.xml"), body(client, "/sitemap.xml")

    assert len(ET.fromstring(feed).findall("{http://www.w3.org/2005/Atom}entry")) == 2  # noqa: S314
    assert ET.fromstring(sitemap).tag.endswith("urlset")  # noqa: S314
    assert company.token in sitemap
    assert person.token not in sitemap
    for page in ("/annual/", "/accessibility", "/procedures/penalty-ordinary", "/lists/"):
        assert f"{page}</loc>" in sitemap


def test_a_long_sitemap_is_split(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    items = two_items()
    monkeypatch.setattr(opening, "MOST_ADDRESSES", len(opening.PAGES) + 1)

    parts = [e[0].text or "" for e in ET.fromstring(body(client, "/sitemap.xml"))]  # noqa: S314
    texts = [body(client, "/" + part.split("/")[-1]) for part in parts]

    assert len(parts) > 1
    assert sum(items[0].token in text for text in texts) == 1
    assert not any(items[1].token in text for text in texts)


def test_a_year_without_figures_is_not_found(client: Client) -> None:
    assert client.get("/statistics?year=1900").status_code == 404
    assert client.get("/statistics?year=x").status_code == 404


def test_lying_bars_fit_their_paper() -> None:
    drawn = beams([("罚款", 1_000_000), ("警告", 1)])

    assert all(2 <= b.width <= drawn.width - 60 and b.y < drawn.height for b in drawn.beams)
