"""Acts of legal review."""

from .opinions import (
    OUTCOME_ACTS,
    PassReview,
    RejectReview,
    ReturnForSupplement,
    TransferReview,
    outcome_label,
    pass_review,
    reject,
    return_for_supplement,
    transfer,
)
from .refusing import SendBackIncomplete, send_back_incomplete
from .submitting import Submit, submit

__all__ = [
    "OUTCOME_ACTS",
    "PassReview",
    "RejectReview",
    "ReturnForSupplement",
    "SendBackIncomplete",
    "Submit",
    "TransferReview",
    "outcome_label",
    "pass_review",
    "reject",
    "return_for_supplement",
    "send_back_incomplete",
    "submit",
    "transfer",
]
