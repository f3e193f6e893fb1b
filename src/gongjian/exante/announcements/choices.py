"""Closed lists."""

from django.db.models import TextChoices


class AnnouncementState(TextChoices):
    DRAFTED = "drafted", "待复核"
    PUBLISHED = "published", "已发布"
    RETURNED = "returned", "已退回"
    WITHDRAWN = "withdrawn", "已撤下"
