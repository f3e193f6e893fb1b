"""A backup is worth what its restore is: taken, brought back elsewhere, verified; both engines."""

import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from secrets import token_hex

import pytest

from gongjian.vault.testing import object_store
from tests.trials.installation import Installation, address, emptied, on_server

pytestmark = pytest.mark.own_database
RUN = token_hex(4)  # two runs at once may share a server
SOURCE, TARGET = f"gongjian_backup_source_{RUN}", f"gongjian_backup_target_{RUN}"


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """An installation with a published decision, open cases and files."""
    home = tmp_path_factory.mktemp("source")
    postgres = os.environ.get("GONGJIAN_TEST_DATABASE") == "postgresql"
    if postgres:
        emptied(SOURCE)
        on_server(f"CREATE DATABASE {SOURCE}")
    made = Installation(home, address(SOURCE) if postgres else "")
    made.told("migrate")
    code, out = made.run("tests.trials.world", home)
    assert code == 0, out
    yield made
    if postgres:
        emptied(SOURCE)


@pytest.fixture
def target(source: Installation, tmp_path: Path) -> Iterator[Installation]:
    """An empty home with an empty database."""
    if source.database:
        emptied(TARGET)
        on_server(f"CREATE DATABASE {TARGET}")
    yield Installation(tmp_path / "target", address(TARGET) if source.database else "")
    if source.database:
        emptied(TARGET)


@dataclass(frozen=True)
class Kept:
    folder: Path
    keys: Path

    @property
    def newest(self) -> Path:
        return max(path for path in self.folder.iterdir() if path.name != "vault")


@pytest.fixture(scope="module")
def taken(source: Installation, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup and its keys, taken once."""
    folder = tmp_path_factory.mktemp("taken")
    source.told("backup", folder / "backups", "--keys", folder / "keys")
    return folder


@pytest.fixture
def kept(taken: Path, tmp_path: Path) -> Kept:
    """A copy to damage."""
    shutil.copytree(taken, tmp_path, dirs_exist_ok=True)
    return Kept(tmp_path / "backups", tmp_path / "keys")


def test_a_backup_comes_back_whole_and_the_work_goes_on(
    source: Installation, target: Installation, kept: Kept
) -> None:
    out = target.told("restore", kept.folder, "--keys", kept.keys)

    assert "核验通过" in out
    reports = [json.loads(i.told("verify", "--json")) for i in (source, target)]
    for report in reports:
        del report["seconds"]
    assert reports[0] == reports[1]
    assert reports[0]["sealed"] > 20
    assert reports[0]["files"] > 5
    code, out = target.run("tests.trials.going_on")
    assert code == 0, out
    assert json.loads(target.told("verify", "--json"))["ok"]


@pytest.mark.divided
def test_a_backup_comes_back_into_an_object_store_and_is_taken_from_there(
    source: Installation, target: Installation, kept: Kept, tmp_path: Path
) -> None:
    with object_store() as told:
        moved = replace(target, more=told)
        assert "核验通过" in moved.told("restore", kept.folder, "--keys", kept.keys)
        code, out = moved.run("tests.trials.going_on")
        assert code == 0, out
        report = json.loads(moved.told("verify", "--json"))
        moved.told("backup", tmp_path / "again")

    assert report["ok"]
    assert report["files"] > 5
    assert not (moved.home / "vault").exists()
    again = [path for path in (tmp_path / "again" / "vault").rglob("*") if path.is_file()]
    assert len(again) == report["files"]


def test_no_key_lies_in_a_backup(kept: Kept, source: Installation) -> None:
    secrets = {path.read_text().strip() for path in (source.home / "keys").glob("*.key")}
    written = [p for p in kept.folder.rglob("*") if p.is_file() and p.stat().st_size < 1_000_000]

    assert secrets
    assert not [p for p in written if any(s.encode() in p.read_bytes() for s in secrets)]
    assert all(path.stat().st_mode & 0o077 == 0 for path in kept.keys.iterdir())


def test_a_second_backup_adds_only_new_files(source: Installation, kept: Kept) -> None:
    first = kept.newest
    while kept.newest == first:  # a backup is named by its second
        code, out = source.gongjian("backup", kept.folder)
        assert code == 0 or "File exists" in out, out

    assert "本次新增 0 个" in out
    assert "没有备份密钥" in out


def test_nothing_is_restored_over_something(source: Installation, kept: Kept) -> None:
    code, out = source.gongjian("restore", kept.folder, "--keys", kept.keys)

    assert code == 1
    assert "数据库不是空的" in out


def test_keys_do_not_lie_with_the_backup(source: Installation, tmp_path: Path) -> None:
    code, out = source.gongjian("backup", tmp_path / "b", "--keys", tmp_path / "b" / "keys")

    assert code == 1
    assert "不能与备份放在一起" in out
    assert not (tmp_path / "b").exists()


@pytest.mark.divided
@pytest.mark.parametrize(
    ("damage", "told"),
    [
        ("manifest", "不是完整的备份"),
        ("data", "缺失或者已被改动"),
        ("vault", "备份的存证库缺少 1 个文件"),
        ("vault text", "已被改动"),
        ("key", "不是做备份时的那一把"),
        ("no key", "缺少密钥"),
    ],
)
def test_a_damaged_backup_is_refused_with_its_reason(
    target: Installation, kept: Kept, damage: str, told: str
) -> None:
    if damage == "manifest":
        (kept.newest / "manifest.json").unlink()
    elif damage == "data":
        biggest = max(kept.newest.iterdir(), key=lambda p: (p.suffix != ".json", p.stat().st_size))
        biggest.write_bytes(biggest.read_bytes()[:-1] + b"x")
    elif damage.startswith("vault"):
        path = next((kept.folder / "vault").glob("??/??/*"))
        content = path.read_bytes()
        path.unlink()
        if damage == "vault text":
            path.write_bytes(content + b"x")
    elif damage == "key":
        (kept.keys / "field.key").write_text("0" * 64)
    else:
        shutil.rmtree(kept.keys)
    keys = [] if damage == "no key" else ["--keys", str(kept.keys)]
    where = kept.newest if damage == "manifest" else kept.folder

    code, out = target.gongjian("restore", where, *keys)

    assert code == 1
    assert told in out or (damage == "manifest" and "没有完整的备份" in out)
    made = target.home / "gongjian.sqlite3"
    assert not made.exists() or made.stat().st_size <= 4096  # no table
