"""The demo's hall boards, with a roster that holds for the days around now."""

from datetime import date, timedelta
from typing import Any

from gongjian.common import clock as clocks
from gongjian.exante.boarding import LONGEST, OnDuty, PlanDuty, SetBoard, plan_duty, set_board
from gongjian.orgs.models import Agency, Officer
from gongjian.orgs.queries import actor_for, officers_with_role


def hang_boards(agency: Agency, boards: list[dict[str, Any]], last: date) -> None:
    """Hang an agency's boards; people are on duty from now until a month after `last`."""
    today = clocks.current().today()
    publisher = officers_with_role(agency, "publisher", today).select_related("agency").get()
    actor = actor_for(publisher, "demo", today)
    for board in boards:
        cmd = SetBoard(name=board["name"], kind=board["kind"], notice=board["notice"].strip())
        hung = set_board(actor=actor, cmd=cmd)
        people = tuple(_on_duty(one) for one in board["people"])
        from_on = today
        while from_on <= last + LONGEST:
            to_on = from_on + LONGEST - timedelta(days=1)
            plan = PlanDuty(board=hung.uid, from_on=from_on, to_on=to_on, people=people)
            plan_duty(actor=actor, cmd=plan)
            from_on = to_on + timedelta(days=1)


def _on_duty(told: dict[str, str]) -> OnDuty:
    officer = Officer.objects.get(user__username=told["username"])
    return OnDuty(officer=officer.uid, desk=told["desk"], duties=told["duties"])
