"""The lists that are public beforehand, version by version; never edited, only followed."""

from django.db import models
from django.db.models import F, Q

from gongjian.common.records import Record
from gongjian.exante.choices import (
    STATED,
    FileFormat,
    ListKind,
    ListState,
    TaskGround,
    WithholdingGround,
)


class OpenList(Record):
    """One version of one list of one agency: drawn from rows, released by two persons.

    `content` is the rendition itself, `sha256` the hash of its canonical bytes. A version that only
    leaves out officers who may no longer enforce is made by the system at once (`struck_from`).
    `closed_on`: the version names someone who has to be protected, or holds a confirmed leak, and
    is no longer shown.

    Source: 国办发〔2018〕118号 二（四）; REQUIREMENTS P2–P8.
    """

    MUTABLE = frozenset(
        {
            "state",
            "version",
            "checked_by_id",
            "checked_at",
            "valid_from",
            "return_reason",
            "closed_on",
        }
    )

    agency = models.ForeignKey("orgs.Agency", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=16, choices=ListKind.choices)
    round = models.PositiveIntegerField()
    version = models.PositiveIntegerField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=ListState.choices)
    drafted_by = models.ForeignKey(
        "orgs.Officer", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    drafted_at = models.DateTimeField()
    checked_by = models.ForeignKey(
        "orgs.Officer", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    checked_at = models.DateTimeField(null=True, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    confirmed = models.CharField(max_length=200, blank=True, default="")
    return_reason = models.TextField(blank=True, default="")
    struck_from = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    closed_on = models.DateField(null=True, blank=True)
    sha256 = models.CharField(max_length=64, db_index=True)
    # The long column stands last: a scan of the others need not walk through it.
    content = models.JSONField()

    class Meta:
        ordering = ["agency", "kind", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "kind", "round"], name="open_list_one_per_round"
            ),
            models.UniqueConstraint(
                fields=["agency", "kind", "version"], name="open_list_one_per_version"
            ),
            models.UniqueConstraint(
                fields=["agency", "kind"],
                condition=Q(state=ListState.DRAFTED),
                name="open_list_one_waits",
            ),
            models.CheckConstraint(
                condition=~Q(state=ListState.PUBLISHED)
                | Q(version__isnull=False, valid_from__isnull=False),
                name="open_list_published_has_version",
            ),
            models.CheckConstraint(
                condition=~Q(state=ListState.PUBLISHED)
                | Q(struck_from__isnull=False)
                | (
                    Q(drafted_by__isnull=False, checked_by__isnull=False, checked_at__isnull=False)
                    & ~Q(drafted_by=F("checked_by"))
                ),
                name="open_list_published_by_two",
            ),
            models.CheckConstraint(
                condition=~Q(state=ListState.RETURNED) | ~Q(return_reason=""),
                name="open_list_returned_has_reason",
            ),
        ]


class ListFile(Record):
    """A file of a published version as anyone may take it: anyone proves its bytes by the log."""

    list = models.ForeignKey(OpenList, on_delete=models.PROTECT, related_name="files")
    format = models.CharField(max_length=4, choices=FileFormat.choices)
    sha256 = models.CharField(max_length=64, db_index=True)
    sm3 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["list", "format"], name="list_file_one_per_format")
        ]


class ListConfirmation(Record):
    """That a person looked a published version through again and found that it still holds.

    Source: HN8; REQUIREMENTS P18.
    """

    list = models.ForeignKey(OpenList, on_delete=models.PROTECT, related_name="confirmations")
    confirmed_by = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")
    confirmed_on = models.DateField()

    class Meta:
        ordering = ["-confirmed_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["list", "confirmed_on"], name="list_confirmed_once_a_day"
            )
        ]


class StatedItem(Record):
    """One item of a list that no definition holds: a guide, an item of random checks, a power.

    `cells` says it column by column. Stating an item of the same name again ends the former row;
    `number` stays, so that the item keeps its address. `ended_on` is the first day without it.

    Source: REQUIREMENTS P6, P7; HN2, HN3; KM2.1.1(5)(6); DZ2(2); XM4.1.2.
    """

    MUTABLE = frozenset({"ended_on"})

    agency = models.ForeignKey("orgs.Agency", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=16, choices=ListKind.choices)
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=200)
    stated_by = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")
    from_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    cells = models.JSONField()

    class Meta:
        ordering = ["kind", "number", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "kind", "name"],
                condition=Q(ended_on__isnull=True),
                name="stated_item_name_once",
            ),
            models.UniqueConstraint(
                fields=["agency", "kind", "number"],
                condition=Q(ended_on__isnull=True),
                name="stated_item_number_once",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in STATED]), name="stated_item_of_a_kind"
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("from_on")),
                name="stated_item_ends_after_start",
            ),
        ]


class Adjustment(Record):
    """A published list has to be taken in hand by `due_on`.

    It no longer says what the system holds, or is to be looked through again (`ground`).
    Source: HN2, HN8; XM4.1.2; LF2.1; REQUIREMENTS P18.
    """

    MUTABLE = frozenset({"closed_on"})

    agency = models.ForeignKey("orgs.Agency", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=16, choices=ListKind.choices)
    ground = models.CharField(max_length=12, choices=TaskGround.choices, default=TaskGround.CHANGED)
    noticed_on = models.DateField()
    due_on = models.DateField()
    rule = models.CharField(max_length=300)
    explanation = models.JSONField(default=list)
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["due_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "kind", "ground"],
                condition=Q(closed_on__isnull=True),
                name="adjustment_one_open",
            ),
            # A list may be past its day when the system first looks at it.
            models.CheckConstraint(
                condition=Q(ground=TaskGround.UNCONFIRMED) | Q(due_on__gte=F("noticed_on")),
                name="adjustment_due_after_notice",
            ),
        ]


class ListUrge(Record):
    """That a list was urged which was not brought up to date in time, and the answer (清单催办).

    One for each task; a new version of the list settles it with the task.
    Source: HN8, HN10; REQUIREMENTS P18.
    """

    MUTABLE = frozenset({"answer", "answered_by_id", "answered_on"})
    CHANGE = "OLD.answered_on IS NULL"

    adjustment = models.OneToOneField(Adjustment, on_delete=models.PROTECT, related_name="urge")
    reason = models.TextField()
    urged_by = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")
    urged_on = models.DateField()
    answer = models.TextField(blank=True, default="")
    answered_by = models.ForeignKey(
        "orgs.Officer", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="list_urge_has_reason"),
            models.CheckConstraint(
                condition=Q(answer="", answered_by__isnull=True, answered_on__isnull=True)
                | (~Q(answer="") & Q(answered_by__isnull=False, answered_on__isnull=False)),
                name="list_urge_answer_has_words_person_and_day",
            ),
            models.CheckConstraint(
                condition=Q(answered_by__isnull=True) | ~Q(answered_by=F("urged_by")),
                name="list_urge_answered_by_another",
            ),
        ]


class Withholding(Record):
    """An officer whom the public register only counts, on a ground approved by the head.

    Source: DZ四（三）; REQUIREMENTS P3.
    """

    MUTABLE = frozenset({"to_on"})

    officer = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")
    ground = models.CharField(max_length=12, choices=WithholdingGround.choices)
    reason = models.TextField()
    approved_by = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")
    from_on = models.DateField()
    to_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["officer"], condition=Q(to_on__isnull=True), name="withholding_one_open"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="withholding_has_reason"),
            models.CheckConstraint(
                condition=~Q(officer=F("approved_by")), name="withholding_by_another"
            ),
        ]
