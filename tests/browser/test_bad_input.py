"""Wrong, hostile, doubled and stale input: told clearly, kept as typed, nothing written."""

import re
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page, expect

from .conftest import EveryPerson
from .people import PHONE, Person, day
from .serving import World, free_port, until_killed

CLUE = "/staff/acts/intake.register_clue/"
REGISTER, OPEN = "登记线索", "由线索建立案件"
COMPANY = "91510800MA0000Q10Y"
SCRIPT = "<script>alert('{}')</script><img src=x onerror=alert(1)>"


@pytest.fixture
def officer(people: EveryPerson, sqlite_world: World) -> Person:
    """Return the officer 买买提·艾力 at a browser."""
    return people(sqlite_world, "qh-mai")


def clue_values(someone: Person, **values: Any) -> dict[str, Any]:
    known = {"source": "complaint", "subject": "浏览器测试线索", "content": "有人反映夜间排污。"}
    return {**known, "found_on": day(someone.today()), **values}


def register(someone: Person, subject: str, **values: Any) -> None:
    """Register a clue and stay on its page."""
    someone.open(CLUE)
    someone.fill(clue_values(someone, subject=subject, **values))
    someone.submit(REGISTER)
    expect(someone.page.get_by_text(f"已完成：{REGISTER}")).to_be_visible()


def party_values(page: Page, **values: Any) -> dict[str, Any]:
    second = page.locator("#id_second option[value]:not([value=''])").first.get_attribute("value")
    known = {"cause": "涉嫌未批先建", "party_kind": "legal", "party_name": "测试厂（示例）"}
    return {
        **known,
        "second": second,
        "legal_representative": "吴示例",
        "act_goes_on": True,
        **values,
    }


def to_open_case(someone: Person) -> Page:
    someone.page.get_by_role("link", name=OPEN, exact=True).click()
    return someone.page


def expect_refused(page: Page, field: str, kept: str) -> None:
    """Expect a summary with a link to the field, a message there, and the typed text."""
    expect(page.locator(f'.error-summary a[href="#id_{field}"]')).to_be_visible()
    expect(page.locator(f"#id_{field}_error")).to_be_visible()
    expect(page.locator(f"#id_{field}")).to_have_value(kept)


def count_of(someone: Person, words: str) -> int:
    """Return how many matters a search finds."""
    someone.open(f"/staff/matters/?q={quote(words)}")
    return someone.page.locator("tr.row").count()


def test_wrong_checksum_is_told_at_its_field(officer: Person) -> None:
    register(officer, "校验码有误的线索")
    page = to_open_case(officer)
    wrong = COMPANY[:-1] + "0"
    officer.fill(party_values(page, uscc=wrong, party_name="校验码测试厂"))
    officer.submit(OPEN)
    expect_refused(page, "uscc", wrong)
    expect(page.locator("#id_party_name")).to_have_value("校验码测试厂")
    expect(page.locator(".error-summary")).to_be_focused()
    assert count_of(officer, "校验码测试厂") == 0


def test_future_and_impossible_dates_are_refused(officer: Person) -> None:
    page = officer.open(CLUE)
    tomorrow = day(officer.today() + timedelta(days=1))
    officer.fill(clue_values(officer, subject="明天的线索", found_on=tomorrow))
    officer.submit(REGISTER)
    expect_refused(page, "found_on", tomorrow)
    # A browser without date boxes sends whatever was typed.
    page.locator("#id_found_on").evaluate("box => { box.type = 'text' }")
    page.locator("#id_found_on").fill("2026年2月30日")
    officer.submit(REGISTER)
    expect(page.locator("#id_found_on_error")).to_contain_text("应为日期")
    expect(page.locator("#id_subject")).to_have_value("明天的线索")


@pytest.mark.parametrize("letter", ["x", "案"])
def test_two_megabytes_of_text_are_refused_and_kept(officer: Person, letter: str) -> None:
    page = officer.open(CLUE)
    text = letter * (2 * 1024 * 1024 // len(letter.encode()))
    officer.fill(clue_values(officer))
    page.locator("#id_content").evaluate("(box, text) => { box.value = text }", text)
    officer.submit(REGISTER)
    expect(page.locator("#id_content_error")).to_be_visible()
    assert page.locator("#id_content").evaluate("box => box.value.length") == len(text)


def test_script_in_every_field_is_shown_as_text(officer: Person) -> None:
    subject, content, place = (SCRIPT.format(n) for n in ("标题", "内容", "地点"))
    register(officer, subject, content=content, place=place)
    page = officer.page
    expect(page.locator("h1")).to_have_text(subject)
    expect(page.locator("main")).to_contain_text(content)
    to_open_case(officer)
    fields = ("uscc", "id_number", "phone", "cause", "party_name", "legal_representative")
    hostile = {name: SCRIPT.format(name) for name in (*fields, "address")}
    # What was typed for a person stays in sight when it turns out to be a company.
    officer.fill({"party_kind": "natural", "id_number": hostile["id_number"]})
    officer.fill(party_values(page, **hostile))
    officer.submit(OPEN)
    for name, text in hostile.items():
        expect(page.locator(f"#id_{name}")).to_have_value(text)
    expect(page.locator("#id_uscc_error")).to_be_visible()
    officer.fill({"uscc": COMPANY, "id_number": "", "phone": ""})
    officer.submit(OPEN)
    expect(page.get_by_text(f"已完成：{OPEN}")).to_be_visible()
    expect(page.locator("h1")).to_have_text(hostile["cause"])
    expect(page.locator("main")).to_contain_text(hostile["party_name"])
    page.wait_for_load_state()
    assert page.locator("main script, main img[src=x]").count() == 0
    for address in ("/staff/", "/staff/matters/", "/staff/clues/"):
        assert officer.open(address).locator("main script, main img[src=x]").count() == 0


def test_rare_names_are_shown_as_written(officer: Person) -> None:
    expect(officer.page.locator(".person-menu summary")).to_contain_text("买买提·艾力")
    register(officer, "生僻字姓名的线索")
    page = to_open_case(officer)
    values = party_values(page, party_kind="natural", party_name="喆堃䶮")
    officer.fill(values | {"legal_representative": "", "id_number": "11010519491231002X"})
    officer.submit(OPEN)
    expect(page.get_by_text(f"已完成：{OPEN}")).to_be_visible()
    expect(page.locator(".matter-head")).to_contain_text("喆堃䶮")
    expect(page.locator(".key-facts")).to_contain_text("买买提·艾力")
    assert count_of(officer, "喆堃䶮") == 1


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_double_click_makes_one_case(
    people: EveryPerson, sqlite_world: World, script: bool
) -> None:
    officer = people(sqlite_world, "qh-mai", script=script)
    name = f"双击测试厂{'甲' if script else '乙'}"
    register(officer, f"{name}的线索")
    page = to_open_case(officer)
    officer.fill(party_values(page, party_name=name, uscc=COMPANY))
    officer.button(OPEN).dblclick()
    # Without script both presses arrive, and the answer to the second is the one shown.
    expect(page.get_by_text(re.compile(f"已完成：{OPEN}|没有办成")).first).to_be_visible()
    assert count_of(officer, name) == 1


def open_case(officer: Person, name: str) -> str:
    """Make a case of a new clue; return its page."""
    register(officer, f"{name}的线索")
    page = to_open_case(officer)
    officer.fill(party_values(page, party_name=name, uscc=COMPANY))
    officer.submit(OPEN)
    expect(page.get_by_text(f"已完成：{OPEN}")).to_be_visible()
    return page.url


def test_second_tab_is_stale_and_keeps_what_was_typed(officer: Person) -> None:
    matter = open_case(officer, "两个标签页测试厂")
    form = f"{matter}acts/cases.propose_filing/"
    first, second = officer.page, officer.tab()
    first.goto(form)
    second.goto(form)
    values = {
        "facts": "第一页写的事实。",
        "basis": "生态环境法典 第一百零六条第一款",
        "opinion": "立案。",
    }
    officer.fill(values, first)
    officer.fill(values | {"facts": "第二页写的事实。"}, second)
    officer.submit("呈请立案", first)
    expect(first.get_by_text("已完成：呈请立案")).to_be_visible()
    with second.expect_response(form) as answer:
        officer.submit("呈请立案", second)
    assert answer.value.status == 412
    expect(second.locator(".notice.warn")).to_contain_text("先看案件的新情况")
    expect(second.locator("#id_facts")).to_have_value("第二页写的事实。")


def test_what_was_typed_just_before_does_not_open_the_question_anew(
    people: EveryPerson, sqlite_world: World
) -> None:
    """Nothing of it was a draft yet when the form went out; the answer holds it all the same."""
    someone = people(sqlite_world, "admin-security")
    title, sent = "规定须用动态口令", list[str]()
    page = someone.open("/staff/acts/orgs.require_factor/")
    page.on("request", lambda asked: sent.append(asked.method))
    someone.fill({"role": "handler", "reason": "试验"})
    someone.submit(title)

    expect(someone.button(f"确认{title}")).to_be_visible()
    page.wait_for_timeout(1000)
    assert sent.count("POST") == 1
    expect(page.locator("#id_reason")).to_have_value("试验")


def test_draft_outlives_the_session(officer: Person) -> None:
    page = officer.open(CLUE)
    officer.fill({"subject": "没有写完的线索", "content": "写到一半"})
    expect(page.locator("[data-draft-note]")).to_contain_text("自动保存")
    officer.sign_out()
    officer.sign_in()
    officer.open(CLUE)
    expect(page.locator(".notice.warn")).to_contain_text("已恢复")
    expect(page.locator("#id_subject")).to_have_value("没有写完的线索")
    page.get_by_role("button", name="丢弃草稿").click()
    expect(page.locator("#id_subject")).to_have_value("")


def test_draft_outlives_a_killed_server(chromium: Browser, sqlite_world: World) -> None:
    port = free_port()
    with until_killed(sqlite_world.home, port) as url:
        officer = Person(chromium, url, "qh-lin")
        page = officer.open(CLUE)
        officer.fill({"subject": "断电以前写的线索", "content": "写到一半"})
        expect(page.locator("[data-draft-note]")).to_contain_text("自动保存")

    officer.fill({"content": "断电以后接着写"})
    expect(page.locator("[data-draft-note]")).to_contain_text("没有保存")
    with until_killed(sqlite_world.home, port):
        officer.open(CLUE)
        expect(page.locator("#id_content")).to_have_value("断电以后接着写")
        expect(page.locator(".notice.warn")).to_contain_text("已恢复")
        expect(page.locator("#id_subject")).to_have_value("断电以前写的线索")
        page.get_by_role("button", name="丢弃草稿").click()
        expect(page.locator("#id_subject")).to_have_value("")
    officer.leave()


def test_clue_is_registered_with_the_keyboard_alone(officer: Person) -> None:
    page = officer.open("/staff/")
    walk_to(page, "登记线索")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{CLUE}")
    for name, keys in (("source", "ArrowDown"), ("subject", ""), ("content", ""), ("found_on", "")):
        walk_to(page, name)
        if keys:
            page.keyboard.press(keys)
        elif name != "found_on":
            page.keyboard.insert_text(f"键盘录入的{name}")
        else:
            page.locator("#id_found_on").fill(day(officer.today()))
    walk_to(page, "登记线索")
    page.keyboard.press("Enter")
    expect(page.get_by_text(f"已完成：{REGISTER}")).to_be_visible()


def walk_to(page: Page, goal: str) -> None:
    """Press Tab until the focus is on a control of this name or text."""
    for _ in range(60):
        page.keyboard.press("Tab")
        at = page.evaluate(
            "() => { const e = document.activeElement;"
            " return [e.name || '', e.tabIndex < 0 ? '' : e.textContent.trim()] }"
        )
        if goal in at:
            return
    raise AssertionError(f"no {goal} within 60 presses of Tab")


ROLES = {
    "qh-lin": ("/staff/", "/staff/matters/", "/staff/clues/", CLUE),
    "qh-he": ("/staff/", "/staff/matters/"),
    "qh-shen": ("/staff/", "/staff/matters/"),
    "qh-zhou": ("/staff/", "/staff/matters/"),
    "qh-tang": ("/staff/", "/staff/matters/"),
    "qh-luo": ("/staff/", "/staff/matters/"),
    "qh-wen": ("/staff/", "/staff/clues/", CLUE),
    "qh-gu": ("/staff/", "/staff/matters/", "/staff/people/"),
}
PUBLIC = ("/", "/decisions/", "/agencies/", "/verify", "/about", "/procedures/penalty-ordinary")
TABS = ("steps", "documents", "evidence", "proposal", "publicity")


@pytest.mark.parametrize("username", ROLES)
def test_no_page_of_an_office_is_wider_than_a_phone(
    people: EveryPerson, sqlite_world: World, username: str
) -> None:
    someone = people(sqlite_world, username)
    page = someone.page
    for address in ROLES[username]:
        assert fits_a_phone(someone, address)
    someone.open("/staff/matters/?state=closed")
    rows = page.locator("tr.row a")
    if rows.count():
        matter = rows.first.get_attribute("href")
        for tab in TABS:
            assert fits_a_phone(someone, f"{matter}?tab={tab}")


def test_no_public_page_is_wider_than_a_phone(people: EveryPerson, sqlite_world: World) -> None:
    citizen = people(sqlite_world)
    for address in PUBLIC:
        assert fits_a_phone(citizen, address)
    link = citizen.open("/decisions/").locator('main a[href^="/decisions/"]:not([href*="?"])').first
    address = link.get_attribute("href")
    assert address
    assert fits_a_phone(citizen, address)


def fits_a_phone(someone: Person, address: str) -> bool:
    """Open an address at 390 px; say whether it answered and nothing sticks out to the right."""
    someone.page.set_viewport_size(PHONE)
    answer = someone.page.goto(address)
    assert answer is not None
    assert answer.ok, f"{answer.status} {address}"
    wide: int = someone.page.evaluate("document.documentElement.scrollWidth")
    return wide <= PHONE["width"]
