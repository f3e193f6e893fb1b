"""Closed lists of the app."""

from django.db.models import TextChoices


class DeadlineState(TextChoices):
    OPEN = "open", "进行中"
    MET = "met", "已完成"
    REPLACED = "replaced", "已重新起算"
    PAUSED = "paused", "已中止"


class Duty(TextChoices):
    AUTHORITY = "authority", "机关的期限"
    PARTY = "party", "当事人的权利"
    LIBERTY = "liberty", "人身自由"


class Warning(TextChoices):
    """How near a deadline is; colour is given to `LATE` and `NEAR` only."""

    NONE = "none", ""
    NEAR = "near", "临期"
    LATE = "late", "已超期"


class CorrectionState(TextChoices):
    """What became of the correction of a step."""

    OPEN = "open", "待批准"
    STANDS = "stands", "已更正"
    REFUSED = "refused", "不予更正"


class Seat(TextChoices):
    """The places in a matter that one person fills."""

    LEAD = "lead", "主办人"
    SECOND = "second", "协办人"
    REVIEWER = "reviewer", "审核人"


class Ground(TextChoices):
    """Why a seat went to somebody else."""

    HANDOVER = "handover", "移交"
    DESK = "desk", "整体移交"
    RECUSAL = "recusal", "回避"
