"""Who has no account: enters the desk by number and code, hands in, takes the packet home."""

from pathlib import Path

from playwright.sync_api import expect

from .people import PHONE, Person


def issue_code(officer: Person, matter: str, **holder: str) -> tuple[str, str]:
    """Make a code of a case as its officer; return what the slip says: number and code."""
    officer.open(f"{matter}query-code/")
    officer.fill(holder)
    officer.submit("发放案件查询码")
    slip = officer.page.locator(".slip")
    return slip.locator("dd strong").first.inner_text(), slip.locator("#plain-code").inner_text()


def enter(visitor: Person, number: str, code: str) -> None:
    """Come in on a telephone."""
    visitor.page.set_viewport_size(PHONE)
    visitor.open("/my/")
    visitor.fill({"number": number, "code": code.lower()})
    visitor.follow(visitor.page.get_by_role("button", name="查询", exact=True))
    expect(visitor.page.get_by_role("heading", name="办到哪一步了")).to_be_visible()


def hand_in(visitor: Person, right: str, title: str, words: str) -> str:
    """Use a right that the page of the case names; return the number of the receipt."""
    visitor.page.get_by_role("link", name=right, exact=True).click()
    visitor.fill({"content": words})
    visitor.complain_if_wider_than_a_phone()
    form = visitor.page.locator("form.form")
    visitor.follow(form.get_by_role("button", name=title, exact=True))
    told = visitor.page.get_by_text("已收到。回执号：").inner_text()
    return told.partition("：")[2].strip()


def take_packet(visitor: Person, folder: Path) -> Path:
    """Take everything home."""
    for _ in range(20):
        answer = visitor.page.request.get("/my/packet.zip")
        if answer.ok:
            break
        visitor.page.wait_for_timeout(500)
    return visitor.download(
        visitor.page.get_by_role("link", name="下载全部文书和证明"), folder, "packet.zip"
    )
