"""A person at a browser: signs in, opens pages, fills in the forms of acts, moves the clock."""

from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, ConsoleMessage, Dialog, Download, Locator, Page, expect

PATIENCE_MS = 20_000
expect.set_options(timeout=PATIENCE_MS)
DESK: Any = {"width": 1360, "height": 850}
PHONE: Any = {"width": 390, "height": 844}


class Person:
    """Someone with a browser of their own; without a username a citizen."""

    def __init__(
        self, browser: Browser, url: str, username: str = "", *, script: bool = True
    ) -> None:
        self.url = url
        self.complaints: list[str] = []
        self._context = browser.new_context(
            base_url=url, viewport=DESK, locale="zh-CN", java_script_enabled=script
        )
        self._context.set_default_timeout(PATIENCE_MS)
        self._context.on("console", self._hear)
        self._context.on("weberror", lambda e: self.complaints.append(f"script: {e.error}"))
        self._context.on("dialog", self._refuse)
        self.page = self._context.new_page()
        self.username = username
        if username:
            self.sign_in()

    # --- pages --------------------------------------------------------------------------------

    def sign_in(self) -> None:
        """Sign in on the page of the demo's people."""
        self.open("/staff/demo")
        self.page.locator(f'button[name=username][value="{self.username}"]').click()
        expect(self.page.locator(".person-menu summary")).to_be_visible()

    def sign_out(self) -> None:
        """Sign out by the person's menu."""
        self.page.locator(".person-menu summary").click()
        self.page.get_by_role("button", name="退出登录").click()
        self.page.wait_for_url("**/staff/sign-in**")

    def leave(self) -> None:
        """Close the browser."""
        self._context.close()

    def open(self, address: str) -> Page:
        """Open an address of this world, or a whole one."""
        self.page.goto(address)
        return self.page

    def follow(self, control: Locator) -> None:
        """Press what leads to another page, and wait for that page.

        What is looked for next may stand on the page that is left, too.
        """
        with self.page.expect_navigation():
            control.click()

    def tab(self) -> Page:
        """Open a second tab."""
        return self._context.new_page()

    def today(self) -> date:
        """Read today's date in the head of the page."""
        return date.fromisoformat(self.page.locator(".clock strong").inner_text().strip())

    def next_working_day(self) -> None:
        """Press the clock of the demo."""
        self.follow(self.page.get_by_role("button", name="下一个工作日"))
        expect(self.page.get_by_text("演示时钟已前进到")).to_be_visible()

    def complain_if_wider_than_a_phone(self) -> None:
        """Look at the present page on a phone: nothing may stick out to the right."""
        self.page.set_viewport_size(PHONE)
        wide = self.page.evaluate("document.documentElement.scrollWidth")
        if wide > PHONE["width"]:
            self.complaints.append(f"{wide} px wide on a phone: {self.page.url}")
        self.page.set_viewport_size(DESK)

    def download(self, link: Locator, folder: Path, name: str) -> Path:
        """Press a link that hands out a file, and keep it."""
        with self.page.expect_download() as waiting:
            link.click()
        file: Download = waiting.value
        file.save_as(folder / name)
        return folder / name

    # --- acts ---------------------------------------------------------------------------------

    def do(self, matter: str, title: str, values: Mapping[str, Any] | None = None) -> None:
        """Do an act that the page of a matter offers, and come back to that page."""
        self.wait_for_offer(matter, title)
        self.page.locator("main").get_by_role("link", name=title, exact=True).first.click()
        expect(self.button(title)).to_be_visible()  # not the page that was left
        self.fill(values or {})
        self.complain_if_wider_than_a_phone()
        self.submit(title)
        confirm = self.page.get_by_role("button", name=f"确认{title}", exact=True)
        done = self.page.get_by_text(f"已完成：{title}")
        # Either answer may still be on its way: what is not there yet is not absent.
        expect(confirm.or_(done)).to_be_visible()
        if confirm.is_visible():
            confirm.click()
        expect(done).to_be_visible()

    def tap(self, title: str, values: Mapping[str, Any]) -> None:
        """Do an act that the present page offers, on a telephone from beginning to end."""
        self.page.set_viewport_size(PHONE)
        self.page.locator("main").get_by_role("link", name=title, exact=True).first.click()
        expect(self.button(title)).to_be_visible()
        self.fill(values)
        self.complain_if_wider_than_a_phone()
        self.page.set_viewport_size(PHONE)
        self.submit(title)
        confirm = self.page.get_by_role("button", name=f"确认{title}", exact=True)
        done = self.page.get_by_text(f"已完成：{title}")
        expect(confirm.or_(done)).to_be_visible()
        if confirm.is_visible():
            confirm.click()
        expect(done).to_be_visible()

    def wait_for_offer(self, matter: str, title: str) -> None:
        """Look at a matter until it offers an act: papers are signed by a job meanwhile."""
        for _ in range(60):
            self.open(matter)
            if self.is_offered(title):
                return
            self.page.wait_for_timeout(500)
        raise AssertionError(f"{self.username}: no {title} on {self.page.inner_text('main')}")

    def is_offered(self, title: str) -> bool:
        """Say whether the present page offers an act."""
        return self.page.locator("main").get_by_role("link", name=title, exact=True).count() > 0

    def fill(self, values: Mapping[str, Any], page: Page | None = None) -> None:
        """Fill fields by their names; choices by their value, or by what they say."""
        for name, value in values.items():
            fields = (page or self.page).locator(f'form.form [name="{name}"]')
            kind = fields.first.evaluate("e => e.type")
            if kind == "radio":
                fields.and_((page or self.page).locator(f'[value="{value}"]')).check()
            elif kind == "checkbox":
                fields.set_checked(value)
            elif kind == "select-one":
                options = fields.locator("option")
                by_text = options.filter(has_text=str(value)).first
                known = fields.locator(f'option[value="{value}"]').count()
                fields.select_option(value if known else by_text.get_attribute("value"))
            elif value or fields.is_visible():  # what is not asked for is empty
                fields.fill(str(value))

    def submit(self, title: str, page: Page | None = None) -> None:
        """Press the button of the form."""
        self.button(title, page).click()

    def button(self, title: str, page: Page | None = None) -> Locator:
        """Return the visible button of the form."""
        foot = (page or self.page).locator(".form-foot")
        return foot.get_by_role("button", name=title, exact=True)

    # --- what must not happen -----------------------------------------------------------------

    def _hear(self, message: ConsoleMessage) -> None:
        # The browser itself notes every answer of 4xx; those pages are looked at by the tests.
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.complaints.append(f"console: {message.text}")

    def _refuse(self, dialog: Dialog) -> None:
        self.complaints.append(f"dialog: {dialog.message}")
        dialog.dismiss()


def day(on: date, **later: int) -> str:
    """Return a date as a date box takes it."""
    return (on + timedelta(**later)).isoformat()
