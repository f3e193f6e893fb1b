"""Pictures of every page for `docs/screenshots`: `make screenshots`.

With the address of a running demo as the first word, and its home as the second, its pages are
taken, else of a new one, which is small: a party's desk and file need the whole demo.
"""

import io
import json
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from .conftest import PATHS, SWITCHES
from .pages import ON_A_PHONE, PAGES, PARTY
from .people import DESK, PHONE, Person
from .serving import served

FOLDER = Path(__file__).parents[2] / "docs" / "screenshots"
HALL = {"width": 1920, "height": 1080}
COLOURS = 128
TALLEST = 1700


def main(url: str, home: Path | None = None) -> int:
    """Take every picture; return how many pages could not be reached."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    missing = 0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=PATHS[0], args=list(SWITCHES))
        for username in dict.fromkeys(who for _, who, _, _ in PAGES):
            person = Person(browser, url, "" if username == PARTY else username)
            code = home / "demo-query-code.json" if home else None
            if username == PARTY and code and code.exists():
                enter_desk(person, json.loads(code.read_text()))
            for name, who, _, way in PAGES:
                if who == username:
                    missing += not pictured(person, name, way)
            person.leave()
        browser.close()
    return missing


def enter_desk(person: Person, told: Mapping[str, str]) -> None:
    """Enter the desk of a party with the number and the code that the demo gives to visitors."""
    page = person.page
    page.goto("/my/enter")
    page.locator("input[name=number]").fill(told["number"])
    page.locator("input[name=code]").fill(told["code"])
    page.locator("main button[type=submit]").click()


def pictured(person: Person, name: str, way: str) -> bool:
    """Take one page, and again on a phone where that matters; tell whether it was reached."""
    address, *parts = way.split(" > ")
    page = person.page
    page.set_viewport_size(HALL if name.startswith("board") else DESK)
    answer = page.goto(address)
    for part in parts:
        links = page.locator(f'main a[href*="{part}"]').evaluate_all("all => all.map(a => a.href)")
        here = page.url.split("?")[0]
        pages = [
            link for link in links if "." not in link.rpartition("/")[2]
        ]  # the others are files
        deeper = [link for link in pages if link.split("?")[0] != here or "tab=" in part]
        answer = page.goto(deeper[0].split("#")[0]) if deeper else None
    if answer is None or not answer.ok:
        sys.stdout.write(f"{name}: not reached\n")
        return False
    keep(whole(page), FOLDER / f"{name}.png")
    if name in ON_A_PHONE:
        page.set_viewport_size(PHONE)
        keep(whole(page), FOLDER / f"{name}-phone.png")
    return True


def whole(page: Page) -> bytes:
    """Take a page in a window as high as itself: what sticks to the edge stands at the end."""
    size = page.viewport_size or DESK
    high = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({**size, "height": min(max(high, size["height"]), TALLEST)})
    return page.screenshot()


def keep(taken: bytes, path: Path) -> None:
    """Write a picture at its full width, with as many colours as it needs to keep the rare ones."""
    picture = Image.open(io.BytesIO(taken)).convert("RGB")
    # By the octree, not by the median: a word in red on a page of blue and grey stays red.
    picture.quantize(COLOURS, Image.Quantize.FASTOCTREE).save(path, optimize=True)


if __name__ == "__main__":
    if sys.argv[1:]:
        sys.exit(main(sys.argv[1], Path(sys.argv[2]) if sys.argv[2:] else None))
    with tempfile.TemporaryDirectory() as home, served(Path(home)) as world:
        sys.exit(main(world.url, Path(home)))
