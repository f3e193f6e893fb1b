"""Several parties of one case: split apart, and decided on together again (分案、一并决定)."""

from django.db import models
from django.db.models import F, Q

from gongjian.cases.choices import FurtherState, PartyRole
from gongjian.common.records import Record

from .case import Case


class FurtherParty(Record):
    """A party of a case beside its principal one, and how it left the case.

    So that nobody is decided on without notice and statement of its own, a
    further party leaves before the decision: into a case of its own (`split`), or as no party after
    all (`released`).
    Source: 行政处罚法 第五条、第四十条、第四十四条、第四十五条.
    """

    MUTABLE = frozenset({"state", "left_on", "left_reason", "left_by_id", "own_case_id"})

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="further_parties")
    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=20, choices=PartyRole.choices)
    reason = models.TextField()
    added_by = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    state = models.CharField(
        max_length=8, choices=FurtherState.choices, default=FurtherState.BESIDE
    )
    left_on = models.DateField(null=True, blank=True)
    left_reason = models.TextField(blank=True, default="")
    left_by = models.ForeignKey(
        "orgs.Officer", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    own_case = models.OneToOneField(
        Case, on_delete=models.PROTECT, null=True, blank=True, related_name="split_off_as"
    )

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "party"],
                condition=~Q(state="released"),
                name="further_party_once_per_case",
            ),
            models.CheckConstraint(
                condition=Q(state="beside", left_on__isnull=True, left_by__isnull=True)
                | (~Q(state="beside") & Q(left_on__isnull=False, left_by__isnull=False))
                & ~Q(left_reason=""),
                name="further_party_left_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(state="split", own_case__isnull=False)
                | (~Q(state="split") & Q(own_case__isnull=True)),
                name="further_party_split_has_case",
            ),
        ]


class JointParty(Record):
    """A case whose party is decided on together with others, in one decision (一并决定).

    Each party keeps a case of its own: notice, statement, hearing, review, delivery, money and
    publication are its own. Only the decision is one paper under one number, made in the case of
    `lead`, which has a row too. It is made for all of them or for none. See ADR 0019.

    Source: 行政处罚法 第五条、第四十四条、第四十五条、第五十九条、第六十一条.
    """

    MUTABLE = frozenset(
        {"lead_id", "share", "joined_at", "joined_by_id", "left_on", "left_reason", "left_by_id"}
    )

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="joint")
    lead = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="joint_parties")
    share = models.TextField(blank=True, default="")
    joined_at = models.DateTimeField()
    joined_by = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")
    left_on = models.DateField(null=True, blank=True)
    left_reason = models.TextField(blank=True, default="")
    left_by = models.ForeignKey(
        "orgs.Officer", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(case=F("lead")) | ~Q(share=""), name="joint_party_has_its_share"
            ),
            models.CheckConstraint(
                condition=Q(left_on__isnull=True, left_by__isnull=True, left_reason="")
                | Q(left_on__isnull=False, left_by__isnull=False) & ~Q(left_reason=""),
                name="joint_party_left_with_reason",
            ),
        ]
