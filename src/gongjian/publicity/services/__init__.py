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
from .closing import close_rulings
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
from .rulings import (
    DraftRuling,
    PublishRuling,
    ReturnRuling,
    WithdrawRuling,
    WithholdRuling,
    draft_ruling,
    fall_with_penalty,
    follow_rulings,
    publish_ruling,
    return_ruling,
    withdraw_ruling,
    withhold_ruling,
)
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
    "DraftRuling",
    "DropAttachment",
    "EndDisplay",
    "FileObjection",
    "JudgeLeak",
    "JudgeTextLeak",
    "PublishDecision",
    "PublishRuling",
    "RecordCopy",
    "RecordReading",
    "RedactionChoice",
    "ReturnRelease",
    "ReturnRuling",
    "SetDisplayPeriod",
    "SuspendPublication",
    "UrgePublication",
    "WithdrawPublication",
    "WithdrawRuling",
    "Withhold",
    "WithholdRuling",
    "add_box",
    "answer_objection",
    "answer_urge",
    "choose_attachment",
    "close_rulings",
    "confirm_attachment",
    "confirm_year",
    "correct_publication",
    "draft_correction",
    "draft_release",
    "draft_ruling",
    "drop_attachment",
    "end_display",
    "fall_due",
    "fall_with_penalty",
    "file_objection",
    "follow_rulings",
    "hide_lines",
    "judge_leak",
    "judge_text_leak",
    "publish_decision",
    "publish_ruling",
    "record_attachment_copy",
    "record_attachment_reading",
    "return_correction",
    "return_release",
    "return_ruling",
    "set_display_period",
    "suspend_publication",
    "urge_publication",
    "withdraw_publication",
    "withdraw_ruling",
    "withhold",
    "withhold_ruling",
]
