"""The acts that make a decision public, keep what is public right, and take it back (公示)."""

from .correcting import (
    DraftCorrection,
    correct_publication,
    draft_correction,
    return_correction,
)
from .releasing import (
    WITHDRAWAL,
    DraftRelease,
    PublishDecision,
    RedactionChoice,
    ReturnRelease,
    WithdrawPublication,
    Withhold,
    draft_release,
    fall_due,
    hide_lines,
    publish_decision,
    return_release,
    withdraw_publication,
    withhold,
)

__all__ = [
    "WITHDRAWAL",
    "DraftCorrection",
    "DraftRelease",
    "PublishDecision",
    "RedactionChoice",
    "ReturnRelease",
    "WithdrawPublication",
    "Withhold",
    "correct_publication",
    "draft_correction",
    "draft_release",
    "fall_due",
    "hide_lines",
    "publish_decision",
    "return_correction",
    "return_release",
    "withdraw_publication",
    "withhold",
]
