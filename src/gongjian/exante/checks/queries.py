"""Reads of random checks, for those who make, draw and do them."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.db.models import Prefetch, Q, QuerySet

from gongjian.common.acts import Actor
from gongjian.exante.choices import ListKind, ListState
from gongjian.exante.models import OpenList, StatedItem
from gongjian.orgs.choices import Role

from .drawing import secret_of, sha256
from .models import CheckDraw, CheckPlan, CheckSeat, CheckTarget

SEE_ALL = frozenset({Role.UNIT_HEAD, Role.AGENCY_HEAD, Role.SUPERVISOR, Role.LEGAL_HEAD})


def may_look(actor: Actor) -> bool:
    """Tell whether this person has to do with random checks."""
    return actor.agency is not None and bool(actor.roles & (SEE_ALL | {Role.HANDLER}))


def published_items(agency: int) -> QuerySet[StatedItem]:
    """Return the items of random checks that stand on the newest published list as they are now.

    Source: LAW 7.1, 7.3: what is not on the list is not checked.
    """
    standing = StatedItem.objects.filter(
        agency=agency, kind=ListKind.SPOT_CHECKS, ended_on__isnull=True
    )
    listed = _newest(agency, ListKind.SPOT_CHECKS)
    return standing.filter(number__in=[int(key) for key in listed])


def published_plan(plan: CheckPlan) -> bool:
    """Tell whether the newest published list of plans shows this one with its pool and next hash.

    One query.
    """
    return shows(plans_shown(plan.agency_id), plan)


def plans_shown(agency: int) -> Mapping[str, dict[str, str]]:
    """Return the cells of the newest published list of plans, by the number of the plan."""
    return _newest(agency, ListKind.CHECK_PLANS)


def shows(shown: Mapping[str, dict[str, str]], plan: CheckPlan) -> bool:
    """Tell the same of a list that has been read; no query where the plan's draws are known."""
    cells = shown.get(str(plan.number))
    if cells is None:
        return False
    told = sha256(secret_of(plan.uid.bytes, next_turn(plan)))
    return cells["pool_sha256"] == plan.pool and told in cells["commitments"]


def next_turn(plan: CheckPlan) -> int:
    """Return the number of the plan's next draw; one query, none where its draws are known."""
    return plan.draws.count() + 1


def standing_draw(plan: CheckPlan) -> CheckDraw | None:
    """Return the draw that counts."""
    return plan.draws.filter(voided_on__isnull=True).first()


def drawable(agency: int, today: date) -> QuerySet[CheckPlan]:
    """Return the plans without a draw that counts, whose days are not over."""
    plans = CheckPlan.objects.filter(agency=agency, to_on__gte=today)
    return plans.exclude(draws__in=CheckDraw.objects.filter(voided_on__isnull=True))


def standing_draws(agency: int) -> QuerySet[CheckDraw]:
    """Return the draws that count and have no result yet: those that may still become void."""
    found = CheckDraw.objects.filter(plan__agency=agency, voided_on__isnull=True)
    return found.exclude(targets__in=CheckTarget.objects.exclude(result="")).select_related("plan")


def seats_open(agency: int) -> QuerySet[CheckSeat]:
    """Return who sits for an object that has no result yet."""
    found = CheckSeat.objects.filter(
        target__draw__plan__agency=agency,
        target__draw__voided_on__isnull=True,
        target__result="",
        left_on__isnull=True,
    )
    return found.select_related("officer", "target__draw__plan").order_by("id")


def targets_of(officer: int) -> QuerySet[CheckTarget]:
    """Return the objects an officer was drawn for and still sits for, the newest first."""
    mine = CheckSeat.objects.filter(officer=officer, left_on__isnull=True).values("target")
    found = CheckTarget.objects.filter(pk__in=mine, draw__voided_on__isnull=True)
    return found.select_related("draw__plan").order_by("-id")


def plans_for(actor: Actor, limit: int) -> Sequence[CheckPlan]:
    """Return the newest plans with what this person may see of their draws; four queries.

    Who only checks sees the objects he was drawn for: what the others will be is not for him.
    """
    targets = CheckTarget.objects.order_by("rank")
    if not actor.roles & SEE_ALL:
        targets = targets.filter(Q(seats__officer=actor.officer) & Q(seats__left_on__isnull=True))
    seats = CheckSeat.objects.select_related("officer").order_by("rank")
    rows = CheckPlan.objects.filter(agency=actor.agency or 0).select_related("item", "made_by")
    found = rows.order_by("-number").prefetch_related(
        Prefetch("draws", CheckDraw.objects.select_related("drawn_by").order_by("turn")),
        Prefetch("draws__targets", targets),
        Prefetch("draws__targets__seats", seats),
    )
    return list(found[:limit])


def _newest(agency: int, kind: str) -> dict[str, dict[str, str]]:
    found = OpenList.objects.filter(agency=agency, kind=kind, state=ListState.PUBLISHED)
    newest = found.order_by("-version").first()
    rows = newest.content["rows"] if newest else []
    return {row["key"]: row["cells"] for row in rows}
