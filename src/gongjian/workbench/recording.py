"""The tab «存证» of a matter: every entry of its chain, and the chain checked anew on request."""

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from gongjian.common import acts
from gongjian.common.clock import Clock
from gongjian.ledger.audit import Audit
from gongjian.ledger.models import Entry
from gongjian.ledger.queries import entries_of
from gongjian.ledger.replay import Finding
from gongjian.matters.models import Matter
from gongjian.ui.pager import page

SHOWN = 30
DOORS: Mapping[str, str] = {
    "page": "网页",
    "api": "接口",
    "desk": "当事人查询页",
    "import": "导入",
    "command": "命令行",
    "system": "系统",
    "demo": "演示",
}


@dataclass(frozen=True, slots=True)
class Recorded:
    """One entry of the list. `place`: its number in the log, 0 while it waits."""

    seq: int
    at: datetime | None
    act: str
    by: str
    door: str
    place: int
    leaf: str


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check of the chain found at a moment; `waiting` entries are not in the log yet."""

    at: datetime
    entries: int
    waiting: int
    findings: tuple[Finding, ...]


def record_tab(matter: Matter, after: str, clock: Clock, *, check: bool) -> dict[str, Any]:
    """Return a page of entries, newest first, and what the check found if one was asked for."""
    shown = page(entries_of(matter.stream_id), order=("-seq",), after=after, size=SHOWN)
    return {
        "recorded": [_recorded(entry) for entry in shown.rows],
        "pages": shown,
        "checked": _checked(matter, clock) if check else None,
    }


def _recorded(entry: Entry) -> Recorded:
    told = _told(entry.lines[0])
    service = acts.services().get(told.get("act", ""))
    door = told.get("door", "")
    leaf = getattr(entry, "leaf_row", None)
    return Recorded(
        seq=entry.seq,
        at=_moment(_told(entry.leaf).get("at")),
        act=service.title if service else told.get("act") or _("无法读取"),
        by=told.get("by", ""),
        door=DOORS.get(door, door),
        place=leaf.index + 1 if leaf else 0,
        leaf=bytes(entry.leaf_hash).hex(),
    )


def _told(text: str) -> dict[str, Any]:
    """Read a line that may have been changed behind the house: the check says so, no page fails."""
    with suppress(ValueError):
        if isinstance(read := json.loads(text), dict):
            return read
    return {}


def _moment(text: Any) -> datetime | None:
    with suppress(ValueError, TypeError):
        return parse_datetime(text)
    return None


def _checked(matter: Matter, clock: Clock) -> Checked:
    audit = Audit()
    findings = tuple(audit.run_stream(matter.stream_id))
    return Checked(clock.now(), audit.sealed + audit.waiting, audit.waiting, findings)
