"""The database server stops and starts again while the house is open: told calmly, nothing lost."""

import http.cookiejar
import json
import re
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import pytest

from tests.browser.serving import GONGJIAN, World, environment, postgresql, served

pytestmark = [pytest.mark.own_database, pytest.mark.divided]
BACK_SECONDS = 60
# The first waits so long for the server, those after him do not (`config.databases`).
FIRST_WAIT_SECONDS = 8
CLUE = {
    "source": "inspection",
    "subject": "巡查发现异味",
    "content": "河边有异味。",
    "place": "青川市",
    "found_on": "2026-03-02",
}


class Visitor:
    """A program with cookies; signed in where it has a username."""

    def __init__(self, url: str, username: str = "") -> None:
        self.url = url
        self.cookies = http.cookiejar.CookieJar()
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies))
        if username:
            _, page, _ = self.ask("/staff/demo")
            found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
            assert found
            form = {"csrfmiddlewaretoken": found[1], "username": username}
            assert self.ask("/staff/demo", urlencode(form).encode())[0] == 200

    def ask(self, path: str, body: bytes | None = None, **headers: str) -> tuple[int, str, Any]:
        request = urllib.request.Request(self.url + path, data=body, headers=headers)  # noqa: S310
        request.add_header("Referer", self.url)
        try:
            with self._opener.open(request, timeout=60) as answer:
                return answer.status, answer.read().decode(), answer.headers
        except urllib.error.HTTPError as refused:
            return refused.code, refused.read().decode(), refused.headers

    def register(self, key: str) -> tuple[int, str, Any]:
        token = next(c.value or "" for c in self.cookies if "csrf" in c.name)
        return self.ask(
            "/api/v1/acts/intake.register_clue",
            json.dumps(CLUE).encode(),
            **{"Content-Type": "application/json", "X-CSRFToken": token, "Idempotency-Key": key},
        )


def comes_back(visitor: Visitor, path: str) -> bool:
    until = time.monotonic() + BACK_SECONDS
    while time.monotonic() < until:
        if visitor.ask(path)[0] == 200:
            return True
        time.sleep(0.5)
    return False


def test_a_database_that_stops_and_starts_is_told_calmly_and_loses_nothing(tmp_path: Path) -> None:
    with postgresql() as server, served(tmp_path, str(server.get_uri())) as world:
        officer, citizen = Visitor(world.url, "qh-lin"), Visitor(world.url)
        before, key = str(uuid4()), str(uuid4())
        assert officer.register(before)[0] == 200
        assert citizen.ask("/")[0] == 200

        server.stop()
        told_calmly(*officer.ask("/staff/"))
        began = time.monotonic()
        for path in ("/", "/decisions/", "/", "/decisions/"):
            told_calmly(*citizen.ask(path))
        assert time.monotonic() - began < FIRST_WAIT_SECONDS
        status, body, headers = officer.register(key)
        assert (status, json.loads(body)["code"]) == (503, "away")
        assert (headers["Retry-After"], headers["Content-Type"]) == (
            "30",
            "application/problem+json",
        )
        assert citizen.ask("/healthz")[0] == 503

        server.start()
        for visitor, path in ((officer, "/staff/"), (citizen, "/"), (citizen, "/healthz")):
            assert comes_back(visitor, path), path
        assert officer.register(key)[0] == 200
        assert officer.register(before)[0] == 200
        listed = officer.ask("/staff/clues/")[1]
        assert listed.count(CLUE["subject"]) == 2
        assert whole(world, str(server.get_uri())) == 0


def told_calmly(status: int, page: str, headers: Any) -> None:
    assert (status, headers["Retry-After"]) == (503, "30")
    assert "系统正在恢复" in page
    assert "Traceback" not in page


def whole(world: World, database: str) -> int:
    known = environment(world.home, 0, database)
    return subprocess.run([*GONGJIAN, "verify"], env=known, check=False).returncode
