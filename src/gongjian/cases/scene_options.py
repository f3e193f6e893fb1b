"""What may be chosen on the scene once a cause of the catalogue is named (当场处罚)."""

from collections.abc import Iterable
from typing import Any

from gongjian.catalog.definitions import Cause
from gongjian.catalog.queries import causes_for, grounds_for
from gongjian.catalog.words import EFFECTS
from gongjian.common import clock as clocks
from gongjian.common.acts import Actor
from gongjian.orgs.models import Agency
from gongjian.ui.options import options

from .weighing import WEIGHED

Choices = list[tuple[str, str]]


def _agency(actor: Actor) -> Agency | None:
    return Agency.objects.filter(pk=actor.agency or 0).first()


def _cause(actor: Actor, named: Any) -> Cause | None:
    """Return the cause typed, be it as code or, in a list that is searched, by its name."""
    agency = _agency(actor) if named and isinstance(named, str) else None
    if agency is None:
        return None
    found = causes_for(agency.domain, clocks.current().today(), agency.profile)
    return next((c for c in found if named in {c.code, c.name}), None)


@options("cases.scene_circumstance")
def circumstances(actor: Actor, named: Any) -> Choices:
    """List what must be found before the fine is weighed; nothing where the cause is free."""
    cause = _cause(actor, named)
    return [(c.code, c.label) for c in cause.circumstances.values()] if cause else []


@options("cases.scene_value")
def values(actor: Actor, named: Any) -> Choices:
    """List what each circumstance may be found to be, from the mildest on."""
    cause = _cause(actor, named)
    return [
        (f"{c.code}={value}", label)
        for c in (cause.circumstances.values() if cause else ())
        for value, label in c.values.items()
    ]


@options("cases.scene_base")
def base(actor: Actor, named: Any) -> Choices:
    """List the sum of which the fine is a share, where the law says so."""
    cause = _cause(actor, named)
    return [("base", cause.base)] if cause and cause.base else []


@options("cases.scene_ground")
def grounds(actor: Actor, named: Any) -> Choices:
    """List the grounds of the law to mitigate, be lenient or severe."""
    cause, agency = _cause(actor, named), _agency(actor)
    if cause is None or agency is None:
        return []
    today = clocks.current().today()
    found = grounds_for(cause.domain, cause.code, today, *WEIGHED, profile=agency.profile)
    return [(g.code, f"{g.name}（{_effects(g.effects)}）") for g in found]


def _effects(effects: Iterable[str]) -> str:
    return "、".join(EFFECTS[effect] for effect in effects)
