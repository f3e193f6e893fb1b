"""Acts of legal review."""

from .assigning import AssignReviewer, RecuseReviewer, assign_reviewer, recuse_reviewer
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
    "AssignReviewer",
    "PassReview",
    "RecuseReviewer",
    "RejectReview",
    "ReturnForSupplement",
    "SendBackIncomplete",
    "Submit",
    "TransferReview",
    "assign_reviewer",
    "outcome_label",
    "pass_review",
    "recuse_reviewer",
    "reject",
    "return_for_supplement",
    "send_back_incomplete",
    "submit",
    "transfer",
]
