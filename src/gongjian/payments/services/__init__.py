"""The acts of money, in the order in which they come."""

from .court import ApplyToCourt, apply_to_court
from .demands import DeliverPaper, MakeDemand, deliver_paper, make_demand
from .goods import HandleGoods, RegisterGoods, handle_goods, register_goods
from .instalments import (
    ApplyInstalment,
    DecideInstalment,
    PartAsked,
    apply_instalment,
    approve_instalment,
    refuse_instalment,
)
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
from .surcharges import ImposeSurcharge, impose_surcharge
from .write_offs import WriteOffDebt, write_off

__all__ = [
    "ApplyInstalment",
    "ApplyToCourt",
    "ApproveRefund",
    "AskRefund",
    "DecideInstalment",
    "DeliverPaper",
    "HandleGoods",
    "ImposeSurcharge",
    "MakeDemand",
    "MatchReceipt",
    "NamePurpose",
    "PartAsked",
    "RegisterGoods",
    "ReturnReceipt",
    "SignOffDay",
    "TakeReceipt",
    "WriteOffDebt",
    "apply_instalment",
    "apply_to_court",
    "approve_instalment",
    "approve_refund",
    "ask_refund",
    "close_proceeding",
    "deliver_paper",
    "handle_goods",
    "impose_surcharge",
    "make_demand",
    "match_receipt",
    "name_purpose",
    "open_proceeding",
    "refuse_instalment",
    "register_goods",
    "return_receipt",
    "sign_off_day",
    "stay",
    "take_receipt",
    "take_up",
    "write_off",
]
