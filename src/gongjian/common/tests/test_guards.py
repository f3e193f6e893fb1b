"""What SQLite's guards refuse on a table of the test's own: every way to replace a row."""

import sqlite3
from collections.abc import Iterator
from typing import Any

import pytest

from gongjian.common.db import sqlite
from gongjian.common.db.triggers import Guard

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
