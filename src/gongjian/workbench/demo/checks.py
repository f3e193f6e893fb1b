"""The demo's random check: planned, published, drawn; the results found so far are recorded."""

from datetime import date, timedelta
from itertools import cycle
from typing import Any

from gongjian.common import clock as clocks
from gongjian.common.acts import Actor
from gongjian.exante.checks.choices import CheckResult
from gongjian.exante.checks.doing import DrawCheck, RecordCheck, draw_check, record_check
from gongjian.exante.checks.models import CheckDraw, CheckPlan
from gongjian.exante.checks.planning import PlanCheck, plan_check
from gongjian.exante.checks.queries import published_items
from gongjian.orgs.choices import Role
from gongjian.orgs.models import Agency, Assignment
from gongjian.orgs.queries import actor_for, held_on, officers_with_role, valid_officers

WITNESS = {"witness": "郝示例", "witness_from": "市人大代表", "words": "秋水长天"}
DAYS = timedelta(days=100)
FOUND = (CheckResult.CORRECTED, CheckResult.NOTHING)
CHECKING = (Role.HANDLER, Role.UNIT_HEAD)
EACH = 2


def plan(agency: Agency, given: dict[str, Any]) -> CheckPlan | None:
    """Plan a check of the pool in `demo/services.toml`; None where nobody may plan or check."""
    today = clocks.current().today()
    head = _holder(agency, Role.UNIT_HEAD, today)
    item = published_items(agency.pk).filter(name=given["item"]).first()
    doing = Assignment.objects.filter(held_on(today), role__in=CHECKING).values("officer")
    able = [officer.uid for officer in valid_officers(agency, today).filter(pk__in=doing)]
    if head is None or item is None or len(able) <= EACH:
        return None
    cmd = PlanCheck(
        name=given["name"],
        item=item.uid,
        from_on=today,
        to_on=today + DAYS,
        objects="\n".join(given["objects"]),
        percent=given["percent"],
        officers=tuple(able),
        each=EACH,
    )
    return plan_check(actor=head, cmd=cmd)


def draw(planned: CheckPlan) -> None:
    """Draw the plan and record what was found at every object."""
    today = clocks.current().today()
    head = _holder(planned.agency, Role.UNIT_HEAD, today)
    assert head is not None
    drawn: CheckDraw = draw_check(actor=head, cmd=DrawCheck(plan=planned.uid, **WITNESS))
    for target, found in zip(drawn.targets.order_by("rank"), cycle(FOUND)):
        seat = target.seats.select_related("officer__agency").filter(left_on=None)[0]
        checker = actor_for(seat.officer, "demo", today)
        record_check(actor=checker, cmd=RecordCheck(target.uid, today, found))


def _holder(agency: Agency, role: str, today: date) -> Actor | None:
    officer = officers_with_role(agency, role, today).select_related("agency").first()
    return actor_for(officer, "demo", today) if officer else None
