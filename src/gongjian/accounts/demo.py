"""The demo's people, told by `orgs` (which knows agencies and offices; this app does not)."""

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """One button: who one would be."""

    username: str
    name: str
    post: str
    roles: Sequence[str]


@dataclass(frozen=True, slots=True)
class DemoGroup:
    """The people of one agency."""

    agency: str
    about: str
    people: Sequence[DemoPerson]


@dataclass(frozen=True, slots=True)
class DemoCode:
    """Number and code of a case that a visitor may follow as its party."""

    number: str
    code: str


def _code_file() -> Path:
    return Path(settings.GONGJIAN_HOME) / "demo-query-code.json"


def show_code(shown: DemoCode) -> None:
    """Let visitors of the demo see a code that nobody sees anywhere else."""
    _code_file().write_text(json.dumps(asdict(shown), ensure_ascii=False), encoding="utf-8")


def hide_code() -> None:
    """Forget the code, with the demo that it was made in."""
    _code_file().unlink(missing_ok=True)
    _people_file().unlink(missing_ok=True)


def shown_code() -> DemoCode | None:
    """Return the code that the demo shows; None outside the demo."""
    if settings.GONGJIAN_MODE != "demo" or not _code_file().exists():
        return None
    return DemoCode(**json.loads(_code_file().read_text(encoding="utf-8")))


@dataclass(frozen=True, slots=True)
class DemoCitizen:
    """An invented person of a case, whom the demo's identity service knows."""

    name: str
    id_number: str


def _people_file() -> Path:
    return Path(settings.GONGJIAN_HOME) / "demo-citizens.json"


def show_people(shown: Sequence[DemoCitizen]) -> None:
    """Let the demo's identity service know these persons."""
    told = json.dumps([asdict(one) for one in shown], ensure_ascii=False)
    _people_file().write_text(told, encoding="utf-8")


def shown_people() -> Sequence[DemoCitizen]:
    """Return whom the demo's identity service knows; nobody outside the demo."""
    if settings.GONGJIAN_MODE != "demo" or not _people_file().exists():
        return ()
    return [DemoCitizen(**one) for one in json.loads(_people_file().read_text(encoding="utf-8"))]


def _nobody() -> Sequence[DemoGroup]:
    return ()


_tell: Callable[[], Sequence[DemoGroup]] = _nobody


def provide_people(tell: Callable[[], Sequence[DemoGroup]]) -> None:
    """Let `tell()` list the demo's people (called once at start-up)."""
    global _tell
    _tell = tell


def people() -> Sequence[DemoGroup]:
    """Return the demo's people, grouped by agency."""
    return _tell()
