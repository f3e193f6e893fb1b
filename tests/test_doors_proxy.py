"""No door lets another perform in the party's stead before the law does (代履行).

Source: 行政强制法 第三十五条至第三十九条、第四十三条、第五十条至第五十二条.
"""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction

from gongjian.cases import testing as story
from gongjian.cases.models import CorrectionOrder
from gongjian.cases.testing import Cast
from gongjian.cases.testing_correcting import refused_copy
from gongjian.common.errors import InvalidInput, RuleBroken
from gongjian.common.records import Record
from gongjian.matters.models import Matter, Step
from gongjian.matters.queries import inbox
from gongjian.payments import testing_proxy as proxies
from gongjian.payments.models import Proxy, ProxyDecision, ProxyPaper
from gongjian.payments.proxy import off_hours, proxy_over
from gongjian.payments.services import CostItem
from gongjian.payments.services.demands import undelivered
from gongjian.payments.testing import perform as pay
from gongjian.publicity import testing as publishing
from gongjian.remedies.models import Remedy

from .doors import DONE, Attempt, as_json, assert_shut, directly, told_by
from .test_doors_public_order import refusal
from .test_remedies_papers_changed import lodge, result

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]
COSTS: dict[str, Any] = {**proxies.COSTS, "items": (CostItem("清运台班", 360_000),)}


@pytest.fixture
def cast() -> Iterator[Cast]:
    made = story.make_cast(accounts=True)
    with told_by(made):
        yield made


@pytest.fixture
def matter(cast: Cast) -> Matter:
    """Return a decided case whose party was found not to have cleared what it left."""
    found = story.decided_case(cast)
    proxies.refused_order(cast, found)
    return found


def fresh(matter: Matter) -> Matter:
    return Matter.objects.get(pk=matter.pk)


def attempt(cast: Cast, office: str, code: str, matter: Matter, **values: Any) -> Attempt:
    return Attempt(cast.people[office], f"payments.{code}", jsonable(values), fresh(matter))


def jsonable(values: dict[str, Any]) -> dict[str, Any]:
    items = [{"name": i.name, "amount_fen": i.amount_fen} for i in values.get("items", ())]
    return as_json(
        {k: v for k, v in values.items() if k != "items"} | ({"items": items} if items else {})
    )


def planned(cast: Cast) -> dict[str, Any]:
    return {"planned_on": cast.today + timedelta(days=14), **proxies.DECIDED}


def waits(cast: Cast, office: str, matter: Matter) -> list[str]:
    """Return what the inbox of an office says of a matter."""
    rows = [row for row in inbox(cast.actor(office)) if row.matter_id == matter.pk]
    return [text for row in rows for text in (row.step, *map(str, row.also))]


def test_a_duty_is_performed_by_another_step_by_step(cast: Cast, matter: Matter) -> None:
    proxies.to_be_performed(cast, matter)
    assert any("实施代履行" in text for text in waits(cast, "handler", matter))

    visit = proxies.perform(cast, matter)
    assert any("确定代履行费用" in text for text in waits(cast, "agency_head", matter))
    assert not proxy_over(fresh(matter))

    cost = proxies.settle(cast, matter, **COSTS)
    paper = proxies.serve(cast, matter)

    assert visit.proxy.papers.count() == 4
    assert (cost.amount_fen, paper.kind, paper.over_on is not None) == (360_000, "cost", True)
    assert proxy_over(fresh(matter))


def test_no_demand_before_the_duty_was_found_undone(cast: Cast) -> None:
    matter = story.decided_case(cast)
    assert_shut(attempt(cast, "handler", "urge_proxy", matter, **proxies.URGED), 409)
    proxies.refused_order(cast, matter, "corrected")

    assert_shut(attempt(cast, "handler", "urge_proxy", matter, **proxies.URGED), 409)


def test_no_decision_before_the_time_of_the_demand_is_over(cast: Cast, matter: Matter) -> None:
    proxies.urge(cast, matter)
    assert_shut(attempt(cast, "agency_head", "decide_proxy", matter, **planned(cast)), 409)
    paper = proxies.serve(cast, matter)

    assert paper.over_on is not None
    assert paper.over_on >= cast.today + timedelta(days=7)
    assert_shut(attempt(cast, "agency_head", "decide_proxy", matter, **planned(cast)), 409)

    proxies.let_run(cast, paper)
    assert any("决定是否代履行" in text for text in waits(cast, "agency_head", matter))
    assert directly(attempt(cast, "agency_head", "decide_proxy", matter, **planned(cast))) == DONE


def test_the_database_refuses_a_decision_before_the_time_is_over(
    cast: Cast, matter: Matter
) -> None:
    proxies.urge(cast, matter)
    proxies.let_run(cast, proxies.serve(cast, matter))
    decision = proxies.decide(cast, matter)
    spare = ProxyPaper.objects.exclude(pk=decision.paper_id).first()
    assert spare is not None
    other = {"proxy_id": decision.proxy_id, "paper_id": spare.pk}

    early = refused_copy(decision, **other, demand_over_on=decision.decided_on)
    unserved = refused_copy(
        decision, **other, demand_over_on=decision.demand_over_on - timedelta(days=1)
    )

    assert "guarded table" in early or "proxy_decided_after" in early
    assert "guarded table payments_proxydecision" in unserved


@pytest.mark.parametrize(
    ("wrong", "where"),
    [
        ({"disinterested": False}, "disinterested"),
        ({"planned_on": 1}, "planned_on"),
    ],
)
def test_a_decision_names_no_interested_third_and_no_day_too_near(
    cast: Cast, matter: Matter, wrong: dict[str, Any], where: str
) -> None:
    proxies.urge(cast, matter)
    proxies.let_run(cast, proxies.serve(cast, matter))
    if "planned_on" in wrong:
        wrong = {"planned_on": cast.today + timedelta(days=wrong["planned_on"])}

    with pytest.raises(InvalidInput) as refused:
        proxies.decide(cast, matter, **wrong)

    assert where in refused.value.fields


def test_nobody_performs_before_the_decision_was_served_and_the_party_urged_again(
    cast: Cast, matter: Matter
) -> None:
    proxies.urge(cast, matter)
    proxies.let_run(cast, proxies.serve(cast, matter))
    decision = proxies.decide(cast, matter)

    def tried() -> Attempt:
        return attempt(cast, "handler", "perform_proxy", matter, **proxies.on_spot(cast))

    assert_shut(tried(), 409)
    assert_shut(attempt(cast, "handler", "urge_proxy_again", matter, note=""), 409)
    proxies.serve(cast, matter)
    assert_shut(tried(), 409)
    again = proxies.urge_again(cast, matter)
    assert_shut(tried(), 409)
    proxies.let_run(cast, again)
    if cast.today < decision.planned_on:
        assert_shut(tried(), 409)
    cast.wait(days=max((decision.planned_on - cast.today).days, 0))

    assert directly(tried()) == DONE


def taken_back(cast: Cast, act: Callable[[], Record]) -> Record:
    """Return the row that an act would write, as if nobody had done it."""
    with transaction.atomic():
        row = act()
        transaction.set_rollback(True)
    return row


def test_the_database_refuses_a_performance_too_early_or_by_night_without_urgency(
    cast: Cast, matter: Matter
) -> None:
    proxies.to_be_performed(cast, matter)
    again = ProxyPaper.objects.get(proxy__case__matter=matter, kind="again")
    visit = taken_back(cast, lambda: proxies.perform(cast, matter))
    early = refused_copy(visit, performed_on=again.over_on)

    assert refused_copy(visit) == ""
    assert "guarded table payments_proxyvisit" in early
    for wrong, name in (
        ({"off_hours": True}, "proxy_by_night_or_holiday_is_urgent"),
        ({"no_force": False}, "proxy_without_force_by_somebody_named"),
        ({"witness": ""}, "proxy_in_absence_has_witness"),
    ):
        assert name in refused_copy(visit, **wrong)
    proxies.perform(cast, matter)
    assert "guarded table payments_proxyvisit" in refused_copy(visit)


def test_the_database_takes_up_only_what_was_found_undone(cast: Cast, matter: Matter) -> None:
    proxy = taken_back(cast, lambda: proxies.urge(cast, matter))
    other = story.decided_case(cast)
    elsewhere = story.case_of(other).pk

    assert refused_copy(proxy) == ""
    assert "guarded table payments_proxy" in refused_copy(proxy, case_id=elsewhere)
    assert "guarded table payments_proxy" in refused_copy(proxy, state="done")
    assert "proxy_of_an_order_or_cleared_at_once" in refused_copy(proxy, order_id=None)


def test_by_night_or_on_a_holiday_only_where_it_is_urgent(cast: Cast, matter: Matter) -> None:
    proxies.to_be_performed(cast, matter)
    late = cast.now.replace(hour=15, minute=30)  # 23:30 at home
    cast.wait(hours=24)
    said = proxies.on_spot(cast, began_at=late, ended_at=late + timedelta(minutes=20))

    assert_shut(attempt(cast, "handler", "perform_proxy", matter, **said), 422)
    said["urgent_because"] = "河水正在上涨，污染物将被冲入河道。"
    assert directly(attempt(cast, "handler", "perform_proxy", matter, **said)) == DONE


@pytest.mark.parametrize("wrong", [{"no_force": False}, {"witness": ""}])
def test_no_force_and_somebody_signs_for_the_absent(
    cast: Cast, matter: Matter, wrong: dict[str, Any]
) -> None:
    proxies.to_be_performed(cast, matter)

    said = proxies.on_spot(cast, **wrong)
    assert_shut(attempt(cast, "handler", "perform_proxy", matter, **said), 422)


def test_it_stops_where_the_party_performs(cast: Cast, matter: Matter) -> None:
    proxies.to_be_performed(cast, matter)
    cast.do("handler", "payments.stop_proxy", matter, why="performed", because="已经清运。")

    said = proxies.on_spot(cast)
    assert_shut(attempt(cast, "handler", "perform_proxy", matter, **said), 409)
    assert_shut(attempt(cast, "handler", "urge_proxy", matter, **proxies.URGED), 409)
    assert proxy_over(fresh(matter))
    assert not any("代履行" in text for text in waits(cast, "handler", matter))


def test_nothing_goes_on_while_execution_is_stayed(cast: Cast, matter: Matter) -> None:
    proxies.to_be_performed(cast, matter)
    visit_said = proxies.on_spot(cast)
    lodged = cast.do(
        "handler",
        "remedies.register",
        matter,
        against=story.penalty_paper(matter),
        kind="review",
        applicant="party",
        applicant_name=matter.party_name,
        body="青川市人民政府",
        lodged_on=cast.today,
        claim="请求撤销。",
    )
    stay = {"remedy": lodged.uid, "stayed_on": cast.today, "ground": "停止执行通知书。"}
    cast.do("unit_head", "remedies.grant_stay", matter, **stay)

    assert_shut(attempt(cast, "handler", "perform_proxy", matter, **visit_said), 409)


def test_the_cost_above_the_budget_has_a_reason(cast: Cast, matter: Matter) -> None:
    proxies.to_be_performed(cast, matter)
    proxies.perform(cast, matter)
    dear = {**COSTS, "items": (CostItem("清运", 900_000),)}

    assert_shut(attempt(cast, "agency_head", "settle_proxy_cost", matter, **dear), 422)
    free = {"borne": "otherwise", "borne_because": "法律另有规定。", "over_because": "另有渗滤液。"}
    cost = taken_back(cast, lambda: proxies.settle(cast, matter, **{**dear, **free}))
    assert refused_copy(cost) == ""
    assert "proxy_cost_above_the_budget" in refused_copy(cost, over_because="")
    assert "proxy_cost_of_the_party_is_told" in refused_copy(cost, borne="party")


def test_what_is_cleared_at_once_is_told_the_absent_party_afterwards(cast: Cast) -> None:
    matter = story.decided_case(cast)
    cast.wait(hours=3)
    said = proxies.on_spot(
        cast, cleared="road", because="遗洒物堵塞行车道，驾驶人已经离开。", by="agency"
    )

    assert_shut(attempt(cast, "handler", "clear_at_once", matter, **said, approved=""), 422)
    cast.do("handler", "payments.clear_at_once", matter, **said, approved="周局长当日电话同意")

    assert any("告知当事人已立即代履行" in text for text in waits(cast, "handler", matter))
    assert proxies.serve(cast, matter).kind == "told"
    assert not any("立即代履行" in text for text in waits(cast, "handler", matter))
    with pytest.raises(RuleBroken, match="没有正在办理的代履行"):
        cast.do("handler", "payments.stop_proxy", matter, why="lost", because="无。")


def closing(cast: Cast, matter: Matter) -> Attempt:
    said = as_json({"opinion": "同意结案。"})
    return Attempt(cast.people["agency_head"], "cases.close_case", said, fresh(matter))


def test_no_door_closes_the_case_before_the_cost_is_settled_and_told(cast: Cast) -> None:
    matter = story.decided_case(cast)
    cast.wait(hours=3)
    said = proxies.on_spot(
        cast, cleared="river", because="污染物正在扩散。", by="agency", party_present=True
    )
    cast.do("handler", "payments.clear_at_once", matter, **said, approved="周局长当面同意")
    pay(cast, matter)
    publishing.publish(cast, matter)

    assert_shut(closing(cast, matter), 409)
    last = Step.objects.filter(matter=matter).latest("seq")
    assert "guarded table matters_step" in refused_copy(last, seq=last.seq + 1, code="close")
    proxies.settle(cast, matter, **COSTS)
    assert_shut(closing(cast, matter), 409)
    proxies.serve(cast, matter)
    assert directly(closing(cast, matter)) == DONE


def test_a_closed_case_is_taken_up_by_nobody(cast: Cast) -> None:
    matter = story.decided_case(cast)
    pay(cast, matter)
    publishing.publish(cast, matter)
    cast.do("agency_head", "cases.close_case", matter, opinion="同意结案。")
    cast.wait(hours=3)
    said = proxies.on_spot(cast, cleared="road", because="遗洒物。", by="agency", approved="同意")

    assert_shut(attempt(cast, "handler", "clear_at_once", matter, **said), 409)


# --- what a review or lawsuit makes of the order ------------------------------------------------


def lodged(cast: Cast, matter: Matter) -> Remedy:
    order = CorrectionOrder.objects.get(case__matter=matter)
    paper = order.delivery.document
    return lodge(cast, matter, paper)


def steps(cast: Cast, matter: Matter) -> list[Attempt]:
    """Return what would go on: with a proxy open, decide; without one, urge."""
    return [
        attempt(cast, "handler", "urge_proxy", matter, **proxies.URGED),
        attempt(cast, "agency_head", "decide_proxy", matter, **planned(cast)),
    ]


def test_nothing_goes_on_once_the_order_was_revoked(cast: Cast, matter: Matter) -> None:
    proxies.urge(cast, matter)
    proxies.let_run(cast, proxies.serve(cast, matter))
    assert forged(cast, matter) == ""
    for office in ("handler", "second"):
        assert "guarded table" in forged(cast, matter, decided_by=cast.people[office]), office
    row = lodged(cast, matter)
    revoked = result(cast, matter, row, outcome="revoked", paper="复1")
    assert directly(revoked) == DONE

    for tried in steps(cast, matter):
        assert_shut(tried, 409)
    assert "guarded table payments_proxydecision" in forged(cast, matter)
    stop = {"why": "overturned", "because": "复议决定书撤销了责令改正。"}
    cast.do("handler", "payments.stop_proxy", matter, **stop)
    assert_shut(steps(cast, matter)[0], 409)


def test_nothing_goes_on_while_the_order_is_stayed(cast: Cast, matter: Matter) -> None:
    proxies.urge(cast, matter)
    proxies.let_run(cast, proxies.serve(cast, matter))
    assert forged(cast, matter) == ""
    row = lodged(cast, matter)
    said = {"remedy": row.uid, "stayed_on": cast.today, "ground": "复议机关停止执行通知书。"}
    cast.do("agency_head", "remedies.grant_stay", matter, **said)

    assert_shut(steps(cast, matter)[1], 409)
    assert "guarded table payments_proxydecision" in forged(cast, matter)

    assert directly(result(cast, matter, row, outcome="upheld", paper="复1")) == DONE
    assert directly(steps(cast, matter)[1]) == DONE


def forged(cast: Cast, matter: Matter, **values: Any) -> str:
    """Return what the database says to a decision that somebody inserts by hand."""
    with transaction.atomic():
        told = refusal(ProxyDecision(**(forged_decision(cast, matter) | values)))
        transaction.set_rollback(True)
    return told


def forged_decision(cast: Cast, matter: Matter) -> dict[str, Any]:
    proxy = Proxy.objects.get(case__matter=matter)
    demand = proxy.papers.get()
    return planned(cast) | {
        "proxy": proxy,
        "paper": demand,
        "demand_over_on": demand.over_on,
        "decided_by": cast.people["agency_head"],
        "decided_on": cast.today,
    }


def test_what_was_stopped_before_it_was_served_is_served_no_more(
    cast: Cast, matter: Matter
) -> None:
    proxies.urge(cast, matter)
    story.sign_papers(cast, matter)
    cast.do("handler", "payments.stop_proxy", matter, why="performed", because="已经清运。")

    assert undelivered(fresh(matter)) == []
    assert not any("代履行" in text for text in waits(cast, "agency_head", matter))


@pytest.mark.parametrize(
    ("began", "ended", "night"),
    [
        ("2026-09-22T09:00", "2026-09-22T22:00", False),
        ("2026-09-22T09:00", "2026-09-22T22:01", True),
        ("2026-09-22T05:59", "2026-09-22T09:00", True),
        ("2026-09-21T21:00", "2026-09-22T07:00", True),
        ("2026-10-01T09:00", "2026-10-01T10:00", True),
    ],
)
def test_a_whole_night_is_no_gap_between_two_days(began: str, ended: str, night: bool) -> None:
    at = [datetime.fromisoformat(f"{moment}+08:00") for moment in (began, ended)]

    assert bool(off_hours(Matter(profile="dazhou"), *at)) == night
