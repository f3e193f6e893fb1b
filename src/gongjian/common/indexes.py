"""Search indexes: where one lies, who writes it, and words as its queries.

An index is numbered folders under `GONGJIAN_HOME/index/<name>` and a link to the one in use. A new
one is made beside the old and the link moved at once: readers never see half of one.
"""

import fcntl
import os
import secrets
import shutil
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import tantivy
from django.conf import settings
from tantivy import Occur, Query

from .bigrams import Wanted, wanted

PATIENCE = 20.0  # seconds that a writer waits for another one
HEAP = 64_000_000
MOST_WORDS = 8
# Home folder, name of the index, and when it was last written.
Generation = tuple[str, str, int]
_open: dict[str, tuple[Generation, tantivy.Index]] = {}


class Busy(Exception):
    """Another process writes the index; the job comes again."""


@dataclass(frozen=True, slots=True)
class IndexFolder:
    """One index of this installation; another layout of its fields needs another `layout`."""

    name: str
    layout: str
    schema: tantivy.Schema

    def home(self) -> Path:
        """Return the folder of the index and its predecessors."""
        return Path(settings.GONGJIAN_HOME) / "index" / self.name

    def current(self) -> Path | None:
        """Return the folder in use; None while there is none of this layout."""
        try:
            name = (self.home() / "current").readlink()
        except OSError:
            return None
        found = self.home() / name
        ours = name.name.startswith(f"{self.layout}-") and (found / "meta.json").exists()
        return found if ours else None

    def opened(self) -> tuple[Generation, tantivy.Index] | None:
        """Return the index for reading, as of its last commit by whatever process, and which."""
        folder = self.current()
        if folder is None:
            return None
        home = str(self.home())
        key = (home, folder.name, (folder / "meta.json").stat().st_mtime_ns)
        known = _open.get(home)
        if known is not None and known[0] == key:
            return known
        if known is not None and known[0][1] == folder.name:
            index = known[1]
        else:
            index = tantivy.Index.open(str(folder))
            index.config_reader("manual")
        index.reload()
        _open[home] = (key, index)
        return key, index

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Be the only writer until the end of the block.

        Raises:
            Busy: somebody else has been writing for longer than `PATIENCE`.
        """
        self.home().mkdir(parents=True, exist_ok=True, mode=0o700)
        with (self.home() / "lock").open("w") as lock:
            until = time.monotonic() + PATIENCE
            while True:
                try:
                    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    break
                except BlockingIOError:
                    if time.monotonic() > until:
                        raise Busy from None
                    time.sleep(0.05)
            yield

    def begin(self) -> tuple[Path, tantivy.Index]:
        """Return a new, empty index that nobody reads yet."""
        folder = self.home() / f"{self.layout}-{secrets.token_hex(6)}"
        folder.mkdir(mode=0o700)
        return folder, tantivy.Index(self.schema, path=str(folder))

    def use(self, folder: Path) -> None:
        """Let everybody read this index from now on; remove the others."""
        aside = self.home() / f".link-{secrets.token_hex(4)}"
        aside.symlink_to(folder.name)
        os.replace(aside, self.home() / "current")
        for old in self.home().iterdir():
            if old.is_dir() and not old.is_symlink() and old != folder:
                shutil.rmtree(old, ignore_errors=True)


def words_of(typed: str) -> Iterable[Wanted]:
    """Return what each typed word asks for, the first `MOST_WORDS` of them."""
    asks = (wanted(word) for word in typed.split()[:MOST_WORDS])
    return (one for one in asks if one.tokens or one.characters)


def side_by_side(schema: tantivy.Schema, asks: Wanted) -> Query:
    """Return the query for one word: its characters side by side in the field `pairs`."""
    parts = [Query.term_query(schema, "characters", c) for c in asks.characters]
    if len(asks.tokens) > 1:
        parts.append(Query.phrase_query(schema, "pairs", list(asks.tokens)))
    elif asks.tokens:
        parts.append(Query.term_query(schema, "pairs", asks.tokens[0]))
    return all_of(parts)


def forget() -> None:
    """Open every index anew at its next use, as a new process does."""
    _open.clear()


def all_of(parts: list[Query]) -> Query:
    return Query.boolean_query([(Occur.Must, part) for part in parts])
