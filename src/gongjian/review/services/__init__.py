"""Acts of legal review."""

from . import advising, elsewhere, questioning
from .answering import AnswerProblems, ProblemAnswer, answer_problems
from .assigning import AssignReviewer, RecuseReviewer, assign_reviewer, recuse_reviewer
from .consulting import (
    AgreeToMend,
    ApproveConsultation,
    ProposeConsultation,
    Reconsider,
    RecordNoAgreement,
    RefuseConsultation,
    agree_to_mend,
    approve_consultation,
    propose_consultation,
    reconsider,
    record_no_agreement,
    refuse_consultation,
)
from .entering import GiveEntryOpinion, give_entry_opinion
from .extending import ExtendReview, extend_limit
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
from .resolving import PassByResolution, ResolveToMend, pass_by_resolution, resolve_to_mend
from .submitting import Resubmit, Submit, resubmit, submit

__all__ = [
    "OUTCOME_ACTS",
    "AgreeToMend",
    "AnswerProblems",
    "ApproveConsultation",
    "AssignReviewer",
    "ExtendReview",
    "GiveEntryOpinion",
    "PassByResolution",
    "PassReview",
    "ProblemAnswer",
    "ProposeConsultation",
    "Reconsider",
    "RecordNoAgreement",
    "RecuseReviewer",
    "RefuseConsultation",
    "RejectReview",
    "ResolveToMend",
    "Resubmit",
    "ReturnForSupplement",
    "SendBackIncomplete",
    "Submit",
    "TransferReview",
    "advising",
    "agree_to_mend",
    "answer_problems",
    "approve_consultation",
    "assign_reviewer",
    "elsewhere",
    "extend_limit",
    "give_entry_opinion",
    "outcome_label",
    "pass_by_resolution",
    "pass_review",
    "propose_consultation",
    "questioning",
    "reconsider",
    "record_no_agreement",
    "recuse_reviewer",
    "refuse_consultation",
    "reject",
    "resolve_to_mend",
    "resubmit",
    "return_for_supplement",
    "send_back_incomplete",
    "submit",
    "transfer",
]
