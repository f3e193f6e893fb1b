"""Whether an error says that the house cannot read or write just now, or that it is wrong."""

import errno
import sqlite3

from django.db import InterfaceError, OperationalError

# SQLite calls a mistake in a statement operational, too.
A_MISTAKE = sqlite3.SQLITE_ERROR
OF_THE_DISK = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO})
# A database that restarts is back within seconds, one that is moved within minutes.
AGAIN_SECONDS = 30


def away(error: BaseException | None) -> bool:
    """Tell whether a later try may succeed: no database, no room on the disk, too long a queue."""
    if isinstance(error, OSError):
        return error.errno in OF_THE_DISK
    if not isinstance(error, OperationalError | InterfaceError):
        return False
    code = getattr(error.__cause__, "sqlite_errorcode", None)
    return code != A_MISTAKE
