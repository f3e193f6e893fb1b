"""From the text of a catalogue file to the cause; every fault with line and reason."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from gongjian.process.table_loading import read_rows
from gongjian.process.tables import InputDef, Table, Value, tests_of
from gongjian.process.toml_text import Section, TomlText

from .definitions import (
    BASIS_POINTS,
    MOST_ARTICLES,
    THOUSAND,
    Article,
    Cause,
    Circumstance,
    Element,
    Ground,
    LegalRange,
    Penalty,
    Step,
)
from .words import CONFIDENCE, DOMAINS, EFFECTS, EVIDENCE_KINDS, LAYERS, PENALTY_KINDS

_TABLES = (
    "cause",
    "article",
    "range",
    "penalty",
    "circumstance",
    "step",
    "row",
    "ground",
    "element",
)
_CAUSE = (
    "code",
    "name",
    "domain",
    "profile",
    "version",
    "layer",
    "source",
    "confidence",
    "note",
    "words",
    "without",
    "effective_from",
    "effective_to",
)
_ARTICLE = ("role", "law", "article", "paragraph", "item", "effective_from", "effective_to")
_RANGE = ("code", "name", "must", "min_fen", "max_fen", "min_bp", "max_bp", "base", "source")
_GROUND = (
    "code",
    "name",
    "effects",
    "proofs",
    "source",
    "natural",
    "effective_from",
    "domains",
    "except_domains",
)
_STEP = ("code", "name", "range", "from", "to", "from_fen", "to_fen")


def load_cause(text: str, origin: str = "<text>") -> Cause:
    """Return the cause that `text` (TOML) defines. `origin` names it in messages.

    Raises:
        DefinitionError: lists every problem with line and reason.
    """
    source = TomlText(text, origin)
    source.only(_TABLES)
    head = source.section("cause")
    head.only(_CAUSE)
    circumstances = _circumstances(source)
    steps = _steps(source)
    table = _table(source, head, circumstances, steps)
    cause = Cause(
        code=head.code(),
        name=head.text("name"),
        domain=_of(head, "domain", DOMAINS),
        profile=head.code("profile"),
        version=head.text("version"),
        layer=_of(head, "layer", LAYERS),
        confidence=_of(head, "confidence", CONFIDENCE),
        note=head.text("note", ""),
        words=head.texts("words"),
        effective_from=head.day("effective_from"),
        effective_to=_last_day(head),
        articles=tuple(_article(s) for s in source.sections("article")),
        ranges=_ranges(source),
        penalties=tuple(_penalty(s) for s in source.sections("penalty")),
        circumstances=circumstances,
        steps=steps,
        grounds=read_grounds(source),
        without=head.texts("without"),
        elements=_elements(source),
        table=table,
        sha256=source.sha256,
        origin=origin,
    )
    source.finish()
    return cause


def _of(section: Section, key: str, known: Mapping[str, Any]) -> str:
    """Return one of the known codes; what it must be stands in the fault."""
    value = section.text(key)
    if value and value not in known:
        section.fault(f"“{key}”只能是 {'、'.join(known)}", key)
    return value


def _last_day(section: Section) -> date | None:
    return section.day("effective_to") if "effective_to" in section.data else None


def _article(section: Section) -> Article:
    section.only(_ARTICLE)
    # Paragraph and item must be written, be it 0: what is not cited to its item is not cited.
    article, paragraph, item = (section.number(k) for k in ("article", "paragraph", "item"))
    if not 0 < article < MOST_ARTICLES or not 0 <= paragraph < 100 or not 0 <= item < 100:
        section.fault("条、款、项的序号不对（没有分款、分项的写 0）", "article")
    return Article(
        role=_of(section, "role", {"violated": "", "basis": ""}),
        law=section.text("law"),
        article=article,
        paragraph=paragraph,
        item=item,
        effective_from=section.day("effective_from"),
        effective_to=_last_day(section),
        line=section.line(),
    )


def _ranges(source: TomlText) -> dict[str, LegalRange]:
    found: dict[str, LegalRange] = {}
    for section in source.sections("range"):
        section.only(_RANGE)
        share = "min_bp" in section.data or "max_bp" in section.data
        low = section.number("min_bp" if share else "min_fen")
        high = section.number("max_bp" if share else "max_fen")
        base = section.text("base", "")
        if share != bool(base):
            section.fault("按比例的幅度（min_bp、max_bp）要写明基数“base”，固定的幅度不写", "base")
        if not 0 <= low < high or (share and high > BASIS_POINTS * 100):
            section.fault("法定幅度的下限应小于上限", "code")
        item = LegalRange(
            code=section.code(),
            name=section.text("name"),
            must=section.flag("must"),
            low=low,
            high=high,
            base=base,
            source=section.text("source"),
            line=section.line(),
        )
        if item.code in found:
            section.fault(f"幅度“{item.code}”重复定义", "code")
        found[item.code] = item
    return found


def _penalty(section: Section) -> Penalty:
    section.only(("kind", "must", "when", "min_days", "max_days", "source"))
    kind = _of(section, "kind", PENALTY_KINDS)
    if kind == "fine":
        section.fault("罚款的幅度写在 [[range]]", "kind")
    least, most = (section.number(key, required=False) for key in ("min_days", "max_days"))
    if (least or most) and not (kind == "detention" and 0 < least <= most):
        section.fault("“min_days”和“max_days”只写在行政拘留，最短不长于最长", "min_days")
    words = section.text("when", ""), section.text("source")
    return Penalty(kind, section.flag("must"), *words, least, most)


def _circumstances(source: TomlText) -> dict[str, Circumstance]:
    found: dict[str, Circumstance] = {}
    for section in source.sections("circumstance"):
        section.only(("code", "label", "values", "proof"))
        values = section.data.get("values")
        if not isinstance(values, dict) or len(values) < 2:
            section.fault("“values”应至少有两个取值，从轻到重写成 { 代码 = 名称 }", "values")
            values = {}
        elif not all(isinstance(v, str) and v for v in values.values()):
            section.fault("“values”的名称应是文字", "values")
            values = {}
        item = Circumstance(
            section.code(), section.text("label"), dict(values), section.text("proof")
        )
        if item.code in found:
            section.fault(f"情节“{item.code}”重复定义", "code")
        found[item.code] = item
    return found


def _steps(source: TomlText) -> dict[str, Step]:
    found: dict[str, Step] = {}
    for section in source.sections("step"):
        section.only(_STEP)
        legal = section.text("range", "")
        fixed = "from_fen" in section.data or "to_fen" in section.data
        low = high = 0
        if legal:
            low = section.number("from_fen" if fixed else "from")
            high = section.number("to_fen" if fixed else "to")
            if not 0 <= low < high or (not fixed and high > THOUSAND):
                section.fault("这一档的起点应小于终点，比例以千分之一计", "code")
        elif fixed or "from" in section.data or "to" in section.data:
            section.fault("没有“range”的档不能罚款，也就没有起点和终点", "code")
        item = Step(section.code(), section.text("name"), legal, low, high, fixed, section.line())
        if item.code in found:
            section.fault(f"档“{item.code}”重复定义", "code")
        found[item.code] = item
    return found


def read_grounds(source: TomlText) -> tuple[Ground, ...]:
    """Return the grounds `[[ground]]` of a text; faults are noted in it."""
    found = []
    for section in source.sections("ground"):
        section.only(_GROUND)
        effects = section.texts("effects", required=True)
        section.known("effects", effects, EFFECTS, "效果")
        proofs = section.texts("proofs", required=True)
        if not proofs:
            section.fault("“proofs”应写明要证明什么", "proofs")
        text = section.text("name"), effects, proofs, section.text("source")
        since = section.day("effective_from") if "effective_from" in section.data else None
        natural = section.flag("natural")
        found.append(Ground(section.code(), *text, natural=natural, effective_from=since))
    return tuple(found)


def _elements(source: TomlText) -> dict[str, Element]:
    found: dict[str, Element] = {}
    for section in source.sections("element"):
        section.only(("code", "name", "required", "needs", "helps", "weak"))
        needs = section.texts("needs", required=True)
        helps = section.texts("helps")
        section.known("needs", needs, EVIDENCE_KINDS, "证据种类")
        section.known("helps", helps, EVIDENCE_KINDS, "证据种类")
        item = Element(
            code=section.code(),
            name=section.text("name"),
            required=section.flag("required"),
            needs=needs,
            helps=helps,
            weak=section.texts("weak"),
        )
        if item.code in found:
            section.fault(f"要件“{item.code}”重复定义", "code")
        found[item.code] = item
    return found


def _table(
    source: TomlText,
    head: Section,
    circumstances: Mapping[str, Circumstance],
    steps: Mapping[str, Step],
) -> Table:
    """Return the benchmark as a rule table: circumstances in, step out."""
    inputs = {
        code: InputDef(code, c.label, "choice", c.values) for code, c in circumstances.items()
    }
    answers: dict[Value, str] = {step.code: step.name for step in steps.values()}
    rows = read_rows(source, inputs, answers)
    return Table(
        code=head.code(),
        name=f"{head.text('name')}：裁量基准",
        profile=head.code("profile"),
        version=head.text("version"),
        hit="first",
        source=head.text("source"),
        inputs=inputs,
        output="step",
        answers=answers,
        rows=rows,
        sha256=source.sha256,
        origin=source.origin,
        _tests=tests_of(rows),
    )
