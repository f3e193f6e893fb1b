"""The acts that make a decision public, keep what is public right, and take it back (公示)."""

from .attaching import (
    AddBox,
    BoxChoice,
    ChooseAttachment,
    ConfirmAttachment,
    DropAttachment,
    add_box,
    choose_attachment,
    confirm_attachment,
    drop_attachment,
)
from .copying import (
    RecordCopy,
    RecordReading,
    record_attachment_copy,
    record_attachment_reading,
)
from .correcting import (
    DraftCorrection,
    correct_publication,
    draft_correction,
    return_correction,
)
from .drafting import DraftRelease, RedactionChoice, draft_release, hide_lines
from .ending import EndDisplay, SetDisplayPeriod, end_display, set_display_period
from .evaluating import ConfirmYear, confirm_year
from .judging import JudgeTextLeak, judge_text_leak
from .objecting import AnswerObjection, FileObjection, answer_objection, file_objection
from .publishing import PublishDecision, ReturnRelease, publish_decision, return_release
from .suspending import JudgeLeak, SuspendPublication, judge_leak, suspend_publication
from .urging import AnswerUrge, UrgePublication, answer_urge, urge_publication
from .withdrawing import WITHDRAWAL, WithdrawPublication, fall_due, withdraw_publication
from .withholding import Withhold, withhold

__all__ = [
    "WITHDRAWAL",
    "AddBox",
    "AnswerObjection",
    "AnswerUrge",
    "BoxChoice",
    "ChooseAttachment",
    "ConfirmAttachment",
    "ConfirmYear",
    "DraftCorrection",
    "DraftRelease",
    "DropAttachment",
    "EndDisplay",
    "FileObjection",
    "JudgeLeak",
    "JudgeTextLeak",
    "PublishDecision",
    "RecordCopy",
    "RecordReading",
    "RedactionChoice",
    "ReturnRelease",
    "SetDisplayPeriod",
    "SuspendPublication",
    "UrgePublication",
    "WithdrawPublication",
    "Withhold",
    "add_box",
    "answer_objection",
    "answer_urge",
    "choose_attachment",
    "confirm_attachment",
    "confirm_year",
    "correct_publication",
    "draft_correction",
    "draft_release",
    "drop_attachment",
    "end_display",
    "fall_due",
    "file_objection",
    "hide_lines",
    "judge_leak",
    "judge_text_leak",
    "publish_decision",
    "record_attachment_copy",
    "record_attachment_reading",
    "return_correction",
    "return_release",
    "set_display_period",
    "suspend_publication",
    "urge_publication",
    "withdraw_publication",
    "withhold",
]
