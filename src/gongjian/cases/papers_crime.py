"""What the papers say that follow a transfer to the police."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from .models import Case, CrimeTransfer
from .papers import day

if TYPE_CHECKING:
    from .services.supervising import SuggestSupervision


def filing_supervision(
    case: Case, transfer: CrimeTransfer, cmd: "SuggestSupervision"
) -> Mapping[str, Any]:
    """立案监督建议书. Source: 行政执法机关移送涉嫌犯罪案件的规定 第九条."""
    return {
        "recipient": cmd.recipient,
        "police": transfer.receiver,
        "party_name": case.party.name,
        "cause": case.cause,
        "suspected": transfer.suspected.removeprefix("涉嫌").rstrip("。"),
        "transfer_number": transfer.document.number,
        "transferred_on": transfer.received_on,
        "refusal_number": transfer.refusal_number,
        "refused_on": transfer.refused_on,
        "reconsidered": _reconsidered(transfer),
        "reasons": cmd.reasons,
        "materials": [line for line in cmd.materials.split("\n") if line.strip()],
        "contact": case.matter.lead.name,
    }


def _reconsidered(transfer: CrimeTransfer) -> str:
    """Say what came of the reconsideration; "" where none was asked for."""
    if transfer.reconsideration_on is None or transfer.upheld_on is None:
        return ""
    return (
        f"本机关于{day(transfer.reconsideration_on)}提请{transfer.receiver}复议，"
        f"于{day(transfer.upheld_on)}收到复议决定通知书（{transfer.upheld_number}），"
        "该机关仍不予立案。"
    )
