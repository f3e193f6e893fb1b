"""Cases of several offenders of one event (同案): which belong together, what they share."""

from django.db import models
from django.db.models import F, Q

from gongjian.common.records import Record

from .case import Case
from .investigation import Evidence


class Companion(Record):
    """A case of its own for one more offender of an event that was filed before (同案).

    `first` is the case under which the event was received and filed; all companions point there.
    Clocks, guardian, notice, decision and detention are those of each case. See ADR 0029.

    Source: 治安管理处罚法 第十七条、第九十条、第一百一十八条.
    """

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="companion")
    first = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="companions")
    conduct = models.TextField()
    opened_by = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=~Q(case=F("first")), name="companion_is_another_case"),
            models.CheckConstraint(condition=~Q(conduct=""), name="companion_did_something"),
        ]


class SharedMaterial(Record):
    """What one case of an event gave to another: a piece of evidence, or the copy of a record.

    `evidence` is the piece as the other case holds it; its `origin` is the piece itself. `paper`
    is the copy of `original`, which stays in the file of the case where it was made.
    """

    source = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="materials_given")
    target = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="materials_taken")
    evidence = models.OneToOneField(
        Evidence, on_delete=models.PROTECT, null=True, blank=True, related_name="shared"
    )
    original = models.ForeignKey(
        "documents.Document", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    paper = models.OneToOneField(
        "documents.Document", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    shared_by = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")
    shared_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(source=F("target")), name="shared_material_goes_to_another_case"
            ),
            models.CheckConstraint(
                condition=Q(evidence__isnull=False, original__isnull=True, paper__isnull=True)
                | Q(evidence__isnull=True, original__isnull=False, paper__isnull=False),
                name="shared_material_is_one_thing",
            ),
            models.UniqueConstraint(
                fields=["target", "original"], name="shared_material_copied_once"
            ),
        ]
