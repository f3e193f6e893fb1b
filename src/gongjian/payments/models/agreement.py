"""Agreements on execution, and the surcharge let off after what was agreed was done."""

from django.db import models
from django.db.models import F, Q

from gongjian.common.records import Record
from gongjian.payments.choices import AgreementState

from .late import DecidedPaper, Demand
from .notices import PaymentNotice

OPEN = (AgreementState.PROPOSED, AgreementState.AGREED)
ENDED = (AgreementState.KEPT, AgreementState.BROKEN)


class ExecutionAgreement(Record):
    """What agency and party agreed on after the demand, and how it ended (执行协议).

    While it is agreed the court is not asked; once it is broken enforcement goes on.

    Source: 行政强制法 第四十二条.
    """

    MUTABLE = frozenset(
        {"state", "decided_by_id", "decided_on", "opinion", "document_id", "ended_on", "ended_why"}
    )
    CHANGE = "OLD.state IN ('proposed', 'agreed') AND NEW.state <> 'proposed'"

    notice = models.ForeignKey(PaymentNotice, on_delete=models.PROTECT, related_name="agreements")
    demand = models.ForeignKey(Demand, on_delete=models.PROTECT, related_name="+")
    measures = models.TextField()
    measures_by = models.DateField()
    relief_fen = models.BigIntegerField()
    harmless = models.TextField()
    state = models.CharField(
        max_length=10, choices=AgreementState.choices, default=AgreementState.PROPOSED
    )
    entered_by = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")
    entered_on = models.DateField()
    decided_by = models.ForeignKey(
        "orgs.Officer", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_on = models.DateField(null=True, blank=True)
    opinion = models.TextField(blank=True, default="")
    document = models.OneToOneField(
        "documents.Document", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_on = models.DateField(null=True, blank=True)
    ended_why = models.TextField(blank=True, default="")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(relief_fen__gt=0), name="agreement_lets_something_off"
            ),
            models.UniqueConstraint(
                fields=["notice"], condition=Q(state__in=OPEN), name="agreement_one_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(state=AgreementState.PROPOSED)
                | (Q(decided_by__isnull=False, decided_on__isnull=False) & ~Q(opinion="")),
                name="agreement_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(entered_by=F("decided_by")), name="agreement_by_two_persons"
            ),
            models.CheckConstraint(
                condition=Q(state__in=(AgreementState.PROPOSED, AgreementState.REFUSED))
                | Q(document__isnull=False),
                name="agreement_stands_on_paper",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=ENDED) | (Q(ended_on__isnull=False) & ~Q(ended_why="")),
                name="agreement_ended_for_a_reason",
            ),
        ]


class SurchargeRelief(DecidedPaper):
    """A surcharge let off, in whole or in part, after the agreed measures (减免加处罚款).

    Source: 行政强制法 第四十二条第一款: the surcharge alone, never the fine.
    """

    notice = models.ForeignKey(PaymentNotice, on_delete=models.PROTECT, related_name="reliefs")
    agreement = models.OneToOneField(
        ExecutionAgreement, on_delete=models.PROTECT, related_name="relief"
    )
    amount_fen = models.BigIntegerField()
    evidence = models.TextField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount_fen__gt=0) & ~Q(evidence=""), name="relief_above_zero_and_proven"
            ),
        ]
