"""One round of making a decision public, and what is hidden in it."""

from django.db import models
from django.db.models import F, Q

from gongjian.common.records import Record
from gongjian.publicity.choices import Answer, Choice, ReleaseState, WithheldGround

SHOWABLE = [Answer.PUBLISH, Answer.REDACT]

# Withheld on these, even the number would lead to a person or a secret.
HIDING = [
    WithheldGround.PUBLIC_ORDER,
    WithheldGround.MINOR,
    WithheldGround.SECRET,
    WithheldGround.SECURITY,
    WithheldGround.PRIVACY,
]

SETTLED = [ReleaseState.PUBLISHED, ReleaseState.WITHHELD]


class Round(Record):
    """One round of making a decision public: drafted by one person, checked by another.

    `data` is the rendition and `hidden` the register of what was hidden (field, place, kind and
    ground, never the hidden words). `sealed`, `minor` and `secret` repeat what closes a record to
    everyone, so that the database itself can refuse.
    """

    MUTABLE = frozenset({"state", "checked_by_id", "checked_at", "return_reason"})

    round = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=ReleaseState.choices)
    drafted_by = models.ForeignKey(
        "orgs.Officer", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    drafted_at = models.DateTimeField()
    checked_by = models.ForeignKey(
        "orgs.Officer", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    checked_at = models.DateTimeField(null=True, blank=True)
    return_reason = models.TextField(blank=True, default="")
    verdict = models.CharField(max_length=8, choices=Answer.choices)
    clause = models.CharField(max_length=400)
    gate_version = models.CharField(max_length=32)
    findings = models.JSONField(default=dict)
    sealed = models.BooleanField()
    minor = models.BooleanField()
    secret = models.BooleanField()
    delivered_on = models.DateField(null=True, blank=True)
    summary = models.CharField(max_length=120, blank=True, default="")
    data = models.JSONField(default=dict)
    hidden = models.JSONField(default=list)

    class Meta:
        abstract = True


def of_rounds(name: str, of: str) -> list[models.BaseConstraint]:
    """Return what the database asks of the rounds `name` of each `of`: two persons, a clause."""
    return [
        models.UniqueConstraint(fields=[of, "round"], name=f"{name}_one_per_round"),
        models.UniqueConstraint(
            fields=[of],
            condition=Q(state=ReleaseState.DRAFTED),
            name=f"{name}_one_waits_for_check",
        ),
        models.UniqueConstraint(
            fields=[of], condition=Q(state__in=SETTLED), name=f"{name}_settled_once"
        ),
        models.CheckConstraint(
            condition=~Q(state=ReleaseState.PUBLISHED)
            | (
                Q(drafted_by__isnull=False, checked_by__isnull=False, checked_at__isnull=False)
                & ~Q(drafted_by=F("checked_by"))
            ),
            name=f"{name}_published_by_two_persons",
        ),
        models.CheckConstraint(
            condition=~Q(state=ReleaseState.PUBLISHED)
            | Q(sealed=False, minor=False, secret=False, verdict__in=SHOWABLE),
            name=f"{name}_published_is_not_closed",
        ),
        models.CheckConstraint(
            condition=~Q(state=ReleaseState.PUBLISHED)
            | (Q(delivered_on__isnull=False) & ~Q(summary="")),
            name=f"{name}_published_after_delivery",
        ),
        models.CheckConstraint(
            condition=~Q(state=ReleaseState.WITHHELD)
            | (Q(verdict=Answer.WITHHOLD, checked_by__isnull=False) & ~Q(clause="")),
            name=f"{name}_withheld_by_clause",
        ),
        models.CheckConstraint(
            condition=~Q(state=ReleaseState.RETURNED) | ~Q(return_reason=""),
            name=f"{name}_returned_has_reason",
        ),
    ]


class Release(Round):
    """One round of making a penalty decision public.

    With a redaction that the second person has not confirmed no round becomes public, nor with an
    attachment that is not ready, or whose boxes the same person confirmed.

    Source: 行政处罚法 第四十八条; 治安管理处罚法 第一百三十六条; DZ1(1); HN12.
    """

    CHANGE = (
        "NEW.state <> 'published' OR (NOT EXISTS (SELECT 1 FROM publicity_redaction AS asked"
        " WHERE asked.release_id = NEW.id AND asked.confirmed_by_id IS NULL)"
        " AND NOT EXISTS (SELECT 1 FROM publicity_releaseattachment AS joined"
        " JOIN publicity_attachment AS copy ON copy.id = joined.attachment_id"
        " WHERE joined.release_id = NEW.id AND (copy.state <> 'ready'"
        " OR copy.confirmed_by_id = NEW.checked_by_id)))"
    )

    decision = models.ForeignKey("cases.Decision", on_delete=models.PROTECT, related_name="+")
    corrects = models.ForeignKey(
        "PublicItem", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    correction_reason = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            *of_rounds("release", "decision"),
            models.CheckConstraint(
                condition=Q(corrects__isnull=True) | ~Q(correction_reason=""),
                name="release_correction_has_reason",
            ),
        ]


class Redaction(Record):
    """A find that may identify somebody, and what two persons made of it.

    The words themselves stand in the file alone. `certainty` in percent.

    Source: 政府信息公开条例 第十五条; DZ1(1); HN12.
    """

    MUTABLE = frozenset({"confirmed", "confirmed_by_id", "confirmed_at"})

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="redactions")
    code = models.CharField(max_length=48)
    where = models.CharField(max_length=16)
    line = models.PositiveSmallIntegerField()
    at = models.PositiveIntegerField()
    length = models.PositiveIntegerField()
    what = models.CharField(max_length=20)
    ground = models.CharField(max_length=120)
    shown = models.CharField(max_length=40)
    certainty = models.PositiveSmallIntegerField()
    choice = models.CharField(max_length=4, choices=Choice.choices)
    chosen_by = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")
    confirmed = models.CharField(max_length=4, choices=Choice.choices, blank=True, default="")
    confirmed_by = models.ForeignKey(
        "orgs.Officer", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["release", "code"], name="redaction_once_per_release"),
            models.CheckConstraint(
                condition=Q(choice__in=Choice.values, certainty__lt=100),
                name="redaction_is_chosen",
            ),
            models.CheckConstraint(
                condition=Q(confirmed="", confirmed_by__isnull=True, confirmed_at__isnull=True)
                | (
                    Q(
                        confirmed=F("choice"),
                        confirmed_by__isnull=False,
                        confirmed_at__isnull=False,
                    )
                    & ~Q(confirmed_by=F("chosen_by"))
                ),
                name="redaction_confirmed_by_another",
            ),
        ]
