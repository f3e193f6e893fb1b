"""The hearing: asked for, called, held, reported (听证)."""

from django.db import models
from django.db.models import F, Q

from gongjian.cases.choices import AskedBy, HearingAnswer, HearingOutcome
from gongjian.common.records import Record

from .case import Case
from .notice import Notice


class HearingRequest(Record):
    """The party's demand for a hearing, on which notice, and what became of it.

    It outlives later notices: a second notice does not drop it. A refusal stands only where the
    demand came late or the notice gave no such right.
    Source: 行政处罚法 第六十三条、第六十四条第一项.
    """

    MUTABLE = frozenset({"answer", "refusal_id", "refusal_reason", "withdrawn_on"})

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="hearing_requests")
    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="+")
    asked_on = models.DateField()
    due_on = models.DateField()
    way = models.CharField(max_length=12, choices=AskedBy.choices)
    content = models.TextField()
    entitled = models.BooleanField()
    answer = models.CharField(
        max_length=10, choices=HearingAnswer.choices, default=HearingAnswer.WAITING
    )
    refusal = models.OneToOneField(
        "documents.Document", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    refusal_reason = models.TextField(blank=True, default="")
    withdrawn_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(answer__in=["waiting", "called"]),
                name="hearing_request_one_live_per_case",
            ),
            models.CheckConstraint(
                condition=~Q(answer="refused")
                | (~Q(refusal_reason="") & (Q(entitled=False) | Q(asked_on__gt=F("due_on")))),
                name="hearing_refused_only_late_or_without_right",
            ),
            models.CheckConstraint(
                condition=~Q(answer="withdrawn") | Q(withdrawn_on__isnull=False),
                name="hearing_withdrawn_has_date",
            ),
        ]


class Hearing(Record):
    """One hearing as called; the host has never handled the case.

    `earliest_on` is the first day on which it may be held, reckoned from the service of its notice:
    strictly after the seventh working day. Scheduled is not held: `outcome` says what happened.
    Source: 行政处罚法 第六十四条.
    """

    MUTABLE = frozenset(
        {
            *("served_on", "earliest_on", "announcement_id"),
            *("outcome", "held_on", "record_id", "report_id"),
        }
    )
    # How it ended is said once; the report follows.
    CHANGE = "OLD.outcome = '' OR NEW.outcome = OLD.outcome"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="hearings")
    request = models.ForeignKey(HearingRequest, on_delete=models.PROTECT, related_name="hearings")
    host = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")
    recorder = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")
    lead = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")
    scheduled_at = models.DateTimeField()
    scheduled_on = models.DateField()
    place = models.CharField(max_length=200)
    open_to_public = models.BooleanField(default=True)
    closed_reason = models.CharField(max_length=200, blank=True, default="")
    notice = models.OneToOneField("documents.Document", on_delete=models.PROTECT, related_name="+")
    announcement = models.OneToOneField(
        "documents.Document", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    served_on = models.DateField(null=True, blank=True)
    earliest_on = models.DateField(null=True, blank=True)
    outcome = models.CharField(max_length=10, choices=HearingOutcome.choices, blank=True)
    held_on = models.DateField(null=True, blank=True)
    record = models.OneToOneField(
        "documents.Document", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    report = models.OneToOneField(
        "documents.Document", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(outcome=""), name="hearing_one_running_per_case"
            ),
            models.CheckConstraint(
                condition=~Q(host=F("lead")) & ~Q(host=F("second")) & ~Q(host=F("recorder")),
                name="hearing_host_is_no_handler",
            ),
            models.CheckConstraint(
                condition=Q(open_to_public=True) | ~Q(closed_reason=""),
                name="hearing_closed_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(announcement__isnull=True) | Q(open_to_public=True),
                name="hearing_announced_only_if_open",
            ),
            models.CheckConstraint(
                condition=Q(earliest_on__isnull=True) | Q(scheduled_on__gte=F("earliest_on")),
                name="hearing_seven_days_after_its_notice",
            ),
            models.CheckConstraint(
                condition=~Q(outcome__in=["held", "absent"])
                | Q(
                    served_on__isnull=False,
                    record__isnull=False,
                    held_on__gte=F("scheduled_on"),
                ),
                name="hearing_held_when_called",
            ),
        ]
