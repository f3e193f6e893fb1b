"""What the party is told before the decision, and what it answers."""

from django.db import models
from django.db.models import Q

from gongjian.common.records import Record

from .case import Case
from .draft import Draft


class Notice(Record):
    """Prior notice to the party (事先告知): on paper, or by word of mouth (`oral`).

    On the spot nothing is written of it but the decision; in a fast 治安 case the person signs a
    record (`document`).

    Source: 行政处罚法 第四十四条、第六十二条; 公安机关办理行政案件程序规定 第四十六条第二款.
    """

    MUTABLE = frozenset({"served_on", "void"})
    # On which day it reached the party is said once; what was taken back stays so.
    CHANGE = (
        "(OLD.served_on IS NULL OR (NEW.served_on IS NOT NULL AND NEW.served_on = OLD.served_on))"
        " AND (NOT OLD.void OR NEW.void)"
    )

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="notices")
    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, related_name="+")
    oral = models.BooleanField(default=False)
    document = models.OneToOneField(
        "documents.Document", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    facts_hash = models.CharField(max_length=64)
    hearing_right = models.BooleanField()
    made_at = models.DateTimeField()
    served_on = models.DateField(null=True, blank=True)
    void = models.BooleanField(default=False)

    class Meta:
        constraints = [
            # What was said was heard when it was said; who may ask for a hearing is told on paper.
            models.CheckConstraint(
                condition=Q(oral=False, document__isnull=False)
                | Q(
                    oral=True,
                    served_on__isnull=False,
                    hearing_right=False,
                ),
                name="notice_oral_or_on_paper",
            ),
            models.CheckConstraint(
                condition=Q(void=False) | Q(served_on__isnull=True, oral=False),
                name="notice_void_never_reached_anybody",
            ),
        ]


class Statement(Record):
    """What the party said to the notice and what became of it, or its clear waiver (陈述申辩).

    Source: 行政处罚法 第四十五条、第六十二条.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="statements")
    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="statements")
    agent = models.ForeignKey(
        "cases.Agent", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    waived = models.BooleanField()
    hearing_waived = models.BooleanField(default=False)
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
