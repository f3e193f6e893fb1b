"""The acts on remedies: lodged, answered, stayed, ended; the agency's own correction; made anew."""

from .correcting import CorrectDecision, correct_decision, corrections_issued
from .correcting_surcharge import CorrectSurcharge, correct_surcharge
from .ending import RecordResult, record_result
from .giving_back import ReturnCollected, return_collected
from .lodging import (
    AnswerRemedy,
    GrantStay,
    RegisterRemedy,
    SubmitAnswer,
    answer,
    grant_stay,
    register,
    submit_answer,
)
from .passing import PassOn, pass_on
from .remaking import OpenRemake, open_remake

__all__ = [
    "AnswerRemedy",
    "CorrectDecision",
    "CorrectSurcharge",
    "GrantStay",
    "OpenRemake",
    "PassOn",
    "RecordResult",
    "RegisterRemedy",
    "ReturnCollected",
    "SubmitAnswer",
    "answer",
    "correct_decision",
    "correct_surcharge",
    "corrections_issued",
    "grant_stay",
    "open_remake",
    "pass_on",
    "record_result",
    "register",
    "return_collected",
    "submit_answer",
]
