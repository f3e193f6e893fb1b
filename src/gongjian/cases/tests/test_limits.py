"""The limits of one matter as steps start, meet, pause, resume and extend them, day by day.

The steps are made for the purpose and the rows written past the acts: what a procedure asks of a
limit is held by the scenarios, what becomes of it then by these tests.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError

from gongjian.cases import testing as story
from gongjian.cases.testing import Cast
from gongjian.common import acts
from gongjian.common.acts import Act
from gongjian.common.clock import fixed
from gongjian.common.records import Record
from gongjian.jurisdiction.errors import UnknownParameter
from gongjian.matters import limits
from gongjian.matters.models import Deadline, LimitExtension, LimitPause, Matter
from gongjian.process import StepDef

pytestmark = [pytest.mark.django_db, pytest.mark.tampers]
LIMIT = "decision-limit"
FILED = date(2026, 3, 2)
DUE = FILED + timedelta(90)


@dataclass
class Desk:
    """One matter and whoever takes its steps."""

    cast: Cast
    matter: Matter

    def act(self, day: date) -> Act:
        now = datetime(day.year, day.month, day.day, 2, 30, tzinfo=UTC)
        service = acts.service("cases.end_investigation")
        running = Act(service, self.cast.actor("handler"), fixed(now), None)
        running.matter = self.matter
        return running

    def do(self, day: date, *, begins: date | None = None, **step: Any) -> list[Record]:
        running = self.act(day)
        if begins is not None:
            running.start_limit(LIMIT, begins)
        rows = limits.moved(running, StepDef("x", "鉴定", "handler", **step))
        for row in rows:
            row.save()
        return rows

    def start(self, day: date = FILED, code: str = LIMIT, **values: Any) -> Deadline:
        *_, new = self.do(day, starts=(code,), **values)
        assert isinstance(new, Deadline)
        return new

    def pause(self, day: date, ground: str = "appraisal", code: str = LIMIT) -> list[Record]:
        return self.do(day, pauses=(code,), ground=ground)

    def resume(self, day: date, ground: str = "appraisal", code: str = LIMIT) -> list[Record]:
        return self.do(day, resumes=(code,), ground=ground)

    def extend(self, day: date, code: str = LIMIT) -> list[Record]:
        return self.do(day, extends=(code,))

    def unmet(self, code: str = LIMIT, on: date = FILED) -> str:
        step = StepDef("x", "延长", "handler", extends=(code,))
        return "".join(limits.unmet(self.matter, step, on))

    def states(self, code: str = LIMIT) -> list[tuple[str, date | None, date]]:
        rows = self.matter.deadlines.filter(code=code).order_by("id")
        return list(rows.values_list("state", "ended_on", "due_on"))


@pytest.fixture
def desk(home: object) -> Desk:
    """Return a case in which no limit runs: what began with its opening is over."""
    cast = story.make_cast()
    desk = Desk(cast, in_domain(story.open_case(cast), "market"))
    desk.do(FILED, stops=("filing-limit",))
    return desk


def in_domain(matter: Matter, domain: str) -> Matter:
    """Let a matter belong to another domain, for the rules only: the row stays as it is."""
    matter.domain = domain
    return matter


def day(month: int, number: int) -> date:
    return date(2026, month, number)


def kinds(rows: list[Record]) -> list[str]:
    return [type(row).__name__ for row in rows]


def test_a_limit_begins_once_begins_anew_and_is_met(desk: Desk) -> None:
    assert limits.next_due(desk.matter) is None
    first = desk.start()
    party = desk.start(code="statement-limit")
    assert (first.starts_on, first.due_on, first.duty) == (FILED, DUE, "authority")
    assert (first.label, first.source) == ("作出处罚决定的期限", "行政处罚法 第六十条")
    assert first.provisional is False
    assert all("延长" not in line for line in first.explanation)
    assert party.due_on < DUE
    assert (party.duty, limits.next_due(desk.matter)) == ("party", DUE)

    again = desk.start(day(3, 3))
    late = desk.start(day(3, 4), "delivery-limit")
    assert late.due_on < again.due_on
    assert limits.next_due(desk.matter) == late.due_on
    assert desk.do(day(3, 5)) == []
    desk.do(day(3, 10), stops=(LIMIT,))

    assert desk.states() == [
        ("replaced", day(3, 3), DUE),
        ("met", day(3, 10), DUE + timedelta(1)),
    ]
    assert desk.states("statement-limit") == [("open", None, party.due_on)]
    assert desk.do(day(3, 11), stops=(LIMIT,)) == []


def test_a_limit_counts_from_the_day_that_the_step_names(desk: Desk) -> None:
    assert desk.start(day(3, 9), begins=FILED).due_on == DUE


def test_a_limit_of_hours_runs_from_the_moment_and_never_slides(desk: Desk) -> None:
    friday = day(3, 6)
    hours = desk.start(friday, "coercion.urgent_report")

    assert (hours.starts_on, hours.due_on, hours.duty) == (friday, day(3, 7), "authority")
    assert hours.due_at == datetime(2026, 3, 7, 2, 30, tzinfo=UTC)
    assert hours.source == "行政强制法 第十九条"
    assert hours.label == "紧急强制措施报告并补办批准的期限"
    assert hours.explanation == [
        "依据：行政强制法 第十九条——紧急强制措施报告并补办批准的期限24小时",
        "自2026年3月6日10时30分起算，至2026年3月7日10时30分止，按钟点计算，节假日不扣除",
    ]


def test_what_the_place_does_not_set_does_not_begin_and_a_wrong_code_is_a_fault(desk: Desk) -> None:
    in_domain(desk.matter, "public-security")

    assert desk.do(FILED, starts=("decision-extension",)) == []
    with pytest.raises(UnknownParameter):
        desk.do(FILED, starts=("no-such-limit",))


def test_grounds_are_merged_and_the_limit_goes_on_with_the_last_of_them(desk: Desk) -> None:
    desk.start()

    old, pause = desk.pause(day(3, 12))
    assert isinstance(old, Deadline)
    assert isinstance(pause, LimitPause)
    assert (old.state, old.ended_on) == ("paused", day(3, 12))
    assert (pause.ground, pause.label) == ("appraisal", "作出处罚决定的期限：鉴定")
    assert (pause.code, pause.began_on, pause.ended_on) == (LIMIT, day(3, 12), None)
    assert desk.pause(day(3, 13)) == []
    assert kinds(desk.pause(day(3, 15), "hearing")) == ["LimitPause"]
    assert limits.open_pauses(desk.matter, LIMIT).count() == 2
    assert desk.resume(day(3, 16), "notice_delivery") == []
    assert kinds(desk.resume(day(3, 20))) == ["LimitPause"]
    assert desk.states() == [("paused", day(3, 12), DUE)]

    ended, replaced, new = desk.resume(day(3, 25), "hearing")
    assert isinstance(ended, LimitPause)
    assert ended.ended_on == day(3, 25)
    assert isinstance(replaced, Deadline)
    assert (replaced.state, replaced.ended_on) == ("replaced", day(3, 25))
    assert isinstance(new, Deadline)
    assert (new.starts_on, new.due_on) == (FILED, DUE + timedelta(13))
    assert desk.resume(day(3, 26), "hearing") == []

    desk.pause(day(4, 1))
    *_, later = desk.resume(day(4, 3))
    assert isinstance(later, Deadline)
    assert later.due_on == DUE + timedelta(15)
    anew = limits.reckoned_anew(desk.matter, later)
    assert anew._state.adding
    assert (anew.starts_on, anew.due_on) == (FILED, later.due_on)
    assert anew.explanation == later.explanation


def test_a_pause_within_one_day_moves_nothing(desk: Desk) -> None:
    desk.start()
    desk.pause(FILED)
    desk.resume(FILED)
    desk.pause(day(3, 12))
    desk.resume(day(3, 13))

    assert desk.states()[-1] == ("open", None, DUE + timedelta(1))


def test_time_stands_still_only_on_grounds_that_the_place_lists(desk: Desk) -> None:
    matter = desk.matter
    desk.start()
    desk.start(code="review-limit")

    assert limits.excluded(matter, LIMIT, "hearing", FILED)
    assert not limits.excluded(matter, LIMIT, "crime", FILED)
    assert limits.excluded(matter, "review-limit", "returned", FILED)
    assert desk.pause(day(3, 3), "crime") == []
    assert kinds(desk.pause(day(3, 3), "returned", "review-limit")) == ["Deadline", "LimitPause"]
    assert desk.pause(day(3, 3), "appraisal", "seize-limit") == []
    assert not limits.excluded(in_domain(matter, "urban"), LIMIT, "hearing", FILED)
    in_domain(matter, "environment")
    assert limits.excluded(matter, LIMIT, "hearing", day(3, 2))
    assert not limits.excluded(matter, LIMIT, "hearing", date(2023, 6, 30))


def test_what_ends_while_it_stands_still_ends_its_pauses_too(desk: Desk) -> None:
    desk.start()
    desk.start(code="seize-limit")
    desk.pause(day(3, 12))
    desk.pause(day(3, 12), code="seize-limit")

    desk.do(day(3, 20), stops=(LIMIT,))

    assert desk.states() == [("met", day(3, 20), DUE)]
    assert list(LimitPause.objects.order_by("code").values_list("code", "ended_on")) == [
        (LIMIT, day(3, 20)),
        ("seize-limit", None),
    ]
    assert kinds(desk.do(day(3, 21), starts=("seize-limit",))) == [
        "LimitPause",
        "Deadline",
        "Deadline",
    ]


def test_a_limit_is_extended_as_often_as_the_place_allows(desk: Desk) -> None:
    assert desk.unmet() == "该期限没有在进行，不能延长"
    desk.start()
    assert desk.unmet() == ""

    extension, old, new = desk.extend(day(5, 20))

    assert isinstance(extension, LimitExtension)
    told = (extension.code, extension.starts_on, extension.number, extension.days, extension.source)
    assert told == (LIMIT, FILED, 1, 30, "市场监督管理行政处罚程序规定")
    assert extension.approved_by_id == desk.cast.people["handler"].pk
    assert extension.at == datetime(2026, 5, 20, 2, 30, tzinfo=UTC)
    assert isinstance(old, Deadline)
    assert (old.state, old.ended_on) == ("replaced", day(5, 20))
    assert isinstance(new, Deadline)
    assert new.due_on == DUE + timedelta(30)
    assert new.explanation[-1] == "其中原期限90日，经批准延长30"
    assert len(new.explanation) > 1
    assert desk.unmet() == "“作出处罚决定的期限”已延长1次，最多延长1次"
    assert limits.reckoned_anew(desk.matter, new).due_on == new.due_on


def test_a_second_extension_adds_to_the_first(desk: Desk) -> None:
    in_domain(desk.matter, "public-order")
    desk.start()
    desk.extend(day(3, 20))
    assert desk.unmet() == ""

    number = [row.number for row in desk.extend(day(4, 20)) if isinstance(row, LimitExtension)]

    assert number == [2]
    assert desk.states()[-1] == ("open", None, FILED + timedelta(90))
    assert "已延长2次，最多延长2次" in desk.unmet()


def test_a_limit_that_is_over_is_not_extended_afterwards(desk: Desk) -> None:
    desk.start()

    over = f"“作出处罚决定的期限”已于{DUE.isoformat()}届满，应当在届满之前延长"
    assert (desk.unmet(on=DUE), desk.unmet(on=DUE + timedelta(1))) == ("", over)
    with pytest.raises(DatabaseError, match="guarded table matters_limitextension"):
        desk.extend(DUE + timedelta(1))


def test_a_place_without_the_rule_extends_nothing(desk: Desk) -> None:
    in_domain(desk.matter, "public-security")
    desk.start()

    assert desk.unmet() == "本领域没有准许延长“作出处罚决定的期限”的规定"
    assert limits.most_extensions(desk.matter, LIMIT, FILED) == 1
    assert limits.most_extensions(in_domain(desk.matter, "public-order"), LIMIT, FILED) == 2


def test_what_is_extended_while_it_stands_still_ends_later_once_it_goes_on(desk: Desk) -> None:
    desk.start()
    desk.pause(day(3, 12))

    assert desk.unmet() == ""
    assert kinds(desk.extend(day(3, 15))) == ["LimitExtension"]
    desk.resume(day(3, 22))

    assert desk.states() == [
        ("replaced", day(3, 22), DUE),
        ("open", None, DUE + timedelta(40)),
    ]
    desk.start(day(4, 1))
    assert desk.states()[-1] == ("open", None, day(4, 1) + timedelta(90))


def test_an_extension_after_a_pause_keeps_the_days_that_did_not_count(desk: Desk) -> None:
    desk.start()
    desk.pause(day(3, 12))
    desk.resume(day(3, 22))
    desk.extend(day(4, 1))

    assert desk.states()[-1] == ("open", None, DUE + timedelta(40))


def test_what_a_step_met_runs_on_when_the_step_is_taken_back(desk: Desk) -> None:
    desk.start()
    desk.do(day(3, 3), stops=(LIMIT,))
    desk.start(day(3, 4))
    desk.do(day(4, 1), stops=(LIMIT,), starts=("delivery-limit",))
    desk.start(day(4, 1), "review-limit")

    running = desk.act(day(4, 8))
    limits.take_back(running, met=LIMIT, started=("delivery-limit",))

    due = DUE + timedelta(2)
    assert desk.states() == [("met", day(3, 3), DUE), ("open", None, due)]
    [(state, ended, _)] = desk.states("delivery-limit")
    assert (state, ended) == ("replaced", day(4, 8))
    assert [state for state, *_ in desk.states("review-limit")] == ["open"]
    assert desk.matter.due_on == limits.next_due(desk.matter) is not None
    assert len(running.written[desk.matter.stream]) == 2

    idle = desk.act(day(4, 9))
    limits.take_back(idle, met="seize-limit", started=())
    assert idle.written == {}


def test_a_matter_that_is_split_off_keeps_what_did_not_count(desk: Desk) -> None:
    new = Desk(desk.cast, in_domain(story.open_case(desk.cast), "market"))
    limits.carry_over(desk.act(FILED), LIMIT, desk.matter, new.matter)
    desk.start()
    desk.pause(day(3, 12))
    desk.resume(day(3, 22))
    desk.extend(day(4, 1))
    desk.pause(day(4, 10), "hearing")

    limits.carry_over(desk.act(day(4, 12)), LIMIT, desk.matter, new.matter)

    [granted] = new.matter.extensions.all()
    [kept] = new.matter.pauses.all()
    [before] = desk.matter.extensions.all()
    assert (granted.days, granted.number, granted.at) == (30, 1, before.at)
    assert granted.uid != before.uid
    assert (kept.ground, kept.began_on, kept.ended_on) == ("appraisal", day(3, 12), day(3, 22))
    assert new.start(day(4, 12)).due_on == day(4, 12) + timedelta(90)
    again = new.start(day(4, 12), begins=FILED)
    assert again.due_on == DUE + timedelta(40)
    assert again.explanation[-1] == "其中原期限90日，经批准延长30"
