"""What legal review keeps: rounds with their opinions, advisers, requests from elsewhere."""

from .elsewhere import NormativeDocument, OutsideRequest
from .pool import Adviser, AdviserAppraisal, AdviserConsultation
from .questioning import Questioning
from .rounds import Answer, Consultation, Opinion, Proposal, Request, SentBack

__all__ = [
    "Adviser",
    "AdviserAppraisal",
    "AdviserConsultation",
    "Answer",
    "Consultation",
    "NormativeDocument",
    "Opinion",
    "OutsideRequest",
    "Proposal",
    "Questioning",
    "Request",
    "SentBack",
]
