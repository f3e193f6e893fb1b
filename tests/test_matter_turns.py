"""What surrounds an act on a matter, turn by turn: who may begin, what moves, for whom it waits.

Acts are begun by hand here and rows written past the ledger: what the whole act does is held by
`test_matter_steps`.
"""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest

from gongjian.cases import testing as story
from gongjian.cases.testing import Cast
from gongjian.common import acts
from gongjian.common.acts import SYSTEM, Act
from gongjian.common.data import data_folder
from gongjian.common.errors import NotFound, RuleBroken, Stale
from gongjian.common.fields import validated
from gongjian.matters import services
from gongjian.matters.definitions import in_force
from gongjian.matters.models import Matter, ProcessVersion, Recusal
from gongjian.matters.services import ActivateProcess, activate_process

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home"), pytest.mark.tampers]
SHIPPED = (data_folder("processes") / "penalty-ordinary.toml").read_text(encoding="utf-8")
FILING: dict[str, Any] = {"facts": "事实。", "basis": "依据。", "opinion": "立案。"}
LIMIT = "informant-limit"


@pytest.fixture
def cast(home: Any) -> Cast:
    return story.make_cast()


@pytest.fixture
def opened(cast: Cast) -> Matter:
    return story.open_case(cast)


@pytest.fixture
def inspected(cast: Cast) -> Matter:
    matter = story.file_case(cast, story.open_case(cast))
    story.inspect(cast, matter)
    story.propose(cast, matter)
    return matter


@pytest.fixture
def decided(cast: Cast) -> Matter:
    return story.decided_case(cast)


def begun(cast: Cast, matter: Matter, code: str, office: str = "handler", **values: Any) -> Act:
    """Return an act on a matter as it stands once it is locked and its words are checked."""
    service = acts.service(code)
    running = Act(service, cast.actor(office), cast.clock, None)
    running.cmd = validated(service.cmd(**values), today=running.today, now=running.now)
    running.matter = Matter.objects.select_related("stream", "agency").get(pk=matter.pk)
    return running


def waits(matter: Matter) -> dict[str, tuple[str, date, str]]:
    rows = matter.todos.values_list("role", "step", "due_on", "limit")
    return {role: (step, due_on, limit) for role, step, due_on, limit in rows}


# --- procedures ----------------------------------------------------------------------------------


def test_a_newer_version_takes_the_place_of_the_older_in_its_stream(cast: Cast) -> None:
    old = ProcessVersion.objects.get(code="penalty-ordinary")
    newer = SHIPPED.replace('version = "2026.1"', 'version = "2026.2"')

    new = activate_process(actor=SYSTEM, cmd=ActivateProcess(text=newer), clock=cast.clock)

    old.refresh_from_db()
    assert (old.in_force, new.in_force) == (False, True)
    assert (new.stream, new.code, new.version) == (old.stream, old.code, "2026.2")
    assert (new.text, new.activated_by, new.name) == (newer.strip(), SYSTEM.name, old.name)
    assert services.process_in_force("penalty-ordinary") == new
    others = ProcessVersion.objects.filter(code="penalty-summary")
    assert others.get().in_force
    assert others.get().stream != new.stream
    for again in (newer, SHIPPED):
        with pytest.raises(RuleBroken, match="已经登记"):
            activate_process(actor=SYSTEM, cmd=ActivateProcess(text=again))


def test_a_procedure_is_told_where_it_is_unsafe_and_is_not_put_in_force() -> None:
    unsafe = SHIPPED.replace('to = ["informed"]', 'to = ["to_decide"]')
    process, problems = services.proven(unsafe)

    with pytest.raises(RuleBroken) as refused:
        activate_process(actor=SYSTEM, cmd=ActivateProcess(text=unsafe))

    assert process.code == "penalty-ordinary"
    assert tuple(refused.value.reasons) == problems != ()
    assert all(isinstance(problem, str) for problem in problems)
    assert services.proven(SHIPPED)[1] == ()
    with pytest.raises(RuleBroken, match="尚未启用"):
        services.process_in_force("penalty-ordinary")


def test_the_procedures_in_force_come_by_code(cast: Cast) -> None:
    old, wanted = in_force(), ["penalty-ordinary", "penalty-summary", "public-order"]
    newer = SHIPPED.replace('version = "2026.1"', 'version = "2026.2"')
    activate_process(actor=SYSTEM, cmd=ActivateProcess(text=newer))

    new = in_force()

    assert [process.code for process in old] == [process.code for process in new]
    assert [process.code for process in old] == sorted(process.code for process in old)
    assert set(wanted) <= {process.code for process in old}
    versions = [[p.version for p in every if p.code == wanted[0]] for every in (old, new)]
    assert versions == [["2026.1"], ["2026.2"]]


# --- the beginning of a matter -------------------------------------------------------------------


def new_matter(cast: Cast, opened: Matter, since: date | None) -> Matter:
    running = begun(cast, opened, "cases.propose_filing", **FILING)
    running.made.append("clue")
    same = ("kind", "title", "party_name", "profile", "domain", "agency", "unit", "lead", "process")
    matter = Matter(**{name: getattr(opened, name) for name in same})
    made = services.open_matter(running, matter, since=since)
    assert running.matter is made is matter
    assert (made.opened_at, made.seq, made.marking) == (running.now, 0, ["registered"])
    assert made.stream != opened.stream
    step = made.steps.get()
    assert (step.seq, step.code, step.name) == (0, "open", "呈请立案")
    assert (step.data["facts"], step.made) == ("事实。", ["clue"])
    return Matter.objects.get(pk=made.pk)


def test_a_new_matter_begins_with_the_limits_that_run_from_its_cause(
    cast: Cast, opened: Matter
) -> None:
    since = cast.today - timedelta(2)

    begins = new_matter(cast, opened, since)
    goes_on = new_matter(cast, opened, None)

    limit = begins.deadlines.get()
    assert (limit.code, limit.starts_on, begins.due_on) == ("filing-limit", since, limit.due_on)
    assert waits(begins) == {"handler": ("呈请立案", limit.due_on, limit.label)}
    assert not goes_on.deadlines.exists()
    assert goes_on.due_on is None
    assert waits(goes_on) == {"handler": ("呈请立案", date.max, "")}


def test_a_recusal_says_who_why_when_and_by_whom(cast: Cast, inspected: Matter) -> None:
    running = begun(cast, inspected, "cases.propose_filing", "agency_head", **FILING)

    row = services.recuse(running, cast.people["handler"], "近亲属。")

    assert row == Recusal.objects.get()
    assert (row.matter, row.officer) == (inspected, cast.people["handler"])
    assert (row.reason, row.at) == ("近亲属。", running.now)
    assert row.decided_by == cast.people["agency_head"]


# --- before an act -------------------------------------------------------------------------------


def test_only_who_sees_a_matter_as_it_is_now_may_act_on_it(cast: Cast, inspected: Matter) -> None:
    def locked(office: str, uid: Any, seq: int | None) -> Act:
        running = begun(cast, inspected, "cases.propose_filing", office, **FILING)
        running.matter = None
        services.lock(running, uid, seq)
        return running

    seq = Matter.objects.get(pk=inspected.pk).seq
    assert [locked("handler", inspected.uid, n).matter for n in (None, seq)] == [inspected] * 2
    for office, uid in (("handler", uuid4()), ("publisher", inspected.uid)):
        with pytest.raises(NotFound):
            locked(office, uid, seq)
    for old in (0, seq - 1, seq + 1):
        with pytest.raises(Stale) as stale:
            locked("handler", inspected.uid, old)
        assert stale.value.details == {"seq": seq}


@pytest.mark.parametrize(
    ("code", "why"),
    [
        ("cases.propose_filing", ["须先到“已登记”"]),
        ("cases.deliver_decision", ["须先到", "缺少"]),
        ("cases.decide_public_order", ["中没有“"]),
    ],
)
def test_the_procedure_tells_every_reason_against_a_step(
    cast: Cast, inspected: Matter, code: str, why: list[str]
) -> None:
    assert_told(cast, inspected, code, why)


def test_the_procedure_tells_that_no_rule_lengthens_a_limit(home: Any) -> None:
    police = story.make_cast(domain="public-security")
    matter = story.file_case(police, story.open_case(police))

    assert_told(police, matter, "cases.extend_decision_limit", ["没有准许延长"])


def assert_told(cast: Cast, matter: Matter, code: str, why: list[str]) -> None:
    running = begun(cast, matter, "cases.propose_filing", **FILING)
    running.service, running.code = acts.service(code), code

    with pytest.raises(RuleBroken) as refused:
        services.before(running)

    for words in why:
        assert words in str(refused.value)
    assert len(refused.value.reasons or why) == len(why)


def test_a_possible_step_is_let_through_with_what_it_looked_at(
    cast: Cast, inspected: Matter
) -> None:
    running = begun(cast, inspected, "cases.end_investigation", summary="清楚。")
    beside = begun(cast, inspected, "cases.end_investigation", summary="清楚。")
    beside.service = acts.service("cases.issue_query_code")

    services.before(running)
    services.before(beside)

    assert running.facts["two_officers"] is True
    assert running.history == ["propose_filing", "approve_filing", *running.history[2:]]
    assert (beside.facts, beside.history) == ({}, ())
