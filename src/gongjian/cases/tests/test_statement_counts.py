"""How many statements the acts send that everything else is made of: the numbers only go down."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gongjian.cases import testing as story
from gongjian.cases.queries import case_of, latest_draft
from gongjian.common.acts import service
from gongjian.intake.services import RegisterClue, register_clue
from gongjian.matters.models import Matter

pytestmark = pytest.mark.django_db
# CREATE: one row more since a case begins with its limit for the filing. DECISION: one read more
# since unlawful evidence waits for the word of the leader, two since figures of the year are kept.
CREATE, STEP, DECISION = 24, 9, 55


def sent(cast: story.Cast, office: str, code: str, matter: Matter | None, **values: Any) -> int:
    """Do an act; return how many statements it sent without transaction control."""
    act = service(code)
    cmd = story.command(act.cmd, values)
    who, clock, uid = cast.actor(office), cast.clock, matter.uid if matter else None
    with CaptureQueriesContext(connection) as told:
        act(actor=who, matter=uid, clock=clock, cmd=cmd)
    control = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT")
    return sum(not one["sql"].startswith(control) for one in told.captured_queries)


def test_acts_send_few_statements() -> None:
    cast = story.make_cast()
    clue = register_clue(
        actor=cast.actor("handler"),
        clock=cast.clock,
        cmd=RegisterClue(source="inspection", subject="巡查", content="巡查", found_on=cast.today),
    )
    values: dict[str, Any] = {
        "clue": clue.uid,
        "cause": "涉嫌未批先建",
        "second": cast.people["second"].uid,
    }
    values |= {"act_ended_on": cast.today, **story.COMPANY}
    assert sent(cast, "handler", "cases.open_case", None, **values) <= CREATE

    matter = story.file_case(cast, Matter.objects.latest("id"))
    piece: dict[str, Any] = {"kind": "documentary", "name": "营业执照", "proves": "主体资格"}
    piece |= {"obtained_on": cast.today, "obtained_from": "当事人", "self_recorded": "no"}
    assert sent(cast, "handler", "cases.add_evidence", matter, **piece) <= STEP

    story.let_time_run(cast, story.inform(cast, story.investigate(cast, matter)))
    cast.do("unit_head", "cases.go_to_decision", matter, opinion="同意。")
    draft = latest_draft(case_of(matter))
    assert draft is not None
    signed = {"draft_hash": draft.draft_hash, "opinion": "同意。"}
    assert sent(cast, "agency_head", "cases.issue_decision", matter, **signed) <= DECISION
