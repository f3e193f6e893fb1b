"""Versions of the proposed decision, each under a hash of its own."""

from django.db import models
from django.db.models import F, Q

from gongjian.cases.choices import NoPenaltyGround, Proposal
from gongjian.common.records import Record

from .case import Case


def within_the_law(of: str) -> list[models.CheckConstraint]:
    """Return what the columns of a weighing must hold, for the table whose rows are called `of`.

    Source: 行政处罚法 第三十二条、第三十四条.
    """
    return [
        models.CheckConstraint(
            condition=Q(deviates=False) | ~Q(deviation_reason=""),
            name=f"{of}_deviation_has_reason",
        ),
        models.CheckConstraint(
            condition=Q(step_low_fen__isnull=True)
            | Q(deviates=True)
            | Q(mitigated=True)
            | Q(fine_fen__gte=F("step_low_fen"), fine_fen__lte=F("step_high_fen")),
            name=f"{of}_outside_its_step_deviates",
        ),
        models.CheckConstraint(
            condition=Q(legal_low_fen__isnull=True)
            | Q(mitigated=True)
            | Q(fine_must=False, fine_fen=0)
            | Q(fine_fen__gte=F("legal_low_fen")),
            name=f"{of}_not_below_the_law",
        ),
        models.CheckConstraint(
            condition=Q(legal_high_fen__isnull=True) | Q(fine_fen__lte=F("legal_high_fen")),
            name=f"{of}_not_above_the_law",
        ),
        models.CheckConstraint(
            condition=Q(mitigated=False) | ~Q(grounds_proof=""),
            name=f"{of}_mitigated_on_proven_ground",
        ),
    ]


class Draft(Record):
    """One version of the proposed decision (拟处罚决定).

    `facts_hash` covers party, facts found and articles; `draft_hash` the penalty items as well.
    Notice, opinion and decision each carry the hash of the draft they speak of.

    Where the case has a cause of the catalogue, the draft keeps how it was weighed: circumstances
    as found, the legal range and the step of the benchmark in fen, and `benchmark`, the same in
    words. Below the legal minimum stands only a mitigated fine with its proof; outside its step
    only one with a reason. Source: 行政处罚法 第三十二条、第三十四条.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="drafts")
    version = models.PositiveSmallIntegerField()
    facts = models.TextField()
    evidence_summary = models.TextField()
    violated = models.CharField(max_length=500)
    basis = models.CharField(max_length=500)
    # The day whose law it was weighed by, and whether that is the newer one; None in old drafts.
    law_on = models.DateField(null=True, blank=True)
    newer_law = models.BooleanField(null=True, blank=True)
    newer_law_reason = models.TextField(blank=True, default="")
    cites_beyond = models.BooleanField(default=False)
    citation_reason = models.TextField(blank=True, default="")
    discretion = models.TextField()
    proposal = models.CharField(max_length=12, choices=Proposal.choices, default=Proposal.PENALTY)
    no_penalty_ground = models.CharField(
        max_length=20, choices=NoPenaltyGround.choices, blank=True, default=""
    )
    items = models.JSONField()
    # Several acts of one person (name, basis), decided separately; each item says which (`act`).
    acts = models.JSONField(default=list)
    # How many of them have a position of their own (`ActPosition`); 0 in drafts of before.
    act_count = models.PositiveSmallIntegerField(default=0)
    # Days of the act detained longest, how many one may have, and how many all together.
    act_days = models.PositiveSmallIntegerField(null=True, blank=True)
    act_most_days = models.PositiveSmallIntegerField(null=True, blank=True)
    merged_most_days = models.PositiveSmallIntegerField(null=True, blank=True)
    cause_code = models.CharField(max_length=64, blank=True, default="")
    circumstances = models.JSONField(default=list)
    base_fen = models.BigIntegerField(null=True, blank=True)
    grounds = models.JSONField(default=list)
    grounds_proof = models.TextField(blank=True, default="")
    benchmark = models.JSONField(default=dict)
    legal_low_fen = models.BigIntegerField(null=True, blank=True)
    legal_high_fen = models.BigIntegerField(null=True, blank=True)
    step_low_fen = models.BigIntegerField(null=True, blank=True)
    step_high_fen = models.BigIntegerField(null=True, blank=True)
    # What the items weigh (`rules.weight_columns`); None in drafts of before it was kept.
    kinds = models.PositiveIntegerField(null=True, blank=True)
    fine_fen = models.BigIntegerField(default=0)
    gain_fen = models.BigIntegerField(null=True, blank=True)
    days = models.PositiveSmallIntegerField(null=True, blank=True)
    # What confiscated goods are worth by what is stated; None in drafts of before it was kept.
    goods_fen = models.BigIntegerField(null=True, blank=True)
    goods_unvalued = models.BooleanField(default=False)
    fine_must = models.BooleanField(default=False)
    mitigated = models.BooleanField(default=False)
    deviates = models.BooleanField(default=False)
    deviation_reason = models.TextField(blank=True, default="")
    # What the act violates beside its cause, and the highest fine of it (`competing`).
    competing = models.JSONField(default=list)
    competing_high_fen = models.BigIntegerField(null=True, blank=True)
    social_impact = models.BooleanField(default=False)
    public_interest = models.BooleanField(default=False)
    social_risk = models.BooleanField(default=False)
    major_rights = models.BooleanField(default=False)
    complex = models.BooleanField(default=False)
    findings_reason = models.TextField(blank=True, default="")
    # The age of the party at the act, where it is known; a 治安 case keeps it with its decision.
    age_at_act = models.PositiveSmallIntegerField(null=True, blank=True)
    punishable_from = models.PositiveSmallIntegerField(null=True, blank=True)
    # How many pieces of evidence were excluded when it was written.
    exclusions = models.PositiveSmallIntegerField(default=0)
    review_required = models.BooleanField()
    review_source = models.CharField(max_length=400)
    # From which sum the place asked for review; None in drafts of before it was kept.
    review_from_fen = models.BigIntegerField(null=True, blank=True)
    # From which sums goods ask for a discussion, open a hearing (`reaches`); None as above.
    discussion_from_fen = models.BigIntegerField(null=True, blank=True)
    hearing_goods_from_fen = models.BigIntegerField(null=True, blank=True)
    hearing_from_fen = models.BigIntegerField(null=True, blank=True)
    facts_hash = models.CharField(max_length=64)
    draft_hash = models.CharField(max_length=64)
    drafted_by = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "version"], name="draft_one_per_version"),
            models.CheckConstraint(
                condition=Q(
                    public_interest=False, social_risk=False, major_rights=False, complex=False
                )
                | ~Q(findings_reason=""),
                name="draft_findings_have_reason",
            ),
            models.CheckConstraint(
                condition=Q(age_at_act__isnull=True)
                | Q(proposal="no_penalty")
                | Q(age_at_act__gte=F("punishable_from")),
                name="draft_punishes_no_child",
            ),
            models.CheckConstraint(
                condition=Q(act_days__isnull=True) | Q(act_days__lte=F("act_most_days")),
                name="draft_detains_for_one_act_within_the_most_days",
            ),
            models.CheckConstraint(
                condition=Q(newer_law__isnull=True)
                | Q(newer_law=False, law_on__isnull=False, newer_law_reason="")
                | (Q(newer_law=True, law_on__isnull=False) & ~Q(newer_law_reason="")),
                name="draft_newer_law_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(cites_beyond=False) | ~Q(citation_reason=""),
                name="draft_cites_beyond_its_cause_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(goods_fen__isnull=True)
                | Q(review_required=True)
                | Q(goods_fen=0, goods_unvalued=False)
                | Q(
                    goods_unvalued=False,
                    gain_fen__isnull=False,
                    review_from_fen__isnull=False,
                    review_from_fen__gt=F("fine_fen") + F("gain_fen") + F("goods_fen"),
                ),
                name="draft_goods_of_great_value_are_reviewed",
            ),
            models.CheckConstraint(
                condition=Q(proposal="penalty", no_penalty_ground="")
                | (Q(proposal="no_penalty") & ~Q(no_penalty_ground="")),
                name="draft_no_penalty_has_ground",
            ),
            models.CheckConstraint(
                condition=Q(competing_high_fen__isnull=True)
                | Q(legal_high_fen__isnull=False, legal_high_fen__gte=F("competing_high_fen")),
                name="draft_fines_by_the_norm_of_the_higher_fine",
            ),
            *within_the_law("draft"),
        ]

    @property
    def reasons(self) -> str:
        """The reasons of discretion as papers say them, with what the act violates beside.

        Source: 行政处罚法 第二十九条.
        """
        if not self.competing:
            return self.discretion
        norms = "、".join(row["basis"] for row in self.competing)
        told = f"当事人的同一违法行为同时违反{norms}，按照罚款数额高的规定处罚。"
        return f"{told}\n{self.discretion}"

    @property
    def goods_discussed(self) -> bool:
        """Whether its goods reached the sum for a discussion, as the place had it then."""
        reached = self.fine_fen + (self.gain_fen or 0) + (self.goods_fen or 0)
        return bool(self.goods_fen) and reached >= (self.discussion_from_fen or reached + 1)

    @property
    def goods_heard(self) -> bool:
        """Whether its goods opened a hearing, as the place had it then."""
        goods, taken = self.goods_fen or 0, (self.goods_fen or 0) + (self.gain_fen or 0)
        return bool(goods) and (
            goods >= (self.hearing_goods_from_fen or goods + 1)
            or taken >= (self.hearing_from_fen or taken + 1)
        )
