"""The table of jobs. No record: a job is work to do, what it did stands in the ledger."""

from django.db import models
from django.db.models import Q


class JobState(models.TextChoices):
    WAITING = "waiting", "等待"
    RUNNING = "running", "进行中"
    DONE = "done", "已完成"
    DEAD = "dead", "失败待查"


class Job(models.Model):
    """One piece of work outside the transaction that asked for it.

    A worker takes it by writing a lease; a lease that has run out may be taken by another.
    """

    kind = models.CharField(max_length=64)
    ids = models.JSONField(default=dict)
    state = models.CharField(max_length=8, choices=JobState.choices, default=JobState.WAITING)
    run_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    leased_by = models.CharField(max_length=64, default="", blank=True)
    leased_until = models.DateTimeField(null=True, blank=True)
    last_error = models.TextField(default="", blank=True)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["run_at", "id"],
                name="job_due",
                condition=Q(state__in=["waiting", "running"]),
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="running") | (Q(leased_until__isnull=False) & ~Q(leased_by="")),
                name="job_running_has_lease",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.ids}"


class Period(models.Model):
    """When a periodic kind was last started, so that several workers start it once."""

    kind = models.CharField(max_length=64, primary_key=True)
    last_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.kind
