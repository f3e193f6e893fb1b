"""What the checker found: counts of every kind of data file, faults, differences of layers."""

import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from gongjian.catalog.checker import check_cause, check_together
from gongjian.catalog.cli import SHARED
from gongjian.catalog.loading import load_cause
from gongjian.common.data import data_folder
from gongjian.documents.paper.definitions import DefinitionError as WrongDocument
from gongjian.documents.paper.definitions import load_folder
from gongjian.jurisdiction.calendar import read_calendar
from gongjian.jurisdiction.errors import ProfileError
from gongjian.jurisdiction.parameters import EVERY_DOMAIN, Parameter
from gongjian.jurisdiction.profiles import Difference, Profile, load_profile
from gongjian.process import (
    DefinitionError,
    Process,
    Table,
    check_process,
    check_table,
    load_process,
    load_table,
)
from gongjian.process.charts import MEDIA, flowchart_svg
from gongjian.process.routing import NoWay
from gongjian.process.table_difference import table_differences

from .sides import parted_citizens


@dataclass(frozen=True, slots=True)
class Departure:
    """One rule of a place beside the rule of the layer above, both with their clauses.

    `effect`: stricter, looser, equal, added, joined (lists), own (left to each place).
    """

    place: str
    matter: str
    code: str
    here: str
    here_clause: str
    above: str
    above_clause: str
    effect: str


@dataclass(slots=True)
class CheckReport:
    """Everything that `gongjian check` prints; `problems` decides the exit code."""

    processes: list[dict[str, Any]] = field(default_factory=list)
    tables: list[dict[str, Any]] = field(default_factory=list)
    profiles: list[dict[str, Any]] = field(default_factory=list)
    limits: dict[str, int] = field(default_factory=dict)
    holidays: dict[str, Any] = field(default_factory=dict)
    documents: list[dict[str, Any]] = field(default_factory=list)
    differences: list[Departure] = field(default_factory=list)
    causes: int = 0
    problems: list[str] = field(default_factory=list)
    milliseconds: float = 0.0

    def as_json(self) -> dict[str, Any]:
        """Return the report as JSON values."""
        return asdict(self)


def examine() -> CheckReport:
    """Load and prove everything that is shipped; a fault of one file hides none of another."""
    began = time.perf_counter()
    report = CheckReport()
    for path in sorted(data_folder("processes").glob("*.toml")):
        _process(report, path)
    tables = [t for p in sorted(data_folder("tables").rglob("*.toml")) if (t := _table(report, p))]
    layers = [p for f in sorted(data_folder("profiles").glob("*.toml")) if (p := _layer(report, f))]
    layers.sort(key=lambda layer: (len(layer.chain), layer.code))
    report.profiles = [_counted(layer, tables) for layer in layers]
    report.limits = _limits(layers)
    _holidays(report)
    _documents(report)
    _causes(report)
    for layer in layers:
        report.differences += [_departure(layer, d) for d in layer.differences()]
        report.differences += _table_departures(report, layer, tables)
    report.milliseconds = (time.perf_counter() - began) * 1000
    return report


def _causes(report: CheckReport) -> None:
    """Prove every cause of the catalogue and its shared grounds."""
    folder, found = data_folder("catalog"), []
    for path in sorted(folder.rglob("*.toml")):
        text = path.read_text(encoding="utf-8")
        try:
            if path.name in SHARED:
                SHARED[path.name](text, path.name)
            else:
                found.append(load_cause(text, path.name))
        except DefinitionError as error:
            report.problems += map(str, error.problems)
    for cause in found:
        report.problems += map(str, check_cause(cause))
    report.problems += map(str, check_together(found))
    report.causes = len(found)


def _process(report: CheckReport, path: Path) -> None:
    try:
        process = load_process(path.read_text(encoding="utf-8"), path.name)
        found = check_process(process)
        for medium in MEDIA:
            flowchart_svg(process, width=medium)
    except DefinitionError as error:
        report.problems += map(str, error.problems)
        return
    except NoWay as error:
        report.problems.append(f"{path.name}：{error}")
        return
    report.problems += map(str, found.problems)
    report.processes.append(
        _shape(process) | {"states": found.states, "milliseconds": round(found.milliseconds, 1)}
    )


def _shape(process: Process) -> dict[str, Any]:
    side = sum(step.side for step in process.steps.values())
    return {
        "code": process.code,
        "name": process.name,
        "version": process.version,
        "places": len(process.places),
        "steps": len(process.steps) - side,
        "side_steps": side,
        "invariants": len(process.invariants),
    }


def _table(report: CheckReport, path: Path) -> Table | None:
    try:
        table = load_table(path.read_text(encoding="utf-8"), f"{path.parent.name}/{path.name}")
    except DefinitionError as error:
        report.problems += map(str, error.problems)
        return None
    report.problems += map(str, check_table(table))
    report.problems += (f"{table.origin}：{told}" for told in parted_citizens(table))
    report.tables.append(
        {
            "code": table.code,
            "name": table.name,
            "profile": table.profile,
            "version": table.version,
            "inputs": len(table.inputs),
            "rows": len(table.rows),
            "answers": len(table.answers),
        }
    )
    return table


def _layer(report: CheckReport, path: Path) -> Profile | None:
    try:
        return load_profile(path)
    except ProfileError as error:
        report.problems += map(str, error.problems)
        return None


def _counted(layer: Profile, tables: list[Table]) -> dict[str, Any]:
    return {
        "code": layer.code,
        "name": layer.name,
        "base": layer.base.code if layer.base else "",
        "parameters": len(layer.rows),
        "limits": sum(row.is_limit for row in layer.rows),
        "clauses": len(layer.clauses),
        "tables": sum(table.profile == layer.code for table in tables),
    }


def _limits(layers: list[Profile]) -> dict[str, int]:
    rows = [row for layer in layers for row in layer.rows if row.is_limit]
    return {
        "codes": len({row.code for row in rows}),
        "rows": len(rows),
        "ours": sum(row.layer == "design" for row in rows),
    }


def _holidays(report: CheckReport) -> None:
    try:
        calendar = read_calendar(data_folder("profiles") / "holidays")
    except ProfileError as error:
        report.problems += map(str, error.problems)
        return
    years = range(calendar.first_year, calendar.last_year + 1)
    unannounced = [y for y in years if calendar.is_unannounced(y)]
    report.holidays = {"first": years[0], "last": years[-1], "unannounced": unannounced}


def _documents(report: CheckReport) -> None:
    try:
        forms = load_folder(data_folder("documents"))
    except WrongDocument as error:
        report.problems.append(str(error))
        return
    report.documents = [
        {"code": f.code, "name": f.name, "fields": len(f.fields), "outward": f.outward}
        for f in forms.values()
    ]


def _departure(layer: Profile, found: Difference) -> Departure:
    above = found.above
    return Departure(
        place=layer.name,
        matter=found.here.label + _where(found.here),
        code=found.here.code,
        here=found.here.value_zh,
        here_clause=found.here.clause or found.here.source,
        above=above.value_zh if above else "",
        above_clause=above.citation if above else "",
        effect=found.effect,
    )


def _where(row: Parameter) -> str:
    parts = [*row.reasons, *([row.domain] if row.domain != EVERY_DOMAIN else [])]
    return f"（{'、'.join(parts)}）" if parts else ""


def _table_departures(
    report: CheckReport, layer: Profile, tables: list[Table]
) -> Iterator[Departure]:
    """Compare each own table with that of the nearest layer above that has one."""
    by_key = {(table.code, table.profile): table for table in tables}
    higher = [above.code for above in reversed(layer.chain[:-1])]
    for table in (t for t in tables if t.profile == layer.code):
        above = next((by_key[table.code, c] for c in higher if (table.code, c) in by_key), None)
        if above is None:
            continue
        try:
            found = table_differences(table, above)
        except ValueError as error:
            report.problems.append(str(error))
            continue
        for one in found:
            if one.effect == "looser":
                text = (
                    f"{table.origin}：{one.here.name}（{one.example}）宽于上层的“{one.above.name}”"
                )
                report.problems.append(text)
            yield Departure(
                place=layer.name,
                matter=f"{above.name}：{one.example}",
                code=table.code,
                here=f"{table.answers[one.here.value]}（{one.here.name}）",
                here_clause=one.here.source,
                above=f"{above.answers[one.above.value]}（{one.above.name}）",
                above_clause=one.above.source,
                effect=one.effect,
            )
