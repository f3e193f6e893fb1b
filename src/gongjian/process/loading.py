"""From the text of a process to its definition; every fault with line and reason."""

import dataclasses
from collections.abc import Callable, Iterable
from typing import TypeVar

from .definition import GENERIC_ACT, RECORDING, Invariant, PlaceDef, Process, StepDef, StepField
from .guards import AllOf, FactDef, Guard, GuardError, parse_guard
from .toml_text import Section, TomlText

_PROCESS = (
    *("code", "name", "version", "effective_from", "source", "starts_in", "ends_in"),
    "starts",
)
_FACT = ("code", "label", "label_false", "values", "labels", "from", "awaited", "fixed")
_PLACE = ("code", "name", "row", "col", "shown_to", "asks", "notes_col")
_ANY_STEP = (
    *("code", "act", "name", "by", "when", "needs", "makes", "starts", "stops"),
    *("pauses", "resumes", "ground", "extends", "recording", "outcome", "source", "fields"),
)
_STEP = (*_ANY_STEP, "from", "from_any", "to", "row", "col", "exceptional")
_SIDE = (*_ANY_STEP, "in", "group", "renews")
_INVARIANT = ("name", "on", "require", "source")
_TABLES = (
    *("process", "roles", "documents", "limits"),
    *("fact", "place", "step", "side_step", "invariant"),
)
_ORIGINS = ("table:", "rows:", "time:", "finding")
_FIELD_KINDS = (
    "text",
    "long_text",
    "date",
    "moment",
    "money",
    "number",
    "flag",
    "choice",
    "person",
)

T = TypeVar("T", FactDef, PlaceDef, StepDef)


def load_process(text: str, origin: str = "<text>") -> Process:
    """Return the process that `text` (TOML) defines. `origin` names it in messages.

    Loading finds what is wrong with the text; what is wrong with the procedure, `check_process`
    finds.

    Raises:
        DefinitionError: lists every problem with line and reason.
    """
    source = TomlText(text, origin)
    source.only(_TABLES)
    head = source.section("process")
    head.only(_PROCESS)
    process = Process(
        code=head.code(),
        name=head.text("name"),
        version=head.text("version"),
        effective_from=head.day("effective_from"),
        source=head.text("source"),
        facts=_by_code(source.sections("fact"), _fact),
        places=_by_code(source.sections("place"), _place),
        steps=_by_code([*source.sections("step"), *source.sections("side_step")], _step),
        invariants=(),
        starts_in=head.texts("starts_in", required=True),
        ends_in=head.texts("ends_in", required=True),
        roles=source.names("roles"),
        documents=source.names("documents"),
        limits=source.names("limits"),
        sha256=source.sha256,
        origin=origin,
        opens=head.texts("starts"),
    )
    _check_names(process, source, head)
    _check_cells(source)
    whole = dataclasses.replace(
        process,
        steps=_guarded(process, source),
        invariants=tuple(_invariant(process, s) for s in source.sections("invariant")),
    )
    source.finish()
    return whole


def _by_code(sections: Iterable[Section], read: Callable[[Section], T]) -> dict[str, T]:
    found: dict[str, T] = {}
    for section in sections:
        item = read(section)
        if item.code in found:
            section.fault(f"“{item.code}”重复定义", "code")
        found[item.code] = item
    return found


def _fact(section: Section) -> FactDef:
    section.only(_FACT)
    values = tuple(section.data.get("values", (True, False)))
    is_bool = set(values) == {True, False} and len(values) == 2
    if not is_bool and not (len(set(values)) > 1 and all(isinstance(v, str) for v in values)):
        section.fault("“values”应是 [true, false]，或者至少两个不同的文字", "values")
        values = (True, False)
    origin = section.text("from")
    if not origin.startswith(_ORIGINS):
        section.fault(f"“from”应以 {'、'.join(_ORIGINS)} 开头", "from")
    labels = section.data.get("labels", {})
    if not isinstance(labels, dict) or (not is_bool and set(labels) != set(values)):
        section.fault("“labels”应给每个取值一个中文名称", "labels")
        labels = {}
    return FactDef(
        code=section.code(),
        label=section.text("label"),
        label_false=section.text("label_false") if is_bool else "",
        values=values,
        labels=labels,
        origin=origin,
        awaited=section.flag("awaited"),
        fixed=section.flag("fixed"),
    )


def _place(section: Section) -> PlaceDef:
    section.only(_PLACE)
    return PlaceDef(
        code=section.code(),
        name=section.text("name"),
        row=section.number("row"),
        col=section.number("col"),
        shown_to=section.text("shown_to", ""),
        asks=section.text("asks", ""),
        notes_col=section.number("notes_col", required=False),
        line=section.line(),
    )


def _step(section: Section) -> StepDef:
    side = section.table == "side_step"
    section.only(_SIDE if side else _STEP)
    if not side and ("from" in section.data) == ("from_any" in section.data):
        section.fault("须写明“from”或“from_any”其中之一", "from_any")
    outcome = section.data.get("outcome", {})
    if not isinstance(outcome, dict) or not all(isinstance(v, str) for v in outcome.values()):
        section.fault("“outcome”应写成 { 名称 = 文字 }", "outcome")
        outcome = {}
    return StepDef(
        code=section.code(),
        name=section.text("name"),
        by=section.text("by"),
        act=section.text("act", GENERIC_ACT),
        frm=section.texts("from"),
        frm_any=section.texts("from_any"),
        to=() if side else section.texts("to", required=True),
        in_=section.texts("in", required=True) if side else (),
        side=side,
        when=section.text("when", ""),
        needs=section.texts("needs"),
        makes=section.texts("makes"),
        starts=section.texts("starts"),
        stops=section.texts("stops"),
        pauses=section.texts("pauses"),
        resumes=section.texts("resumes"),
        ground=section.text("ground", ""),
        extends=section.texts("extends"),
        recording=section.choice("recording", RECORDING, "none"),
        group=section.text("group", ""),
        exceptional=section.flag("exceptional"),
        renews=section.flag("renews"),
        outcome=outcome,
        source=section.text("source"),
        fields=tuple(_fields(section)),
        row=0 if side else section.number("row"),
        col=0 if side else section.number("col"),
        line=section.line(),
    )


def _fields(section: Section) -> Iterable[StepField]:
    items = section.data.get("fields", [])
    for item in items if isinstance(items, list) else [items]:
        if not isinstance(item, dict):
            section.fault("“fields”应是表的列表", "fields")
            continue
        part = Section(section.source, section.table, section.index, item)
        part.only(("code", "label", "kind", "required"))
        kind = part.choice("kind", _FIELD_KINDS, "text")
        yield StepField(part.code(), part.text("label"), kind, part.flag("required"))


def _check_names(process: Process, source: TomlText, head: Section) -> None:
    """Report names that nothing defines, and what is never begun or made."""
    for key in ("starts_in", "ends_in"):
        head.known(key, getattr(process, key), process.places, "环节")
        if head.data.get(key) == []:
            head.fault(f"“{key}”不能为空", key)
    head.known("starts", process.opens, process.limits, "期限")
    steps = process.steps.values()
    made = {kind for step in steps for kind in step.makes}
    started = {limit for step in steps for limit in step.starts} | set(process.opens)
    paused = {(limit, step.ground) for step in steps for limit in step.pauses}
    acts: set[str] = set()
    for section in [*source.sections("step"), *source.sections("side_step")]:
        step = process.steps.get(section.data.get("code", ""))
        if step is None:
            continue
        section.known("from", step.frm, process.places, "环节")
        section.known("from_any", step.frm_any, process.places, "环节")
        section.known("to", step.to, process.places, "环节")
        section.known("in", step.in_, process.places, "环节")
        section.known("by", [step.by], process.roles, "角色")
        section.known("needs", step.needs, process.documents, "文书")
        section.known("makes", step.makes, process.documents, "文书")
        section.known("starts", step.starts, process.limits, "期限")
        for kind in set(step.needs) - made:
            section.fault(f"没有步骤制作文书“{kind}”", "needs")
        for key in ("stops", "pauses", "resumes", "extends"):
            limits = getattr(step, key)
            section.known(key, limits, process.limits, "期限")
            for limit in set(limits) - started:
                section.fault(f"没有步骤开始期限“{limit}”", key)
        if (step.pauses or step.resumes) and not step.ground:
            section.fault("中止或者恢复期限的步骤须写明“ground”（中止的原因）", "ground")
        for limit in step.resumes:
            if (limit, step.ground) not in paused:
                section.fault(f"没有步骤因“{step.ground}”中止期限“{limit}”", "resumes")
        if step.act in acts and step.act != GENERIC_ACT:
            section.fault(f"操作“{step.act}”被两个步骤使用", "act")
        acts.add(step.act)


def _check_cells(source: TomlText) -> None:
    """Report what would lie on top of one another in the flowchart."""
    taken: dict[tuple[object, object], str] = {}
    for section in [*source.sections("place"), *source.sections("step")]:
        row, name = section.data.get("row"), str(section.data.get("name", ""))
        for key in ("col", "notes_col"):
            cell = (row, section.data.get(key))
            if cell[1] is None or (key == "notes_col" and not cell[1]):
                continue
            if cell in taken:
                where = f"流程图第 {cell[0]} 行第 {cell[1]} 列"
                section.fault(f"{where}已经有“{taken[cell]}”", "row")
            taken[cell] = name


def _guarded(process: Process, source: TomlText) -> dict[str, StepDef]:
    found = dict(process.steps)
    for section in [*source.sections("step"), *source.sections("side_step")]:
        step = found.get(section.data.get("code", ""))
        if step is not None and step.when:
            guard = _read_guard(process, section, "when", step.when)
            found[step.code] = dataclasses.replace(step, guard=guard)
    return found


def _read_guard(process: Process, section: Section, key: str, text: str) -> Guard | None:
    try:
        return parse_guard(text, process.facts, process.steps)
    except GuardError as error:
        section.fault(str(error), key)
        return None


def _invariant(process: Process, section: Section) -> Invariant:
    section.only(_INVARIANT)
    on = section.texts("on", required=True)
    section.known("on", on, process.steps, "步骤")
    require = section.text("require")
    guard = _read_guard(process, section, "require", require)
    return Invariant(
        name=section.text("name"),
        on=on,
        require=require,
        # A faulty one never leaves the loader, so the field needs no None.
        guard=guard or AllOf(()),
        source=section.text("source"),
        line=section.line(),
    )
