"""Valid commands of what follows a penalty on the spot."""

from collections.abc import Mapping
from typing import Any

from gongjian.cases import services

from .standing import Builder, Standing, fixed


def _collection(at: Standing) -> Any:
    """On a ground that the procedure of the case knows: an ordinary decision has one alone."""
    grounds = ["remote", "hard_later"] if hasattr(at.case, "on_spot") else ["remote"]
    return services.CollectOnSpot(
        ground=at.chance.choice(grounds),
        ground_note="当事人系外地流动摊贩，当地没有银行网点。",
        asked_by_party=True,
        no_home=True,
        receipt_number=f"川财{at.matter.pk:06}",
    )


COMMANDS: Mapping[str, Builder] = {
    "cases.report_on_spot": fixed("cases.report_on_spot", copy_kept=True),
    "cases.collect_on_spot": _collection,
    "cases.hand_in_fine": lambda at: services.HandInFine(
        received_by=next(
            p.uid
            for p in at.people
            if p.agency_id == at.matter.agency_id
            and p.pk not in {at.matter.lead_id, at.matter.second_id}
        )
    ),
    "cases.bank_fine": fixed("cases.bank_fine", bank_receipt="2026-SC-1"),
}
