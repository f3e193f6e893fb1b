"""An import is a preview that is kept: every row is really done, and undone if any is wrong."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from gongjian.common.acts import Actor
from gongjian.common.clock import Clock
from gongjian.common.errors import DomainError, InvalidInput, NotAllowed

from .kinds import Kind
from .sheet import Line, value_of


@dataclass(frozen=True, slots=True)
class RowError:
    """What is wrong with a cell ("" : with the row as a whole)."""

    row: int
    heading: str
    reason: str


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did (`kept`), or would do; nothing is kept where `errors` are."""

    kept: bool
    rows: int
    done: tuple[str, ...]
    errors: tuple[RowError, ...]


class _Undone(Exception):
    """Takes back what was done in a transaction."""


def import_rows(
    kind: Kind, lines: Sequence[Line], *, actor: Actor, clock: Clock, preview: bool
) -> Imported:
    """Do each row by the acts of its kind, in one transaction; keep all of it or nothing.

    Raises:
        NotAllowed: the person has not the right to these acts.
    """
    if not kind.may(actor):
        raise NotAllowed(f"您没有导入{kind.title}的权限，请由有权登记的人员办理")
    done: list[str] = []
    errors: list[RowError] = []
    errors += _twice(kind, lines)
    try:
        with transaction.atomic():
            for line in lines:
                _one(kind, line, actor, clock, done, errors)
            if errors or preview:
                raise _Undone
    except _Undone:
        told = tuple(sorted(errors, key=lambda wrong: wrong.row))
        return Imported(False, len(lines), () if errors else tuple(_plain(done)), told)
    return Imported(True, len(lines), tuple(done), ())


def _one(
    kind: Kind, line: Line, actor: Actor, clock: Clock, done: list[str], errors: list[RowError]
) -> None:
    values, wrong = _values(kind, line)
    if wrong:
        errors += wrong
        return
    headings = {column.name: column.heading for column in kind.columns}
    try:
        with transaction.atomic():
            done.append(kind.perform(actor, clock, values))
    except InvalidInput as error:
        errors += [
            RowError(line.number, headings.get(name, ""), text)
            for name, text in error.fields.items()
        ]
    except DomainError as error:
        errors.append(RowError(line.number, "", error.message))


def _twice(kind: Kind, lines: Sequence[Line]) -> list[RowError]:
    """Return the rows that repeat an earlier one in what tells rows apart."""
    heading = next((c.heading for c in kind.columns if c.name == kind.unique), "")
    first: dict[str, int] = {}
    wrong = []
    for line in lines if kind.unique else ():
        said = str(line.cells.get(kind.unique) or "").strip()
        before = first.setdefault(said, line.number)
        if said and before != line.number:
            text = f"与第{before}行的“{said}”重复，请合并成一行，或者改用不同的名称"
            wrong.append(RowError(line.number, heading, text))
    return wrong


def _values(kind: Kind, line: Line) -> tuple[dict[str, Any], list[RowError]]:
    values: dict[str, Any] = {}
    wrong = []
    for column in kind.columns:
        try:
            values[column.name] = value_of(line.cells.get(column.name), column)
        except ValueError as error:
            wrong.append(RowError(line.number, column.heading, str(error)))
            continue
        if column.required and values[column.name] in ("", None):
            wrong.append(RowError(line.number, column.heading, "必须填写"))
    return values, wrong


def _plain(done: Sequence[str]) -> list[str]:
    """Return the lines of a preview: an initial password that will not be the one is not told."""
    return [line.partition("（")[0] for line in done]
