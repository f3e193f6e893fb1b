"""Whatever is changed behind the house's back is found and named; what is lawful never is."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from tests.trials import world

pytestmark = pytest.mark.sqlite_only
COUNT = 1000


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build a small installation once; tests work on copies."""
    home = tmp_path_factory.mktemp("world") / "home"
    home.mkdir()
    world.run("world", home)
    return home


@contextmanager
def opened(home: Path) -> Iterator[sqlite3.Connection]:
    """Open the database as the owner of its file can: no triggers, no constraints."""
    with closing(sqlite3.connect(home / "gongjian.sqlite3")) as connection, connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        yield connection


def test_a_thousand_changes_are_each_found_and_named(tmp_path: Path) -> None:
    said = world.run("tampering", tmp_path, COUNT, 20261124)

    trials = [trial for trial in said if "kind" in trial]
    missed = [t for t in trials if not any(name in t["said"] for name in t["expected"])]
    assert [line["clean"] for line in said if "clean" in line] == [[], []]
    assert len(trials) == COUNT
    assert not missed, missed[:3]


def test_a_thousand_lawful_acts_are_never_reported(tmp_path: Path) -> None:
    said = world.run("lawful", tmp_path, COUNT)

    assert said[-1]["acts"] >= COUNT
    assert [line["found"] for line in said] == [[]] * len(said)


def test_a_whole_installation_verifies(built: Path, tmp_path: Path) -> None:
    home = world.copy_of(built, tmp_path / "copy")

    code, lines = world.verify(home)

    assert code == 0, lines
    assert lines[-1].startswith("核验通过")


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ("UPDATE matters_matter SET title = '改'", "matters.matter "),
        ("DELETE FROM matters_step WHERE id = 1", "matters.step "),
        ("UPDATE ledger_entry SET payload = payload || ' ' WHERE id = 3", "ledger.entry "),
        ("UPDATE ledger_tile SET data = zeroblob(32) WHERE level = 0", "ledger.tile 0/0"),
        ("UPDATE ledger_checkpoint SET note = 'x'", "ledger.checkpoint "),
    ],
)
def test_the_command_names_the_row_first_and_fails(
    built: Path, tmp_path: Path, change: str, named: str
) -> None:
    home = world.copy_of(built, tmp_path / "copy")
    with opened(home) as connection:
        drop_triggers(connection)
        connection.execute(change)

    code, lines = world.verify(home)

    assert code == 1, lines
    assert lines[0].startswith(named), lines[0]
    assert any("触发器" in line for line in lines)


def test_a_missing_trigger_alone_is_found(built: Path, tmp_path: Path) -> None:
    home = world.copy_of(built, tmp_path / "copy")
    with opened(home) as connection:
        connection.execute("DROP TRIGGER matters_step_guard_delete")

    code, lines = world.verify(home)

    assert code == 1, lines
    assert "matters_step_guard_delete missing" in lines[0]


def test_a_changed_file_is_named(built: Path, tmp_path: Path) -> None:
    home = world.copy_of(built, tmp_path / "copy")
    file = next((home / "vault").glob("??/??/*"))
    file.chmod(0o600)
    file.write_bytes(file.read_bytes() + b" ")

    code, lines = world.verify(home)

    assert code == 1, lines
    assert file.name in lines[0]


def test_an_older_copy_is_found_against_a_kept_checkpoint(built: Path, tmp_path: Path) -> None:
    later = world.copy_of(built, tmp_path / "later")
    kept = tmp_path / "checkpoint"
    world.run("lawful", later, 5)
    with opened(later) as connection:
        newest = "SELECT note FROM ledger_checkpoint ORDER BY size DESC LIMIT 1"
        kept.write_text(connection.execute(newest).fetchone()[0], encoding="utf-8")
    older = world.copy_of(built, tmp_path / "older")

    assert world.verify(later, "--checkpoint", str(kept))[0] == 0
    assert world.verify(older)[0] == 0
    code, lines = world.verify(older, "--checkpoint", str(kept))

    assert code == 1, lines
    assert lines[0].startswith(str(kept))
    assert "被截断" in lines[0]


def test_a_rewritten_log_is_found_against_a_kept_checkpoint(built: Path, tmp_path: Path) -> None:
    kept = tmp_path / "checkpoint"
    with opened(built) as connection:
        newest = "SELECT note FROM ledger_checkpoint ORDER BY size DESC LIMIT 1"
        kept.write_text(connection.execute(newest).fetchone()[0], encoding="utf-8")
    forged = tmp_path / "forged"
    shutil.copytree(built / "keys", forged / "keys")
    world.run("world", forged)

    code, lines = world.verify(forged, "--checkpoint", str(kept))

    assert code == 1, lines
    assert lines[0].startswith(str(kept))
    assert "改写" in lines[0]


def test_a_lost_key_is_said_and_not_taken_for_tampering(built: Path, tmp_path: Path) -> None:
    home = world.copy_of(built, tmp_path / "copy")
    (home / "keys" / "snapshot.key").unlink()

    code, lines = world.verify(home)

    assert code != 0
    assert "snapshot.key" in lines[-1]
    assert not (home / "keys" / "snapshot.key").exists()


def test_an_empty_folder_is_no_installation(tmp_path: Path) -> None:
    code, lines = world.verify(tmp_path)

    assert code != 0
    assert "gongjian init" in lines[-1]


def drop_triggers(connection: sqlite3.Connection) -> None:
    names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for (name,) in names:
        connection.execute(f'DROP TRIGGER "{name}"')
