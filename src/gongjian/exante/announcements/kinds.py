"""The kinds of announcements as data, read once."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from gongjian.common.data import data_folder


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind: shown at most `most_days`; `cites`: names a decision that is public.

    `drawn`: its text comes from a case (`hearing`), nobody types it.
    """

    code: str
    name: str
    help: str
    most_days: int
    cites: bool = False
    drawn: bool = False


@cache
def kinds() -> Mapping[str, Kind]:
    """Return the kinds by code, in the order of the file.

    Raises:
        TypeError: an entry lacks something or has a word too many.
    """
    text = (data_folder("formats") / "announcements.toml").read_text(encoding="utf-8")
    return {entry["code"]: Kind(**entry) for entry in tomllib.loads(text)["kind"]}


def name_of(code: str) -> str:
    """Return the name of a kind; of one no longer in the file its code."""
    found = kinds().get(code)
    return found.name if found else code
