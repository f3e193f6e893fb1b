"""Publication urged by who supervises it, and the yearly evaluation of it (公示催办、年度评估)."""

from django.db import models
from django.db.models import F, Q

from gongjian.common.records import Record
from gongjian.publicity.choices import UrgeKind, UrgeState


class Urge(Record):
    """One urging of the publication of one decision, with its limit and what came of it.

    It ends by itself once the decision is published, withheld, corrected or taken back.

    Source: HN8, HN10, HN11; REQUIREMENTS P18.
    """

    MUTABLE = frozenset({"state", "answer", "answered_by_id", "ended_on"})

    decision = models.ForeignKey("cases.Decision", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=UrgeKind.choices)
    reason = models.TextField()
    urged_by = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")
    urged_on = models.DateField()
    due_on = models.DateField()
    state = models.CharField(max_length=10, choices=UrgeState.choices, default=UrgeState.OPEN)
    answer = models.TextField(blank=True, default="")
    answered_by = models.ForeignKey(
        "orgs.Officer", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["decision"], condition=Q(state=UrgeState.OPEN), name="urge_one_open"
            ),
            models.CheckConstraint(
                condition=Q(
                    state=UrgeState.OPEN, answer="", answered_by__isnull=True, ended_on__isnull=True
                )
                | Q(
                    state=UrgeState.ENDED,
                    answer="",
                    answered_by__isnull=True,
                    ended_on__isnull=False,
                )
                | Q(state=UrgeState.ANSWERED, answered_by__isnull=False, ended_on__isnull=False)
                & ~Q(answer=""),
                name="urge_answer_has_words_person_and_day",
            ),
            models.CheckConstraint(
                condition=Q(answered_by__isnull=True) | ~Q(answered_by=F("urged_by")),
                name="urge_answered_by_another",
            ),
            models.CheckConstraint(
                condition=~Q(reason="") & Q(due_on__gte=F("urged_on")),
                name="urge_has_reason_and_limit",
            ),
        ]

    @property
    def late(self) -> bool:
        return self.ended_on is not None and self.ended_on > self.due_on


class PublicationYear(Record):
    """The yearly evaluation of an agency's publication: figures as counted, a written conclusion.

    `figures` are frozen when a person confirms; `digest` is their SHA-256. A later round of the
    same year replaces none.

    Source: HN10, HN11; REQUIREMENTS P18.
    """

    agency = models.ForeignKey("orgs.Agency", on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    round = models.PositiveSmallIntegerField()
    figures = models.JSONField()
    digest = models.CharField(max_length=64)
    conclusion = models.TextField()
    confirmed_by = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")
    confirmed_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "year", "round"], name="publication_year_one_per_round"
            ),
            models.CheckConstraint(
                condition=~Q(conclusion=""), name="publication_year_has_conclusion"
            ),
        ]
