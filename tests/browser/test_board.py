"""A hall board whose network is away for an hour."""

from playwright.sync_api import expect

from .conftest import EveryPerson
from .serving import World


def test_a_board_survives_an_hour_without_a_network_and_then_shows_no_names(
    sqlite_world: World, people: EveryPerson
) -> None:
    page = people(sqlite_world).page
    page.clock.install()
    page.goto("/board/qingchuan-env-1")
    dead, staff, old = (page.locator(f"#{name}") for name in ("dead", "staff", "too-old"))
    expect(dead).to_be_hidden()
    expect(staff).to_be_visible()

    page.context.set_offline(True)
    for _ in range(6):
        page.clock.fast_forward("00:30")
    expect(dead).to_be_visible()
    expect(staff).to_be_visible()
    for _ in range(12):
        page.clock.fast_forward("05:00")
    expect(staff).to_be_hidden()
    expect(old).to_be_visible()
    expect(page.locator("h1")).to_be_visible()

    page.context.set_offline(False)
    page.clock.fast_forward("00:31")
    expect(dead).to_be_hidden()
    expect(staff).to_be_visible()
