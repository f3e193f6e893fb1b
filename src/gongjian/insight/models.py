"""The yearly report: frozen when drafted, approved by another person, then public."""

from django.db import models
from django.db.models import F, Q

from gongjian.common.records import Record

from .choices import ReportState, Share


class AnnualReport(Record):
    """One round of a year's report (行政执法统计年报).

    `tables` are the figures as they were counted, `query` says how, `digest` is their SHA-256: an
    approval and a publication speak of exactly these.

    Source: 国办发〔2018〕118号 （六）; DZ4(2), HN6, KM2.1.3(3).
    """

    MUTABLE = frozenset(
        {"state", "checked_by_id", "checked_at", "opinion", "published_by_id", "published_on"}
    )

    stream = models.OneToOneField("ledger.Stream", on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey("orgs.Agency", on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    round = models.PositiveSmallIntegerField()
    state = models.CharField(
        max_length=10, choices=ReportState.choices, default=ReportState.DRAFTED
    )
    format_version = models.CharField(max_length=64)
    tables = models.JSONField()
    analysis = models.TextField()
    query = models.TextField()
    digest = models.CharField(max_length=64)
    due_on = models.DateField()
    drafted_by = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField()
    checked_by = models.ForeignKey(
        "orgs.Officer", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    checked_at = models.DateTimeField(null=True, blank=True)
    opinion = models.TextField(blank=True, default="")
    published_by = models.ForeignKey(
        "orgs.Officer", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    published_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "year", "round"], name="annual_report_one_per_round"
            ),
            models.UniqueConstraint(
                fields=["agency", "year"],
                condition=Q(state__in=[ReportState.DRAFTED, ReportState.APPROVED]),
                name="annual_report_one_on_its_way",
            ),
            models.CheckConstraint(
                condition=~Q(checked_by=F("drafted_by")), name="annual_report_two_persons"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[ReportState.APPROVED, ReportState.PUBLISHED])
                | Q(checked_by__isnull=False, checked_at__isnull=False),
                name="annual_report_approved_by_a_person",
            ),
            models.CheckConstraint(
                condition=~Q(state=ReportState.PUBLISHED)
                | Q(published_by__isnull=False, published_on__isnull=False),
                name="annual_report_published_by_a_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year}年行政执法统计年报"


class PublicReport(Record):
    """A report as the public reads it; the portal reads this table, never the drafts.

    `closed_on`: its text holds a confirmed leak and is no longer shown.
    """

    MUTABLE = frozenset({"closed_on"})

    report = models.OneToOneField(AnnualReport, on_delete=models.PROTECT, related_name="public")
    agency_uid = models.UUIDField()
    agency_name = models.CharField(max_length=100)
    year = models.PositiveSmallIntegerField()
    version = models.PositiveSmallIntegerField()
    tables = models.JSONField()
    analysis = models.TextField()
    query = models.TextField()
    digest = models.CharField(max_length=64)
    due_on = models.DateField()
    published_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-year", "agency_name", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency_uid", "year", "version"], name="public_report_one_per_version"
            )
        ]

    def __str__(self) -> str:
        return f"{self.agency_name}{self.year}年行政执法统计年报"


class CountedDecision(models.Model):
    """A penalty decision as the yearly report counts it, in plain columns: one index holds them.

    `kinds`: codes as the decision names them, by comma; `fen`: fines and confiscated money.
    Derived from the decision, or while it is public from its rendition, at every act and compared
    every night, so no record. Source: 行政执法统计年报 表二注.
    """

    decision = models.OneToOneField("cases.Decision", on_delete=models.CASCADE, related_name="+")
    agency_uid = models.UUIDField()
    decided_on = models.DateField()
    share = models.CharField(max_length=8, choices=Share.choices)
    kinds = models.CharField(max_length=300)
    procedure = models.CharField(max_length=12)
    fen = models.BigIntegerField()

    class Meta:
        indexes = [
            # Every column that a report asks for: a million rows are counted from it alone.
            models.Index(
                fields=["agency_uid", "decided_on", "share", "kinds", "procedure", "fen"],
                name="counted_decision_by_year",
            )
        ]

    def __str__(self) -> str:
        return f"{self.decision_id}: {self.share}"


class CountedAct(models.Model):
    """One act that the yearly report counts beside the penalties: what, when, of which matter.

    `row_id` of `source` (`sources.SOURCES`) counts as `kind` on `counted_on`. `once`: rows that
    share it count as one, as two records of one visit do. Derived from those rows at every act and
    compared every night, so no record. Source: 行政执法统计年报 各表说明.
    """

    matter = models.ForeignKey("matters.Matter", on_delete=models.CASCADE, related_name="+")
    source = models.CharField(max_length=24)
    row_id = models.BigIntegerField()
    kind = models.CharField(max_length=24)
    agency_uid = models.UUIDField()
    counted_on = models.DateField()
    once = models.CharField(max_length=40, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source", "row_id", "kind"], name="counted_act_once_per_kind"
            )
        ]
        indexes = [
            models.Index(
                fields=["agency_uid", "counted_on", "kind", "once"], name="counted_act_by_year"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.counted_on}"
