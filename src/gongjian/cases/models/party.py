"""The party in its own case: the code it comes with, and what it hands in."""

from django.db import models
from django.db.models import Q

from gongjian.cases.choices import CodeHolder, FilingKind
from gongjian.common.records import Record


class QueryCode(Record):
    """The code with which a party follows its case (查询码): only a keyed hash is kept.

    `number` is the number of the case that stands beside it; a new code ends the one before.
    """

    MUTABLE = frozenset({"ended_at"})
    SECRET = frozenset({"code_hash"})

    matter = models.ForeignKey("matters.Matter", on_delete=models.PROTECT, related_name="+")
    holder = models.CharField(max_length=8, choices=CodeHolder.choices)
    victim = models.ForeignKey(
        "cases.Victim", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    agent = models.ForeignKey(
        "cases.Agent", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    name = models.CharField(max_length=200)
    number = models.CharField(max_length=80, db_index=True)
    code_hash = models.CharField(max_length=64)
    issued_by = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")
    issued_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["matter"],
                condition=Q(holder="party", ended_at__isnull=True),
                name="query_code_one_for_the_party",
            ),
            models.UniqueConstraint(
                fields=["victim"],
                condition=Q(ended_at__isnull=True),
                name="query_code_one_for_a_victim",
            ),
            models.UniqueConstraint(
                fields=["agent"],
                condition=Q(ended_at__isnull=True),
                name="query_code_one_for_an_agent",
            ),
            models.CheckConstraint(
                condition=Q(holder="party", victim__isnull=True, agent__isnull=True)
                | Q(holder="victim", victim__isnull=False, agent__isnull=True)
                | Q(holder="agent", victim__isnull=True, agent__isnull=False),
                name="query_code_has_its_holder",
            ),
        ]


class PartyFiling(Record):
    """What a party handed in by itself, and what became of it (当事人提交).

    `given_on` counts for every limit; `receipt` is the number the party keeps.
    Source: 行政处罚法 第四十三条、第四十五条、第六十三条.
    """

    MUTABLE = frozenset({"answered_at", "answered_by_id", "answer", "granted"})

    matter = models.ForeignKey("matters.Matter", on_delete=models.PROTECT, related_name="+")
    code = models.ForeignKey(QueryCode, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=FilingKind.choices)
    officer = models.ForeignKey(
        "orgs.Officer", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    content = models.TextField()
    receipt = models.CharField(max_length=20, unique=True)
    given_at = models.DateTimeField()
    given_on = models.DateField()
    due_on = models.DateField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        "orgs.Officer", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answer = models.TextField(blank=True, default="")
    granted = models.BooleanField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answer="")
                | (Q(answered_at__isnull=False) & ~Q(answer="")),
                name="party_filing_answered_in_words",
            ),
            models.CheckConstraint(
                condition=Q(kind="recusal", officer__isnull=False)
                | (~Q(kind="recusal") & Q(officer__isnull=True)),
                name="party_filing_recusal_names_whom",
            ),
        ]
        indexes = [
            models.Index(
                fields=["matter"],
                name="party_filing_waiting",
                condition=Q(answered_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.given_on.isoformat()}"

    @property
    def in_time(self) -> bool:
        """Whether it came within the limit of the law, where there is one."""
        return self.due_on is None or self.given_on <= self.due_on
