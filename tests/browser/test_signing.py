"""A telephone handed to the inspected person: read, sign with the pointer, undo a stroke."""

import pytest
from playwright.sync_api import Locator, Page, expect

from .conftest import EveryPerson
from .people import PHONE, Person
from .serving import World

ASK = "请当事人签名"


@pytest.mark.requirement("R4")
def test_a_paper_is_read_and_signed_on_a_telephone_and_printed_without_script(
    sqlite_world: World, people: EveryPerson
) -> None:
    officer = people(sqlite_world, "qh-lin")
    officer.page.set_viewport_size(PHONE)
    paper = paper_to_sign(officer)

    page = officer.open(paper)
    place = page.locator("#id_place").input_value()
    expect(page.locator(".to-read")).to_contain_text(place)
    signer = page.locator("#people option").first.get_attribute("value") or ""
    page.get_by_label("签名人姓名").fill(signer)
    page.get_by_label("本人阅读").check()
    write(page)
    expect(page.locator("#sign-told")).to_have_text("已写 2 笔")
    page.get_by_role("button", name="撤销一笔").click()
    expect(page.locator("#sign-told")).to_have_text("已写 1 笔")
    officer.complain_if_wider_than_a_phone()
    officer.follow(page.get_by_role("button", name="确认签名"))
    expect(page.get_by_text(f"{signer}已签名")).to_be_visible()
    said = page.get_by_text("已在屏幕上签名")
    expect(said).to_contain_text(place)

    plain = people(sqlite_world, "qh-lin", script=False)
    shown = plain.open(paper)
    expect(shown.get_by_text("没有启用脚本")).to_be_visible()
    expect(shown.get_by_role("button", name="确认签名")).to_be_hidden()
    expect(shown.get_by_role("link", name="附签名扫描件").first).to_be_visible()


def paper_to_sign(officer: Person) -> str:
    """Return the address where a paper of a case of this officer is signed."""
    page = officer.open("/staff/matters/")
    found = page.locator('main a[href^="/staff/matters/"]').all()
    cases = {str(link.get_attribute("href")).split("?")[0] for link in found}
    for case in sorted(c for c in cases if c.count("-") >= 4):
        officer.open(f"{case}?tab=documents")
        asked = page.get_by_role("link", name=ASK)
        if asked.count():
            return str(asked.first.get_attribute("href"))
    raise AssertionError("no paper to sign in the demo")


def write(page: Page) -> None:
    field = page.locator("#sign-field")
    field.scroll_into_view_if_needed()
    stroke(field, [(0.2, 0.2), (0.5, 0.3), (0.3, 0.8), (0.8, 0.6)])
    stroke(field, [(0.6, 0.2), (0.7, 0.8)])


def stroke(field: Locator, points: list[tuple[float, float]]) -> None:
    box, mouse = field.bounding_box(), field.page.mouse
    assert box
    where = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in points]
    mouse.move(*where[0])
    mouse.down()
    for x, y in where[1:]:
        mouse.move(x, y, steps=5)
    mouse.up()
