"""Every attempt to enter a case with a code: the durable counter of the limits."""

from django.db import models


class Attempt(models.Model):
    """One attempt: an audit row, no record. The number typed is kept as a keyed hash only."""

    number_hash = models.CharField(max_length=64)
    address = models.CharField(max_length=45)
    entered = models.BooleanField(default=False)
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["number_hash", "at"], name="desk_attempt_by_number"),
            models.Index(fields=["address", "at"], name="desk_attempt_by_address"),
        ]

    def __str__(self) -> str:
        return f"{self.at.isoformat()} {'entered' if self.entered else 'refused'}"
