"""Every kind of page, by every office: no serious finding of axe-core, and light enough to load."""

import re
from collections.abc import Iterator
from importlib.resources import files
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser

from .people import Person
from .serving import World

AXE = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
RUN = "() => axe.run(document, {resultTypes: ['violations']}).then(r => r.violations)"
LINKS = "() => [...document.querySelectorAll('a[href]')].map(a => a.href)"
SERIOUS = {"serious", "critical"}
PORTAL_BYTES, STAFF_BYTES = 150 * 1024, 300 * 1024
# What identifies one thing of many: one of each kind is looked at.
ONE_OF_MANY = re.compile(
    r"[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{12,}|\d+|(?<=/catalog/)[\w-]+"
    r"|(?<=/lists/)(?!guides)[\w-]+(/(?!guides|flowcharts)[\w-]+)?"
)
# No pages, or such as end the session.
PASSED_OVER = re.compile(
    r"/kiosk$|/proof\.zip$|\.(csv|json|jsonl|xml|xlsx|pdf|docx|zip|svg|txt)$"
    r"|^/(log|api|static|verify/.|data/dec)|/sign-out|/print|/pdf|/docx|/template|/packet"
)
OFFICES = (
    "",
    "qh-lin",
    "qh-he",
    "qh-shen",
    "qh-zhou",
    "qh-tang",
    "qh-luo",
    "qh-bao",
    "qh-wen",
    "qh-gu",
    "lg-yang",
    "admin-system",
    "admin-security",
    "admin-audit",
)
MOST_PAGES = 90


class Reader:
    """A person who opens every kind of page that the links of others lead to."""

    def __init__(self, person: Person, seen: set[str]) -> None:
        self.person, self.seen = person, seen
        self.weight = 0
        self.findings: list[str] = []
        self.opened: list[str] = []
        session = person.page.context.new_cdp_session(person.page)
        session.send("Network.enable")
        session.send("Network.setCacheDisabled", {"cacheDisabled": True})
        session.on("Network.loadingFinished", self._weigh)

    def read(self, starts: list[str]) -> None:
        """Open the pages at these addresses and, by their links, one page of every other kind."""
        waiting = list(starts)
        while waiting and len(self.opened) < MOST_PAGES:
            address = waiting.pop(0)
            kind = kind_of(address)
            if kind in self.seen or PASSED_OVER.search(urlsplit(address).path):
                continue
            self.seen.add(kind)
            waiting += list(self._look(address))

    def _look(self, address: str) -> Iterator[str]:
        page = self.person.page
        self.weight = 0
        answer = page.goto(address)
        if answer is None or not answer.headers.get("content-type", "").startswith("text/html"):
            return
        self.opened.append(address)
        limit = STAFF_BYTES if "/staff/" in address else PORTAL_BYTES
        if self.weight > limit:
            self.findings.append(f"{address}: {self.weight} bytes, more than {limit}")
        page.evaluate(AXE)
        self.findings += [told(address, one) for one in page.evaluate(RUN) if grave(one)]
        for link in page.evaluate(LINKS):
            if link.startswith(self.person.url):
                yield link.partition("#")[0].removeprefix(self.person.url)

    def _weigh(self, event: dict[str, Any]) -> None:
        self.weight += int(event["encodedDataLength"])


def kind_of(address: str) -> str:
    """Return what an address has in common with those of its kind; tabs are kinds of their own."""
    parts = urlsplit(address)
    tab = re.search(r"tab=\w+", parts.query)
    return ONE_OF_MANY.sub("*", parts.path) + (f"?{tab[0]}" if tab else "")


def grave(violation: dict[str, Any]) -> bool:
    return violation["impact"] in SERIOUS


def told(address: str, violation: dict[str, Any]) -> str:
    where = "; ".join(node["html"][:160] for node in violation["nodes"][:3])
    return f"{address}: {violation['id']} ({len(violation['nodes'])}): {where}"


@pytest.fixture(scope="module")
def seen() -> set[str]:
    return set()


@pytest.mark.parametrize("username", OFFICES, ids=lambda name: name or "citizen")
def test_every_kind_of_page_can_be_read_by_everyone_and_is_light(
    sqlite_world: World, chromium: Browser, seen: set[str], username: str
) -> None:
    """What one office has seen another need not see again, but for its own start page."""
    person = Person(chromium, sqlite_world.url, username)
    reader = Reader(person, seen)
    own = ["/staff/"] if username else ["/", "/my/enter", "/staff/sign-in", "/staff/demo"]
    seen -= {kind_of(address) for address in own}

    reader.read(own)

    person.leave()
    assert reader.findings == []
    assert reader.opened
