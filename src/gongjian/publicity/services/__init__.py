"""The acts that make a decision public, keep what is public right, and take it back (公示)."""

from .correcting import (
    DraftCorrection,
    correct_publication,
    draft_correction,
    return_correction,
)
from .ending import EndDisplay, SetDisplayPeriod, end_display, set_display_period
from .judging import JudgeTextLeak, judge_text_leak
from .objecting import AnswerObjection, FileObjection, answer_objection, file_objection
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
from .suspending import JudgeLeak, SuspendPublication, judge_leak, suspend_publication

__all__ = [
    "WITHDRAWAL",
    "AnswerObjection",
    "DraftCorrection",
    "DraftRelease",
    "EndDisplay",
    "FileObjection",
    "JudgeLeak",
    "JudgeTextLeak",
    "PublishDecision",
    "RedactionChoice",
    "ReturnRelease",
    "SetDisplayPeriod",
    "SuspendPublication",
    "WithdrawPublication",
    "Withhold",
    "answer_objection",
    "correct_publication",
    "draft_correction",
    "draft_release",
    "end_display",
    "fall_due",
    "file_objection",
    "hide_lines",
    "judge_leak",
    "judge_text_leak",
    "publish_decision",
    "return_correction",
    "return_release",
    "set_display_period",
    "suspend_publication",
    "withdraw_publication",
    "withhold",
]
