"""Review and litigation: registered, stayed only where granted, and what their results do."""

from datetime import date, timedelta
from typing import Any

import pytest

from gongjian.cases import testing as story
from gongjian.cases import testing_public_order as police
from gongjian.cases.models import Case, Decision, Draft
from gongjian.cases.queries import balance_of, case_of, decision_of, latest_draft
from gongjian.cases.testing import Cast
from gongjian.cases.testing_beside import guardian, state_needs
from gongjian.cases.testing_weighing import CAUSE, catalogued, fine, weighed
from gongjian.common.errors import InvalidInput, RuleBroken
from gongjian.documents.testing import typed_command
from gongjian.documents.typed import act_code
from gongjian.jurisdiction.profiles import profile
from gongjian.matters.definitions import process_of
from gongjian.matters.models import Matter
from gongjian.payments.queries import surcharge_of
from gongjian.payments.testing import receive, the_notice
from gongjian.payments.window import window_of
from gongjian.publicity import testing as publishing
from gongjian.remedies.models import Remedy
from gongjian.remedies.queries import limits_of
from gongjian.remedies.testing import changed_to
from gongjian.workbench.testing import signed_in, staffed_cast

from .doors import Attempt, as_json, assert_shut, told_by
from .test_doors import copied, decision_for
from .test_doors_beside import refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]
FINE = 5_212_000
OTHER = "air-excess"


@pytest.fixture
def cast() -> Cast:
    return story.make_cast()


@pytest.fixture
def matter(cast: Cast) -> Matter:
    return story.decided_case(cast)


def lodge(cast: Cast, matter: Matter, kind: str = "review", **values: Any) -> Remedy:
    known: dict[str, Any] = {
        "against": story.penalty_paper(matter),
        "kind": kind,
        "applicant": "party",
        "applicant_name": matter.party_name,
        "body": "青川市人民政府",
        "lodged_on": cast.today,
        "claim": "请求撤销。",
    }
    row: Remedy = cast.do("handler", "remedies.register", matter, **(known | values))
    return row


def end(cast: Cast, matter: Matter, row: Remedy, outcome: str, **values: Any) -> Remedy:
    known: dict[str, Any] = {
        "remedy": row.uid,
        "outcome": outcome,
        "paper": "青府复决〔2026〕1号",
        "effective_on": cast.today,
        "served_on": cast.today,
        "note": "见决定书。",
    }
    done: Remedy = cast.do("unit_head", "remedies.record_result", matter, **(known | values))
    return done


def latest(matter: Matter) -> Draft:
    draft = latest_draft(case_of(matter))
    assert draft is not None
    return draft


def todos(matter: Matter) -> dict[str, str]:
    return dict(matter.todos.values_list("role", "step"))


def test_the_party_sees_its_last_days(cast: Cast, matter: Matter) -> None:
    served, rules = cast.today, profile("dazhou")

    found = {until.kind: until.due.due_on for until in limits_of(matter)}

    assert found == {
        "review": rules.due("remedy.review", served, "environment").due_on,
        "litigation": rules.due("remedy.litigation", served, "environment").due_on,
    }


def test_after_a_review_the_fifteen_days_count_from_its_delivery(
    cast: Cast, matter: Matter
) -> None:
    row = lodge(cast, matter)
    cast.wait(days=40)
    end(cast, matter, row, "upheld")

    lawsuit = next(u for u in limits_of(matter) if u.kind == "litigation")

    due = profile("dazhou").due("remedy.litigation_after_review", cast.today, "environment")
    assert lawsuit.due.due_on == due.due_on
    window = window_of(the_notice(matter))
    assert window is not None
    assert window.opens_on == due.due_on + timedelta(1)


def test_a_review_taken_up_is_not_offered_again_and_nothing_after_the_revocation(
    cast: Cast, matter: Matter
) -> None:
    row = lodge(cast, matter)
    assert {until.kind for until in limits_of(matter)} == {"review", "litigation"}

    cast.do(
        "handler",
        "remedies.answer",
        matter,
        remedy=row.uid,
        answer="accepted",
        answered_on=cast.today,
    )
    assert {until.kind for until in limits_of(matter)} == {"litigation"}

    end(cast, matter, row, "revoked")
    assert limits_of(matter) == []


def test_the_page_of_a_case_says_at_its_head_that_the_decision_is_out_of_force() -> None:
    cast = staffed_cast()
    matter, client = story.decided_case(cast), signed_in(cast, "handler")
    page = f"/staff/matters/{matter.uid}/"
    assert "起失去效力" not in client.get(page).content.decode()

    end(cast, matter, lodge(cast, matter), "revoked")

    head = client.get(page).content.decode().split("matter-grid")[0]
    assert "被撤销" in head
    assert f"{cast.today.isoformat()} 起失去效力" in head
    assert "青府复决〔2026〕1号" in head


def test_execution_goes_on_unless_stayed_and_days_bear_no_surcharge(
    cast: Cast, matter: Matter
) -> None:
    notice = the_notice(matter)
    cast.wait(days=(notice.due_on - cast.today).days + 3)
    row = lodge(cast, matter)
    cast.wait(days=10)
    assert surcharge_of(notice, cast.today).late_days == 2
    assert window_of(notice) is None
    cast.do("handler", "payments.make_demand", matter)

    stay: dict[str, Any] = {
        "remedy": row.uid,
        "stayed_on": cast.today,
        "ground": "停止执行通知书。",
    }
    cast.do("unit_head", "remedies.grant_stay", matter, **stay)

    with pytest.raises(RuleBroken, match="停止执行"):
        cast.do("handler", "payments.make_demand", matter)


def test_a_revoked_decision_owes_nothing_and_gives_back(cast: Cast, matter: Matter) -> None:
    receive(cast, matter, 1_000_000)
    row = lodge(cast, matter)

    end(cast, matter, row, "revoked")

    money = balance_of(the_notice(matter).decision)
    assert (money.owed_fen, money.overpaid_fen) == (0, 1_000_000)
    assert the_notice(matter).outstanding_fen == 0
    with pytest.raises(RuleBroken, match="失效"):
        cast.do("handler", "cases.record_performance", matter, performed_on=cast.today)
    cast.do("handler", "cases.end_execution", matter, reason="处罚决定已被撤销。")
    with pytest.raises(RuleBroken, match="依法不予公开"):
        publishing.publish(cast, matter)


@pytest.mark.requirement("Q5")
def test_the_written_answer_waits_in_the_inbox_until_it_is_handed_in(
    cast: Cast, matter: Matter
) -> None:
    row = lodge(cast, matter)
    taken: dict[str, Any] = {"remedy": row.uid, "answer": "accepted", "answered_on": cast.today}
    early = row.lodged_on - timedelta(days=1)
    with pytest.raises(InvalidInput, match="早于申请日期"):
        cast.do("handler", "remedies.answer", matter, **taken, copy_on=early)
    with pytest.raises(RuleBroken, match="没有正在计算"):
        cast.do("handler", "remedies.submit_answer", matter, remedy=row.uid)

    cast.do("handler", "remedies.answer", matter, **taken, copy_on=cast.today)

    limit = matter.deadlines.get(code="remedy.answer")
    assert (limit.duty, limit.starts_on) == ("authority", cast.today)
    counted = profile(matter.profile).due("remedy.answer", cast.today, matter.domain)
    assert limit.due_on == counted.due_on
    assert todos(matter)["handler"] == "提交行政复议答复"
    cast.do("handler", "remedies.submit_answer", matter, remedy=row.uid)
    assert matter.deadlines.get(code="remedy.answer").state == "met"
    assert todos(matter).get("handler") != "提交行政复议答复"


@pytest.mark.parametrize(
    ("outcome", "days"), [("revoked", 1), ("unlawful", 1), ("remade", 1), ("void", 3)]
)
def test_the_withdrawal_falls_due_in_the_inbox_by_the_place_s_limit(
    cast: Cast, matter: Matter, outcome: str, days: int
) -> None:
    item = publishing.publish(cast, matter)
    row = lodge(cast, matter)

    end(cast, matter, row, outcome)

    limit = matter.deadlines.get(code="publication.withdraw")
    due = profile("dazhou").due("publication.withdraw", cast.today, "environment", reason=outcome)
    assert limit.due_on == due.due_on
    if days == 1:
        assert limit.due_on == cast.today + timedelta(1)
    assert todos(matter)["publication_checker"] == "撤回公示"
    cast.do(
        "publication_checker",
        "publicity.withdraw_publication",
        matter,
        item=item.uid,
        ground=outcome,
        effective_on=cast.today,
        reason="处罚决定已经失效。",
    )
    assert "publication_checker" not in todos(matter)
    assert not matter.deadlines.filter(code="publication.withdraw", state="open").exists()


def test_a_change_lessens_the_debt_and_is_never_heavier(cast: Cast, matter: Matter) -> None:
    row = lodge(cast, matter)
    with pytest.raises(InvalidInput, match="不利的变更"):
        end(cast, matter, row, "changed", items=changed_to(matter, FINE + 1))

    end(cast, matter, row, "changed", items=changed_to(matter, 2_000_000))

    assert the_notice(matter).outstanding_fen == 2_000_000
    receive(cast, matter)
    cast.do("handler", "cases.record_performance", matter, performed_on=cast.today)
    assert "executed" in matter.marking


def test_one_of_a_kind_runs_and_none_before_the_delivery(cast: Cast) -> None:
    matter = story.file_case(cast, story.open_case(cast))
    with pytest.raises(RuleBroken, match="还没有送达"):
        lodge(cast, matter)
    matter = story.decided_case(cast)
    lodge(cast, matter)

    with pytest.raises(InvalidInput, match="不能重复登记"):
        lodge(cast, matter)


def test_what_is_to_be_made_anew_begins_at_the_investigation_and_is_no_heavier(
    cast: Cast, matter: Matter
) -> None:
    row = lodge(cast, matter)
    with pytest.raises(RuleBroken, match="责令重新"):
        cast.do("agency_head", "remedies.open_remake", matter, opinion="重新办理。")
    end(cast, matter, row, "remade")
    cast.do("agency_head", "remedies.open_remake", matter, opinion="重新办理。")
    anew = Case.objects.get(remakes__case__matter=matter).matter
    assert todos(anew)["handler"] == "开始重新调查"

    cast.do("handler", "cases.reopen_case", anew, plan="补充证据。")
    story.investigate(cast, anew, items=({"kind": "fine", "amount_fen": FINE + 100},))
    story.let_time_run(cast, story.inform(cast, anew))

    draft = latest_draft(case_of(anew))
    assert draft is not None
    assert case_of(anew).evidence.count() == 2
    with pytest.raises(RuleBroken, match="不一致"):
        cast.do("unit_head", "cases.go_to_decision", anew, opinion="同意。")
    story.propose(cast, anew, items=({"kind": "fine", "amount_fen": FINE},))
    story.let_time_run(cast, story.inform(cast, anew))
    story.deliver(cast, story.decide(cast, anew))
    assert Decision.objects.filter(case__party=case_of(anew).party).count() == 2


@pytest.mark.tampers
def test_what_a_review_took_off_does_not_come_back_when_it_is_made_anew(
    cast: Cast, matter: Matter
) -> None:
    end(cast, matter, lodge(cast, matter), "changed", items=changed_to(matter, 2_000_000))
    end(cast, matter, lodge(cast, matter, "litigation"), "remade", paper="（2026）示1行初2号")
    cast.do("agency_head", "remedies.open_remake", matter, opinion="重新办理。")
    anew = Case.objects.get(remakes__case__matter=matter).matter
    cast.do("handler", "cases.reopen_case", anew, plan="补充证据。")
    story.investigate(cast, anew, items=({"kind": "fine", "amount_fen": FINE},))
    story.let_time_run(cast, story.inform(cast, anew))

    with pytest.raises(RuleBroken, match="不一致"):
        cast.do("unit_head", "cases.go_to_decision", anew, opinion="同意。")

    genuine = Decision.objects.get()
    told = latest(anew)
    less = {"items": [{"kind": "fine", "amount_fen": 2_000_000}], "fine_fen": 2_000_000}
    lighter = copied(told, version=told.version + 1, **less)
    Draft.objects.bulk_create([lighter])
    assert "guarded table cases_decision" in refused(decision_for(anew, genuine, draft_id=told.pk))
    assert refused(decision_for(anew, genuine, draft_id=lighter.pk)) == ""


def test_what_is_made_anew_is_weighed_under_its_cause_until_the_facts_give_another(
    cast: Cast,
) -> None:
    matter = catalogued(cast)
    story.investigate(cast, matter, **weighed())
    story.let_time_run(cast, story.inform(cast, matter))
    story.deliver(cast, story.decide(cast, matter))
    end(cast, matter, lodge(cast, matter), "remade")
    cast.do("agency_head", "remedies.open_remake", matter, opinion="重新办理。")
    anew = Case.objects.get(remakes__case__matter=matter).matter
    cast.do("handler", "cases.reopen_case", anew, plan="补充证据。")

    assert case_of(anew).cause_code == CAUSE
    with pytest.raises(InvalidInput):  # weighed without circumstances
        story.propose(cast, anew, items=fine(20_000))
    draft = story.propose(cast, anew, **weighed())
    assert (draft.cause_code, draft.step_low_fen) == (CAUSE, latest(matter).step_low_fen)
    copies = list(case_of(anew).evidence.values_list("origin", "elements"))
    assert copies == list(case_of(matter).evidence.values_list("pk", "elements"))
    cast.do("handler", "cases.name_cause", anew, cause_code=OTHER, reason="查明的是另一行为。")
    codes = [Case.objects.get(matter=one).cause_code for one in (matter, anew)]
    assert codes == [CAUSE, OTHER]


def test_a_decision_of_the_police_is_made_anew_under_their_own_procedure() -> None:
    cast = police.police_cast()
    matter = police.file_case(cast, police.opened(cast))
    state_needs(cast, matter, limited=True)
    guardian(cast, matter, phone="13900000009")
    police.investigated(cast, matter)
    story.let_time_run(cast, story.inform(cast, matter))
    story.deliver(cast, story.decide(cast, matter))
    end(cast, matter, lodge(cast, matter), "remade")
    cast.do("agency_head", "remedies.open_remake", matter, opinion="重新办理。")
    anew = Case.objects.get(remakes__case__matter=matter).matter
    with pytest.raises(RuleBroken):
        police.file_case(cast, anew)

    cast.do("handler", "cases.reopen_case", anew, plan="补充证据。")
    police.investigated(cast, anew)
    story.let_time_run(cast, story.inform(cast, anew))
    story.deliver(cast, story.decide(cast, anew))

    assert process_of(anew).code == "public-order"
    carried = case_of(anew).guardians.get()
    assert (carried.name, carried.phone) == ("监示例", "13900000009")
    assert decision_of(case_of(anew)) != decision_of(case_of(matter))


def test_the_police_correct_a_decision_of_their_own_on_its_paper() -> None:
    cast = police.police_cast()
    matter = police.file_case(cast, police.opened(cast))
    police.investigated(cast, matter)
    story.let_time_run(cast, story.inform(cast, matter))
    story.deliver(cast, story.decide(cast, matter))
    correct: dict[str, Any] = {
        "kind": "revoked",
        "effective_on": cast.today,
        "reason": "认错了人。",
    }
    with pytest.raises(RuleBroken, match="请先制作"):
        cast.do("agency_head", "remedies.correct_decision", matter, document=matter.uid, **correct)
    said = vars(typed_command("correction-decision", cast.now))
    paper = cast.do("agency_head", act_code("correction-decision"), matter, **said)
    story.sign_papers(cast, matter)

    cast.do("agency_head", "remedies.correct_decision", matter, document=paper.uid, **correct)

    assert balance_of(the_notice(matter).decision).owed_fen == 0
    cast.do("handler", "cases.end_execution", matter, reason="处罚决定已经撤销。")
    assert "executed" in matter.marking


def refuse(cast: Cast, matter: Matter, row: Remedy) -> None:
    said: dict[str, Any] = {"remedy": row.uid, "answer": "refused", "answered_on": cast.today}
    cast.do("handler", "remedies.answer", matter, **said)


def last_day(matter: Matter, kind: str) -> date:
    return next(until.due.due_on for until in limits_of(matter) if until.kind == kind)


@pytest.mark.requirement("Q5")
def test_a_late_application_is_entered_with_its_reason_and_moves_nothing(
    cast: Cast, matter: Matter
) -> None:
    before, notice = window_of(the_notice(matter)), the_notice(matter)
    lawsuit = last_day(matter, "litigation")
    cast.wait(days=61)
    with pytest.raises(InvalidInput, match="已经超过：请写明申请人说明的理由"):
        lodge(cast, matter)

    row = lodge(cast, matter, delay_reason="因住院未能及时申请。")

    assert row.late
    assert window_of(notice) == before
    cast.wait(days=1)
    owed = surcharge_of(notice, cast.today)
    refuse(cast, matter, row)
    assert window_of(notice) == before
    assert last_day(matter, "litigation") == lawsuit
    assert surcharge_of(notice, cast.today) == owed


def test_a_late_application_that_is_taken_up_counts_like_any_other(
    cast: Cast, matter: Matter
) -> None:
    notice = the_notice(matter)
    cast.wait(days=61)
    row = lodge(cast, matter, delay_reason="因地震道路中断。")
    owed = surcharge_of(notice, cast.today).late_days
    taken: dict[str, Any] = {"remedy": row.uid, "answer": "accepted", "answered_on": cast.today}

    cast.do("handler", "remedies.answer", matter, **taken)
    cast.wait(days=5)

    assert window_of(notice) is None
    assert surcharge_of(notice, cast.today).late_days == owed - 1  # the day it was lodged as well


def test_who_was_refused_in_time_keeps_the_own_term_for_the_lawsuit(
    cast: Cast, matter: Matter
) -> None:
    lawsuit, before = last_day(matter, "litigation"), window_of(the_notice(matter))
    row = lodge(cast, matter)

    refuse(cast, matter, row)

    assert last_day(matter, "litigation") == lawsuit
    assert window_of(the_notice(matter)) == before


def test_another_s_term_counts_from_the_day_of_knowing(cast: Cast, matter: Matter) -> None:
    cast.wait(days=90)
    known: dict[str, Any] = {"applicant": "other", "applicant_name": "邻示例"}
    with pytest.raises(InvalidInput, match="已经超过"):
        lodge(cast, matter, **known)
    with pytest.raises(InvalidInput, match="晚于申请日期"):
        lodge(cast, matter, **known, known_on=cast.today, lodged_on=cast.today - timedelta(1))

    row = lodge(cast, matter, **known, known_on=cast.today - timedelta(10))

    assert not row.late
    assert window_of(the_notice(matter)) is None


@pytest.mark.tampers
def test_no_door_takes_a_late_application_without_its_reason() -> None:
    cast = story.make_cast(accounts=True)
    matter = story.decided_case(cast)
    cast.wait(days=61)
    row = lodge(cast, matter, delay_reason="因住院未能及时申请。")
    counting = copied(row.proceeding, in_time=True)

    assert "guarded table remedies_remedy" in refused(copied(row, delay_reason=""))
    assert refused(counting) == ""
    assert "guarded table remedies_remedy" in refused(copied(row, proceeding_id=counting.pk))
    refuse(cast, matter, row)
    values = {
        "against": story.penalty_paper(matter),
        "kind": "review",
        "applicant": "party",
        "applicant_name": matter.party_name,
        "body": "青川市人民政府",
        "lodged_on": cast.today,
        "claim": "请求撤销。",
    }
    with told_by(cast):
        tried = Attempt(cast.people["handler"], "remedies.register", as_json(values), matter)
        assert_shut(tried, 422)
