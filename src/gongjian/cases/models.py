"""The rows of a penalty case. Each row is one fact of the procedure and is never edited."""

from django.db import models
from django.db.models import F, Q

from gongjian.common.records import Record

from .choices import (
    CertificateShown,
    DeliveryWay,
    EvidenceKind,
    PerformanceWay,
    ReviewOutcome,
)


class Case(Record):
    """A penalty case under the ordinary procedure (行政处罚案件): what `Matter` does not hold.

    `public_order` marks offences against 治安管理: their records are sealed. `limitation_until` is
    the last day on which the case may be filed; none while the act goes on.
    Source: 行政处罚法 第三十六条、第五十四条; 治安管理处罚法 第二十五条、第一百三十六条.
    """

    MUTABLE = frozenset(
        {
            "act_ended_on",
            "act_goes_on",
            "serious_harm",
            "serious_ground",
            "limitation_until",
            "limitation_source",
            "filed_on",
        }
    )

    matter = models.OneToOneField("matters.Matter", on_delete=models.PROTECT, related_name="+")
    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    cause = models.CharField(max_length=200)
    source = models.CharField(max_length=16)
    public_order = models.BooleanField(default=False)
    state_secret = models.BooleanField(default=False)
    act_ended_on = models.DateField(null=True, blank=True)
    act_goes_on = models.BooleanField(default=False)
    serious_harm = models.BooleanField(default=False)
    serious_ground = models.TextField(blank=True, default="")
    limitation_until = models.DateField(null=True, blank=True)
    limitation_source = models.CharField(max_length=400, blank=True, default="")
    filed_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(act_goes_on=False)
                | Q(act_ended_on__isnull=True, limitation_until__isnull=True),
                name="case_act_goes_on_or_ended",
            ),
            models.CheckConstraint(
                condition=Q(serious_harm=False) | ~Q(serious_ground=""),
                name="case_serious_harm_has_ground",
            ),
            models.CheckConstraint(
                condition=Q(filed_on__isnull=True)
                | Q(act_goes_on=True)
                | Q(limitation_until__isnull=False, limitation_until__gte=F("filed_on")),
                name="case_filed_within_limitation",
            ),
        ]


class Inspection(Record):
    """One on-site inspection by two officers (现场检查). Source: 行政处罚法 第五十五条."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="inspections")
    document = models.OneToOneField(
        "documents.Document", on_delete=models.PROTECT, related_name="+"
    )
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField()
    place = models.CharField(max_length=200)
    lead = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")
    certificate_shown = models.CharField(max_length=8, choices=CertificateShown.choices)
    present = models.CharField(max_length=200)
    findings = models.TextField()
    refused_signature = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(lead=F("second")), name="inspection_two_different_officers"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__gte=F("began_at")), name="inspection_ends_after_it_began"
            ),
        ]


class Evidence(Record):
    """One piece of evidence (证据). Source: 行政处罚法 第四十六条."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="evidence")
    kind = models.CharField(max_length=16, choices=EvidenceKind.choices)
    name = models.CharField(max_length=200)
    proves = models.TextField()
    obtained_on = models.DateField()
    obtained_from = models.CharField(max_length=200)


class Draft(Record):
    """One version of the proposed decision (拟处罚决定).

    `facts_hash` covers party, facts found and articles; `draft_hash` the penalty items as well.
    Notice, opinion and decision each carry the hash of the draft they speak of.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="drafts")
    version = models.PositiveSmallIntegerField()
    facts = models.TextField()
    evidence_summary = models.TextField()
    violated = models.CharField(max_length=500)
    basis = models.CharField(max_length=500)
    discretion = models.TextField()
    items = models.JSONField()
    social_impact = models.BooleanField(default=False)
    public_interest = models.BooleanField(default=False)
    social_risk = models.BooleanField(default=False)
    major_rights = models.BooleanField(default=False)
    complex = models.BooleanField(default=False)
    findings_reason = models.TextField(blank=True, default="")
    review_required = models.BooleanField()
    review_source = models.CharField(max_length=400)
    facts_hash = models.CharField(max_length=64)
    draft_hash = models.CharField(max_length=64)
    drafted_by = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "version"], name="draft_one_per_version"),
            models.CheckConstraint(
                condition=Q(
                    public_interest=False, social_risk=False, major_rights=False, complex=False
                )
                | ~Q(findings_reason=""),
                name="draft_findings_have_reason",
            ),
        ]


class Notice(Record):
    """Prior notice to the party (事先告知). Source: 行政处罚法 第四十四条、第六十二条."""

    MUTABLE = frozenset({"served_on"})

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="notices")
    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, related_name="+")
    document = models.OneToOneField(
        "documents.Document", on_delete=models.PROTECT, related_name="+"
    )
    facts_hash = models.CharField(max_length=64)
    hearing_right = models.BooleanField()
    made_at = models.DateTimeField()
    served_on = models.DateField(null=True, blank=True)


class Statement(Record):
    """What the party said to the notice and what became of it, or its clear waiver (陈述申辩).

    Source: 行政处罚法 第四十五条、第六十二条.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="statements")
    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="statements")
    waived = models.BooleanField()
    given_on = models.DateField()
    content = models.TextField(blank=True, default="")
    checked = models.TextField(blank=True, default="")
    adopted = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(waived=True) | (~Q(content="") & ~Q(checked="")),
                name="statement_heard_and_checked",
            ),
        ]


class Review(Record):
    """The outcome of one legal review, written by `review`: a decision can rest on it."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="reviews")
    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, related_name="+")
    draft_hash = models.CharField(max_length=64)
    outcome = models.CharField(max_length=16, choices=ReviewOutcome.choices)
    opinion = models.UUIDField()
    reviewer = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")
    drafted_by = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(reviewer=F("drafted_by")), name="review_not_of_own_draft"
            ),
        ]


class Decision(Record):
    """The penalty decision (行政处罚决定): one per case, bound to what was noticed and reviewed.

    Source: 行政处罚法 第五十七条至第五十九条.
    """

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="decision")
    draft = models.OneToOneField(Draft, on_delete=models.PROTECT, related_name="+")
    draft_hash = models.CharField(max_length=64)
    facts_hash = models.CharField(max_length=64)
    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="+")
    noticed_facts_hash = models.CharField(max_length=64)
    notice_served_on = models.DateField()
    review_required = models.BooleanField()
    review = models.ForeignKey(
        Review, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reviewed_hash = models.CharField(max_length=64, blank=True, default="")
    document = models.OneToOneField(
        "documents.Document", on_delete=models.PROTECT, related_name="+"
    )
    number = models.CharField(max_length=80)
    decided_on = models.DateField()
    decided_by = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")
    drafted_by = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(review_required=False)
                | Q(review__isnull=False, reviewed_hash=F("draft_hash")),
                name="decision_reviewed_as_decided",
            ),
            models.CheckConstraint(
                condition=Q(noticed_facts_hash=F("facts_hash")), name="decision_noticed_as_decided"
            ),
            models.CheckConstraint(
                condition=Q(notice_served_on__lte=F("decided_on")),
                name="decision_after_notice_served",
            ),
            models.CheckConstraint(
                condition=~Q(decided_by=F("drafted_by")), name="decision_not_of_own_draft"
            ),
        ]


class Delivery(Record):
    """A document handed to the party (送达). Source: 行政处罚法 第六十一条."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="deliveries")
    document = models.OneToOneField(
        "documents.Document", on_delete=models.PROTECT, related_name="+"
    )
    receipt = models.OneToOneField("documents.Document", on_delete=models.PROTECT, related_name="+")
    way = models.CharField(max_length=16, choices=DeliveryWay.choices)
    served_on = models.DateField()
    place = models.CharField(max_length=200)
    receiver = models.CharField(max_length=100)
    refused = models.BooleanField(default=False)
    witness = models.CharField(max_length=100, blank=True, default="")
    note = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(refused=False) | (Q(way="left") & ~Q(witness="")),
                name="delivery_refused_has_witness",
            ),
        ]


class Performance(Record):
    """How the party performed the decision (执行). Source: 行政处罚法 第六十六条、第六十七条."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="performance")
    way = models.CharField(max_length=12, choices=PerformanceWay.choices)
    performed_on = models.DateField()
    amount_fen = models.BigIntegerField(default=0)
    receipt_number = models.CharField(max_length=80, blank=True, default="")
    note = models.TextField(blank=True, default="")
