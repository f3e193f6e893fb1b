"""What a person may choose in the forms by which an agency widens what it has reviewed."""

from typing import Any

from django.db.models import Q, QuerySet

from gongjian.common.acts import Actor
from gongjian.orgs.models import Unit
from gongjian.ui.options import options

from .choices import ScopeState
from .models import ScopeChange
from .widening import KINDS, changes_of

MOST = 500


@options("cases.scope_kind")
def kinds(actor: Actor, matter: Any) -> list[tuple[str, str]]:
    """List the kinds of penalty, and the decision not to punish."""
    return [(code, str(label)) for code, label in KINDS]


@options("cases.own_unit")
def own_units(actor: Actor, matter: Any) -> list[tuple[str, str]]:
    """List the units of the person's own agency."""
    rows = Unit.objects.filter(agency=actor.agency or 0)
    return [(str(unit.uid), unit.name) for unit in rows[:MOST]]


@options("cases.scope_drafted")
def drafted(actor: Actor, matter: Any) -> list[tuple[str, str]]:
    """List what another person drafted and nobody has approved or returned."""
    waiting = changes_of(actor.agency or 0).filter(state=ScopeState.DRAFTED)
    return _named(waiting.exclude(drafted_by=actor.officer))


@options("cases.scope_running")
def running(actor: Actor, matter: Any) -> list[tuple[str, str]]:
    """List the approved rules of which nobody has proposed the end."""
    ending = Q(ending__state__in=(ScopeState.DRAFTED, ScopeState.APPROVED))
    found = changes_of(actor.agency or 0).filter(state=ScopeState.APPROVED, ends__isnull=True)
    return _named(found.exclude(ending))


@options("cases.scope_unfiled")
def unfiled(actor: Actor, matter: Any) -> list[tuple[str, str]]:
    """List what was approved and not yet told to the superior."""
    approved = changes_of(actor.agency or 0).filter(state=ScopeState.APPROVED)
    return _named(approved.filter(filed_on__isnull=True))


def _named(rows: QuerySet[ScopeChange]) -> list[tuple[str, str]]:
    return [
        (str(row.uid), f"{'终止' if row.ends_id else '扩大'}：{row.name}（{row.clause}）")
        for row in rows[:MOST]
    ]
