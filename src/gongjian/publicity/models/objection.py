"""Who objects to a publication, and what became of it."""

from django.db import models
from django.db.models import Q

from gongjian.common.crypto import EncryptedText
from gongjian.common.records import Record
from gongjian.publicity.choices import ObjectionGround, ObjectionOutcome, ObjectionState

from .item import PublicItem


class Objection(Record):
    """An objection to a publication as everyone may read it: no word of who made it, nor its text.

    Source: HN12; 政府信息公开条例 第四十一条.
    """

    MUTABLE = frozenset({"state", "outcome", "answer", "answered_on", "answered_by_id"})

    item = models.ForeignKey(PublicItem, on_delete=models.PROTECT, related_name="objections")
    ground = models.CharField(max_length=12, choices=ObjectionGround.choices)
    filed_on = models.DateField()
    due_on = models.DateField()
    state = models.CharField(
        max_length=8, choices=ObjectionState.choices, default=ObjectionState.OPEN
    )
    outcome = models.CharField(
        max_length=8, choices=ObjectionOutcome.choices, blank=True, default=""
    )
    answer = models.TextField(blank=True, default="")
    answered_on = models.DateField(null=True, blank=True)
    answered_by = models.ForeignKey(
        "orgs.Officer", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    state=ObjectionState.OPEN,
                    outcome="",
                    answer="",
                    answered_on__isnull=True,
                    answered_by__isnull=True,
                )
                | (
                    Q(
                        state=ObjectionState.ANSWERED,
                        answered_on__isnull=False,
                        answered_by__isnull=False,
                    )
                    & ~Q(outcome="")
                    & ~Q(answer="")
                ),
                name="objection_answer_has_reason_and_day",
            ),
        ]

    @property
    def answered_late(self) -> bool:
        return self.answered_on is not None and self.answered_on > self.due_on


class Objector(Record):
    """Who objected and with what words: for the agency alone, encrypted."""

    SECRET = frozenset({"name", "contact", "content"})

    objection = models.OneToOneField(Objection, on_delete=models.PROTECT, related_name="objector")
    door = models.CharField(max_length=12)
    name = EncryptedText()
    contact = EncryptedText()
    content = EncryptedText()
    taken_by = models.ForeignKey(
        "orgs.Officer", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )


class ObjectionAttempt(models.Model):
    """One use of the public form: a counter, no record. The address is kept as a keyed hash."""

    address_hash = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["address_hash", "at"], name="objection_attempt_by_address")]

    def __str__(self) -> str:
        return self.at.isoformat()
