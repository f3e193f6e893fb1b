"""Closed lists of the app."""

from django.db.models import TextChoices


class ClueSource(TextChoices):
    INSPECTION = "inspection", "现场检查"
    COMPLAINT = "complaint", "投诉举报"
    TRANSFER = "transfer", "其他机关移送"
    SUPERIOR = "superior", "上级交办"
    MONITORING = "monitoring", "监测监控"
    OTHER = "other", "其他"


class ClueState(TextChoices):
    OPEN = "open", "待处理"
    CASE = "case", "已转为案件"
    SET_ASIDE = "set_aside", "不予处理"
