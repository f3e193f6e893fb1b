"""For whom a case waits."""

from collections.abc import Iterator
from typing import Any

import pytest

from gongjian.cases import testing as story
from gongjian.cases import testing_public_order as police
from gongjian.cases.testing import Cast, activate, decided_case, file_case, make_cast, open_case
from gongjian.cases.testing_unseen import Watch, watching
from gongjian.matters import ports
from gongjian.matters.models import Matter

DEPOSIT: dict[str, Any] = {"guarantee": "deposit", "deposit_fen": 100_000}
TOLD: dict[str, Any] = {"outcome": "told", "receiver": "禄安市监察委员会"}


def waits(matter: Matter) -> dict[str, str]:
    return dict(matter.todos.values_list("role", "step"))


@pytest.mark.django_db
def test_a_case_waits_only_for_who_can_move_it_from_where_it_stands() -> None:
    activate()
    cast = make_cast()

    matter = file_case(cast, open_case(cast))

    assert waits(matter) == {"handler": "调查终结"}


@pytest.mark.django_db
def test_a_delivered_decision_waits_for_performance_and_publication_not_for_a_notice() -> None:
    activate()
    cast = make_cast()

    matter = decided_case(cast)

    found = waits(matter)
    assert (found["handler"], found["publisher"]) == ("登记履行情况", "拟定公示内容")
    assert not {"unit_head", "agency_head", "legal_reviewer"} & set(found)


@pytest.fixture
def watch(monkeypatch: pytest.MonkeyPatch) -> Watch:
    return watching(monkeypatch)


@pytest.fixture
def force(home: Any, watch: Watch) -> Iterator[Cast]:
    yield police.police_cast()
    assert watch.unseen == []


def detained(cast: Cast, **person: Any) -> Matter:
    matter = police.file_case(cast, police.opened(cast))
    police.investigated(cast, matter, items=police.DETENTION, **person)
    story.inform(cast, matter)
    story.decide(cast, story.let_time_run(cast, matter))
    return story.deliver(cast, matter)


@pytest.mark.django_db
def test_whoever_can_move_a_detention_that_waits_finds_it_in_the_inbox(force: Cast) -> None:
    matter = detained(force)

    force.do("handler", "cases.ask_suspension", matter, ground="exam", **DEPOSIT)
    assert waits(matter)["finance"] == "收取保证金"
    assert waits(matter)["agency_head"] == "决定是否暂缓执行拘留"
    police.take_deposit(force, matter)
    assert "finance" not in waits(matter)
    force.do("agency_head", "cases.grant_suspension", matter, reason="无危险。")
    assert not {"finance", "agency_head"} & set(waits(matter))
    force.do("agency_head", "cases.end_suspension", matter, outcome="evaded", reason="见笔录。")
    assert waits(matter)["agency_head"] == "没收保证金"
    force.do("agency_head", "cases.forfeit_deposit", matter, reason="离开本市。")

    assert waits(matter)["finance"] == "没收的保证金上缴国库"
    assert "agency_head" not in waits(matter)


@pytest.mark.django_db
def test_what_a_port_would_have_told_is_found_missing(
    force: Cast, watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    matter = detained(force)

    with monkeypatch.context() as left_out:
        left_out.setattr(ports, "_also", [])
        force.do("handler", "cases.ask_suspension", matter, ground="exam", **DEPOSIT)

    missing = {told.partition(" (")[0] for told in watch.unseen}
    watch.unseen.clear()
    assert missing == {"finance: 收取保证金", "agency_head: 不同意暂缓执行拘留"}
    police.take_deposit(force, matter)
    force.do("agency_head", "cases.refuse_suspension", matter, reason="可能逃避。")
    assert waits(matter)["finance"] == "退还保证金"


@pytest.mark.django_db
def test_the_report_of_an_official_waits_for_the_head_until_it_is_made(force: Cast) -> None:
    matter = detained(force, official=True, workplace="禄安市水务局科员")

    assert waits(matter)["agency_head"] == "通报公职人员受处罚的情况"
    force.do("agency_head", "cases.report_official", matter, **TOLD)
    assert "agency_head" not in waits(matter)


@pytest.mark.django_db
def test_a_victims_copy_waits_for_the_handler(force: Cast) -> None:
    matter = police.file_case(force, police.opened(force))
    victim = force.do("handler", "cases.register_victim", matter, name="被示例", harm="轻微伤")
    police.investigated(force, matter)
    story.inform(force, matter)
    # What must be reviewed waits for the review alone, and the other way round.
    assert not {"handler", "unit_head"} <= set(waits(matter))

    story.decide(force, story.let_time_run(force, matter))

    line = matter.todos.get(role="handler")
    assert (line.step, line.also) == ("送被侵害人决定书副本", "送达决定书")
    given = {"victim": victim.uid, "given_on": force.today, "receiver": "被示例"}
    force.do("handler", "cases.give_victim_copy", matter, **given)
    line = matter.todos.get(role="handler")
    assert (line.step, line.also) == ("送达决定书", "")
