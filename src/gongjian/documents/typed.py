"""One act for each typed definition: its form, its API and its document come from the data.

A definition with `typed = true` is made by `documents.make_<kind>`; nothing is written in code.
The form asks the fields of the definition that the agency does not know of itself.
"""

import dataclasses
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from gongjian.common.acts import Act, Actor, Service, act
from gongjian.common.clock import Clock
from gongjian.common.errors import InvalidInput
from gongjian.common.fields import FieldSpec, Widget
from gongjian.jurisdiction.profiles import profile
from gongjian.matters.models import Matter
from gongjian.orgs.conditions import certified, two_certified

from .models import Document
from .paper.binding import BlankFields, WrongFields, freeze
from .paper.conditions import broken
from .paper.definitions import Definition, FieldDef
from .ports import citations_wrong, lacking_for, objections_to, settled_by, told_for, values_of
from .services.making import agency_values, make

TEXT, LINE, COLUMN = 20_000, 500, 5000  # characters a form takes where the definition says nothing


def act_code(kind: str) -> str:
    """Return the code of the act that makes a typed document."""
    return f"documents.make_{kind.replace('-', '_')}"


def register(form: Definition) -> Service[Document]:
    """Register the act of a typed definition, with its conditions and what its form knows."""
    command = command_of(form)

    def run(*, act: Act, cmd: Any) -> Document:
        given = given_by(form, cmd)
        _refuse_wrong(act, form, given)
        paper = make(act, form.code, given)
        settled_by(act, form.code, given)
        return paper

    run.__annotations__ = {"act": Act, "cmd": command, "return": Document}
    run.__doc__ = f"Make the document {form.code} ({form.name}).\n\nSource: {form.source}."
    service: Service[Document] = act(act_code(form.code), title=f"制作{form.name}")(run)
    if form.certified:
        service.requires(certified)
    if form.officers == 2:
        service.requires(two_certified)
    service.requires(lambda actor, matter, clock: lacking_for(matter, form.code))
    service.requires(_agency_knows(form))
    service.prefilled(lambda actor, matter: known(form, actor, matter))
    return service


def command_of(form: Definition) -> type[Any]:
    """Return the command of a typed definition: a frozen dataclass, one field for each asked."""
    asked = [_declared(field) for field in form.fields.values() if field.asked]
    name = "".join(part.title() for part in form.code.split("-"))
    return dataclasses.make_dataclass(
        f"Make{name}", asked, frozen=True, kw_only=True, namespace={"__module__": __name__}
    )


def given_by(form: Definition, cmd: Any) -> dict[str, Any]:
    """Return the values of a command as `make` takes them; a list is one item a line."""
    given: dict[str, Any] = {}
    for code, field in form.fields.items():
        if not field.asked:
            continue
        value = getattr(cmd, code)
        if field.kind == "list":
            value = [line.strip() for line in value.split("\n") if line.strip()]
        elif field.kind == "rows":
            value = [dataclasses.asdict(row) for row in value]
        given[code] = value
    return given


def known(form: Definition, actor: Actor, matter: Matter) -> dict[str, Any]:
    """Return what the case knows for the fields of a form, shaped as its command wants it."""
    # Who fills in these two is who writes the record, and who makes up the file.
    values = {
        "recorder": actor.name,
        "archivist": actor.name,
        **values_of(matter),
        **told_for(matter, form.code),
    }
    fields = {code: field for code, field in form.fields.items() if field.asked}
    return {code: _fitting(fields[code], v) for code, v in values.items() if code in fields and v}


def _fitting(field: FieldDef, value: Any) -> Any:
    """Turn a known value into what a field of another shape asks: rows into lines, and so on."""
    if field.kind == "rows":
        return value if isinstance(value, list) and isinstance(value[0], Mapping) else []
    if isinstance(value, list):
        lines = [next(iter(v.values())) if isinstance(v, Mapping) else str(v) for v in value]
        return ("\n" if field.kind in {"list", "text"} else "、").join(lines)
    wanted = {"date": date, "moment": datetime, "money": int, "number": int}.get(field.kind, str)
    return value if isinstance(value, wanted) else None if wanted is not str else str(value)


_SHAPES: Mapping[str, tuple[Widget, Any, Any]] = {
    "line": (Widget.LINE, str, ""),
    "text": (Widget.TEXT, str, ""),
    "list": (Widget.TEXT, str, ""),
    "choice": (Widget.CHOICE, str, ""),
    "date": (Widget.DATE, date, None),
    "moment": (Widget.MOMENT, datetime, None),
    "money": (Widget.MONEY, int, None),
    "number": (Widget.NUMBER, int, None),
}


def _declared(field: FieldDef) -> tuple[str, Any, Any]:
    """Return one field of the command. Its text enters no step: the document keeps it."""
    widget, kind, empty = _SHAPES.get(field.kind) or (Widget.ROWS, _rows(field), ())
    widget = Widget.CODE if field.of else widget
    spec = FieldSpec(
        field.label,
        widget,
        required=field.required,
        help=f"{field.guide}（每行一项）" if field.kind == "list" else field.guide,
        max_length=field.max_length or (LINE if field.kind == "line" else TEXT),
        choices=() if field.of else tuple((choice, choice) for choice in field.choices),
        of=field.of,
        future=field.future,
        source=field.source,
        many=field.kind == "rows",
        secret=True,
        **_bounds(field),
    )
    if field.required:
        return field.code, kind, dataclasses.field(metadata={"spec": spec})
    hint = kind | None if empty is None else kind
    return field.code, hint, dataclasses.field(default=empty, metadata={"spec": spec})


def _bounds(field: FieldDef) -> dict[str, Any]:
    if field.kind == "money":
        return {"min_value": 0, "max_value": 10**15, "unit": "元"}
    if field.kind == "number":
        return {"min_value": field.least, "max_value": field.most, "unit": field.unit}
    return {}


def _rows(field: FieldDef) -> Any:
    """Return the type of `rows`: entries of a command of their own, the first column mandatory."""
    columns = []
    for number, (code, label) in enumerate(field.columns.items()):
        widget = Widget.TEXT if code in field.long else Widget.LINE
        length = COLUMN if widget is Widget.TEXT else LINE
        spec = FieldSpec(label, widget, required=not number, max_length=length, secret=True)
        made = dataclasses.field(
            default=dataclasses.MISSING if not number else "", metadata={"spec": spec}
        )
        columns.append((code, str, made))
    name = field.code.title().replace("_", "")
    row: Any = dataclasses.make_dataclass(
        f"{name}Row", columns, frozen=True, namespace={"__module__": __name__}
    )
    return tuple[row, ...]


def _refuse_wrong(act: Act, form: Definition, given: Mapping[str, Any]) -> None:
    """Refuse what breaks the conditions of the definition, at the field it concerns.

    Raises:
        InvalidInput: a blank that another field asks for, a broken `[[check]]`, a wrong sign, or
            what an app above objects to.
    """
    labels = {code: field.label for code, field in form.fields.items()}
    matter: Matter = act.matter
    try:
        values = freeze(form, {**agency_values(form, matter.agency), **given})
    except WrongFields as error:
        raise InvalidInput(error.messages) from None
    except BlankFields as error:
        blank = {c: f"请填写“{labels[c]}”" for c in error.codes if not form.fields[c].of_agency}
        if blank:
            raise InvalidInput(blank) from None
        return  # the agency's own data: `make` names them

    def hours_of(code: str) -> int:
        return profile(matter.profile).limit(code, matter.domain, act.today).days

    problems = broken(form.conditions, values, labels, hours_of)
    cited = citations_wrong(matter, form.code, given, act.today)
    if problems := {**cited, **objections_to(matter, form.code, given), **problems}:
        raise InvalidInput(problems)


def _agency_knows(form: Definition) -> Callable[[Actor, Any, Clock], str]:
    """Return the condition that the agency's own data, mandatory in this document, is there."""
    needed = {c: f.label for c, f in form.fields.items() if f.of_agency and f.required}

    def test(actor: Actor, matter: Any, clock: Clock) -> str:
        values = agency_values(form, matter.agency) if needed else {}
        missing = [label for code, label in needed.items() if not values[code]]
        if not missing:
            return ""
        names = "、".join(f"“{label}”" for label in missing)
        return f"本机关还没有登记{names}，不能制作《{form.name}》。请系统管理员在机构信息中补充"

    return test
