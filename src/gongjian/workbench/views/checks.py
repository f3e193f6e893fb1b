"""The random checks of an agency: plans, draws, who goes where, what was found."""

from collections.abc import Mapping

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gongjian.common import acts
from gongjian.common import clock as clocks
from gongjian.common.acts import Actor
from gongjian.common.errors import NotAllowed
from gongjian.exante.checks.models import CheckPlan
from gongjian.exante.checks.queries import may_look, plans_for, plans_shown, shows, targets_of
from gongjian.exante.queries import may_read
from gongjian.workbench.person import person

ACTS = ("exante.plan_check", "exante.record_check", "exante.step_down", "exante.void_draw")
SHOWN = 20  # plans a year and agency stay few; older ones are read on the portal


@login_required
@require_safe
def checks(request: HttpRequest) -> HttpResponse:
    """Show the newest plans with what this person may see of their draws."""
    actor = person(request)
    if not may_look(actor):
        raise NotAllowed("随机抽查由承办人、机构负责人、机关负责人、法制机构和监督员查看")
    today = clocks.current().today()
    shown = plans_shown(actor.agency or 0)
    mine = _to_record(actor)
    allowed = [service for service in map(acts.service, ACTS) if acts.may(actor, service)]
    context = {
        "actor": actor,
        "today": today,
        "plans": [(plan, _standing(plan, shown)) for plan in plans_for(actor, SHOWN)],
        "services": [s for s in allowed if mine or s.code != "exante.record_check"],
        "may_draw": acts.may(actor, acts.service("exante.draw_check")),
        "mine": mine,
        "lists": may_read(actor),
    }
    return render(request, "workbench/checks.html", context)


def _to_record(actor: Actor) -> set[int]:
    """Return the objects whose result this person may record."""
    if not acts.may(actor, acts.service("exante.record_check")):
        return set()
    return set(targets_of(actor.officer or 0).values_list("pk", flat=True))


def _standing(plan: CheckPlan, shown: Mapping[str, dict[str, str]]) -> str:
    """Return where a plan stands: unpublished, drawable or drawn."""
    if any(draw.voided_on is None for draw in plan.draws.all()):
        return "drawn"
    return "drawable" if shows(shown, plan) else "unpublished"
