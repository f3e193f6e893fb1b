"""The one block model of a document: what PDF and Word are both drawn from.

A bound document is a list of blocks whose every text is final. It is frozen as JSON when the
document is made, so that what was signed can be drawn again, byte for byte, years later.
"""

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

BLANK = "（空白）"


@dataclass(frozen=True, slots=True)
class Title:
    """The head of the first page; with `red`, under the issuer's red mark and above a red line."""

    type: ClassVar[str] = "title"
    issuer: str
    text: str
    number: str = ""
    red: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A label and its value, as in the head of a decision."""

    type: ClassVar[str] = "line"
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside the text (一、…)."""

    type: ClassVar[str] = "heading"
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; every line of `lines` is a paragraph of its own. `flush`: without indent."""

    type: ClassVar[str] = "paragraph"
    lines: tuple[str, ...]
    flush: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a form: a label, or a text that may end with a signature and a date.

    `height`: least number of lines. `sign`: what stands before the space for the name, or "".
    """

    lines: tuple[str, ...]
    label: bool = False
    span: int = 1
    height: int = 1
    sign: str = ""
    name: str = ""
    day: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A ruled table; `columns` are relative widths, `header` repeats the first row on each page."""

    type: ClassVar[str] = "table"
    columns: tuple[int, ...]
    rows: tuple[tuple[Cell, ...], ...]
    header: bool = False


@dataclass(frozen=True, slots=True)
class SignLine:
    """A place to sign: label, the name where it is known, and a date."""

    type: ClassVar[str] = "sign"
    label: str
    name: str = ""
    day: str = ""


@dataclass(frozen=True, slots=True)
class Closing:
    """Issuer and date at the end; an outward document bears the seal over them.

    `others` issued it too, in the common name; each has its own seal beside the first one's.
    """

    type: ClassVar[str] = "closing"
    issuer: str
    day: str
    sealed: bool = False
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Note:
    """Small print."""

    type: ClassVar[str] = "note"
    text: str


@dataclass(frozen=True, slots=True)
class Verify:
    """How to check the paper: copies, address and QR code, at the very end."""

    type: ClassVar[str] = "verify"
    text: str
    url: str


Block = Title | Line | Heading | Paragraph | Table | SignLine | Closing | Note | Verify
_TYPES: dict[str, type[Any]] = {
    kind.type: kind
    for kind in (Title, Line, Heading, Paragraph, Table, SignLine, Closing, Note, Verify)
}
_NAMES: dict[type[Any], tuple[str, ...]] = {
    kind: tuple(field.name for field in dataclasses.fields(kind))
    for kind in (*_TYPES.values(), Cell)
}


def to_plain(blocks: Iterable[Block]) -> list[dict[str, Any]]:
    """Return the blocks as plain JSON values, each with its `type`."""
    return [{"type": block.type, **_values(block)} for block in blocks]


def _values(one: Block | Cell) -> dict[str, Any]:
    """Return the fields by name; `dataclasses.asdict` would copy every text of every cell."""
    return {name: _plain(getattr(one, name)) for name in _NAMES[type(one)]}


def _plain(value: Any) -> Any:
    if isinstance(value, Cell):
        return _values(value)
    return tuple([_plain(inner) for inner in value]) if isinstance(value, tuple) else value


def from_plain(rows: Iterable[Mapping[str, Any]]) -> list[Block]:
    """Return the blocks frozen by `to_plain`.

    Raises:
        KeyError, TypeError: the JSON was not written by `to_plain`.
    """
    return [_block(row) for row in rows]


def texts_of(blocks: Iterable[Block]) -> str:
    """Return every character that will be printed, for the check of the fonts."""
    found: list[str] = []
    _collect(to_plain(blocks), found)
    return "\n".join(found)


def _block(row: Mapping[str, Any]) -> Block:
    values = {key: value for key, value in row.items() if key != "type"}
    kind = _TYPES[row["type"]]
    if kind is Paragraph:
        values["lines"] = tuple(values["lines"])
    if kind is Closing:
        values["others"] = tuple(values.get("others", ()))
    if kind is Table:
        values["columns"] = tuple(values["columns"])
        values["rows"] = tuple(tuple(_cell(cell) for cell in line) for line in values["rows"])
    block: Block = kind(**values)
    return block


def _cell(values: Mapping[str, Any]) -> Cell:
    return Cell(**{**values, "lines": tuple(values["lines"])})


def _collect(value: Any, found: list[str]) -> None:
    if isinstance(value, str):
        found.append(value)
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            if key != "type":
                _collect(inner, found)
    elif isinstance(value, list | tuple):
        for inner in value:
            _collect(inner, found)
