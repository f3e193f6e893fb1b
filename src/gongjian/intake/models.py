"""Clues and reports (案源): each is registered, answered, and linked to the case it becomes."""

from django.db import models
from django.db.models import Q

from gongjian.common.crypto import EncryptedText
from gongjian.common.records import Record

from .choices import ClueSource, ClueState


class Clue(Record):
    """One clue. It becomes at most one matter; set aside only with a reason.

    `named`: somebody reported it under his own name, and is told what becomes of it. Who he is
    stands encrypted, and on no page but that of the clue and where he is told.

    Source: 行政处罚法 第五十四条; 市场监督管理投诉举报处理暂行办法 第三十一条第二款; XM4.2.3.
    """

    MUTABLE = frozenset({"state", "matter_id", "set_aside_reason", "informant_told"})
    SECRET = frozenset({"informant", "informant_contact"})

    stream = models.OneToOneField("ledger.Stream", on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey("orgs.Agency", on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey("orgs.Unit", on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=16, choices=ClueSource.choices)
    subject = models.CharField(max_length=200)
    content = models.TextField()
    place = models.CharField(max_length=200, blank=True, default="")
    found_on = models.DateField()
    registered_by = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")
    registered_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=ClueState.choices, default=ClueState.OPEN)
    matter = models.OneToOneField(
        "matters.Matter", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    set_aside_reason = models.TextField(blank=True, default="")
    named = models.BooleanField(default=False)
    informant = EncryptedText(blank=True, default="")
    informant_contact = EncryptedText(blank=True, default="")
    informant_told = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="case", matter__isnull=False)
                | (~Q(state="case") & Q(matter__isnull=True)),
                name="clue_case_has_matter",
            ),
            models.CheckConstraint(
                condition=~Q(state="set_aside") | ~Q(set_aside_reason=""),
                name="clue_set_aside_has_reason",
            ),
            models.CheckConstraint(
                condition=~Q(state="set_aside") | Q(named=False) | ~Q(informant_told=""),
                name="clue_set_aside_was_told_to_its_informant",
            ),
        ]
        indexes = [
            models.Index(fields=["agency", "-registered_at", "-id"], name="clue_agency_newest"),
        ]

    def __str__(self) -> str:
        return self.subject
