"""A public page cannot read what is not public, whatever its query says."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client

from gongjian.cases.models import Case
from gongjian.common import clock as clocks
from gongjian.common.records import record_models
from gongjian.parties.models import Party
from gongjian.portal import views
from gongjian.portal.reading import PUBLIC, grants, only_public
from gongjian.publicity.models import PublicItem, Release

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


@pytest.mark.parametrize("model", [m for m in record_models() if m not in PUBLIC])
def test_no_other_record_table_can_be_read(model: type[Any]) -> None:
    with pytest.raises(DatabaseError), transaction.atomic(), only_public():
        model._default_manager.first()

    assert model._default_manager.count() == 0


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
