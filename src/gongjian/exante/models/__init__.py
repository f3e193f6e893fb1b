"""What is public beforehand: lists, boards, announcements, random checks."""

from gongjian.exante.announcements.models import Announcement, PublicAnnouncement
from gongjian.exante.checks.models import CheckDraw, CheckPlan, CheckSeat, CheckTarget

from .board import Board, Duty, Roster
from .listing import (
    Adjustment,
    ListConfirmation,
    ListFile,
    ListUrge,
    OpenList,
    StatedItem,
    Withholding,
)
from .public import PublicDuty, PublicList, PublicPortrait
from .verifying import BodyReview, BodyVerdict

__all__ = [
    "Adjustment",
    "Announcement",
    "Board",
    "BodyReview",
    "BodyVerdict",
    "CheckDraw",
    "CheckPlan",
    "CheckSeat",
    "CheckTarget",
    "Duty",
    "ListConfirmation",
    "ListFile",
    "ListUrge",
    "OpenList",
    "PublicAnnouncement",
    "PublicDuty",
    "PublicList",
    "PublicPortrait",
    "Roster",
    "StatedItem",
    "Withholding",
]
