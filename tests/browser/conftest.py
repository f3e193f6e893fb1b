"""One Chromium for all browser tests, one served world for each database."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from .people import Person
from .serving import World, postgresql, served

PATHS = ("/usr/bin/chromium", "chromium", "chromium-browser", "google-chrome")
SWITCHES = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--no-first-run",
    "--lang=zh-CN",  # date boxes follow the browser, not the page
)
EveryPerson = Callable[..., Person]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test of this folder, so that `make test` needs no browser."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker("browser")


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """Start the machine's Chromium; without one the tests are skipped, and fail in CI."""
    found = next(filter(None, map(shutil.which, PATHS)), None)
    if found is None:
        reason = (
            "no Chromium on this machine (looked for chromium, chromium-browser, google-chrome)"
        )
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(reason)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=list(SWITCHES))
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def sqlite_world(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Serve a demo on SQLite."""
    with served(tmp_path_factory.mktemp("sqlite")) as world:
        yield world


@pytest.fixture(scope="package")
def postgresql_world(
    chromium: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    """Serve a demo on PostgreSQL."""
    home = tmp_path_factory.mktemp("postgresql")
    with postgresql() as server, served(home, str(server.get_uri())) as world:
        yield world


@pytest.fixture
def people(chromium: Browser) -> Iterator[EveryPerson]:
    """Return a maker of persons at browsers of their own.

    After the test no page may have failed in its script or broken the content security policy.
    """
    made: list[Person] = []

    def person(world: World, username: str = "", **options: object) -> Person:
        someone = Person(chromium, world.url, username, **options)
        made.append(someone)
        return someone

    yield person
    for someone in made:
        someone.leave()
    assert [line for someone in made for line in someone.complaints] == []
