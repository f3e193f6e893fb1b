"""Decisions other than penalties on the portal: list, page, data, and what stays of one gone."""

import json
from typing import Any

import pytest
from django.test import Client

from gongjian.cases.testing import PERSON, file_case, make_cast, open_case
from gongjian.publicity.testing import publish_ruling, seize

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]


@pytest.mark.requirement("P12", "P14", "Q13")
def test_it_is_listed_shown_handed_out_and_gone_after_withdrawal(client: Client) -> None:
    cast = make_cast()
    matter = file_case(cast, open_case(cast))
    item = publish_ruling(cast, matter, seize(cast, matter))
    address = f"/rulings/{item.token}"

    assert address in client.get("/rulings/?kind=coercive-measure").content.decode()
    assert address not in client.get("/rulings/?kind=no-penalty-decision").content.decode()
    page = client.get(address).content.decode()
    for told in ("执法机关", "执法对象", "执法类别", "执法结论", item.number, item.conclusion):
        assert told in page
    data = b"".join(client.get("/data/rulings.jsonl"))
    assert json.loads(data)["number"] == item.number
    series = client.get("/numbers/").content.decode().split('href="/numbers/')
    assert any(
        address in client.get(f"/numbers/{s.split(chr(34))[0]}").content.decode()
        for s in series[2:]
    )

    gone: dict[str, Any] = {"item": item.uid, "ground": "revoked", "effective_on": cast.today}
    cast.do("publication_checker", "publicity.withdraw_ruling", matter, **gone, reason="已撤销。")

    after = client.get(address)
    assert after.status_code == 410
    assert item.number in after.content.decode()
    assert "已撤销。" in after.content.decode()
    assert item.conclusion not in after.content.decode()
    assert client.get(f"{address}/rendition.json").status_code == 410
    assert b"".join(client.get("/data/rulings.jsonl")) == b""
    assert address not in client.get("/rulings/").content.decode()


def test_an_unknown_one_and_an_unknown_kind_are_not_there(client: Client) -> None:
    assert client.get("/rulings/r0123456789abcdef").status_code == 404
    assert client.get("/rulings/?kind=permit").status_code == 404


def test_a_page_about_a_person_stays_out_of_search_engines(client: Client) -> None:
    cast = make_cast()
    matter = file_case(cast, open_case(cast, party=PERSON))
    item = publish_ruling(cast, matter, seize(cast, matter))

    answer = client.get(f"/rulings/{item.token}")

    assert answer["X-Robots-Tag"] == "noindex, noarchive"
    assert str(PERSON["party_name"]) not in answer.content.decode()
