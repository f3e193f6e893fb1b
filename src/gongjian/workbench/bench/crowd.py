"""Staff at work while the public reads as fast as it can: a real server, real connections."""

import contextlib
import http.client
import os
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode

from django.conf import settings

from gongjian.accounts.models import User
from gongjian.cases.testing import Cast, decided_case
from gongjian.jobs.services import work_until_idle
from gongjian.ledger import sealing
from gongjian.matters.models import Matter
from gongjian.orgs.testing import PASSWORD
from gongjian.publicity.testing import publish

from .meter import Figure

CLIENTS = 50
REQUESTS = 120
PATIENCE = 90.0  # seconds for the server to answer at all
WARM = 5
# Each client asks again as soon as it has its answer; the counts come back on standard output.
READERS = """
import http.client, sys, threading, time
host, port, clients, *paths = sys.argv[1:]
over, done, failed = threading.Event(), [0] * int(clients), [0] * int(clients)
def read(me):
    connection = http.client.HTTPConnection(host, int(port), timeout=60)
    number = me
    while not over.is_set():
        number += 1
        try:
            connection.request("GET", paths[number % len(paths)])
            answer = connection.getresponse()
            answer.read()
            done[me] += 1
            failed[me] += answer.status != 200
        except OSError:
            failed[me] += 1
            connection.close()
threads = [threading.Thread(target=read, args=(n,), daemon=True) for n in range(int(clients))]
[t.start() for t in threads]
print("reading", flush=True)
began = time.perf_counter()
sys.stdin.readline()
spent = time.perf_counter() - began
over.set()
print(sum(done), sum(failed), spent, flush=True)
"""


def crowd(cast: Cast) -> Iterator[Figure]:
    """Time what staff ask for, alone and then beside fifty clients on the public pages."""
    item = publish(cast, decided_case(cast))
    # In production nobody makes the keys of log and seal on the way.
    sealing.seal()
    work_until_idle()
    matter = Matter.objects.filter(agency=cast.agency, marking=["investigating"]).latest("id")
    found = f"/decisions/?{urlencode({'q': '恒远'})}"
    public = ["/", "/decisions/", f"/decisions/{item.token}", found]
    paths = ["/staff/", "/staff/matters/", f"/staff/matters/{matter.uid}/"]
    user = cast.people["agency_head"].user
    assert isinstance(user, User)
    with _server() as port:
        staff = _Staff(port, user.username)
        staff.times(paths, WARM * len(paths))
        alone = staff.times(paths, REQUESTS)
        with _readers(port, public) as told:
            time.sleep(1)
            beside = staff.times(paths, REQUESTS)
    done, failed, spent = told[0]
    note = (
        f"{CLIENTS} 个公众连接每秒 {done / spent:,.0f} 次（失败 {failed}）；"
        f"工作台 {REQUESTS} 次：待办、列表、案件；中位 {statistics.median(beside):.0f} ms，"
        f"没有公众时第95百分位 {_p95(alone):.0f} ms"
    )
    yield Figure("staff_p95_beside_public", _p95(beside), "ms", 300, note=note)


def _p95(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[-1]


@contextlib.contextmanager
def _server() -> Iterator[int]:
    """Run `gongjian serve` on a free port as it runs in production, and end it afterwards."""
    port = _free_port()
    home = settings.GONGJIAN_HOME
    environment = os.environ | {
        "GONGJIAN_HOME": str(home),
        "GONGJIAN_MODE": "production",
        "GONGJIAN_PLAIN_HTTP": "1",
        "GONGJIAN_SECRET_KEY_FILE": str(home / "keys" / "django.key"),
    }
    words = [sys.executable, "-m", "gongjian", "serve", "--port", str(port)]
    with subprocess.Popen(words, env=environment, stdout=subprocess.DEVNULL) as process:  # noqa: S603
        try:
            _await(port)
            yield port
        finally:
            process.terminate()


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def _await(port: int) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.2)
    raise AssertionError("the server does not answer")


@contextlib.contextmanager
def _readers(port: int, paths: list[str]) -> Iterator[list[tuple[int, int, float]]]:
    """Let a process of its own read; the list holds answers, failures and seconds afterwards."""
    told: list[tuple[int, int, float]] = []
    words = [sys.executable, "-c", READERS, "127.0.0.1", str(port), str(CLIENTS), *paths]
    with subprocess.Popen(  # noqa: S603 -- our own interpreter
        words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdin is not None
        process.stdout.readline()
        try:
            yield told
        finally:
            process.stdin.write("\n")
            process.stdin.flush()
            done, failed, spent = process.stdout.readline().split()
            told.append((int(done), int(failed), float(spent)))
            process.terminate()


class _Staff:
    """One person of the house on one connection, signed in through the page."""

    def __init__(self, port: int, username: str) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self._cookies: SimpleCookie = SimpleCookie()
        self._ask("GET", "/staff/sign-in")
        typed = {
            "username": username,
            "password": PASSWORD,
            "csrfmiddlewaretoken": self._cookies[settings.CSRF_COOKIE_NAME].value,
        }
        status = self._ask("POST", "/staff/sign-in", urlencode(typed))
        assert status == 302, status

    def times(self, paths: list[str], requests: int) -> list[float]:
        """Return how many milliseconds each of so many requests took, paths in turn."""
        took = []
        for number in range(requests):
            began = time.perf_counter()
            status = self._ask("GET", paths[number % len(paths)])
            took.append((time.perf_counter() - began) * 1000)
            assert status == 200, status
        return took

    def _ask(self, verb: str, path: str, body: str = "") -> int:
        sent: dict[str, Any] = {"Cookie": self._cookies.output(header="", sep=";", attrs=[])}
        if body:
            sent["Content-Type"] = "application/x-www-form-urlencoded"
            sent["Referer"] = f"http://127.0.0.1:{self._connection.port}{path}"
        self._connection.request(verb, path, body, sent)
        answer = self._connection.getresponse()
        answer.read()
        for line in answer.headers.get_all("Set-Cookie") or ():
            self._cookies.load(line)
        return answer.status
