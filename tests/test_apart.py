"""The portal as a process of its own: every public page, no other page, no other table."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from secrets import token_hex
from typing import Any
from urllib.parse import quote, urlsplit, urlunsplit

import psycopg
import pytest

from tests.trials import world

pytestmark = pytest.mark.own_database
NAME = f"gongjian_apart_{token_hex(4)}"  # two runs at once may share a server
ROLE, READER = f"{NAME}_role", f"{NAME}_reader"
POSTGRESQL = os.environ.get("GONGJIAN_TEST_DATABASE") == "postgresql"
WORK = "https://work.example"
START_SECONDS = 240
# One line for each, and this house has none.
NOTHING_YET = ("/data/gone.jsonl", "/data/rulings.jsonl")


@dataclass(frozen=True)
class Portal:
    """A served portal: where, what was published there, and how to start another."""

    url: str
    told: Mapping[str, Any]
    env: Mapping[str, str]
    owner: Mapping[str, str]

    def ask(self, path: str, method: str = "GET") -> tuple[int, bytes, Any]:
        request = urllib.request.Request(self.url + path, method=method)  # noqa: S310
        try:
            with urllib.request.build_opener(_Stay).open(request, timeout=30) as answer:
                return answer.status, answer.read(), answer.headers
        except urllib.error.HTTPError as refused:
            return refused.code, refused.read(), refused.headers

    def sent(self, content: bytes) -> str:
        """Send a file as the form of the page does without script."""
        head = b'--edge\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n'
        request = urllib.request.Request(  # noqa: S310
            self.url + "/verify",
            data=head + content + b"\r\n--edge--\r\n",
            headers={"Content-Type": "multipart/form-data; boundary=edge"},
        )
        with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310
            return str(answer.read().decode())


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: Any) -> None:
        return None


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    home = tmp_path_factory.mktemp("apart")
    owner, reader = _databases()
    base = world.environment() | {"GONGJIAN_PORTAL_ROLE": ROLE, "GONGJIAN_HOME": str(home)}
    told = json.loads(_run(["-m", "tests.trials.apart", home], base | owner).splitlines()[-1])
    # No key, no vault: whoever takes this machine finds what everybody may read anyway.
    for folder in ("keys", "vault"):
        shutil.rmtree(home / folder, ignore_errors=True)
    port = _free_port()
    env = base | reader | {"GONGJIAN_MODE": "production", "GONGJIAN_LOG_KEY": told["key"]}
    env |= {"GONGJIAN_WORK_URL": WORK, "GONGJIAN_PLAIN_HTTP": "1", "PORT": str(port)}
    env.pop("DJANGO_SETTINGS_MODULE", None)
    command = [sys.executable, "-m", "gongjian", "portal", "serve"]
    with (home / "serve.log").open("wb") as log:
        server = subprocess.Popen(command, cwd=world.ROOT, env=env, stdout=log, stderr=log)
    served = Portal(f"http://127.0.0.1:{port}", told, env, base | owner)
    try:
        _wait(served, server, home / "serve.log")
        yield served
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(30)
        if POSTGRESQL:
            _on_server(f"DROP DATABASE {NAME} WITH (FORCE)", f"DROP ROLE {READER}, {ROLE}")


def test_every_public_address_answers(portal: Portal) -> None:
    asked = [*portal.told["addresses"], *portal.told["more"]]
    here = [*asked, f"/decisions/{portal.told['token']}/proof.zip"]
    here += ["/?size=large", "/decisions/?q=公司", "/log/checkpoint", "/healthz", "/metrics"]
    here += ["/api/v1/public/decisions", "/api/v1/public/schema", "/static/portal/portal.css"]
    here += [f"/api/v1/public/decisions/{portal.told['token']}"]
    assert len(here) > 40

    wrong = {}
    for path in here:
        status, body, headers = portal.ask(quote(path, safe="/?=&"))
        empty = not body and path not in NOTHING_YET
        if status != 200 or empty or "Set-Cookie" in headers:
            wrong[path] = status
    assert wrong == {}

    _, found, _ = portal.ask(f"/decisions/{portal.told['token']}")
    assert portal.told["party"] in found.decode()
    assert "/staff/" not in found.decode()


def test_a_document_is_checked_without_the_log_s_entries(portal: Portal) -> None:
    home = Path(portal.env["GONGJIAN_HOME"])
    paper = (home / "decision.pdf").read_bytes()
    (home / "proof.zip").write_bytes(portal.ask(f"/verify/{sha256(paper).hexdigest()}.zip")[1])
    words = ["-m", "gongjian_verify", home / "decision.pdf", "--proof", home / "proof.zip"]
    _run([*words, "--key", portal.told["key"]], portal.env)

    assert "是原件，没有改动" in portal.sent(paper)
    assert f"/decisions/{portal.told['token']}" in portal.sent(paper)
    assert "不是本平台制发的原件" in portal.sent(paper + b"x")
    assert portal.ask(f"/verify/{sha256(b'x').hexdigest()}.zip")[0] == 404


def test_an_attachment_is_had_without_the_vault(portal: Portal) -> None:
    address = f"/decisions/{portal.told['token']}/1.pdf"
    assert address in portal.told["addresses"]

    status, content, headers = portal.ask(address)

    assert (status, headers["Content-Type"]) == (200, "application/pdf")
    assert sha256(content).hexdigest() == portal.told["attachment"]
    assert "是原件，没有改动" in portal.sent(content)
    assert not (Path(portal.env["GONGJIAN_HOME"]) / "vault").exists()


def test_no_page_of_the_workbench_is_there(portal: Portal) -> None:
    for path in (
        "/staff/",
        "/staff/demo",
        "/staff/sign-in",
        "/staff/matters/",
        "/api/v1/matters",
        "/api/v1/acts/cases.open_case",
        "/static/workbench/case.css",
        "/static/ui/../../../config/settings/base.py",
    ):
        status, page, _ = portal.ask(path)
        assert status == 404, path
        assert b'href="/staff/' not in page, path
        assert portal.ask(path, "POST")[0] in {404, 405}, path

    openapi = json.loads(portal.ask("/api/v1/openapi.json")[1])
    assert all(path.startswith("/api/v1/public/") for path in openapi["paths"])


def test_what_writes_leads_to_the_workbench(portal: Portal) -> None:
    for path in (f"/decisions/{portal.told['token']}/objection", "/my/", "/my/enter?number=1"):
        status, _, headers = portal.ask(path)
        assert (status, headers["Location"]) == (302, WORK + path)
        assert portal.ask(path, "POST")[0] == 405


def test_the_database_itself_refuses_every_other_table_and_every_write(portal: Portal) -> None:
    """The same settings, the same connection; what is asked goes past every view."""
    closed = ("accounts_user", "cases_case", "parties_party", "ledger_entry", "orgs_officer")
    tries = [f"SELECT * FROM {table}" for table in closed]
    tries += ["UPDATE publicity_publicitem SET title = ''", "DELETE FROM ledger_checkpoint"]
    tries += ["CREATE TABLE taken (id integer)", "DROP TABLE publicity_publicitem"]
    code = (
        "import django, json, sys; django.setup()\n"
        "from django.db import connection, DatabaseError\n"
        "for one in json.loads(sys.argv[1]):\n"
        "    try: connection.cursor().execute(one)\n"
        "    except DatabaseError: continue\n"
        "    print('went through:', one)\n"
        "connection.cursor().execute('SELECT token FROM publicity_publicitem')\n"
        "print('done')"
    )
    env = {**portal.env, "DJANGO_SETTINGS_MODULE": "gongjian.config.settings.apart"}

    assert _run(["-c", code, json.dumps(tries)], env).split() == ["done"]


def test_it_does_not_start_with_a_connection_that_could_do_more(portal: Portal) -> None:
    with_owner = dict(portal.env)
    if POSTGRESQL:
        with_owner["DATABASE_URL"] = portal.owner["DATABASE_URL"]
    else:
        del with_owner["GONGJIAN_LOG_KEY"]  # a file has no owner to sign in as
    done = subprocess.run(
        [sys.executable, "-m", "gongjian", "portal", "serve"],
        cwd=world.ROOT, env=with_owner, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip

    assert done.returncode == 1
    assert ("不启动" if POSTGRESQL else "GONGJIAN_LOG_KEY") in done.stderr


def test_the_workbench_can_leave_public_pages_to_it(portal: Portal) -> None:
    code = (
        "import django; django.setup()\n"
        "from django.test import Client\n"
        "for path in ('/', '/decisions/?q=a', '/api/v1/public/schema', '/staff/', '/my/enter'):\n"
        "    answer = Client().get(path)\n"
        "    print(answer.status_code, answer.get('Location', '-'))\n"
    )
    env = {**portal.owner, "DJANGO_SETTINGS_MODULE": "gongjian.config.settings.test"}
    env |= {"GONGJIAN_PUBLIC_ROUTES": "0", "GONGJIAN_PUBLIC_URL": "https://open.example"}

    assert _run(["-c", code], env).splitlines() == [
        "302 /staff/",
        "302 https://open.example/decisions/?q=a",
        "302 https://open.example/api/v1/public/schema",
        "302 /staff/sign-in?next=%2Fstaff%2F",
        "200 -",
    ]


def _databases() -> tuple[dict[str, str], dict[str, str]]:
    """Return the database as its owner and as the portal sign in."""
    if not POSTGRESQL:
        return {}, {}
    _on_server(
        f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)",
        f"DROP ROLE IF EXISTS {READER}",
        f"DROP ROLE IF EXISTS {ROLE}",
        f"CREATE ROLE {ROLE} NOLOGIN",
        f"CREATE ROLE {READER} LOGIN IN ROLE {ROLE}",
        f"CREATE DATABASE {NAME}",
    )
    parts = urlsplit(os.environ["DATABASE_URL"])
    owner = urlunsplit(parts._replace(path=f"/{NAME}"))
    place = parts.netloc.rpartition("@")[2]
    reader = urlunsplit(parts._replace(netloc=f"{READER}@{place}", path=f"/{NAME}"))
    return {"DATABASE_URL": owner}, {"DATABASE_URL": reader}


def _on_server(*statements: str) -> None:
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement)


def _run(words: list[Any], env: Mapping[str, str]) -> str:
    done = subprocess.run(
        [sys.executable, *map(str, words)],
        cwd=world.ROOT, env=dict(env), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr[-3000:]
    return done.stdout


def _wait(served: Portal, server: "subprocess.Popen[bytes]", log: Path) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        assert server.poll() is None, log.read_text("utf-8")
        try:
            status, body, _ = served.ask("/healthz")
            assert status == 200, body
            return
        except OSError:
            time.sleep(0.2)
    raise AssertionError(log.read_text("utf-8"))


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
