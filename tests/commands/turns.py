"""Valid commands for work as it is: deliveries that fail, corrections, handing over."""

from collections.abc import Mapping
from typing import Any

from gongjian.cases import services
from gongjian.cases.services.failing import undelivered

from .standing import NOBODY, Builder, Standing


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


COMMANDS: Mapping[str, Builder] = {"cases.record_failed_delivery": _failed}
