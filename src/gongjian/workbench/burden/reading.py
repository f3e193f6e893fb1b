"""All that the makers of forms are shown: asked twice, clicks, minutes, refusals."""

import dataclasses
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from gongjian.common import acts
from gongjian.common.acts import Actor
from gongjian.common.fields import Widget, spec_of
from gongjian.matters.definitions import in_force
from gongjian.orgs.choices import Role
from gongjian.process.definition import Process
from gongjian.ui.burden import Burden, burdens

from .clicks import MOST, tasks_of
from .twice import Twice, asked_by, asked_twice

READERS = frozenset({Role.ADMIN_SYSTEM.value, Role.SUPERVISOR.value})
COLUMNS = (
    ("form", "表单"),
    ("code", "代码"),
    ("fields", "填写的项目"),
    ("measured", "办成次数"),
    ("median", "中位数（分钟）"),
    ("ninetieth", "九成以内（分钟）"),
    ("left", "中断后续办"),
    ("refused", "退回改正"),
    ("often", "常被退回的项目"),
)


@dataclass(frozen=True, slots=True)
class Procedure:
    """One procedure in force: how much it asks, what twice, how far its tasks are."""

    name: str
    version: str
    forms: int
    asked: int
    twice: Sequence[Twice]
    clicks: Sequence[tuple[int, int]]

    @property
    def within(self) -> bool:
        """Whether every task keeps the goal."""
        return all(clicks <= MOST for clicks, _ in self.clicks)


def may_read(actor: Actor) -> bool:
    """Tell whether a person makes forms, or watches over those who do."""
    return bool(actor.roles & READERS)


def procedures() -> list[Procedure]:
    """Return the procedures in force, by name; one query."""
    return [_procedure(process) for process in in_force()]


def _procedure(process: Process) -> Procedure:
    asked = list(asked_by(process))
    counted = Counter(task.clicks for task in tasks_of(process))
    return Procedure(
        process.name,
        process.version,
        len({one.act for one in asked}),
        len(asked),
        asked_twice(process),
        sorted(counted.items()),
    )


def lines(since: date | None = None) -> list[dict[str, Any]]:
    """Return a line for each form that was measured, slowest first; one query."""
    rows = [_line(found) for found in burdens(since)]
    return sorted(rows, key=lambda row: (-(row["median"] or 0), row["form"]))


def _line(found: Burden) -> dict[str, Any]:
    service = acts.services().get(found.form)
    labels = _labels(service.cmd) if service else {}
    often = "、".join(f"{labels.get(name, name)} {times}" for name, times in found.fields)
    return {
        "form": service.title if service else found.form,
        "code": found.form,
        "fields": sum(bool(label) for name, label in labels.items() if "." not in name),
        "measured": found.measured,
        "median": found.median,
        "ninetieth": found.ninetieth,
        "left": found.left,
        "refused": found.refused,
        "often": often,
    }


def _labels(command: type[Any], prefix: str = "") -> dict[str, str]:
    """Return the labels of the fields of a form, those of its rows as `rows.field`."""
    found: dict[str, str] = {}
    for field in dataclasses.fields(command):
        spec = spec_of(field)
        found[prefix + field.name] = "" if spec.widget is Widget.HIDDEN else spec.label
    return found
