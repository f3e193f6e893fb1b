"""The shipped catalogue, read once: causes by code, and the grounds every cause shares."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from gongjian.common.data import data_folder
from gongjian.process.toml_text import TomlText

from .definitions import Cause, Ground
from .loading import load_cause, read_grounds
from .words import DOMAINS

GROUNDS = "grounds.toml"
# What of the catalogue's folder holds no cause; the law table is read by `laws`.
LAWS = "laws.toml"
NO_CAUSES = (GROUNDS, LAWS)
NATIONAL = "national"


@dataclass(frozen=True, slots=True)
class SharedGrounds:
    """The grounds of the general law, by domain."""

    by_domain: dict[str, tuple[Ground, ...]]


def load_grounds(text: str, origin: str = "<text>") -> SharedGrounds:
    """Return the grounds that every cause of a domain shares.

    Raises:
        DefinitionError: lists every problem with line and reason.
    """
    source = TomlText(text, origin)
    source.only(("ground",))
    found: dict[str, list[Ground]] = {domain: [] for domain in DOMAINS}
    grounds = read_grounds(source)
    for section, ground in zip(source.sections("ground"), grounds, strict=True):
        domains, beyond = section.texts("domains"), section.texts("except_domains")
        for key, codes in (("domains", domains), ("except_domains", beyond)):
            section.known(key, codes, DOMAINS, "领域")
        for domain, kept in found.items():
            if (not domains or domain in domains) and domain not in beyond:
                if any(other.code == ground.code for other in kept):
                    section.fault(f"“{ground.code}”在同一领域重复定义", "code")
                kept.append(ground)
    source.finish()
    return SharedGrounds({domain: tuple(kept) for domain, kept in found.items()})


@lru_cache(maxsize=1)
def causes() -> tuple[Cause, ...]:
    """Return every cause of the shipped catalogue, by domain and name."""
    folder = data_folder("catalog")
    found = [
        load_cause(path.read_text(encoding="utf-8"), origin=str(path.relative_to(folder)))
        for path in cause_files(folder)
    ]
    order = list(DOMAINS).index
    return tuple(sorted(found, key=lambda c: (order(c.domain), c.code, c.effective_from)))


@lru_cache(maxsize=1)
def shared_grounds() -> SharedGrounds:
    """Return the grounds of the general law."""
    path = data_folder("catalog") / GROUNDS
    return load_grounds(path.read_text(encoding="utf-8"), origin=path.name)


def cause_files(folder: Path) -> Iterable[Path]:
    """Return the files of a catalogue that hold a cause."""
    return (path for path in sorted(folder.rglob("*.toml")) if path.name not in NO_CAUSES)


def cause_on(code: str, on: date, profile: str = NATIONAL) -> Cause | None:
    """Return the cause as in force on a day: the profile's own, else the national one."""
    found = [c for c in causes() if c.code == code and c.in_force(on)]
    own = (c for c in found if c.profile == profile)
    return next(own, None) or next((c for c in found if c.profile == NATIONAL), None)


def grounds_of(cause: Cause) -> tuple[Ground, ...]:
    """Return the grounds that exist for a cause: its own, and the general ones it leaves standing.

    A ground of the cause's own with the code of a general one takes its place.
    """
    own = {ground.code: ground for ground in cause.grounds}
    general = [
        own.pop(ground.code, ground)
        for ground in shared_grounds().by_domain[cause.domain]
        if ground.code not in cause.without
    ]
    return (*general, *own.values())
