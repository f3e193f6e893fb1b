"""Closed lists of the app."""

from django.db.models import TextChoices


class LineKind(TextChoices):
    """What a batch for the credit platform says about a decision."""

    REPORT = "report", "报送"
    WITHDRAW = "withdraw", "撤下"


class FileKind(TextChoices):
    CSV = "csv", "CSV"
    XLSX = "xlsx", "XLSX"
    GONE = "gone", "撤下清单"
