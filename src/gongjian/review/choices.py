"""Closed lists of legal review."""

from django.db.models import TextChoices


class Finding(TextChoices):
    OK = "ok", "符合"
    PROBLEM = "problem", "有问题"
    NOT_APPLICABLE = "na", "不适用"


class Outcome(TextChoices):
    PASSED = "passed", "审核通过"
    RETURNED = "returned", "退回补正"
