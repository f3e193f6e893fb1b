"""No door closes a case before what was confiscated is on the register, or said to be lost."""

import dataclasses
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest

from gongjian.cases import testing as story
from gongjian.cases import testing_common as common
from gongjian.cases import testing_public_order as police
from gongjian.cases import testing_several as several
from gongjian.cases.disposal import held_items
from gongjian.cases.models import Decision, GoodsDisposal
from gongjian.cases.queries import case_of
from gongjian.cases.taken import takings_of, unregistered
from gongjian.cases.testing import Cast
from gongjian.common.errors import InvalidInput, NotFound, RuleBroken
from gongjian.documents.models import Document
from gongjian.documents.testing import typed_command
from gongjian.documents.typed import act_code
from gongjian.jurisdiction.profiles import profile
from gongjian.matters.limits import reckoned_anew
from gongjian.matters.models import Matter, Step
from gongjian.matters.ports import facts_of
from gongjian.matters.queries import open_deadlines
from gongjian.matters.sweeping import remind
from gongjian.payments.models import (
    ConfiscatedItem,
    GoodsHandling,
    OwnerCall,
    OwnerCallDelay,
    OwnerCallEnd,
    UntakenGoods,
)
from gongjian.payments.queries import register_of
from gongjian.payments.services.goods import unhandled
from gongjian.payments.testing import decided_with, receive, register
from gongjian.payments.unclaimed import TERM, to_fetch
from gongjian.publicity import testing as publishing
from gongjian.remedies.testing import changed_to

from .doors import DONE, Attempt, as_json, assert_shut, directly, signed_in, told_by
from .test_doors import copied
from .test_doors_beside import refused
from .test_doors_deposit import takes
from .test_remedies import end, lodge

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]
FINE: dict[str, Any] = {"kind": "fine", "amount_fen": 300_000}
LOST: dict[str, Any] = {
    "ground": "lost",
    "reason": "仓库失火烧毁。",
    "evidence": "火灾事故认定书第7号",
}
VICTIM = {"name": "被示例", "harm": "轻微伤。"}
WAITS = ("handler", "登记没收物品")
# The kind of an item in the words of another changes nothing.
WORDS = '"kind": "confiscate_goods"'


def goods(detail: str) -> dict[str, Any]:
    return {
        "kind": "confiscate_goods",
        "detail": detail,
        "value_fen": 60_000,
        "value_basis": f"发票{WORDS}",
    }


@pytest.fixture
def cast() -> Iterator[Cast]:
    made = story.make_cast(accounts=True)
    with told_by(made):
        yield made


@pytest.fixture
def post() -> Iterator[Cast]:
    made = story.make_cast("lufeng", "public-security", accounts=True)
    with told_by(made):
        yield made


def fresh(matter: Matter) -> Matter:
    return Matter.objects.get(pk=matter.pk)


def performed(cast: Cast, matter: Matter) -> Matter:
    """Carry a delivered case to its close: all is done but what was confiscated is registered."""
    receive(cast, fresh(matter))
    cast.do("handler", "cases.record_performance", fresh(matter), performed_on=cast.today)
    if case_of(matter).public_order:
        cast.do("publication_checker", "publicity.withhold", fresh(matter))
    else:
        publishing.publish(cast, fresh(matter))
    return fresh(matter)


def taking(cast: Cast) -> Matter:
    return performed(cast, decided_with(cast, FINE, goods("电机一台"), goods("原料2吨")))


def enter(cast: Cast, matter: Matter, code: str, **values: Any) -> ConfiscatedItem:
    known: dict[str, Any] = {
        "taking": code,
        "name": "电机",
        "quantity": "一台",
        "kept_at": "罚没物品仓库",
        "keeper": "王示例",
        "taken_on": cast.today,
    }
    row: ConfiscatedItem = cast.do("handler", "payments.register_goods", matter, **(known | values))
    return row


def closing(cast: Cast, matter: Matter) -> Attempt:
    return Attempt(
        cast.people["agency_head"],
        "cases.close_case",
        as_json({"opinion": "结案。"}),
        fresh(matter),
    )


def closed_by_hand(matter: Matter) -> str:
    last = Step.objects.filter(matter=matter).latest("seq")
    return refused(copied(last, seq=last.seq + 1, code="close"))


@pytest.mark.tampers
def test_a_case_is_closed_at_no_door_until_every_item_is_accounted_for(cast: Cast) -> None:
    matter = taking(cast)

    assert facts_of(matter, cast.clock)["goods_registered"] is False
    assert_shut(closing(cast, matter), 409)
    assert "guarded table matters_step" in closed_by_hand(matter)
    enter(cast, matter, "item-1")
    enter(cast, matter, "item-1", name="电机的支架")
    assert_shut(closing(cast, matter), 409)
    assert "guarded table matters_step" in closed_by_hand(matter)
    cast.do("agency_head", "payments.excuse_goods", matter, taking="item-2", **LOST)

    assert facts_of(fresh(matter), cast.clock)["goods_registered"] is True
    assert directly(closing(cast, matter)) == DONE
    assert fresh(matter).closed_at is not None


def test_goods_to_register_wait_for_the_handler_until_nothing_is_left(cast: Cast) -> None:
    matter = decided_with(cast, FINE, goods("电机一台"), goods("原料2吨"))
    assert WAITS not in waiting(matter)
    performed(cast, matter)
    assert WAITS in waiting(matter)

    enter(cast, fresh(matter), "item-1")
    assert WAITS in waiting(matter)
    cast.do("agency_head", "payments.excuse_goods", matter, taking="item-2", **LOST)

    assert WAITS not in waiting(matter)


def waiting(matter: Matter) -> set[tuple[str, str]]:
    return set(fresh(matter).todos.values_list("role", "step"))


def test_the_head_reads_why_the_case_cannot_be_closed(cast: Cast) -> None:
    matter = taking(cast)

    with pytest.raises(RuleBroken, match="没收、收缴的物品还没有登记入库"):
        cast.do("agency_head", "cases.close_case", matter, opinion="结案。")


@pytest.mark.tampers
def test_what_the_police_collected_by_their_list_is_registered_too() -> None:
    cast = story.make_cast("lufeng", "public-security", accounts=True)
    with told_by(cast):
        matter = collected(cast)
        (listed,) = takings_of(matter).values()
        assert_shut(closing(cast, matter), 409)
        assert "guarded table matters_step" in closed_by_hand(matter)
        kept_by_himself = {
            "taking": listed.code,
            "name": "骰子",
            "quantity": "一副",
            "kept_at": "派出所",
            "keeper": cast.people["second"].name,
            "taken_on": cast.today,
        }
        said = as_json(kept_by_himself)
        mine = Attempt(cast.people["handler"], "payments.register_goods", said, matter)
        assert_shut(mine, 422)  # 公安机关办理行政案件程序规定 第一百八十八条第二款
        row = enter(cast, matter, listed.code)

        assert (row.penalty_item, row.collected) == (None, GoodsDisposal.objects.get())
        assert directly(closing(cast, matter)) == DONE


def collected(cast: Cast) -> Matter:
    """Return a 治安 case at its close in which the police collected what the act was done with."""
    matter = police.file_case(cast, police.opened(cast))
    seized(cast, matter)
    police.investigated(cast, matter)
    story.inform(cast, matter)
    story.decide(cast, story.let_time_run(cast, matter))
    story.deliver(cast, matter)
    listed(cast, matter)
    return performed(cast, matter)


def seized(cast: Cast, matter: Matter) -> None:
    """Let the police seize what the act was done with."""
    for kind, who in (("seizure-approval", "agency_head"), ("seizure-decision", "handler")):
        typed(cast, matter, who, kind, goods="骰子一副")


def typed(cast: Cast, matter: Matter, who: str, kind: str, **said: Any) -> None:
    given, known = vars(typed_command(kind, cast.now)), {"party_name": matter.party_name} | said
    cast.do(who, act_code(kind), matter, **(given | {k: known[k] for k in given.keys() & known}))
    story.sign_papers(cast, matter)


def listed(cast: Cast, matter: Matter) -> None:
    """Let the head collect by the list what is seized."""
    held = held_items(fresh(matter))
    rows = tuple({"item": code, "way": "collect", "note": "第十一条"} for code in held)
    cast.do("agency_head", "cases.dispose_goods", matter, goods=rows, opinion="赌具。")
    story.sign_papers(cast, matter)


def spared(cast: Cast) -> tuple[Matter, Attempt]:
    """Return a 治安 case of a child whose dice were collected, and the act that ends it."""
    matter = police.file_case(cast, police.opened(cast, police.CHILD))
    seized(cast, matter)
    police.investigated(cast, matter, ground="under_14")
    police.not_punished(cast, matter)
    listed(cast, matter)
    head, said = cast.people["agency_head"], as_json({"opinion": "同意办结。"})
    return fresh(matter), Attempt(head, "cases.end_unpunished", said, fresh(matter))


def mediated(cast: Cast) -> tuple[Matter, Attempt]:
    """Return a 治安 case settled between the two, and the act by which it ends."""
    matter = police.file_case(cast, police.opened(cast))
    police.establish(cast, matter)
    cast.do("handler", "cases.register_victim", matter, **VICTIM)
    seized(cast, matter)
    listed(cast, matter)
    typed(cast, matter, "handler", "mediation-agreement", victim=VICTIM["name"])
    said = vars(typed_command("mediation-fulfilment", cast.now))
    known = {"party_name": matter.party_name, "victim": VICTIM["name"]}
    fulfil = Attempt(
        cast.people["handler"],
        act_code("mediation-fulfilment"),
        as_json(said | known),
        fresh(matter),
    )
    return fresh(matter), fulfil


@pytest.mark.tampers
@pytest.mark.parametrize(
    ("ends", "code"), [(spared, "end_unpunished"), (mediated, "fulfil_mediation")]
)
def test_what_was_collected_without_a_penalty_is_registered_before_the_case_ends(
    ends: Callable[[Cast], tuple[Matter, Attempt]], code: str
) -> None:
    cast = story.make_cast("lufeng", "public-security", accounts=True)
    with told_by(cast):
        matter, ending = ends(cast)
        last = Step.objects.filter(matter=matter).latest("seq")
        (taken,) = takings_of(matter).values()
        assert facts_of(matter, cast.clock)["goods_registered"] is False
        assert WAITS in waiting(matter)
        assert_shut(ending, 409)
        assert "guarded table matters_step" in refused(copied(last, seq=last.seq + 1, code=code))

        row = enter(cast, matter, taken.code)

        assert (row.decision, row.collected) == (None, GoodsDisposal.objects.get())
        assert WAITS not in waiting(matter)
        assert [one.goods for one in register_of(fresh(matter))] == [[row]]
        page = f"/staff/matters/{matter.uid}/?tab=money"
        assert row.kept_at in signed_in(cast.people["handler"]).get(page).content.decode()
        assert directly(dataclasses.replace(ending, matter=fresh(matter))) == DONE
        assert fresh(matter).closed_at is not None


@pytest.mark.tampers
def test_the_database_registers_what_was_collected_in_its_own_case_alone() -> None:
    cast = story.make_cast("lufeng", "public-security", accounts=True)
    matter, _ = spared(cast)
    (taken,) = takings_of(matter).values()
    row = enter(cast, matter, taken.code)
    disposal = GoodsDisposal.objects.get()

    assert "by_decision_or_list" in refused(copied(row, collected_id=None, penalty_item=0)) or (
        "guarded table" in refused(copied(row, collected_id=None, penalty_item=0))
    )
    assert refused(copied(row)) == ""
    Document.objects.filter(pk=disposal.document_id).update(state="void", void_reason="写错")
    assert "guarded table payments_confiscateditem" in refused(copied(row))


def test_what_was_collected_and_lost_is_excused_by_the_head() -> None:
    cast = story.make_cast("lufeng", "public-security", accounts=True)
    matter, ending = spared(cast)
    (taken,) = takings_of(matter).values()
    with pytest.raises(InvalidInput, match="早于决定日期"):
        enter(cast, matter, taken.code, taken_on=cast.today - timedelta(days=60))

    cast.do("agency_head", "payments.excuse_goods", matter, taking=taken.code, **LOST)

    assert unregistered(fresh(matter)) == []
    assert directly(dataclasses.replace(ending, matter=fresh(matter))) == DONE


def test_goods_registered_before_a_mediation_failed_need_no_second_entry() -> None:
    cast = story.make_cast("lufeng", "public-security", accounts=True)
    matter, _ = mediated(cast)
    (taken,) = takings_of(matter).values()
    enter(cast, matter, taken.code)

    typed(cast, fresh(matter), "handler", "mediation-restart", victim=VICTIM["name"])
    police.investigated(cast, fresh(matter))
    story.inform(cast, fresh(matter))
    story.decide(cast, story.let_time_run(cast, fresh(matter)))

    assert list(takings_of(fresh(matter))) == [taken.code]
    assert unregistered(fresh(matter)) == []


def test_each_party_of_a_joint_decision_has_its_own_goods_on_the_register(cast: Cast) -> None:
    matter = several.joined(cast)
    own = case_of(matter).joint_parties.exclude(case__matter=matter).get().case.matter
    several.ready(cast, matter, items=(FINE, goods("电机一台")))
    several.ready(cast, own, items=(goods("账册一本"), FINE), facts="决定变更生产工艺。")
    several.issue_together(cast, matter)
    story.deliver(cast, fresh(matter))
    story.deliver(cast, fresh(own))

    register(cast, fresh(matter))

    assert [one.label for one in unregistered(fresh(own))] == ["账册一本"]
    with pytest.raises(NotFound, match="没有这一项"):
        enter(cast, fresh(own), "item-1")
    row = enter(cast, fresh(own), "item-0")
    assert row.decision == Decision.objects.get(case__matter=own)
    assert unregistered(fresh(own)) == unregistered(fresh(matter)) == []


def test_of_a_common_decision_the_leading_agency_registers_the_goods(cast: Cast) -> None:
    other = common.make_other(cast, accounts=True)
    matter, own = common.joined(cast, other)
    common.both_ready(cast, matter, other, own, items=(FINE, goods("电机一台")))
    common.sign(other, own)
    common.together(cast, other)
    common.issue(cast, matter)
    story.deliver(cast, matter)
    common.together(cast, other)

    assert list(takings_of(fresh(matter))) == ["item-1"]
    assert takings_of(fresh(own)) == {}
    with pytest.raises(RuleBroken, match="由主办机关登记"):
        enter(other, fresh(own), "item-1")


def test_nothing_is_registered_before_the_decision_or_under_another_item(cast: Cast) -> None:
    matter = taking(cast)

    for code in ("item-0", "item-3", "list-1"):
        with pytest.raises(NotFound, match="没有这一项"):
            enter(cast, matter, code)
    with pytest.raises(InvalidInput, match="早于决定日期"):
        enter(cast, matter, "item-1", taken_on=cast.today - timedelta(days=60))
    enter(cast, matter, "item-1")
    with pytest.raises(NotFound, match="没有这一项"):
        cast.do("agency_head", "payments.excuse_goods", matter, taking="item-1", **LOST)
    handler = Attempt(
        cast.people["handler"], "payments.excuse_goods", {"taking": "item-2", **LOST}, matter
    )
    assert_shut(handler, 403)
    no_proof = {"taking": "item-2", **LOST, "evidence": " "}
    head = cast.people["agency_head"]
    assert_shut(Attempt(head, "payments.excuse_goods", no_proof, matter), 422)


@pytest.mark.tampers
def test_the_database_registers_goods_under_what_took_them_alone(cast: Cast) -> None:
    matter = taking(cast)
    other = decided_with(cast, FINE)
    row = enter(cast, matter, "item-1")
    cast.do("agency_head", "payments.excuse_goods", matter, taking="item-2", **LOST)
    untaken = UntakenGoods.objects.get()
    strange = Decision.objects.get(case__matter=other).pk
    told = {
        "a fine": refused(copied(row, penalty_item=0)),
        "no such item": refused(copied(row, penalty_item=9)),
        "another case": refused(copied(row, decision_id=strange)),
        "under nothing": refused(copied(row, penalty_item=None)),
        "kept nowhere": refused(copied(row, kept_at="")),
        "kept by nobody": refused(copied(row, keeper="")),
        "lost without proof": refused(copied(untaken, penalty_item=1, evidence="")),
        "lost twice": refused(copied(untaken)),
        "a lost fine": refused(copied(untaken, penalty_item=0)),
    }

    assert [name for name, said in told.items() if not said] == []
    assert refused(copied(row, penalty_item=2)) == ""


@pytest.mark.tampers
def test_what_was_overturned_takes_nothing_and_closes_without_a_register(cast: Cast) -> None:
    matter = decided_with(cast, FINE, goods("电机一台"))
    row = enter(cast, matter, "item-1")
    remedy = cast.do(
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
    cast.do(
        "unit_head",
        "remedies.record_result",
        matter,
        remedy=remedy.uid,
        outcome="revoked",
        paper="青府复决〔2026〕1号",
        effective_on=cast.today,
        served_on=cast.today,
        note="见决定书。",
    )

    assert takings_of(fresh(matter)) == {}
    assert "guarded table payments_confiscateditem" in refused(copied(row))
    assert closed_by_hand(matter) == ""


@pytest.mark.tampers
def test_what_a_change_no_longer_takes_is_neither_registered_nor_sold(cast: Cast) -> None:
    """Source: 行政复议法 第六十三条; 行政处罚法 第七十四条."""
    matter = decided_with(cast, FINE, goods("电机一台"), goods("原料2吨"))
    motor, raw = enter(cast, fresh(matter), "item-1"), enter(cast, fresh(matter), "item-2")
    paper = Document.objects.filter(matter=matter).latest("id")
    handled = GoodsHandling(
        item=motor,
        document=paper,
        way="destroy",
        handled_on=cast.today,
        place="仓库",
        first=cast.people["handler"],
        second=cast.people["unit_head"],
    )
    rows = changed_to(matter)
    items = tuple({**row, "fell": row["item"] == "1"} for row in rows)
    end(cast, fresh(matter), lodge(cast, fresh(matter)), "changed", items=items)

    assert list(takings_of(fresh(matter))) == ["item-2"]
    assert unhandled(fresh(matter)) == [raw]
    assert "guarded table payments_goodshandling" in refused(handled)
    assert "payments_goodshandling" not in refused(copied(handled, item_id=raw.pk))
    assert "guarded table payments_confiscateditem" in refused(copied(motor))
    assert unregistered(fresh(matter)) == []
    performed(cast, matter)
    assert closed_by_hand(matter) == ""


def test_the_page_shows_each_item_with_what_lies_in_the_store(cast: Cast) -> None:
    matter = taking(cast)
    page = f"/staff/matters/{matter.uid}/?tab=money"
    reader = signed_in(cast.people["handler"])
    assert reader.get(page).content.decode().count("还没有登记") >= 2

    enter(cast, matter, "item-1", name="三相电机")
    cast.do("agency_head", "payments.excuse_goods", matter, taking="item-2", **LOST)

    shown = reader.get(page).content.decode()
    assert "三相电机（一台）" in shown
    assert "不能收取：已经毁损、灭失。仓库失火烧毁。（依据：火灾事故认定书第7号）" in shown
    assert [one.waits for one in register_of(fresh(matter))] == [False, False]


def test_more_time_to_fetch_one_thing_is_none_for_another_called_for_that_day(
    post: Cast,
) -> None:
    matter = police.file_case(post, police.opened(post))
    seized(post, matter)
    rows = tuple({"name": name, "count": "一副", "state": "完好"} for name in ("骰子", "纸牌"))
    typed(post, matter, "handler", "seizure-release", goods=rows)
    said: dict[str, Any] = {"way": "announced", "collect": "仓库。", "contact": "杨示例"}
    first, second = (
        post.do("handler", "payments.call_owner", matter, thing=thing, **said)
        for thing in to_fetch(matter)
    )
    longer: dict[str, Any] = {"reason": "失主在境外。"}
    post.do("agency_head", "payments.delay_treasury", matter, call=first.uid, months=3, **longer)
    fetched = {"fetched_on": post.today, "receiver": "贺示例", "proof": "领1号"}
    post.do("handler", "payments.enter_claimed", matter, call=first.uid, **fetched)

    post.do("agency_head", "payments.delay_treasury", matter, call=second.uid, months=1, **longer)

    (running,) = [limit for limit in open_deadlines(matter) if limit.code == TERM]
    assert running.due_on == OwnerCall.objects.get(pk=second.pk).until
    assert reckoned_anew(matter, running).due_on == running.due_on


@pytest.mark.tampers
def test_what_goes_back_and_nobody_fetches_goes_to_the_treasury_after_six_months(
    post: Cast,
) -> None:
    matter = police.file_case(post, police.opened(post))
    seized(post, matter)
    assert to_fetch(matter) == {}
    typed(post, matter, "handler", "seizure-release")
    (thing,) = to_fetch(matter)
    said: dict[str, Any] = {"thing": thing, "collect": "仓库，工作日。", "contact": "杨示例"}
    with pytest.raises(InvalidInput, match="原主或者当事人"):
        post.do("handler", "payments.call_owner", matter, way="told", **said)
    call = post.do("handler", "payments.call_owner", matter, way="announced", **said)

    six_months = profile(matter.profile).due(TERM, post.today, matter.domain).due_on
    assert (call.due_on, to_fetch(matter)) == (six_months, {})
    assert (call.due_on - post.today).days > 180
    assert [limit.due_on for limit in open_deadlines(matter) if limit.code == TERM] == [six_months]
    gone: dict[str, Any] = {"call": call.uid, "became": "treasury", "proof": "缴001"}
    with pytest.raises(InvalidInput, match="期满无人领取"):
        post.do(
            "agency_head", "payments.unclaimed_to_treasury", matter, handed_on=post.today, **gone
        )
    early = OwnerCallEnd(
        call=call,
        became="treasury",
        ended_on=call.due_on,
        proof="缴001",
        entered_by=post.people["agency_head"],
        entered_at=post.now,
    )
    assert "guarded table payments_ownercallend" in refused(early)
    other = case_of(story.file_case(post, story.open_case(post)))
    document = Document.objects.filter(matter=matter, kind="seizure-release").get()
    forged = copied(call, case_id=other.pk, document_id=document.pk)
    assert "guarded table payments_ownercall" in refused(forged)
    # The head approves that it is kept longer: once, by no more than the rule says.
    assert not fresh(matter).todos.filter(step__contains="上缴国库").exists()
    later: dict[str, Any] = {"call": call.uid, "reason": "失主在境外。"}
    head = post.people["agency_head"]
    for_long = as_json(later | {"months": 4})
    assert_shut(Attempt(head, "payments.delay_treasury", for_long, matter), 422)
    two = as_json(later | {"months": 2})
    assert_shut(Attempt(post.people["handler"], "payments.delay_treasury", two, matter), 403)
    known = {"call": call, "most_months": 3, "approved_by": head, "approved_at": post.now}
    good = {"months": 2, "until_on": call.due_on + timedelta(days=59), "reason": "失主在境外。"}
    wrong: dict[str, Any] = {"months": 4, "until_on": call.due_on, "reason": ""}
    for name, value in wrong.items():
        assert not takes(OwnerCallDelay(**(known | good | {name: value}))), name
    assert takes(OwnerCallDelay(**(known | good)))
    delay = post.do("agency_head", "payments.delay_treasury", matter, months=2, **later)
    due = profile(matter.profile).due(TERM, call.called_on, matter.domain, extended_by=2)
    call = OwnerCall.objects.get()
    assert call.until == delay.until_on == due.due_on > call.due_on
    assert [one.due_on for one in open_deadlines(matter) if one.code == TERM] == [call.until]
    with pytest.raises(RuleBroken, match="不能再延"):
        post.do("agency_head", "payments.delay_treasury", matter, months=1, **later)
    early = copied(early, ended_on=call.due_on + timedelta(days=1))
    assert "guarded table payments_ownercallend" in refused(early)
    post.wait(days=(call.until - post.today).days - 20)
    assert remind(post.clock) == 1
    waits = fresh(matter).todos.get(role="agency_head")
    assert "期满无人领取的财物上缴国库" in waits.step
    assert remind(post.clock) == 0
    post.wait(days=21)
    values = as_json(gone | {"handed_on": post.today})
    assert_shut(
        Attempt(post.people["handler"], "payments.unclaimed_to_treasury", values, matter), 403
    )
    post.do("agency_head", "payments.unclaimed_to_treasury", matter, handed_on=post.today, **gone)
    assert not fresh(matter).todos.filter(role="agency_head").exists()
    with pytest.raises(RuleBroken, match="没有等待领取"):
        post.do(
            "handler",
            "payments.enter_claimed",
            matter,
            call=call.uid,
            fetched_on=post.today,
            receiver="贺示例",
            proof="领1号",
        )
    client = signed_in(post.people["agency_head"])
    page = client.get(f"/staff/matters/{matter.uid}/?tab=money").content.decode()
    assert "应当退还的财物" in page
    assert "登记后上缴国库（缴001）" in page
