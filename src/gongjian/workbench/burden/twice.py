"""Which fields the forms of a procedure ask again though the case knows them already.

Computed from the definitions: the commands of the steps, and the code that fills each form. A
form knows a field when the code of its filling names it; a document asks nothing that
`documents.typed.known` can fill. What is new at every act (an opinion, the day of the act) is
named with its reason in `anew.toml`.
"""

import dataclasses
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import CodeType, FunctionType
from typing import Any

from gongjian.common import acts
from gongjian.common.acts import Service
from gongjian.common.fields import FieldSpec, Widget, spec_of
from gongjian.documents.ports import fillings
from gongjian.documents.typed import known as typed_known
from gongjian.process.definition import Process, StepDef

DEEP = 2  # calls: a filling, its helper, the helper of that
OURS, PAPERS = "gongjian.", "documents.make_"


@dataclass(frozen=True, slots=True)
class Asked:
    """One field in the form of one step, not filled in by the form itself."""

    step: str
    act: str
    title: str
    field: str
    label: str


@dataclass(frozen=True, slots=True)
class Twice:
    """A field that several forms of a procedure ask for, and where."""

    label: str
    where: tuple[Asked, ...]


def asked_twice(process: Process) -> list[Twice]:
    """Return the fields that the forms of a procedure ask more than once, in the order of steps.

    Forms of which only one is ever filled in at a place (approved or refused) count as one.
    """
    found: dict[tuple[str, str], list[Asked]] = {}
    for asked in asked_by(process):
        found.setdefault((asked.field, asked.label), []).append(asked)
    return [
        Twice(label, tuple(rows))
        for (_, label), rows in found.items()
        if label not in anew() and _different(process, rows)
    ]


def _different(process: Process, rows: list[Asked]) -> bool:
    """Tell whether the steps of some rows are more than ways out of one and the same place."""
    steps = [process.steps[row.step] for row in rows]
    return len({_place(step) for step in steps}) > 1


def _place(step: StepDef) -> Any:
    """Return where a step leads away from; a side step leads nowhere and stands for itself."""
    return step.code if step.side else step.presets


def asked_by(process: Process) -> Iterator[Asked]:
    """Yield every field that the forms of a procedure ask and do not know, step by step."""
    seen: set[str] = set()
    for step in process.steps.values():
        service = acts.services().get(step.act)
        if service is None or service.code in seen:
            continue
        seen.add(service.code)
        known = knows(service)
        for name, spec in _fields(service):
            if name not in known:
                yield Asked(step.code, service.code, service.title, name, spec.label)


def _fields(service: Service[Any]) -> Iterator[tuple[str, FieldSpec]]:
    for field in dataclasses.fields(service.cmd):
        spec = spec_of(field)
        if spec.widget is not Widget.HIDDEN and spec.required:
            yield field.name, spec


def knows(service: Service[Any]) -> frozenset[str]:
    """Return the names that the code which fills a form speaks of: what it can fill in."""
    if service.prefill is None:
        return frozenset()
    known = _names_in(service.prefill, DEEP)
    if not service.code.startswith(PAPERS):
        return known
    paper = service.code.removeprefix(PAPERS).replace("_", "-")
    filled = [_names_in(fill, DEEP) for fill in fillings(paper) if isinstance(fill, FunctionType)]
    return known.union(*filled, _names_in(typed_known, 0))


@cache
def _names_in(function: FunctionType, deep: int) -> frozenset[str]:
    """Return the texts in the code of a function and of what it calls, so many calls deep."""
    found: set[str] = set()
    for code in _codes(function.__code__):
        found |= {word for const in code.co_consts for word in _words(const)}
        for name in code.co_names:
            used = function.__globals__.get(name)
            used = getattr(used, "__wrapped__", used)
            if isinstance(used, Mapping | tuple | frozenset):
                found |= {word for key in used for word in _words(key)}
            elif deep and isinstance(used, FunctionType) and used.__module__.startswith(OURS):
                found |= _names_in(used, deep - 1)
    return frozenset(found)


def _codes(code: CodeType) -> Iterator[CodeType]:
    yield code
    for const in code.co_consts:
        if isinstance(const, CodeType):
            yield from _codes(const)


def _words(const: Any) -> Iterator[str]:
    if isinstance(const, str):
        yield const
    elif isinstance(const, tuple | frozenset):
        for one in const:
            yield from _words(one)


@cache
def anew() -> dict[str, str]:
    """Return the labels of what is new at every act, each with its reason."""
    text = files(__package__).joinpath("anew.toml").read_text(encoding="utf-8")
    return dict(tomllib.loads(text)["anew"])
