"""Closed lists of the app."""

from django.db.models import TextChoices


class ReportState(TextChoices):
    DRAFTED = "drafted", "待审定"
    RETURNED = "returned", "已退回"
    APPROVED = "approved", "已审定，待公开"
    PUBLISHED = "published", "已公开"


class Share(TextChoices):
    """Where a penalty decision stands towards the public."""

    PUBLIC = "public", "公示中"
    GONE = "gone", "已撤下"
    CLOSED = "closed", "未公开"
