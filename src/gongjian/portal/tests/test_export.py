"""The portal as files: byte for byte what a visitor gets, and only what changed is written."""

import ast
import csv
import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gongjian.cases.testing import PERSON, decided_case, make_cast
from gongjian.exante.testing import publish_list
from gongjian.portal import urls
from gongjian.portal.export import addresses, export
from gongjian.portal.export.addresses import EXCEPTIONS, decisions, pages
from gongjian.portal.export.onward import onward
from gongjian.portal.export.running import path_of
from gongjian.portal.export.standing import TABLES
from gongjian.publicity.testing import publish

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh_figures() -> None:
    cache.clear()


def live(client: Client, address: str) -> bytes:
    answer = client.get(address)
    assert answer.status_code in {200, 410}, address
    return b"".join(answer) if answer.streaming else answer.content


def test_an_export_equals_the_live_pages_and_a_second_one_writes_only_what_changed(
    client: Client, tmp_path: Path, settings: Any
) -> None:
    settings.GONGJIAN_PUBLIC_URL = "http://testserver"
    cast = make_cast()
    matter = decided_case(cast)
    first, second = publish(cast, matter), publish(cast, decided_case(cast, party=PERSON))
    publish_list(cast, "flowcharts")
    folder = tmp_path / "site"

    done = export(folder)

    asked = [page.address for page in pages()]
    asked += [page.address for pair in decisions() for page in pair]
    asked += [f"/{path}" for path in done.written if path.startswith("static/")]
    assert any(address.endswith("portal.css") for address in asked)
    assert {path_of(address) for address in asked} == set(done.written)
    for address in asked:
        shown = live(client, address)
        if path_of(address).endswith(".html"):
            shown = onward(shown, address, "http://testserver")
        assert (folder / path_of(address)).read_bytes() == shown, address
    # Whoever asks the copy is sent where the question can be answered.
    lists = (folder / "decisions/index.html").read_text("utf-8")
    assert 'role="search" action="http://testserver/decisions/"' in lists
    assert 'href="http://testserver/decisions/?' in lists
    assert 'href="?' not in lists
    one = (folder / f"decisions/{first.token}/index.html").read_text("utf-8")
    for only_live in (f"/decisions/{first.token}/proof.zip", "/my/", "/staff/"):
        assert f'href="http://testserver{only_live}"' in one
    assert f'href="/decisions/{first.token}/rendition.json"' in one

    manifest = list(csv.DictReader((folder / "manifest.csv").read_text("utf-8").splitlines()))
    assert {row["path"] for row in manifest} == set(done.written)
    for row in manifest:
        body = (folder / row["path"]).read_bytes()
        assert (len(body), hashlib.sha256(body).hexdigest()) == (int(row["size"]), row["sha256"])
    told = json.loads((folder / "export.json").read_text("utf-8"))
    assert told["exceptions"] == EXCEPTIONS
    everything = b"".join(p.read_bytes() for p in folder.rglob("*") if p.is_file())
    for hidden in ("张示例", PERSON["phone"], first.document_token, second.document_token):
        assert hidden.encode() not in everything

    with CaptureQueriesContext(connection) as read:
        again = export(folder)
    assert not [q["sql"] for q in read if first.token in q["sql"]]  # nobody visited its page
    assert (again.written, again.removed) == ([], [])
    assert again.unchanged == len(done.written)

    listed = publish_list(cast, "bodies")
    added = export(folder).written
    assert f"lists/{listed.agency.code}/index.html" in added
    assert not [path for path in added if path.startswith("decisions/")]

    cast.do(
        "publication_checker",
        "publicity.withdraw_publication",
        matter,
        item=first.uid,
        ground="revoked",
        effective_on=cast.today,
        reason="复议机关撤销原决定。",
    )
    cache.clear()
    changed = export(folder)

    page = f"decisions/{first.token}/index.html"
    assert page in changed.written
    assert changed.removed == [f"decisions/{first.token}/rendition.json"]
    assert "复议机关撤销原决定。" in (folder / page).read_text("utf-8")
    assert f"decisions/{second.token}/index.html" not in changed.written
    assert not [path for path in changed.written if path.startswith(("lists/", "static/"))]
    texts = [p.read_bytes() for p in folder.rglob("*") if p.is_file() and p.name[0] != "."]
    assert not any(first.title.encode() in text for text in texts)


def test_a_page_that_went_away_by_hand_is_written_again(tmp_path: Path) -> None:
    make_cast()
    export(tmp_path)
    (tmp_path / "about/index.html").unlink()

    assert export(tmp_path).written == ["about/index.html"]


def test_every_kind_of_public_page_is_exported_or_named_as_an_exception() -> None:
    excepted = {
        "board", "board_kiosk", "document", "officer", "proof", "rendition_proof", "objection",
        "healthz",
    }  # fmt: skip
    tree = ast.parse(Path(addresses.__file__).read_text("utf-8"))
    said = {
        str(n.value).removeprefix("portal:") for n in ast.walk(tree) if isinstance(n, ast.Constant)
    }
    said |= {"decision", "rendition", "attachment"}  # their addresses are written out, for speed

    names = {p.name for p in urls.urlpatterns if p.name}

    assert names - said == excepted


def test_every_table_that_a_page_reads_is_part_of_what_tells_that_it_is_unchanged(
    client: Client,
) -> None:
    cast = make_cast()
    publish(cast, decided_case(cast))
    publish_list(cast, "guides")
    publish_list(cast, "flowcharts")
    told = {model._meta.db_table for model in TABLES}
    asked = [page.address for page in pages() if page.address not in {"/about", "/verify"}]

    for address in asked:
        cache.clear()
        with CaptureQueriesContext(connection) as seen:
            live(client, address)
        read = {t for q in seen for t in re.findall(r'(?:FROM|JOIN) "(\w+)"', q["sql"])}
        assert read - {"publicity_publicitem"} <= told, address
