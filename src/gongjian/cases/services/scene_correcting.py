"""What a penalty on the spot orders the party to correct (当场处罚时责令改正)."""

from typing import TYPE_CHECKING

from gongjian.cases.models import CorrectionOrder, Delivery
from gongjian.common.acts import Act

from .correcting import ordered_on_spot

if TYPE_CHECKING:
    from .scene import PenalizeOnSpot


def wrong_order(act: Act, cmd: "PenalizeOnSpot") -> dict[str, str]:
    """Return what is wrong with what is ordered to be corrected, by field."""
    if not cmd.correction and (cmd.correct_by or cmd.corrected):
        return {"correction": "写了改正期限或者改正情况的，请写明责令改正的内容"}
    if cmd.correct_by is None:
        return {}
    if cmd.corrected:
        return {"correct_by": "已经当场改正的，没有改正期限，请删去其一"}
    if cmd.correct_by < act.today:
        return {"correct_by": "改正期限早于今天，请核对"}
    return {}


def order_on_spot(act: Act, delivery: Delivery, cmd: "PenalizeOnSpot") -> CorrectionOrder | None:
    """Record what the decision handed over orders to correct: its time runs from now.

    Source: 行政处罚法 第二十八条第一款.
    """
    if not cmd.correction:
        return None
    by, seen = cmd.correct_by or act.today, bool(cmd.corrected)
    return ordered_on_spot(act, delivery, cmd.correction, by, corrected=seen)
