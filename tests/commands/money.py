"""Valid commands of the acts of money on a matter."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from gongjian.cases.queries import balance_of
from gongjian.cases.taken import takings_of, unregistered
from gongjian.payments import services
from gongjian.payments.queries import not_handed_over, notice_of
from gongjian.payments.services.demands import undelivered
from gongjian.payments.services.goods import records, unhandled
from gongjian.payments.unclaimed import called, to_fetch

from .standing import NOBODY, Builder, Standing, fixed


def _owed(at: Standing) -> int:
    notice = notice_of(at.matter)
    return notice.outstanding_fen if notice and notice.outstanding_fen else 1


def _instalment(at: Standing) -> Any:
    today = at.clock.today()
    part = services.PartAsked(due_on=today + timedelta(30), amount_fen=_owed(at))
    return services.ApplyInstalment(applied_on=today, reason="经济困难。", parts=(part,))


def _agreement(at: Standing) -> Any:
    return services.ProposeAgreement(
        measures="拆除生产线。",
        measures_by=at.clock.today() + timedelta(30),
        relief_fen=1,
        harmless="不影响他人权益。",
    )


def _delivery(at: Standing) -> Any:
    waiting = undelivered(at.matter)
    return services.DeliverPaper(
        way="direct",
        served_on=at.clock.today(),
        place="青川市罗家镇",
        receiver="吴示例",
        certificate_shown="shown",
        paper=waiting[0].document.uid if waiting else NOBODY,
    )


def _refund(at: Standing) -> Any:
    notice = notice_of(at.matter)
    over = balance_of(notice.decision).overpaid_fen if notice else 0
    return services.AskRefund(amount_fen=over or 1, account="青川银行", reason="多缴。")


def _goods(at: Standing) -> Any:
    return services.RegisterGoods(
        taking=next(iter(takings_of(at.matter)), "item-0"),
        name="电机",
        quantity="一台",
        kept_at="仓库",
        keeper="王示例",
        taken_on=at.clock.today(),
    )


def _excuse(at: Standing) -> Any:
    return services.ExcuseGoods(
        taking=next((one.code for one in unregistered(at.matter)), "item-0"),
        ground="lost",
        reason="仓库失火。",
        evidence="火灾事故认定书。",
    )


def _handling(at: Standing) -> Any:
    lying, papers = unhandled(at.matter), records(at.matter).first()
    return services.HandleGoods(
        item=lying[0].uid if lying else NOBODY,
        way="destroy",
        handled_on=at.clock.today(),
        place="仓库",
        second=next(p.uid for p in at.people if p.pk != at.matter.lead_id),
        record=papers.uid if papers else NOBODY,
    )


def _proceeds(at: Standing) -> Any:
    waiting = not_handed_over(at.matter.agency_id, at.matter).first()
    return services.HandOverProceeds(
        handling=waiting.uid if waiting else NOBODY,
        handed_on=at.clock.today(),
        receipt_number="缴001",
    )


def _call(at: Standing) -> Any:
    thing = next(iter(to_fetch(at.matter)), str(NOBODY))
    return services.CallOwner(
        thing=thing, way="announced", collect="仓库，工作日。", contact="李示例"
    )


def _claimed(at: Standing) -> Any:
    waiting = called(at.matter)
    return services.EnterClaimed(
        call=waiting[0].uid if waiting else NOBODY,
        fetched_on=at.clock.today(),
        receiver="吴示例",
        proof="领1号",
    )


def _treasury(at: Standing) -> Any:
    waiting = called(at.matter)
    return services.UnclaimedToTreasury(
        call=waiting[0].uid if waiting else NOBODY,
        became="treasury",
        handed_on=at.clock.today(),
        proof="缴001",
    )


def _delay(at: Standing) -> Any:
    waiting = called(at.matter)
    return services.DelayTreasury(
        call=waiting[0].uid if waiting else NOBODY, months=2, reason="失主在境外。"
    )


def _performed(at: Standing, **more: Any) -> dict[str, Any]:
    now = at.clock.now()
    return {
        "began_at": now - timedelta(seconds=20),
        "ended_at": now - timedelta(seconds=10),
        "place": "青川市罗家镇河滩",
        "present": "洁示例",
        "party_present": False,
        "certificate_shown": "shown",
        "dressed": True,
        "findings": "清运2吨。",
        "no_force": True,
        "urgent_because": "污染物正在扩散。",
        "witness": "证示例",
        "performer": "洁示例",
    } | more


def _proxy_decision(at: Standing) -> Any:
    return services.DecideProxy(
        still_undone="没有清运。",
        statement="未提出意见。",
        answer="无。",
        basis="《中华人民共和国行政强制法》第五十条",
        thing="铝灰渣约2吨",
        way="清运。",
        planned_on=at.clock.today() + timedelta(14),
        budget_fen=1,
        by="agency",
        performer="南郊分局",
    )


def _at_once(at: Standing) -> Any:
    more = {"cleared": "road", "because": "遗洒物堵塞行车道。", "approved": "同意", "by": "agency"}
    return services.ClearAtOnce(**_performed(at, **more))


COMMANDS: Mapping[str, Builder] = {
    "payments.urge_proxy": fixed(
        "payments.urge_proxy", harm="pollution", because="露天堆放。", days=7, how="清运。"
    ),
    "payments.decide_proxy": _proxy_decision,
    "payments.urge_proxy_again": fixed("payments.urge_proxy_again"),
    "payments.perform_proxy": lambda at: services.PerformProxy(**_performed(at)),
    "payments.clear_at_once": _at_once,
    "payments.stop_proxy": fixed("payments.stop_proxy", why="performed", because="已经清运。"),
    "payments.settle_proxy_cost": fixed(
        "payments.settle_proxy_cost", evidence="没有发生费用。", borne="party", days=15
    ),
    "payments.apply_instalment": _instalment,
    "payments.approve_instalment": fixed("payments.approve_instalment", opinion="同意。"),
    "payments.refuse_instalment": fixed("payments.refuse_instalment", opinion="不同意。"),
    "payments.impose_surcharge": fixed("payments.impose_surcharge", opinion="同意。"),
    "payments.propose_agreement": _agreement,
    "payments.approve_agreement": fixed("payments.approve_agreement", opinion="同意。"),
    "payments.refuse_agreement": fixed("payments.refuse_agreement", opinion="不同意。"),
    "payments.relieve_surcharge": fixed(
        "payments.relieve_surcharge", amount_fen=1, evidence="验收记录。"
    ),
    "payments.break_agreement": fixed("payments.break_agreement", facts="到期没有采取措施。"),
    "payments.make_demand": fixed("payments.make_demand"),
    "payments.deliver_paper": _delivery,
    "payments.tell_court": lambda at: services.TellCourt(
        told_on=at.clock.today(), how="函件，签收。", because="加处罚款决定已经变更。"
    ),
    "payments.apply_to_court": fixed(
        "payments.apply_to_court", party_opinion="未提出意见。", assets="未查到可供执行的财产。"
    ),
    "payments.write_off": fixed("payments.write_off", ground="died", evidence="死亡证明。"),
    "payments.ask_refund": _refund,
    "payments.approve_refund": fixed("payments.approve_refund", opinion="同意。"),
    "payments.register_goods": _goods,
    "payments.excuse_goods": _excuse,
    "payments.handle_goods": _handling,
    "payments.hand_over_proceeds": _proceeds,
    "payments.call_owner": _call,
    "payments.enter_claimed": _claimed,
    "payments.delay_treasury": _delay,
    "payments.unclaimed_to_treasury": _treasury,
}
