"""What is lodged against a decision, and how it ended."""

from django.db import models
from django.db.models import F, Q

from gongjian.common.records import Record

from .choices import Applicant, Challenged, Outcome, OwnCorrection, RemedyKind, RemedyState

# A surcharge is changed to less than was imposed. Source: 行政复议法 第六十三条第二款.
NO_MORE_SURCHARGE = (
    "NEW.challenged <> 'surcharge' OR NEW.changed_fen IS NULL OR EXISTS (SELECT 1"
    " FROM payments_surchargedecision s WHERE s.document_id = NEW.document_id"
    " AND NEW.changed_fen > 0 AND NEW.changed_fen < s.amount_fen)"
)
# So is a forfeiture. Source: the same.
NO_MORE_FORFEITED = (
    "NEW.challenged <> 'deposit' OR NEW.changed_fen IS NULL OR EXISTS (SELECT 1"
    " FROM cases_detentiondeposit g WHERE g.paper_id = NEW.document_id"
    " AND NEW.changed_fen > 0 AND NEW.changed_fen < COALESCE(g.forfeited_fen, g.amount_fen))"
)


class Remedy(Record):
    """One review or lawsuit about a decision of a case (行政复议、行政诉讼).

    `document` is the paper that is challenged, of the kind `challenged`; where that is the penalty,
    `decision` and `proceeding` stand beside it, with a surcharge its `proceeding` alone.

    `due_on` is the last day on which it could be lodged; whether it came in time its body decides.
    Later it is registered all the same, with what the applicant says of the delay.
    `through_us`: the application for review was handed to this agency, which passes it on in five
    working days unless it takes its decision back itself.
    Source: 行政处罚法 第七条、第七十三条; 行政复议法 第二十条、第三十二条; 行政诉讼法 第四十五条、
    第四十六条.
    """

    MUTABLE = frozenset(
        {
            "state",
            "number",
            "answered_on",
            "stayed_on",
            "stay_ground",
            "outcome",
            "paper",
            "effective_on",
            "result_served_on",
            "changed_fen",
            "result_note",
            "result_by_id",
            "passed_on",
            "pass_note",
        }
    )

    CHANGE = f"({NO_MORE_SURCHARGE}) AND ({NO_MORE_FORFEITED})"

    challenged = models.CharField(
        max_length=12, choices=Challenged.choices, default=Challenged.PENALTY
    )
    document = models.ForeignKey(
        "documents.Document", on_delete=models.PROTECT, related_name="remedies"
    )
    decision = models.ForeignKey(
        "cases.Decision", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    proceeding = models.OneToOneField(
        "payments.Proceeding", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    kind = models.CharField(max_length=12, choices=RemedyKind.choices)
    applicant = models.CharField(max_length=8, choices=Applicant.choices)
    applicant_name = models.CharField(max_length=200)
    body = models.CharField(max_length=100)
    number = models.CharField(max_length=80, blank=True, default="")
    lodged_on = models.DateField()
    due_on = models.DateField()
    explanation = models.JSONField()
    known_on = models.DateField(null=True, blank=True)
    delay_reason = models.TextField(blank=True, default="")
    claim = models.TextField()
    through_us = models.BooleanField(default=False)
    passed_on = models.DateField(null=True, blank=True)
    pass_note = models.CharField(max_length=200, blank=True, default="")
    state = models.CharField(max_length=10, choices=RemedyState.choices, default=RemedyState.LODGED)
    answered_on = models.DateField(null=True, blank=True)
    stayed_on = models.DateField(null=True, blank=True)
    stay_ground = models.TextField(blank=True, default="")
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True, default="")
    paper = models.CharField(max_length=80, blank=True, default="")
    effective_on = models.DateField(null=True, blank=True)
    result_served_on = models.DateField(null=True, blank=True)
    changed_fen = models.BigIntegerField(null=True, blank=True)
    result_note = models.TextField(blank=True, default="")
    entered_by = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    result_by = models.ForeignKey(
        "orgs.Officer", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    @property
    def late(self) -> bool:
        """Tell whether it was lodged after the last day."""
        return self.lodged_on > self.due_on

    @property
    def with_us(self) -> bool:
        """Tell whether the application still lies with this agency, to be passed on."""
        return self.through_us and self.passed_on is None and self.state == RemedyState.LODGED

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["document", "kind"],
                condition=Q(state__in=[RemedyState.LODGED, RemedyState.ACCEPTED]),
                name="remedy_one_runs_per_kind",
            ),
            models.CheckConstraint(
                condition=Q(
                    challenged=Challenged.PENALTY,
                    decision__isnull=False,
                    proceeding__isnull=False,
                )
                | Q(
                    challenged=Challenged.SURCHARGE,
                    decision__isnull=True,
                    proceeding__isnull=False,
                )
                | ~Q(challenged__in=[Challenged.PENALTY, Challenged.SURCHARGE])
                & Q(decision__isnull=True, proceeding__isnull=True),
                name="remedy_of_the_penalty_has_its_decision",
            ),
            models.CheckConstraint(
                condition=~Q(challenged=Challenged.NOT_FILED) | Q(applicant=Applicant.OTHER),
                name="remedy_against_not_filing_is_another_s",
            ),
            models.CheckConstraint(
                condition=Q(
                    challenged__in=[Challenged.PENALTY, Challenged.SURCHARGE, Challenged.DEPOSIT]
                )
                | Q(challenged=Challenged.CORRECTION, changed_fen__isnull=True)
                | Q(changed_fen__isnull=True) & ~Q(outcome=Outcome.CHANGED),
                name="remedy_changes_what_can_be_changed",
            ),
            models.CheckConstraint(
                condition=~Q(outcome=Outcome.ORDERED) | Q(challenged=Challenged.NOT_FILED),
                name="remedy_orders_what_was_not_done",
            ),
            models.CheckConstraint(
                condition=Q(stayed_on__isnull=True)
                | ~Q(challenged__in=[Challenged.SPARED, Challenged.NOT_FILED]),
                name="remedy_stays_what_can_be_executed",
            ),
            models.CheckConstraint(
                condition=~Q(state=RemedyState.ENDED)
                | (
                    ~Q(outcome="")
                    & ~Q(paper="")
                    & Q(
                        effective_on__isnull=False,
                        result_by__isnull=False,
                        effective_on__gte=F("lodged_on"),
                    )
                ),
                name="remedy_ended_has_its_paper",
            ),
            models.CheckConstraint(
                condition=Q(stayed_on__isnull=True) | ~Q(stay_ground=""),
                name="remedy_stay_has_ground",
            ),
            models.CheckConstraint(
                condition=~Q(outcome=Outcome.CHANGED)
                | Q(changed_fen__gte=0)
                | Q(challenged=Challenged.CORRECTION),
                name="remedy_change_says_the_sum",
            ),
            models.CheckConstraint(
                condition=Q(through_us=False) | Q(kind=RemedyKind.REVIEW),
                name="remedy_through_us_is_a_review",
            ),
            models.CheckConstraint(
                condition=Q(passed_on__isnull=True, pass_note="")
                | (Q(through_us=True, passed_on__gte=F("lodged_on")) & ~Q(pass_note="")),
                name="remedy_passed_on_has_its_proof",
            ),
            models.CheckConstraint(
                condition=Q(through_us=False)
                | Q(passed_on__isnull=False)
                | Q(state=RemedyState.LODGED)
                | Q(state=RemedyState.ENDED, outcome__in=[Outcome.WITHDRAWN, Outcome.SETTLED]),
                name="remedy_is_passed_on_before_it_is_heard",
            ),
        ]


class GoodsReturn(Record):
    """What was taken by a list that fell is back with whom it was taken from (退还收缴的财物).

    Source: 行政复议法 第六十四条、第六十七条; 行政诉讼法 第七十条; 国家赔偿法 第三十六条第一项.
    """

    overturn = models.OneToOneField(
        "cases.PaperOverturn", on_delete=models.PROTECT, related_name="returned"
    )
    returned_on = models.DateField()
    receiver = models.CharField(max_length=100)
    proof = models.CharField(max_length=200)
    entered_by = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(receiver="") & ~Q(proof=""), name="goods_return_is_proven"
            ),
        ]


class Correction(Record):
    """A decision that the agency itself revoked or changed (主动改正), on its document.

    Source: 行政处罚法 第七十五条第二款.
    """

    decision = models.OneToOneField("cases.Decision", on_delete=models.PROTECT, related_name="+")
    document = models.OneToOneField(
        "documents.Document", on_delete=models.PROTECT, related_name="+"
    )
    kind = models.CharField(max_length=10, choices=OwnCorrection.choices)
    changed_fen = models.BigIntegerField(null=True, blank=True)
    reason = models.TextField()
    effective_on = models.DateField()
    decided_by = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind=OwnCorrection.CHANGED) | Q(changed_fen__gte=0),
                name="correction_change_says_the_sum",
            ),
        ]
