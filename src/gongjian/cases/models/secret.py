"""A case that concerns a state secret: its number, and nothing of what is in it (涉密案件)."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual

from gongjian.cases.choices import DeclassifyGround, SecrecyGround, SecrecyLevel
from gongjian.common.records import Record

LONGEST_NUMBER = 30


class SecretCase(Record):
    """That a case is handled on paper, outside this system, with who answers for it and why.

    No column takes words: closed lists, dates, people and two numbers of fixed form. `matter` is
    the case that was begun here before it was known; what it holds nobody sees any more.
    Source: 保守国家秘密法 第十三条、第十四条、第二十条、第二十四条、第三十一条; REQUIREMENTS R5.
    """

    MUTABLE = frozenset(
        {
            *("decided_on", "closed_on"),
            *("declassified_on", "declassify_ground", "declassify_number", "declassified_by_id"),
        }
    )
    # Each date is entered once; what is secret no longer rests.
    CHANGE = (
        "OLD.declassified_on IS NULL"
        " AND (OLD.decided_on IS NULL OR NEW.decided_on = OLD.decided_on)"
        " AND (OLD.closed_on IS NULL OR NEW.closed_on = OLD.closed_on)"
    )

    agency = models.ForeignKey("orgs.Agency", on_delete=models.PROTECT, related_name="+")
    matter = models.OneToOneField(
        "matters.Matter", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    number = models.CharField(max_length=LONGEST_NUMBER)
    ground = models.CharField(max_length=1, choices=SecrecyGround.choices)
    level = models.CharField(max_length=12, choices=SecrecyLevel.choices)
    classified_on = models.DateField()
    until = models.DateField(null=True, blank=True)
    responsible = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")
    keeper = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")
    registered_by = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")
    registered_on = models.DateField()
    decided_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    declassified_on = models.DateField(null=True, blank=True)
    declassify_ground = models.CharField(
        max_length=9, choices=DeclassifyGround.choices, blank=True, default=""
    )
    declassify_number = models.CharField(max_length=LONGEST_NUMBER, blank=True, default="")
    declassified_by = models.ForeignKey(
        "orgs.Officer", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "number"], name="secret_one_per_number"),
            models.CheckConstraint(
                condition=~Q(number="")
                & Q(ground__in=SecrecyGround.values)
                & Q(level__in=SecrecyLevel.values)
                & Q(declassify_ground__in=["", *DeclassifyGround.values]),
                name="secret_of_closed_lists",
            ),
            # SQLite keeps no length of a column: no room for words in a number.
            models.CheckConstraint(
                condition=Q(number__isnull=False)
                & LessThanOrEqual(Length("number"), LONGEST_NUMBER)
                & LessThanOrEqual(Length("declassify_number"), LONGEST_NUMBER),
                name="secret_number_is_no_text",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=F("classified_on")),
                name="secret_term_after_its_day",
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True)
                | Q(decided_on__isnull=True)
                | Q(closed_on__gte=F("decided_on")),
                name="secret_closed_after_decision",
            ),
            models.CheckConstraint(
                condition=Q(
                    declassified_on__isnull=True,
                    declassified_by__isnull=True,
                    declassify_ground="",
                    declassify_number="",
                )
                | Q(declassified_on__isnull=False, declassified_by__isnull=False)
                & ~Q(declassify_ground="")
                & (Q(declassify_ground="expired") | ~Q(declassify_number="")),
                name="secret_declassified_by_someone_on_a_ground",
            ),
        ]
