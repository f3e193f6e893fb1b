"""The check in the browser finds what the offline tool finds."""

import base64
import hashlib
import io
import json
import os
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Page, sync_playwright

from gongjian.cases.testing import decided_case, make_cast
from gongjian.documents.models import DocumentFile
from gongjian.ledger.keys import verifier_key
from gongjian.ledger.sealing import seal
from gongjian.vault.store import store

pytestmark = pytest.mark.browser
SCRIPT = Path(__file__).parents[1] / "static" / "portal" / "verify.js"
CHECK = """([file, bundle, key]) => {
  const v = window.gongjianVerify;
  const bytes = (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
  const content = bytes(file);
  try {
    return v.checked(v.sha256(content), content.length, v.unzipped(bytes(bundle)), key).good;
  } catch (error) {
    return false;
  }
}"""


@pytest.fixture
def proof(db: None, client: Client) -> tuple[bytes, bytes, str]:
    """Return a decision, its bundle and the log's key."""
    cast = make_cast(drawn=True)
    decided_case(cast)
    seal()
    found = DocumentFile.objects.get(document__kind="penalty-decision", format="pdf")
    with store().open(found.sha256) as file:
        content = file.read()
    return content, client.get(f"/verify/{found.sha256}.zip").content, verifier_key()


@pytest.fixture
def page(proof: object) -> Iterator[Page]:
    """Return an empty page with the script; opened after the database work, which it forbids."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        pytest.skip("no Chromium on this machine")
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        opened = browser.new_page()
        opened.add_script_tag(path=SCRIPT)
        yield opened
        browser.close()
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


def good(page: Page, file: bytes, bundle: bytes, key: str) -> bool:
    text = [base64.b64encode(part).decode() for part in (file, bundle)]
    return bool(page.evaluate(CHECK, [*text, key]))


def rewritten(bundle: bytes, **changes: Any) -> bytes:
    """Return the bundle with files replaced: `proof` a change of its JSON, others their text."""
    box = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(bundle)) as old, zipfile.ZipFile(box, "w") as new:
        for name in old.namelist():
            text = old.read(name).decode()
            if name == "proof.json" and "proof" in changes:
                data = json.loads(text)
                changes["proof"](data)
                text = json.dumps(data, ensure_ascii=False)
            new.writestr(name, changes.get(name, text))
    return box.getvalue()


def flipped(text: str, at: int) -> str:
    return text[:at] + ("0" if text[at] != "0" else "1") + text[at + 1 :]


def test_the_browser_accepts_the_original_and_nothing_else(
    page: Page, proof: tuple[bytes, bytes, str]
) -> None:
    file, bundle, key = proof
    with zipfile.ZipFile(io.BytesIO(bundle)) as box:
        note = box.read("checkpoint").decode()
    other = "other.example/log" + key[key.index("+") :]

    def root(data: dict[str, Any]) -> None:
        data["log"]["path"][0] = flipped(data["log"]["path"][0], 5)

    def line(data: dict[str, Any]) -> None:
        shown = data["lines"]["disclosed"][0]
        shown["text"] = shown["text"].replace('"size":', '"size" :')

    def place(data: dict[str, Any]) -> None:
        data["log"]["index"] -= 1

    def leaf(data: dict[str, Any]) -> None:
        data["leaf"] = data["leaf"].replace('"v":1', '"v":2')

    assert good(page, file, bundle, key)
    assert good(page, file, bundle, "")
    assert not good(page, file + b"\n", bundle, key)
    assert not good(page, file, bundle, other)
    assert not good(page, file, rewritten(bundle, checkpoint=note.replace("\n", "\n1", 1)), key)
    for change in (root, line, place, leaf):
        assert not good(page, file, rewritten(bundle, proof=change), key), change.__name__


def test_its_hashes_are_those_of_the_standard(page: Page) -> None:
    hashes = """(text) => {
      const v = window.gongjianVerify;
      const bytes = Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
      return [v.shown(v.sha256(bytes)), v.shown(v.sha512(bytes))];
    }"""
    for size in (0, 1, 55, 56, 63, 64, 65, 111, 112, 127, 128, 100_003):
        content = bytes(n % 251 for n in range(size))
        found = page.evaluate(hashes, base64.b64encode(content).decode())

        assert found == [hashlib.sha256(content).hexdigest(), hashlib.sha512(content).hexdigest()]
