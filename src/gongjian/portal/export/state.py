"""What was exported before: a small database in the folder, and the manifest made from it."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

NAME = ".export.sqlite"
MANIFEST = "manifest.csv"
_TABLE = """
CREATE TABLE IF NOT EXISTS page (
    path TEXT PRIMARY KEY, key TEXT NOT NULL, sha256 TEXT NOT NULL, size INTEGER NOT NULL,
    item INTEGER NOT NULL
) WITHOUT ROWID
"""

_CHUNKS = "CREATE TABLE IF NOT EXISTS chunk (number INTEGER PRIMARY KEY, digest TEXT NOT NULL)"


class State:
    """Every file of an export with its hash; survives a killed run, which then goes on."""

    def __init__(self, folder: Path) -> None:
        self._database = sqlite3.connect(folder / NAME)
        self._database.execute("PRAGMA journal_mode = WAL")
        self._database.execute(_TABLE)
        self._database.execute(_CHUNKS)

    def key_of(self, path: str) -> str | None:
        """Return the key under which a file was made; None when there is none."""
        row = self._database.execute("SELECT key FROM page WHERE path = ?", (path,)).fetchone()
        return str(row[0]) if row else None

    def digest_of(self, chunk: int) -> str | None:
        """Return what a chunk of decisions was when its pages were made; None when it is new."""
        found = self._database.execute("SELECT digest FROM chunk WHERE number = ?", (chunk,))
        row = found.fetchone()
        return str(row[0]) if row else None

    def keep_chunk(self, number: int, digest: str) -> None:
        """Remember what a chunk was, once all its pages stand in the folder."""
        self._database.execute("INSERT OR REPLACE INTO chunk VALUES (?, ?)", (number, digest))

    def sha256_of(self, path: str) -> str | None:
        """Return the hash of a file as it was written."""
        row = self._database.execute("SELECT sha256 FROM page WHERE path = ?", (path,)).fetchone()
        return str(row[0]) if row else None

    def keep(self, path: str, key: str, sha256: str, size: int, *, item: bool) -> None:
        """Remember a file that stands in the folder."""
        self._database.execute(
            "INSERT INTO page VALUES (?, ?, ?, ?, ?) ON CONFLICT (path) DO UPDATE SET"
            " key = excluded.key, sha256 = excluded.sha256, size = excluded.size",
            (path, key, sha256, size, int(item)),
        )

    def drop(self, path: str) -> None:
        """Forget a file."""
        self._database.execute("DELETE FROM page WHERE path = ?", (path,))

    def others(self) -> set[str]:
        """Return the files that belong to no decision."""
        rows = self._database.execute("SELECT path FROM page WHERE item = 0")
        return {row[0] for row in rows}

    def save(self) -> None:
        """Make what was remembered durable."""
        self._database.commit()

    def lines(self) -> Iterator[str]:
        """Yield the manifest: path, size and SHA-256 of every file, in the order of paths."""
        yield "path,size,sha256\n"
        for row in self._database.execute("SELECT path, size, sha256 FROM page ORDER BY path"):
            yield "{},{},{}\n".format(*row)

    def close(self) -> None:
        """Save and let go of the file."""
        self.save()
        self._database.close()
