"""Fields of a command: label, help and limits stand beside the type, once.

The page's form, the API's schema, the import and the service's own check are all read from here.
"""

import dataclasses
import datetime
import enum
import re
import types
import typing
import unicodedata
from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import cache
from typing import Any
from uuid import UUID

from .errors import InvalidInput

TEXT_LIMIT = 20_000


class Widget(enum.StrEnum):
    """How a page asks for a value."""

    LINE = "line"
    TEXT = "text"
    DATE = "date"
    MOMENT = "moment"
    MONEY = "money"
    NUMBER = "number"
    CHOICE = "choice"
    CHECK = "check"
    REF = "ref"
    CODE = "code"
    ROWS = "rows"
    HIDDEN = "hidden"


@dataclasses.dataclass(frozen=True, slots=True)
class FieldSpec:
    """What a page, an API and the service need to know about one field of a command."""

    label: str
    widget: Widget
    required: bool = True
    help: str = ""
    max_length: int = TEXT_LIMIT
    min_value: int | None = None
    max_value: int | None = None
    choices: tuple[tuple[str, str], ...] = ()
    of: str = ""
    many: bool = False
    unit: str = ""
    future: bool = False
    source: str = ""
    secret: bool = False
    within: str = ""
    given: str = ""
    needed: str = ""
    only: tuple[str, tuple[str, ...]] | None = None
    by: str = ""
    folded: bool = False
    heading: str = ""


def _field(spec: FieldSpec, default: Any = dataclasses.MISSING) -> Any:
    if default is dataclasses.MISSING:
        return dataclasses.field(metadata={"spec": spec})
    return dataclasses.field(default=default, metadata={"spec": spec})


def line(
    label: str,
    *,
    max_length: int = 200,
    required: bool = True,
    help: str = "",
    source: str = "",
    secret: bool = False,
    needed: str = "",
) -> Any:
    """One line of text (`str`); a `secret` one is kept encrypted and enters no step.

    `needed`: see `choice`.
    """
    spec = FieldSpec(
        label,
        Widget.LINE,
        required,
        help,
        max_length,
        source=source,
        secret=secret,
        needed=needed,
    )
    return _field(spec, dataclasses.MISSING if required else "")


def text(
    label: str,
    *,
    max_length: int = 5000,
    required: bool = True,
    help: str = "",
    source: str = "",
    given: str = "",
) -> Any:
    """Text of several lines (`str`). `given`: see `code`."""
    spec = FieldSpec(label, Widget.TEXT, required, help, max_length, source=source, given=given)
    return _field(spec, dataclasses.MISSING if required else "")


def day(
    label: str,
    *,
    required: bool = True,
    future: bool = False,
    help: str = "",
    source: str = "",
    needed: str = "",
    given: str = "",
) -> Any:
    """A local date (`date`, or `date | None`); in the future only where `future` says so.

    `needed`: see `choice`. `given`: see `code`.
    """
    spec = FieldSpec(
        label,
        Widget.DATE,
        required,
        help,
        future=future,
        source=source,
        needed=needed,
        given=given,
    )
    return _field(spec, dataclasses.MISSING if required else None)


def moment(
    label: str, *, required: bool = True, future: bool = False, help: str = "", source: str = ""
) -> Any:
    """A moment with time zone (`datetime`, or `datetime | None`)."""
    spec = FieldSpec(label, Widget.MOMENT, required, help, future=future, source=source)
    return _field(spec, dataclasses.MISSING if required else None)


def money(
    label: str,
    *,
    required: bool = True,
    min_fen: int = 0,
    help: str = "",
    source: str = "",
    given: str = "",
) -> Any:
    """A sum in whole fen (`int`, or `int | None`); pages ask for yuan. `given`: see `code`."""
    spec = FieldSpec(
        label,
        Widget.MONEY,
        required,
        help,
        min_value=min_fen,
        max_value=10**15,
        unit="元",
        source=source,
        given=given,
    )
    return _field(spec, dataclasses.MISSING if required else None)


def number(
    label: str,
    *,
    least: int,
    most: int,
    unit: str = "",
    required: bool = True,
    help: str = "",
    source: str = "",
) -> Any:
    """A whole number (`int`, or `int | None`)."""
    spec = FieldSpec(
        label,
        Widget.NUMBER,
        required,
        help,
        min_value=least,
        max_value=most,
        unit=unit,
        source=source,
    )
    return _field(spec, dataclasses.MISSING if required else None)


def choice(
    label: str,
    choices: Sequence[tuple[str, str]],
    *,
    required: bool = True,
    needed: str = "",
    help: str = "",
    source: str = "",
) -> Any:
    """One of a closed list (`str`); `needed`: in words, when one that may be left open may not."""
    spec = FieldSpec(
        label,
        Widget.CHOICE,
        required,
        help,
        choices=tuple(choices),
        source=source,
        needed=needed,
    )
    return _field(spec, dataclasses.MISSING if required else "")


def check(label: str, *, help: str = "", source: str = "", given: str = "") -> Any:
    """Yes or no (`bool`), no by default. `given`: see `code`."""
    spec = FieldSpec(label, Widget.CHECK, False, help=help, source=source, given=given)
    return _field(spec, False)


def ref(
    label: str,
    of: str,
    *,
    many: bool = False,
    required: bool = True,
    given: str = "",
    help: str = "",
    source: str = "",
) -> Any:
    """The uid of a row (`UUID`, `UUID | None`), or several (`tuple[UUID, ...]`).

    `of` names an options provider (`ui.options`), which lists what this person may choose.
    `given`: see `code`.
    """
    spec = FieldSpec(
        label, Widget.REF, required, help, of=of, many=many, source=source, given=given
    )
    if required:
        return _field(spec)
    return _field(spec, () if many else None)


def code(
    label: str,
    of: str,
    *,
    many: bool = False,
    required: bool = True,
    within: str = "",
    given: str = "",
    help: str = "",
    source: str = "",
) -> Any:
    """A code of a list that depends on the person and the matter (`str`, or `tuple[str, ...]`).

    `of` names an options provider as for `ref`. `within` names a field beside this one: only
    options `<its value>=<code>` are offered, and the code alone is the value. `given` names a
    provider without whose options the page does not ask for this field at all.
    """
    spec = FieldSpec(
        label,
        Widget.CODE,
        required,
        help,
        max_length=64,
        of=of,
        many=many,
        source=source,
        within=within,
        given=given,
    )
    if required:
        return _field(spec)
    return _field(spec, () if many else "")


def rows(
    label: str,
    *,
    of: str = "",
    required: bool = True,
    folded: bool = False,
    given: str = "",
    help: str = "",
    source: str = "",
) -> Any:
    """Several entries of a nested command dataclass (`tuple[Item, ...]`).

    `of` names a list of which every item is one entry: the page asks for each, and adds none.
    Such an entry carries the item's code in its field `item`. `given`: see `code`.
    `folded`: the page shows no entry until a person adds some; an entry left blank before one that
    was filled keeps its place.
    """
    spec = FieldSpec(
        label,
        Widget.ROWS,
        required,
        help,
        many=True,
        source=source,
        of=of,
        given=given,
        folded=folded,
    )
    return _field(spec, dataclasses.MISSING if required else ())


def only_for(beside: str, values: Iterable[str], field: Any, *, needed: str = "") -> Any:
    """A field that only some answers of the choice or code `beside` it ask for: `values`.

    A tick beside it answers "on", or "" as long as nobody set it.
    A page puts it aside while another answer stands and nothing is typed in it. Whether a value
    may, or must, be there is the rule of the service, at every door. `needed`: see `choice`.
    """
    spec, asked = spec_of(field), (beside, tuple(sorted(map(str, values))))
    spec = dataclasses.replace(spec, only=asked, needed=needed or spec.needed)
    return _field(spec, field.default)


def under(heading: str, field: Any) -> Any:
    """The first field of a part of a long form, under this heading."""
    return _field(dataclasses.replace(spec_of(field), heading=heading), field.default)


def hidden(default: Any = dataclasses.MISSING) -> Any:
    """A value the page carries but nobody types."""
    return _field(FieldSpec("", Widget.HIDDEN, required=default is dataclasses.MISSING), default)


def chosen_by(beside: str, field: Any) -> Any:
    """A field whose list depends on what another field of the form says (`beside`).

    Its options provider is given what was typed there, code or label, in place of the matter;
    where `beside` are rows, the matter with what was typed in each (`ui.options.Beside`).
    """
    spec = dataclasses.replace(spec_of(field), by=beside)
    return _field(spec, field.default)


def spec_of(field: "dataclasses.Field[Any]") -> FieldSpec:
    """Return the specification of a command's field.

    Raises:
        ValueError: the field was declared without one.
    """
    spec = field.metadata.get("spec")
    if not isinstance(spec, FieldSpec):
        msg = f"the field {field.name!r} of a command has no specification"
        raise ValueError(msg)
    return spec


def validated(cmd: Any, *, today: datetime.date, now: datetime.datetime) -> Any:
    """Return the command with its texts normalised (NFC, trimmed, `\\n` line ends).

    Raises:
        InvalidInput: names every field that is empty, too long, out of range or impossible.
    """
    problems: dict[str, str] = {}
    checked = _checked(cmd, "", problems, today, now)
    if problems:
        raise InvalidInput(problems)
    return checked


def _checked(
    cmd: Any, prefix: str, problems: dict[str, str], today: datetime.date, now: datetime.datetime
) -> Any:
    kind: Any = type(cmd)
    hints = _hints(kind)
    values: dict[str, Any] = {}
    for field in dataclasses.fields(cmd):
        spec, value, name = spec_of(field), getattr(cmd, field.name), prefix + field.name
        if isinstance(value, str):
            value = _clean(value)
        if spec.widget is Widget.ROWS:
            value = tuple(
                _checked(row, f"{name}.{i}.", problems, today, now) for i, row in enumerate(value)
            )
        problem = _problem(spec, value, hints[field.name], today, now)
        if problem:
            problems[name] = problem
        values[field.name] = value
    return kind(**values)


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return typing.get_type_hints(kind)


def _clean(value: str) -> str:
    return unicodedata.normalize("NFC", value.replace("\r\n", "\n").replace("\r", "\n")).strip()


def _problem(
    spec: FieldSpec, value: Any, hint: Any, today: datetime.date, now: datetime.datetime
) -> str | None:
    label = spec.label or "隐藏项"
    if value is None or value in ("", ()):
        return f"请填写“{label}”" if spec.required else None
    if not _fits(value, hint):
        return f"“{label}”的类型不对"
    if isinstance(value, str):
        return _text_problem(spec, label, value)
    if isinstance(value, datetime.datetime):
        if value.tzinfo is None:
            return f"“{label}”缺少时区"
        if value > now and not spec.future:
            return f"“{label}”不能晚于现在"
    elif isinstance(value, datetime.date):
        if value > today and not spec.future:
            return f"“{label}”不能晚于今天（{today.isoformat()}）"
        if value.year < 1900:
            return f"“{label}”的年份不合理，请核对"
    elif isinstance(value, int) and not isinstance(value, bool):
        return _number_problem(spec, label, value)
    return None


def _text_problem(spec: FieldSpec, label: str, value: str) -> str | None:
    if len(value) > spec.max_length:
        return f"“{label}”最多{spec.max_length}字，现有{len(value)}字，请精简"
    if bad := _CONTROL.search(value):
        return f"“{label}”含有不可见的控制字符（U+{ord(bad[0]):04X}），请删除后重填"
    if spec.choices and value not in dict(spec.choices):
        return f"“{label}”的选项不存在，请从列表中选择"
    if spec.widget is Widget.LINE and "\n" in value:
        return f"“{label}”只能填写一行"
    return None


def _number_problem(spec: FieldSpec, label: str, value: int) -> str | None:
    scale = 100 if spec.widget is Widget.MONEY else 1
    if spec.min_value is not None and value < spec.min_value:
        return f"“{label}”不能小于{Decimal(spec.min_value) / scale}{spec.unit}"
    if spec.max_value is not None and value > spec.max_value:
        return f"“{label}”不能大于{Decimal(spec.max_value) / scale}{spec.unit}"
    return None


# Control characters but the line feed, lone surrogates, and those that turn the reading direction.
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069]")


def _fits(value: Any, hint: Any) -> bool:
    origin = typing.get_origin(hint)
    if origin in {typing.Union, types.UnionType}:
        return any(_fits(value, part) for part in typing.get_args(hint) if part is not type(None))
    if origin is tuple:
        inner = typing.get_args(hint)[0]
        return isinstance(value, tuple) and all(_fits(v, inner) for v in value)
    if hint is datetime.date:
        return isinstance(value, datetime.date) and not isinstance(value, datetime.datetime)
    if hint is int:
        return isinstance(value, int) and not isinstance(value, bool)
    if hint in {str, bool, UUID, datetime.datetime} or isinstance(hint, type):
        return isinstance(value, hint)
    return True
