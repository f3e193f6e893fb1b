"""What SQLite's guards refuse on a table of the test's own: every way to replace a row."""

import sqlite3
from collections.abc import Iterator
from typing import Any

import pytest

from gongjian.common.db import postgres, sqlite
from gongjian.common.db.triggers import Guard, guards

TABLE = Guard("paper", frozen=("id", "uid", "code"), delete="OLD.state = 'scrap'")


class Cursor:
    """Django's cursor as the module uses it: `%s` for `?`."""

    def __init__(self, cursor: sqlite3.Cursor) -> None:
        self._cursor = cursor

    def execute(self, statement: str, values: Any = ()) -> None:
        self._cursor.execute(statement.replace("%s", "?"), values)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._cursor, name)


@pytest.fixture
def paper() -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(":memory:")
    connection.executescript(
        """
        CREATE TABLE paper (id integer PRIMARY KEY, uid text UNIQUE, code text, state text);
        CREATE UNIQUE INDEX one_live ON paper ("code")
            WHERE ("state" = 'is "state"' OR "state" = 'live');
        INSERT INTO paper VALUES
            (1, 'a', 'x', 'live'), (2, 'b', 'x', 'old'), (3, 'c', 'y', 'scrap');
        """
    )
    for (statement,) in sqlite.statements(Cursor(connection.cursor()), TABLE).values():
        connection.execute(statement)
    yield connection
    connection.close()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE paper SET code = 'z'",
        "UPDATE paper SET uid = 'z' WHERE id = 1",
        "UPDATE paper SET id = 9 WHERE id = 1",
        "UPDATE paper SET code = NULL WHERE id = 1",
        "DELETE FROM paper WHERE id = 1",
        "INSERT OR REPLACE INTO paper VALUES (1, 'n', 'n', 'old')",
        "INSERT OR REPLACE INTO paper VALUES (9, 'a', 'n', 'old')",
        "REPLACE INTO paper (uid, code, state) VALUES ('b', 'n', 'old')",
        "INSERT OR REPLACE INTO paper (uid, code, state) VALUES ('n', 'x', 'live')",
        "UPDATE OR REPLACE paper SET state = 'live' WHERE id = 2",
        "INSERT INTO paper (id, uid) VALUES (1, 'n') ON CONFLICT (id) DO UPDATE SET code = 'z'",
    ],
)
def test_no_row_is_changed_or_replaced(paper: sqlite3.Connection, statement: str) -> None:
    before = paper.execute("SELECT * FROM paper").fetchall()

    with pytest.raises(sqlite3.IntegrityError, match="guarded table paper"):
        paper.execute(statement)

    assert paper.execute("SELECT * FROM paper").fetchall() == before


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO paper (uid, code, state) VALUES ('n', 'x', 'old')",
        "INSERT INTO paper (uid, code, state) VALUES ('n', 'new', 'live')",
        "UPDATE paper SET state = 'old' WHERE id = 1",
        "UPDATE paper SET state = 'live' WHERE id = 3",
        "UPDATE paper SET state = state, code = code",
        "DELETE FROM paper WHERE state = 'scrap'",
    ],
)
def test_what_is_allowed_stays_allowed(paper: sqlite3.Connection, statement: str) -> None:
    assert paper.execute(statement).rowcount > 0


@pytest.mark.parametrize(
    ("condition", "parts"),
    [
        ("NEW.a = 1", ["NEW.a = 1"]),
        ("NEW.a = 'b OR c' OR NEW.\"OR\"", ["NEW.a = 'b OR c'", 'NEW."OR"']),
        ("(NEW.a OR NEW.b) AND NEW.c OR NEW.d", ["(NEW.a OR NEW.b) AND NEW.c", "NEW.d"]),
        ("NEW.a = 'it''s OR' or EXISTS (SELECT 1)", ["NEW.a = 'it''s OR'", "EXISTS (SELECT 1)"]),
        (
            "CASE WHEN NEW.a OR NEW.b THEN NEW.c END = 1 OR NEW.or_d",
            ["CASE WHEN NEW.a OR NEW.b THEN NEW.c END = 1", "NEW.or_d"],
        ),
    ],
)
def test_only_the_outermost_or_parts_a_condition(condition: str, parts: list[str]) -> None:
    assert postgres.disjuncts(condition) == parts


def test_on_postgresql_what_the_row_tells_by_itself_stands_before_what_is_looked_up() -> None:
    read = "EXISTS (SELECT 1 FROM seal WHERE seal.code = NEW.code)"
    conditions = (f"{read} OR NEW.state <> 'live'", "NEW.id > 0", f"NOT {read}")
    text = postgres._body(Guard("paper", insert=conditions))
    assert f"IF NOT (NEW.state <> 'live') THEN\n      IF NOT ({read}) THEN" in text
    assert "IF NOT (NEW.id > 0) THEN\n      IF NOT (false) THEN" in text
    assert f"IF NOT (false) THEN\n      IF NOT (NOT {read}) THEN" in text


def test_no_condition_of_a_guard_is_lost_when_it_is_parted() -> None:
    for wanted in guards():
        for condition in wanted.insert:
            parts = postgres.disjuncts(condition)
            assert "".join("OR".join(parts).split()) == "".join(condition.split())
            assert all(part in postgres._body(wanted) for part in parts)
