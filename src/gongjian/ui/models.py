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


class FormTally(models.Model):
    """How often something happened to one kind of form in one month, of the whole house.

    No person, agency or case: nobody's work can be read from it. `slot`: the length of time for
    `took`, the name of a field for `field`. No record: nothing of a case rests on it.
    """

    form = models.CharField(max_length=80)
    month = models.DateField()
    what = models.CharField(max_length=8)
    slot = models.CharField(max_length=80, blank=True, default="")
    times = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["form", "month", "what", "slot"], name="form_tally_one_row"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.form} {self.month:%Y-%m} {self.what} {self.slot}"
