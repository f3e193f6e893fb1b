"""Valid commands for work as it is: deliveries that fail, corrections, handing over."""

from collections.abc import Mapping
from typing import Any

from gongjian.cases import services
from gongjian.cases.services.failing import undelivered
from gongjian.matters.correcting import CorrectStep, correctable, key_of

from .standing import NOBODY, Builder, Standing, fixed


def _failed(at: Standing) -> Any:
    waiting = undelivered(at.matter)
    way, outcome = at.chance.choice(
        [("direct", "absent"), ("post", "returned"), ("direct", "gone"), ("electronic", "gone")]
    )
    return services.RecordFailedDelivery(
        paper=waiting[0].uid if waiting else NOBODY,
        way=way,
        tried_on=at.clock.today(),
        outcome=outcome,
        reason="两次上门均无人。",
        proof="社区居委会出具的证明。",
    )


def _corrected(at: Standing) -> Any:
    known = next(correctable(at.matter), None)
    entry = key_of(*known[:2]) if known else "0.none"
    right = f"更正后的内容{at.chance.random()}"
    return CorrectStep(entry=entry, right=right, reason="笔误。")


COMMANDS: Mapping[str, Builder] = {
    "cases.record_failed_delivery": _failed,
    "matters.correct_step": _corrected,
    "matters.approve_correction": fixed("matters.approve_correction", note="同意。"),
    "matters.refuse_correction": fixed("matters.refuse_correction", note="原记录无误。"),
}
