"""The rows of money under a decision. Each is one fact and is never edited."""

from .agreement import ExecutionAgreement, SurchargeRelief
from .back import Refund
from .daily import Reconciliation
from .goods import ConfiscatedItem, GoodsHandling, ProceedsHandover, UntakenGoods
from .late import (
    CourtApplication,
    CourtMessage,
    Demand,
    Instalment,
    SurchargeCorrection,
    SurchargeDecision,
    WriteOff,
)
from .notices import BankReceipt, PaymentNotice, PaymentPurpose, Proceeding
from .proxy import Proxy, ProxyCost, ProxyDecision, ProxyPaper, ProxyVisit
from .unclaimed import OwnerCall, OwnerCallDelay, OwnerCallEnd

__all__ = [
    "BankReceipt",
    "ConfiscatedItem",
    "CourtApplication",
    "CourtMessage",
    "Demand",
    "ExecutionAgreement",
    "GoodsHandling",
    "Instalment",
    "OwnerCall",
    "OwnerCallDelay",
    "OwnerCallEnd",
    "PaymentNotice",
    "PaymentPurpose",
    "Proceeding",
    "ProceedsHandover",
    "Proxy",
    "ProxyCost",
    "ProxyDecision",
    "ProxyPaper",
    "ProxyVisit",
    "Reconciliation",
    "Refund",
    "SurchargeCorrection",
    "SurchargeDecision",
    "SurchargeRelief",
    "UntakenGoods",
    "WriteOff",
]
