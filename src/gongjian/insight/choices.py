"""Closed lists of the app."""

from django.db.models import TextChoices


class ReportState(TextChoices):
    DRAFTED = "drafted", "待审定"
    RETURNED = "returned", "已退回"
    APPROVED = "approved", "已审定，待公开"
    PUBLISHED = "published", "已公开"
