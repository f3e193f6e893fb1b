"""The commands that cross apps: act, init, demo, serve."""

import io
import json
import os
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client

from gongjian.accounts.models import AccountChange, User
from gongjian.cases.testing import activate, make_cast, open_case
from gongjian.common import crypto
from gongjian.common.clock import Clock
from gongjian.common.crypto import key_folder
from gongjian.intake.models import Clue
from gongjian.ledger.keys import ensure_keys
from gongjian.ledger.models import Entry
from gongjian.matters.models import ProcessVersion
from gongjian.orgs.models import Agency, Assignment
from gongjian.workbench.management.commands.serve import run_together

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]

CLUE = {
    "source": "complaint",
    "subject": "某厂夜间排放废水",
    "content": "群众来电反映。",
    "found_on": "2026-03-02",
}


def act(monkeypatch: pytest.MonkeyPatch, typed: str, *words: str) -> dict[str, Any]:
    monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
    out = io.StringIO()
    call_command("act", *words, stdout=out)
    told: dict[str, Any] = json.loads(out.getvalue())
    return told


def test_an_act_is_done_from_the_command_line_as_a_named_person(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    user = make_cast(accounts=True).people["handler"].user
    assert user is not None

    told = act(monkeypatch, json.dumps(CLUE), "intake.register_clue", "--as", user.username)

    clue = Clue.objects.get(uid=told["uid"])
    assert clue.registered_by.user == user
    assert '"door":"command"' in Entry.objects.order_by("-id")[0].payload


@pytest.mark.parametrize(
    ("typed", "words", "code"),
    [
        ("{}", ["no.such_act"], 4),
        ("{}", ["intake.register_clue"], 2),
        ("{", ["intake.register_clue"], 2),
        ("[]", ["intake.register_clue"], 2),
        ("{}", ["cases.approve_filing"], 2),
        (json.dumps({"opinion": "同意"}), ["cases.approve_filing", "--matter"], 3),
    ],
)
def test_what_cannot_be_done_is_said_and_exits_with_a_code(
    monkeypatch: pytest.MonkeyPatch, typed: str, words: list[str], code: int
) -> None:
    cast = make_cast(accounts=True)
    user = cast.people["handler"].user
    assert user is not None
    if words[-1] == "--matter":
        words = [*words, str(open_case(cast).uid)]

    with pytest.raises(CommandError) as refused:
        act(monkeypatch, typed, *words, "--as", user.username)

    assert refused.value.returncode == code
    assert str(refused.value)


def test_an_unknown_person_acts_not_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(CommandError, match="没有账号"):
        act(monkeypatch, json.dumps(CLUE), "intake.register_clue", "--as", "nobody")


AGENCY = [
    "--no-input",
    "--code=qc-env",
    "--name=青川市生态环境局",
    "--short-name=青环",
    "--profile=dazhou",
    "--domain=environment",
    "--address=青川市滨河路1号",
    "--phone=0800-8610018",
    "--government-name=青川市人民政府",
    "--court-name=青川市人民法院",
    "--system-admin=sys:安甲",
    "--security-admin=sec:安乙",
    "--audit-admin=aud:安丙",
]


def test_init_makes_keys_agency_procedure_and_three_administrators() -> None:
    out = io.StringIO()

    call_command("init", *AGENCY, stdout=out)

    assert Agency.objects.get().name == "青川市生态环境局"
    assert set(ProcessVersion.objects.values_list("in_force", flat=True)) == {True}
    held = Assignment.objects.values_list("officer__user__username", "role")
    assert set(held) == {
        ("sys", "admin_system"),
        ("sec", "admin_security"),
        ("aud", "admin_audit"),
    }
    assert all(User.objects.values_list("must_change", flat=True))
    assert {p.name for p in key_folder().iterdir()} >= {"field.key", "index.key", "log.key"}
    assert all(p.stat().st_mode & 0o077 == 0 for p in key_folder().glob("*.key"))


def test_init_asks_first_for_what_stands_for_ever_in_papers_and_log(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.GONGJIAN_MODE = "production"
    names = ("GONGJIAN_HOSTS", "GONGJIAN_PUBLIC_URL", "GONGJIAN_LOG_ORIGIN")
    for name in names:
        monkeypatch.delenv(name, raising=False)

    with pytest.raises(CommandError) as refused:
        call_command("init", *AGENCY, stdout=io.StringIO())

    assert all(name in str(refused.value) for name in names)
    assert not Agency.objects.exists()
    for name in names:
        monkeypatch.setenv(name, "zf.example.gov.cn")
    call_command("init", *AGENCY, stdout=io.StringIO())
    assert Agency.objects.exists()


@pytest.mark.parametrize("words", [[], ["--help"], ["init", "--help"], ["portal", "serve", "-h"]])
def test_who_asks_how_needs_no_key_and_leaves_nothing(words: list[str], tmp_path: Path) -> None:
    done = asked(words, tmp_path)

    assert done.returncode == 0, done.stderr
    assert "gongjian" in done.stdout
    assert not list(tmp_path.iterdir())


def test_who_begins_without_a_key_is_told_how_to_make_one(tmp_path: Path) -> None:
    done = asked(["migrate"], tmp_path)

    assert done.returncode == 1
    assert "GONGJIAN_SECRET_KEY_FILE" in done.stderr
    assert "head -c 48 /dev/urandom" in done.stderr


def asked(words: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the command as a newcomer does, with no setting at all."""
    known = {k: v for k, v in os.environ.items() if not k.startswith(("GONGJIAN_", "DJANGO_"))}
    run = [sys.executable, "-m", "gongjian", *words]
    return subprocess.run(run, env=known, cwd=folder, capture_output=True, text=True, check=False)


def test_init_is_done_once() -> None:
    call_command("init", *AGENCY, stdout=io.StringIO())

    with pytest.raises(CommandError, match="已经初始化"):
        call_command("init", *AGENCY, stdout=io.StringIO())
    assert Agency.objects.count() == 1


def test_init_enters_everything_or_nothing() -> None:
    wrong = [w for w in AGENCY if "audit" not in w] + ["--audit-admin=sys:安甲"]

    with pytest.raises(CommandError):
        call_command("init", *wrong, stdout=io.StringIO())
    assert not Agency.objects.exists()
    assert not User.objects.exists()


def test_where_no_administrator_can_sign_in_the_server_gives_a_new_password(
    client: Client,
) -> None:
    call_command("init", *AGENCY, stdout=io.StringIO())
    User.objects.update(password_changed_at=Clock().now() - timedelta(days=400))
    out = io.StringIO()

    call_command("new_password", "sec", "--reason", "三员的初始密码均已过期", stdout=out)

    new = out.getvalue().partition("：")[2].partition("（")[0]
    signed_in = client.post("/staff/sign-in", {"username": "sec", "password": new})
    assert signed_in.status_code == 302
    assert "7天内" in out.getvalue()
    change = AccountChange.objects.get(kind="password_reset")
    assert (change.username, change.reason) == ("sec", "三员的初始密码均已过期")
    assert new not in " ".join(Entry.objects.values_list("payload", flat=True))


@pytest.mark.parametrize(
    ("username", "active", "why"), [("nobody", True, "没有账号"), ("sec", False, "已停用")]
)
def test_a_new_password_is_for_an_account_in_use(username: str, active: bool, why: str) -> None:
    call_command("init", *AGENCY, stdout=io.StringIO())
    User.objects.update(is_active=active)

    with pytest.raises(CommandError, match=why):
        call_command("new_password", username, "--reason", "试试")
    assert not AccountChange.objects.filter(kind="password_reset").exists()


def test_the_demo_is_built_in_demo_mode_only() -> None:
    activate()

    with pytest.raises(CommandError, match="GONGJIAN_MODE=demo"):
        call_command("demo", "--fresh")
    assert ProcessVersion.objects.exists()


def test_when_one_of_the_served_ends_the_other_ends_too() -> None:
    began = time.monotonic()
    asleep = [sys.executable, "-c", "import time; time.sleep(60)"]

    code = run_together([[sys.executable, "-c", "pass"], asleep])

    assert code == 1
    assert time.monotonic() - began < 30


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_a_signal_ends_both(tmp_path: Path, sign: signal.Signals) -> None:
    child = (
        "import os, pathlib, time;"
        f"pathlib.Path({str(tmp_path)!r}).joinpath(str(os.getpid())).touch();"
        "time.sleep(60)"
    )
    program = (
        "from gongjian.workbench.management.commands.serve import run_together; import sys;"
        f"c = [sys.executable, '-c', {child!r}]; sys.exit(run_together([c, c]))"
    )
    settings = os.environ | {"DJANGO_SETTINGS_MODULE": "gongjian.config.settings.test"}
    parent = subprocess.Popen([sys.executable, "-c", program], env=settings)
    children = _two_children(tmp_path)

    parent.send_signal(sign)

    assert parent.wait(30) == (-sign if sign == signal.SIGKILL else 0)
    assert _all_gone(children)


def _all_gone(pids: list[int]) -> bool:
    until = time.monotonic() + 10
    while any(map(_alive, pids)) and time.monotonic() < until:
        time.sleep(0.05)
    return not any(map(_alive, pids))


def _two_children(folder: Path) -> list[int]:
    until = time.monotonic() + 30
    while time.monotonic() < until:
        found = [int(path.name) for path in folder.iterdir()]
        if len(found) == 2:
            return found
        time.sleep(0.05)
    raise AssertionError("the children did not start")


def _alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()[0]
    except OSError:
        return False
    return state != "Z"


@pytest.mark.parametrize("name", ["field", "index", "log", "snapshot"])
def test_the_house_does_not_open_without_a_key_its_entries_were_made_with(name: str) -> None:
    crypto.ensure_keys()
    ensure_keys()
    make_cast()
    key = key_folder() / f"{name}.key"
    aside = key.rename(key.with_suffix(".aside"))

    with pytest.raises(CommandError, match=r"缺少密钥文件 .*请先从备份恢复"):
        call_command("serve")

    assert not key.exists()
    aside.rename(key)


def test_the_house_does_not_open_where_it_could_keep_nothing(tmp_path: Path, settings: Any) -> None:
    (tmp_path / "file").touch()
    settings.GONGJIAN_HOME = tmp_path / "file" / "home"

    with pytest.raises(CommandError, match=r"不能写入.*请检查磁盘的剩余空间和文件夹的权限"):
        call_command("serve")


def test_init_on_an_empty_home_or_without_a_terminal_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO())
    with pytest.raises(CommandError, match=r"没有可以输入“机关代码.*--no-input"):
        call_command("init", stdout=io.StringIO())

    MigrationRecorder(connection).record_unapplied("workbench", "0004_told_by_the_other_agency")
    with pytest.raises(CommandError, match="请先运行 gongjian migrate"):
        call_command("init", *AGENCY, stdout=io.StringIO())
