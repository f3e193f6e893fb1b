"""Where the index lies: numbered folders under `index/public`, and a link to the one in use.

A new index is made beside the old one and the link moved at once: readers never see half of one.
"""

import fcntl
import os
import secrets
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import tantivy
from django.conf import settings

from .schema import LAYOUT, SCHEMA

PATIENCE = 20.0  # seconds that a writer waits for another one
HEAP = 64_000_000
# Home folder, name of the index, and when it was last written.
Generation = tuple[str, str, int]
_open: dict[str, tuple[Generation, tantivy.Index]] = {}


class Busy(Exception):
    """Another process writes the index; the job comes again."""


def home() -> Path:
    """Return the folder of the public index."""
    return Path(settings.GONGJIAN_HOME) / "index" / "public"


def current() -> Path | None:
    """Return the folder in use; None while there is none of this layout."""
    try:
        name = (home() / "current").readlink()
    except OSError:
        return None
    found = home() / name
    return found if name.name.startswith(f"{LAYOUT}-") and (found / "meta.json").exists() else None


def opened() -> tuple[Generation, tantivy.Index] | None:
    """Return the index for reading, as of its last commit by whatever process, and which it is."""
    folder = current()
    if folder is None:
        return None
    key = (str(home()), folder.name, (folder / "meta.json").stat().st_mtime_ns)
    known = _open.get(str(home()))
    if known is not None and known[0] == key:
        return known
    if known is not None and known[0][1] == folder.name:
        index = known[1]
    else:
        index = tantivy.Index.open(str(folder))
        index.config_reader("manual")
    index.reload()
    _open[str(home())] = (key, index)
    return key, index


@contextmanager
def writing() -> Iterator[None]:
    """Be the only writer until the end of the block.

    Raises:
        Busy: somebody else has been writing for longer than `PATIENCE`.
    """
    home().mkdir(parents=True, exist_ok=True, mode=0o700)
    with (home() / "lock").open("w") as lock:
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


def begin() -> tuple[Path, tantivy.Index]:
    """Return a new, empty index that nobody reads yet."""
    folder = home() / f"{LAYOUT}-{secrets.token_hex(6)}"
    folder.mkdir(mode=0o700)
    return folder, tantivy.Index(SCHEMA, path=str(folder))


def use(folder: Path) -> None:
    """Let everybody read this index from now on; remove the others."""
    aside = home() / f".link-{secrets.token_hex(4)}"
    aside.symlink_to(folder.name)
    os.replace(aside, home() / "current")
    for old in home().iterdir():
        if old.is_dir() and not old.is_symlink() and old != folder:
            shutil.rmtree(old, ignore_errors=True)
