"""A citizen on a telephone without JavaScript: what is public beforehand, and what is counted."""

import re

from playwright.sync_api import expect

from .conftest import EveryPerson
from .people import PHONE, Person
from .serving import World

NUMBER = re.compile(r"〔\d{4}〕\d+号")


def test_a_citizen_on_a_telephone_without_script_finds_numbers_board_and_guides(
    sqlite_world: World, people: EveryPerson
) -> None:
    citizen = people(sqlite_world, script=False)
    citizen.page.set_viewport_size(PHONE)

    look_up_a_number(citizen)
    go_from_the_board_to_a_guide(citizen)
    find_who_may_enforce(citizen)


def look_up_a_number(citizen: Person) -> None:
    """Go from the foot of the home page to a series and to the decision of one number."""
    page = citizen.open("/")
    citizen.follow(page.get_by_role("link", name="文号公示情况"))
    citizen.complain_if_wider_than_a_phone()
    citizen.follow(page.locator('main a[href^="/numbers/"]:not([href$=".csv"])').first)
    expect(page.get_by_text(NUMBER).first).to_be_visible()
    citizen.complain_if_wider_than_a_phone()


def go_from_the_board_to_a_guide(citizen: Person) -> None:
    """Read the board of a hall as its code opens it, and the guide of what is done there."""
    page = citizen.open("/board/qingchuan-env-1")
    expect(page.get_by_role("heading", name="今日值班")).to_be_visible()
    citizen.complain_if_wider_than_a_phone()
    citizen.follow(page.get_by_role("link", name="排污许可证核发"))
    expect(page.get_by_role("heading", name="排污许可证核发")).to_be_visible()
    for words in ("申请材料", "不收费"):
        expect(page.get_by_text(words).first).to_be_visible()
    citizen.complain_if_wider_than_a_phone()


def find_who_may_enforce(citizen: Person) -> None:
    """Find an officer in the register of the agency, by the list of lists."""
    page = citizen.open("/lists/")
    citizen.follow(page.locator('main a[href="/lists/qingchuan-env/"]').first)
    citizen.complain_if_wider_than_a_phone()
    citizen.follow(page.locator('main a[href="/lists/qingchuan-env/officers"]').first)
    expect(page.get_by_text("林知远").first).to_be_visible()
    citizen.complain_if_wider_than_a_phone()
