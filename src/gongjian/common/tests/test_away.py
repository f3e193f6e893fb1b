"""What a later try may mend is told apart from what is wrong."""

import errno
import sqlite3

import pytest
from django.db import (
    DatabaseError,
    DataError,
    InterfaceError,
    OperationalError,
    connection,
    transaction,
)

from gongjian.common.db.away import away


def caused(code: int) -> OperationalError:
    cause = sqlite3.OperationalError("told by the engine")
    cause.sqlite_errorcode = code
    error = OperationalError("told by the engine")
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (OperationalError("the connection is closed"), True),
        (InterfaceError("connection already closed"), True),
        (caused(sqlite3.SQLITE_BUSY), True),
        (caused(sqlite3.SQLITE_FULL), True),
        (caused(sqlite3.SQLITE_READONLY), True),
        (caused(sqlite3.SQLITE_ERROR), False),
        (OSError(errno.ENOSPC, "No space left on device"), True),
        (OSError(errno.EROFS, "Read-only file system"), True),
        (FileNotFoundError(errno.ENOENT, "No such file"), False),
        (DataError("too long"), False),
        (ValueError("wrong"), False),
        (None, False),
    ],
)
def test_what_a_later_try_may_mend(error: BaseException | None, expected: bool) -> None:
    assert away(error) is expected


@pytest.mark.django_db
def test_a_mistake_in_a_statement_is_no_absence() -> None:
    asked = pytest.raises(DatabaseError, match="no_such_table")
    with asked as found, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM no_such_table")

    assert not away(found.value)
