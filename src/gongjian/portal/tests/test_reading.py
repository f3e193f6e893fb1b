"""A public page cannot read what is not public, whatever its query says."""

from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.core.cache import cache
from django.db import DatabaseError, connection, transaction
from django.test import Client

from gongjian.cases.models import Case
from gongjian.cases.testing import decided_case, file_case, make_cast, open_case
from gongjian.common import clock as clocks
from gongjian.exante.models import OpenList, PublicList
from gongjian.exante.testing import publish_list
from gongjian.orgs.models import PublicPass
from gongjian.orgs.passes import pass_of, token_of
from gongjian.parties.models import Party
from gongjian.portal import views
from gongjian.portal.export.addresses import decisions, pages
from gongjian.portal.reading import PUBLIC, grants, only_public
from gongjian.publicity.models import PublicItem, Release
from gongjian.publicity.testing import publish, publish_ruling, seize

pytestmark = pytest.mark.django_db
GUARDED = (
    "home",
    "agencies",
    "procedure",
    "about",
    "decisions",
    "decision",
    "rendition",
    "document",
    "statistics",
    "data",
    "feed",
    "sitemap",
    "lists",
    "agency_lists",
    "open_list",
    "list_version",
    "list_json",
    "list_csv",
    "list_chart",
    "numbers",
    "numbers_csv",
    "number_series",
)


@pytest.fixture(autouse=True)
def _role(settings: Any) -> None:
    """On PostgreSQL the portal's role lives as long as the test's transaction."""
    if connection.vendor == "postgresql":
        settings.GONGJIAN_PORTAL_ROLE = "portal_of_the_test"
        with connection.cursor() as cursor:
            cursor.execute("CREATE ROLE portal_of_the_test")
            for statement in grants("portal_of_the_test"):
                cursor.execute(statement)


def test_what_is_public_can_be_read() -> None:
    with only_public():
        for model in PUBLIC:
            assert model._default_manager.count() >= 0


@pytest.mark.parametrize("model", [m for m in apps.get_models() if m not in PUBLIC])
def test_no_other_table_can_be_read(model: type[Any]) -> None:
    with pytest.raises(DatabaseError), transaction.atomic(), only_public():
        model._default_manager.first()

    assert model._default_manager.count() >= 0


def test_a_view_shows_its_part_and_leaves_its_tables_closed() -> None:
    cast = make_cast()
    drawn = cast.do("publisher", "exante.draft_list", kind="powers")
    with only_public():
        assert not PublicList.objects.exists()
    shown = publish_list(cast, "bodies")

    with only_public():
        assert [one.uid for one in PublicList.objects.all()] == [shown.uid]
    for statement in (
        "SELECT content FROM exante_openlist",
        "WITH exante_publiclist AS (SELECT name FROM orgs_officer) SELECT * FROM exante_publiclist",
        "SELECT v.uid FROM exante_publiclist v JOIN exante_openlist l ON l.id = v.id",
        "SELECT name FROM orgs_officer",
        "SELECT u.username FROM exante_publicduty, accounts_user u",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), only_public():
            connection.cursor().execute(statement)
    assert OpenList.objects.filter(pk=drawn.pk).exists()


def test_a_certificate_is_read_by_its_token_alone() -> None:
    cast = make_cast()
    paper = cast.people["handler"].certificates.get()
    name, token = cast.people["handler"].name, token_of(paper)

    with only_public():
        shown = pass_of(token, cast.today)
        rows = list(PublicPass.objects.values_list("key", "sealed"))

    assert shown is not None
    assert shown.name == name
    assert all(name.encode() not in bytes(sealed) and token not in key for key, sealed in rows)


def test_every_public_page_is_made_whole_without_reading_anything_else(client: Client) -> None:
    """Middleware, view and template: a process that may read public tables alone serves them."""
    cast = make_cast()
    item = publish(cast, decided_case(cast))
    publish_list(cast, "officers")
    matter = file_case(cast, open_case(cast))
    publish_ruling(cast, matter, seize(cast, matter))
    board = cast.do("publisher", "exante.set_board", name="大厅", kind="service", notice="请取号")
    token = token_of(cast.people["handler"].certificates.get())
    addresses = [page.address for page in pages()]
    addresses += [page.address for pair in decisions() for page in pair]
    addresses += [f"/d/{item.document_token}", f"/o/{token}", f"/board/{board.code}"]
    assert len(addresses) > 30

    for address in addresses:
        cache.clear()
        with only_public():
            answer = client.get(address)
            body = b"".join(answer) if answer.streaming else answer.content
        assert answer.status_code == 200, address
        assert body or address.endswith("gone.jsonl")


def test_a_join_to_a_closed_table_is_refused() -> None:
    with pytest.raises(DatabaseError), transaction.atomic(), only_public():
        PublicItem.objects.filter(decision__case__public_order=True).first()


def test_nothing_can_be_written() -> None:
    with pytest.raises(DatabaseError), transaction.atomic(), only_public():
        PublicItem.objects.update(state="live")


def test_afterwards_everything_works_again() -> None:
    with only_public():
        PublicItem.objects.first()

    assert (Release.objects.count(), Case.objects.count(), Party.objects.count()) == (0, 0, 0)


@pytest.mark.parametrize("name", GUARDED)
def test_every_page_that_needs_no_entry_is_guarded(name: str) -> None:
    view, layers = getattr(views, name), []
    while view is not None:
        layers.append(view.__code__.co_name)
        view = getattr(view, "__wrapped__", None)

    assert "guarded" in layers


def test_a_clock_kept_in_a_table_is_read_before_the_tables_close(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stored() -> timedelta:
        Case.objects.first()
        return timedelta(0)

    monkeypatch.setattr(clocks, "_offset", stored)

    for address in ("/", "/decisions/", "/agencies/", "/about", "/d/unknown", "/statistics"):
        assert client.get(address).status_code == 200
