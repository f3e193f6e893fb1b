"""The acts of money, in the order in which they come."""

from .agreements import (
    BreakAgreement,
    DecideAgreement,
    ProposeAgreement,
    RelieveSurcharge,
    approve_agreement,
    break_agreement,
    propose_agreement,
    refuse_agreement,
    relieve_surcharge,
)
from .court import ApplyToCourt, apply_to_court
from .demands import DeliverPaper, MakeDemand, deliver_paper, make_demand
from .goods import (
    ExcuseGoods,
    HandleGoods,
    RegisterGoods,
    excuse_goods,
    handle_goods,
    register_goods,
)
from .instalments import (
    ApplyInstalment,
    DecideInstalment,
    PartAsked,
    apply_instalment,
    approve_instalment,
    refuse_instalment,
)
from .notices import LIMIT, charge_instead
from .proceeds import HandOverProceeds, hand_over_proceeds
from .proxy import (
    DecideProxy,
    StopProxy,
    UrgeProxy,
    UrgeProxyAgain,
    decide_proxy,
    stop_proxy,
    urge_proxy,
    urge_proxy_again,
)
from .proxy_cost import CostItem, SettleProxyCost, settle_proxy_cost
from .proxy_doing import ClearAtOnce, PerformProxy, clear_at_once, perform_proxy
from .purposes import NamePurpose, name_purpose
from .receipts import (
    MatchReceipt,
    ReturnReceipt,
    TakeReceipt,
    match_receipt,
    return_receipt,
    take_receipt,
)
from .reconciling import SignOffDay, sign_off_day
from .refunds import ApproveRefund, AskRefund, approve_refund, ask_refund
from .spans import close_proceeding, open_proceeding, stay, take_up
from .surcharges import ImposeSurcharge, corrected, impose_surcharge
from .telling_court import TellCourt, tell_court
from .unclaimed import (
    CallOwner,
    DelayTreasury,
    EnterClaimed,
    UnclaimedToTreasury,
    call_owner,
    delay_treasury,
    enter_claimed,
    unclaimed_to_treasury,
)
from .write_offs import WriteOffDebt, write_off

__all__ = [
    "LIMIT",
    "ApplyInstalment",
    "ApplyToCourt",
    "ApproveRefund",
    "AskRefund",
    "BreakAgreement",
    "CallOwner",
    "ClearAtOnce",
    "CostItem",
    "DecideAgreement",
    "DecideInstalment",
    "DecideProxy",
    "DelayTreasury",
    "DeliverPaper",
    "EnterClaimed",
    "ExcuseGoods",
    "HandOverProceeds",
    "HandleGoods",
    "ImposeSurcharge",
    "MakeDemand",
    "MatchReceipt",
    "NamePurpose",
    "PartAsked",
    "PerformProxy",
    "ProposeAgreement",
    "RegisterGoods",
    "RelieveSurcharge",
    "ReturnReceipt",
    "SettleProxyCost",
    "SignOffDay",
    "StopProxy",
    "TakeReceipt",
    "TellCourt",
    "UnclaimedToTreasury",
    "UrgeProxy",
    "UrgeProxyAgain",
    "WriteOffDebt",
    "apply_instalment",
    "apply_to_court",
    "approve_agreement",
    "approve_instalment",
    "approve_refund",
    "ask_refund",
    "break_agreement",
    "call_owner",
    "charge_instead",
    "clear_at_once",
    "close_proceeding",
    "corrected",
    "decide_proxy",
    "delay_treasury",
    "deliver_paper",
    "enter_claimed",
    "excuse_goods",
    "hand_over_proceeds",
    "handle_goods",
    "impose_surcharge",
    "make_demand",
    "match_receipt",
    "name_purpose",
    "open_proceeding",
    "perform_proxy",
    "propose_agreement",
    "refuse_agreement",
    "refuse_instalment",
    "register_goods",
    "relieve_surcharge",
    "return_receipt",
    "settle_proxy_cost",
    "sign_off_day",
    "stay",
    "stop_proxy",
    "take_receipt",
    "take_up",
    "tell_court",
    "unclaimed_to_treasury",
    "urge_proxy",
    "urge_proxy_again",
    "write_off",
]
