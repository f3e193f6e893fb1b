"""What a person may choose in the forms of a case."""

from typing import Any

from gongjian.catalog.definitions import Cause
from gongjian.catalog.words import EFFECTS
from gongjian.common import clock as clocks
from gongjian.common.acts import Actor
from gongjian.matters.models import Matter
from gongjian.ui.options import options

from .queries import case_of
from .weighing import WEIGHED, cause_of, grounds_of_case


@options("cases.handler")
def handlers(actor: Actor, matter: Any) -> list[tuple[str, str]]:
    """List the two handling officers of the case."""
    assert isinstance(matter, Matter)
    people = [("主办", matter.lead), ("协办", matter.second)]
    return [(str(p.uid), f"{p.name}（{role}）") for role, p in people if p is not None]


def _cause(matter: Any) -> Cause | None:
    assert isinstance(matter, Matter)
    return cause_of(case_of(matter), clocks.current().today())


@options("cases.circumstance")
def circumstances(actor: Actor, matter: Any) -> list[tuple[str, str]]:
    """List what must be found before the case is weighed; nothing where the cause is free."""
    cause = _cause(matter)
    return [(c.code, c.label) for c in cause.circumstances.values()] if cause else []


@options("cases.circumstance_value")
def circumstance_values(actor: Actor, matter: Any) -> list[tuple[str, str]]:
    """List what each circumstance may be found to be, from the mildest on."""
    cause = _cause(matter)
    return [
        (f"{c.code}={value}", label)
        for c in (cause.circumstances.values() if cause else ())
        for value, label in c.values.items()
    ]


@options("cases.base")
def base(actor: Actor, matter: Any) -> list[tuple[str, str]]:
    """List the sum of which the fine is a share, where the law says so."""
    cause = _cause(matter)
    return [("base", cause.base)] if cause and cause.base else []


@options("cases.ground")
def grounds(actor: Actor, matter: Any) -> list[tuple[str, str]]:
    """List the grounds of the law to mitigate, be lenient or severe."""
    found = grounds_of_case(case_of(matter), clocks.current().today())
    return [
        (g.code, f"{g.name}（{'、'.join(EFFECTS[e] for e in g.effects if e in WEIGHED)}）")
        for g in found
    ]


@options("cases.element")
def elements(actor: Actor, matter: Any) -> list[tuple[str, str]]:
    """List the elements of the cause's evidence guide."""
    cause = _cause(matter)
    return [(e.code, e.name) for e in cause.elements.values()] if cause else []
