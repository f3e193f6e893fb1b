"""Drafts: what people have typed and not yet done. No record: nothing happened."""

from django.conf import settings
from django.db import models

from gongjian.common.crypto import EncryptedText


class Draft(models.Model):
    """What one person has typed into one form; encrypted, since forms name parties."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=120)
    data = EncryptedText()
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "key"], name="draft_one_per_form"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.key}"
