"""Refusals of the app, named after the rule."""

from gongjian.common.errors import RuleBroken


class ReceiptKnown(RuleBroken):
    """The bank's serial number has been taken before: nothing is booked twice."""

    code = "receipt_known"


class HandlerTakesMoney(RuleBroken):
    """Who handles the case takes no money of it. Source: 行政处罚法 第六十七条."""

    code = "handler_takes_money"


class HeavierThanFine(RuleBroken):
    """A surcharge above the fine. Source: 行政处罚法 第七十二条第一款第一项."""

    code = "heavier_than_fine"
