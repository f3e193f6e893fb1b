"""The limits that the police alone have run in a case, from one act of the product to another."""

from datetime import date, timedelta
from typing import Any

import pytest

from gongjian.cases import testing as story
from gongjian.cases.models import PartyFiling
from gongjian.cases.services.party import holder_of
from gongjian.cases.testing import Cast
from gongjian.cases.testing_public_order import file_case, opened, police_cast
from gongjian.common.acts import service
from gongjian.matters.models import Deadline, Matter
from gongjian.matters.sweeping import sweep

from .test_running_limits import waits

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]
RECUSAL = "police.recusal"


@pytest.fixture
def cast(home: object) -> Cast:
    return police_cast()


def running(matter: Matter, code: str) -> list[tuple[date, date]]:
    """Return first and last day of the limits of a code that run now."""
    rows = matter.deadlines.filter(code=code, state="open").order_by("id")
    return list(rows.values_list("starts_on", "due_on"))


def newest(matter: Matter, code: str) -> Deadline:
    found: Deadline = matter.deadlines.filter(code=code).order_by("-id")[0]
    return found


# --- recusal ------------------------------------------------------------------------------------


def ask(cast: Cast, matter: Matter, about: str = "handler") -> PartyFiling:
    """Let the party apply, with its code, that an officer keep away."""
    code = cast.do("handler", "cases.issue_query_code", matter, holder="party")
    apply = service("cases.apply_recusal")
    cmd = apply.cmd(officer=cast.people[about].uid, reason="与报案人是近亲属。")
    filing: PartyFiling = apply(actor=holder_of(code), matter=matter.uid, cmd=cmd, clock=cast.clock)
    return filing


def answer(cast: Cast, matter: Matter, filing: PartyFiling) -> None:
    said: dict[str, Any] = {"filing": filing.uid, "answer": "没有亲属关系，驳回申请。"}
    cast.do("agency_head", "cases.answer_recusal", matter, **said)
    matter.refresh_from_db()


def test_the_head_answers_an_application_for_recusal_within_two_days(cast: Cast) -> None:
    matter = file_case(cast, opened(cast))
    stood = waits(matter)
    filing = ask(cast, matter)

    limit = newest(matter, RECUSAL)
    assert cast.today == date(2026, 3, 2)
    assert (limit.starts_on, limit.due_on, limit.state) == (cast.today, date(2026, 3, 4), "open")
    assert limit.duty == "authority"
    assert any("第十九条" in line for line in (*limit.explanation, limit.source))
    matter.refresh_from_db()
    assert matter.due_on == limit.due_on
    told = ("决定并答复回避申请", limit.due_on, limit.label)
    assert waits(matter)["agency_head"] == told
    assert sweep(limit.due_on).near >= 1
    assert sweep(limit.due_on + timedelta(1)).late >= 1

    answer(cast, matter, filing)

    assert newest(matter, RECUSAL).state == "met"
    assert waits(matter) == stood
    assert matter.due_on == newest(matter, "decision-limit").due_on


def test_of_two_applications_the_oldest_without_an_answer_sets_the_limit(cast: Cast) -> None:
    matter = file_case(cast, opened(cast))
    first = ask(cast, matter)
    cast.wait(days=1)
    second = ask(cast, matter, "second")
    both = running(matter, RECUSAL)
    answer(cast, matter, first)
    after = running(matter, RECUSAL)
    inbox = waits(matter)["agency_head"]
    answer(cast, matter, second)

    assert both == [(date(2026, 3, 2), date(2026, 3, 4))]
    assert after == [(date(2026, 3, 3), date(2026, 3, 5))]
    assert inbox[1] == date(2026, 3, 5)
    assert running(matter, RECUSAL) == []


def test_the_case_of_the_police_that_is_published_has_the_limit_too(cast: Cast) -> None:
    matter = story.file_case(cast, story.open_case(cast))

    ask(cast, matter)

    assert running(matter, RECUSAL) == [(cast.today, cast.today + timedelta(2))]


def test_elsewhere_an_application_waits_without_a_limit(home: object) -> None:
    cast = story.make_cast(domain="market")
    matter = story.file_case(cast, story.open_case(cast))

    filing = ask(cast, matter)

    assert not matter.deadlines.filter(code=RECUSAL).exists()
    assert waits(matter)["agency_head"] == ("决定并答复回避申请", cast.today, "")
    answer(cast, matter, filing)
    assert "agency_head" not in waits(matter)
