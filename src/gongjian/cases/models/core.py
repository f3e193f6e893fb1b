"""The rows of a penalty case. Each row is one fact of the procedure and is never edited."""

from django.db import models
from django.db.models import F, Q

from gongjian.cases.choices import (
    CertificateShown,
    CollectionGround,
    DeliveryWay,
    EvidenceKind,
    HearingOutcome,
    InspectionSubject,
    NoPenaltyGround,
    PerformanceWay,
    Proposal,
    ReviewOutcome,
)
from gongjian.common.records import Record


class Case(Record):
    """A penalty case (行政处罚案件): what `Matter` does not hold.

    `public_order` marks offences against 治安管理: their records are sealed. `limitation_until` is
    the last day on which the case may be filed; none while the act goes on.
    `remakes` is the overturned decision that this case must decide anew; with `ceiling` not more
    heavily than it. `split_from` is the case from which it was split, whose filing counts for it.
    Source: 行政处罚法 第三十六条、第五十四条; 治安管理处罚法 第二十五条、第一百三十六条.
    """

    MUTABLE = frozenset(
        {
            "cause_code",
            "act_ended_on",
            "act_goes_on",
            "serious_harm",
            "serious_ground",
            "limitation_until",
            "limitation_source",
            "filed_on",
        }
    )

    matter = models.OneToOneField("matters.Matter", on_delete=models.PROTECT, related_name="+")
    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    cause = models.CharField(max_length=200)
    cause_code = models.CharField(max_length=64, blank=True, default="")
    source = models.CharField(max_length=16)
    public_order = models.BooleanField(default=False)
    state_secret = models.BooleanField(default=False)
    act_ended_on = models.DateField(null=True, blank=True)
    act_goes_on = models.BooleanField(default=False)
    serious_harm = models.BooleanField(default=False)
    serious_ground = models.TextField(blank=True, default="")
    limitation_until = models.DateField(null=True, blank=True)
    limitation_source = models.CharField(max_length=400, blank=True, default="")
    filed_on = models.DateField(null=True, blank=True)
    remakes = models.OneToOneField(
        "cases.Decision", on_delete=models.PROTECT, null=True, blank=True, related_name="remade_as"
    )
    ceiling = models.BooleanField(default=False)
    split_from = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="split_off"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(act_goes_on=False)
                | Q(act_ended_on__isnull=True, limitation_until__isnull=True),
                name="case_act_goes_on_or_ended",
            ),
            models.CheckConstraint(
                condition=Q(serious_harm=False) | ~Q(serious_ground=""),
                name="case_serious_harm_has_ground",
            ),
            models.CheckConstraint(
                condition=Q(filed_on__isnull=True)
                | Q(act_goes_on=True)
                | Q(limitation_until__isnull=False, limitation_until__gte=F("filed_on")),
                name="case_filed_within_limitation",
            ),
            models.CheckConstraint(
                condition=Q(ceiling=False) | Q(remakes__isnull=False),
                name="case_ceiling_is_of_a_remade_decision",
            ),
        ]

    @property
    def stems_from(self) -> "Case | None":
        """The case that this one was split from or makes anew; its filing counts for this one."""
        return self.split_from or (self.remakes.case if self.remakes else None)


class Inspection(Record):
    """One on-site inspection by two officers (现场检查).

    The police also say what was inspected, by which warrant or why at once.
    Source: 行政处罚法 第五十五条; 治安管理处罚法 第一百零三条.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="inspections")
    document = models.OneToOneField(
        "documents.Document", on_delete=models.PROTECT, related_name="+"
    )
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField()
    place = models.CharField(max_length=200)
    lead = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")
    certificate_shown = models.CharField(max_length=8, choices=CertificateShown.choices)
    present = models.CharField(max_length=200)
    findings = models.TextField()
    refused_signature = models.TextField(blank=True, default="")
    witness = models.CharField(max_length=100, blank=True, default="")
    recording = models.CharField(max_length=200, blank=True, default="")
    subject = models.CharField(
        max_length=8, choices=InspectionSubject.choices, blank=True, default=""
    )
    warrant = models.ForeignKey(
        "documents.Document", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    at_once = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            # 治安管理处罚法 第一百零三条: a home never without, a place at once and on record only.
            models.CheckConstraint(
                condition=~Q(subject="home") | Q(warrant__isnull=False),
                name="inspection_of_a_home_by_warrant",
            ),
            models.CheckConstraint(
                condition=~Q(subject="place")
                | Q(warrant__isnull=False)
                | (~Q(at_once="") & ~Q(recording="")),
                name="inspection_of_a_place_by_warrant_or_at_once",
            ),
            models.CheckConstraint(
                condition=Q(refused_signature="") | ~Q(witness="") | ~Q(recording=""),
                name="inspection_refusal_is_witnessed_or_recorded",
            ),
            models.CheckConstraint(
                condition=~Q(lead=F("second")), name="inspection_two_different_officers"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__gte=F("began_at")), name="inspection_ends_after_it_began"
            ),
        ]


class Evidence(Record):
    """One piece of evidence (证据); what was excluded stays, with the day. See `ExclusionProposal`.

    Source: 行政处罚法 第四十六条.
    """

    MUTABLE = frozenset({"excluded_on"})

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="evidence")
    kind = models.CharField(max_length=16, choices=EvidenceKind.choices)
    name = models.CharField(max_length=200)
    proves = models.TextField()
    obtained_on = models.DateField()
    obtained_from = models.CharField(max_length=200)
    excluded_on = models.DateField(null=True, blank=True)
    elements = models.JSONField(default=list)
    # What was taken over from another case falls with its original.
    origin = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="copies"
    )


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
    discretion = models.TextField()
    proposal = models.CharField(max_length=12, choices=Proposal.choices, default=Proposal.PENALTY)
    no_penalty_ground = models.CharField(
        max_length=20, choices=NoPenaltyGround.choices, blank=True, default=""
    )
    items = models.JSONField()
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
    fine_fen = models.BigIntegerField(default=0)
    fine_must = models.BooleanField(default=False)
    mitigated = models.BooleanField(default=False)
    deviates = models.BooleanField(default=False)
    deviation_reason = models.TextField(blank=True, default="")
    social_impact = models.BooleanField(default=False)
    public_interest = models.BooleanField(default=False)
    social_risk = models.BooleanField(default=False)
    major_rights = models.BooleanField(default=False)
    complex = models.BooleanField(default=False)
    findings_reason = models.TextField(blank=True, default="")
    # How many pieces of evidence were excluded when it was written.
    exclusions = models.PositiveSmallIntegerField(default=0)
    review_required = models.BooleanField()
    review_source = models.CharField(max_length=400)
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
                condition=Q(deviates=False) | ~Q(deviation_reason=""),
                name="draft_deviation_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(step_low_fen__isnull=True)
                | Q(deviates=True)
                | Q(mitigated=True)
                | Q(fine_fen__gte=F("step_low_fen"), fine_fen__lte=F("step_high_fen")),
                name="draft_outside_its_step_deviates",
            ),
            models.CheckConstraint(
                condition=Q(legal_low_fen__isnull=True)
                | Q(mitigated=True)
                | Q(fine_must=False, fine_fen=0)
                | Q(fine_fen__gte=F("legal_low_fen")),
                name="draft_not_below_the_law",
            ),
            models.CheckConstraint(
                condition=Q(legal_high_fen__isnull=True) | Q(fine_fen__lte=F("legal_high_fen")),
                name="draft_not_above_the_law",
            ),
            models.CheckConstraint(
                condition=Q(mitigated=False) | ~Q(grounds_proof=""),
                name="draft_mitigated_on_proven_ground",
            ),
            models.CheckConstraint(
                condition=Q(proposal="penalty", no_penalty_ground="")
                | (Q(proposal="no_penalty") & ~Q(no_penalty_ground="")),
                name="draft_no_penalty_has_ground",
            ),
        ]


class Notice(Record):
    """Prior notice to the party (事先告知): on paper, or by word of mouth on the spot (`oral`).

    Source: 行政处罚法 第四十四条、第六十二条.
    """

    MUTABLE = frozenset({"served_on", "void"})

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
                    document__isnull=True,
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


class Review(Record):
    """The outcome of one legal review, written by `review`: a decision can rest on it."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="reviews")
    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, related_name="+")
    draft_hash = models.CharField(max_length=64)
    outcome = models.CharField(max_length=16, choices=ReviewOutcome.choices)
    opinion = models.UUIDField()
    consultation = models.UUIDField(null=True, blank=True)
    discussion = models.OneToOneField(
        "cases.Discussion", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    discussion_adopted = models.BooleanField(default=False)
    discussed_hash = models.CharField(max_length=64, blank=True, default="")
    reviewer = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")
    drafted_by = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(reviewer=F("drafted_by")), name="review_not_of_own_draft"
            ),
            models.CheckConstraint(
                condition=~Q(outcome=ReviewOutcome.RESOLVED)
                | Q(
                    consultation__isnull=False,
                    discussion__isnull=False,
                    discussion_adopted=True,
                    discussed_hash=F("draft_hash"),
                ),
                name="review_resolved_by_discussion",
            ),
        ]


class OnSpot(Record):
    """What makes a penalty on the spot lawful (当场处罚), in one row that its CHECKs can judge.

    `limit_fen` is the highest fine that the law allowed here (`limit_source`), `fine_fen` the one
    imposed. One police officer alone may act only where public order is concerned, the party has no
    objection and everything is recorded. `scene` is drawn with the form: one scene, one penalty.

    Source: 行政处罚法 第四十二条、第四十四条、第五十一条、第五十二条; 治安管理处罚法
    第一百一十九条、第一百二十条.
    """

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="on_spot")
    draft = models.OneToOneField(Draft, on_delete=models.PROTECT, related_name="+")
    scene = models.UUIDField(unique=True)
    acted_at = models.DateTimeField()
    place = models.CharField(max_length=200)
    decided_at = models.DateTimeField()
    lead = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey(
        "orgs.Officer", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    public_order = models.BooleanField()
    alone_agreed = models.BooleanField(default=False)
    recording = models.CharField(max_length=200, blank=True, default="")
    identity_shown = models.CharField(max_length=8, choices=CertificateShown.choices)
    told = models.BooleanField()
    heard = models.BooleanField()
    publication_told = models.BooleanField()
    minor = models.BooleanField()
    review_required = models.BooleanField()
    hearing_right = models.BooleanField()
    scope_source = models.CharField(max_length=400)
    limit_fen = models.BigIntegerField()
    limit_source = models.CharField(max_length=400)
    fine_fen = models.BigIntegerField()
    correction = models.TextField(blank=True, default="")
    refused = models.BooleanField(default=False)
    refusal = models.CharField(max_length=200, blank=True, default="")
    victim = models.CharField(max_length=100, blank=True, default="")
    needs_interpreter = models.BooleanField(default=False)
    interpreter = models.CharField(max_length=100, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(needs_interpreter=False) | ~Q(interpreter=""),
                name="on_spot_told_in_words_it_understands",
            ),
            models.CheckConstraint(
                condition=Q(second__isnull=False) & ~Q(second=F("lead"))
                | Q(second__isnull=True, public_order=True, alone_agreed=True) & ~Q(recording=""),
                name="on_spot_two_officers_or_one_recorded",
            ),
            models.CheckConstraint(
                condition=Q(fine_fen__gte=0, fine_fen__lte=F("limit_fen")),
                name="on_spot_fine_within_limit",
            ),
            models.CheckConstraint(
                condition=Q(told=True, heard=True) & ~Q(identity_shown=""),
                name="on_spot_shown_told_and_heard",
            ),
            models.CheckConstraint(
                condition=Q(minor=False, review_required=False, hearing_right=False),
                name="on_spot_only_where_summary_applies",
            ),
            models.CheckConstraint(
                condition=Q(public_order=True) | Q(publication_told=True),
                name="on_spot_publication_told",
            ),
            models.CheckConstraint(
                condition=Q(refused=False) | ~Q(refusal=""), name="on_spot_refusal_is_noted"
            ),
        ]


class Decision(Record):
    """The penalty decision (行政处罚决定): one per case, bound to what was noticed and reviewed.

    A `void` one was taken back before it reached anybody; beside it another may be made.

    On the spot the officers decide themselves: then `on_spot` leads to what allowed it, for this
    very draft. `joint_with`: that of the leading case, where several parties are decided on in one
    decision; its paper is a copy of that one's, under the same number (see `JointParty`).

    Source: 行政处罚法 第五十一条、第五十七条至第五十九条.
    """

    MUTABLE = frozenset({"void"})

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="decisions")
    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, related_name="+")
    draft_hash = models.CharField(max_length=64)
    facts_hash = models.CharField(max_length=64)
    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="+")
    noticed_facts_hash = models.CharField(max_length=64)
    notice_served_on = models.DateField()
    review_required = models.BooleanField()
    review = models.ForeignKey(
        Review, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    exclusions = models.PositiveSmallIntegerField(default=0)
    drafted_exclusions = models.PositiveSmallIntegerField(default=0)
    reviewed_hash = models.CharField(max_length=64, blank=True, default="")
    review_outcome = models.CharField(max_length=16, choices=ReviewOutcome.choices, blank=True)
    document = models.OneToOneField(
        "documents.Document", on_delete=models.PROTECT, related_name="+"
    )
    number = models.CharField(max_length=80)
    decided_on = models.DateField()
    decided_by = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")
    # What the table who-decides answered; "" where the procedure asks by other rows of its own.
    who_decides = models.CharField(max_length=16, blank=True, default="")
    drafted_by = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")
    # To the draft, not to the row's own id: the CHECK below can then compare it.
    on_spot = models.OneToOneField(
        OnSpot,
        on_delete=models.PROTECT,
        to_field="draft",
        null=True,
        blank=True,
        related_name="decision",
    )

    # How many further parties were still in the case: each must have a case of its own first.
    further_parties = models.PositiveSmallIntegerField(default=0)
    joint_with = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="shared_by"
    )
    void = models.BooleanField(default=False)
    hearing_asked = models.BooleanField(default=False)
    hearing = models.ForeignKey(
        "cases.Hearing", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    hearing_outcome = models.CharField(max_length=10, choices=HearingOutcome.choices, blank=True)
    discussion_required = models.BooleanField(default=False)
    discussion = models.ForeignKey(
        "cases.Discussion", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    discussed_hash = models.CharField(max_length=64, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(who_decides__in=["ordinary", "superior", "no_power"]),
                name="decision_within_power",
            ),
            models.CheckConstraint(
                condition=Q(further_parties=0), name="decision_leaves_no_party_unheard"
            ),
            models.CheckConstraint(
                condition=Q(exclusions=F("drafted_exclusions")),
                name="decision_rests_on_no_excluded_evidence",
            ),
            models.UniqueConstraint(
                fields=["case"], condition=Q(void=False), name="decision_one_standing_per_case"
            ),
            models.CheckConstraint(
                condition=Q(void=False) | Q(on_spot__isnull=True),
                name="decision_on_spot_is_handed_over_at_once",
            ),
            models.CheckConstraint(
                condition=Q(hearing_asked=False)
                | Q(hearing__isnull=False, hearing_outcome__in=["held", "absent"]),
                name="decision_after_the_hearing_asked_for",
            ),
            models.CheckConstraint(
                condition=Q(discussion_required=False)
                | Q(discussion__isnull=False, discussed_hash=F("draft_hash")),
                name="decision_discussed_as_decided",
            ),
            models.CheckConstraint(
                condition=Q(on_spot__isnull=True)
                | Q(on_spot=F("draft"), review_required=False, notice_served_on=F("decided_on")),
                name="decision_on_spot_of_this_draft",
            ),
            models.CheckConstraint(
                condition=Q(review_required=False)
                | Q(
                    review__isnull=False,
                    reviewed_hash=F("draft_hash"),
                    review_outcome__in=[ReviewOutcome.PASSED, ReviewOutcome.RESOLVED],
                ),
                name="decision_reviewed_as_decided",
            ),
            models.CheckConstraint(
                condition=Q(noticed_facts_hash=F("facts_hash")), name="decision_noticed_as_decided"
            ),
            models.CheckConstraint(
                condition=Q(notice_served_on__lte=F("decided_on")),
                name="decision_after_notice_served",
            ),
            models.CheckConstraint(
                condition=Q(on_spot__isnull=False) | ~Q(decided_by=F("drafted_by")),
                name="decision_not_of_own_draft",
            ),
        ]


class Delivery(Record):
    """A document handed to the party (送达). Source: 行政处罚法 第五十二条、第六十一条.

    A decision on the spot carries the party's signature itself: it is its own receipt. What was
    posted on `posted_on` as a public notice counts as delivered when its time has run.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="deliveries")
    document = models.OneToOneField(
        "documents.Document", on_delete=models.PROTECT, related_name="+"
    )
    receipt = models.OneToOneField("documents.Document", on_delete=models.PROTECT, related_name="+")
    way = models.CharField(max_length=16, choices=DeliveryWay.choices)
    served_on = models.DateField()
    place = models.CharField(max_length=200)
    receiver = models.CharField(max_length=100)
    agent = models.ForeignKey(
        "cases.Agent", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    refused = models.BooleanField(default=False)
    witness = models.CharField(max_length=100, blank=True, default="")
    note = models.TextField(blank=True, default="")
    posted_on = models.DateField(null=True, blank=True)
    after_failed = models.ForeignKey(
        "cases.FailedDelivery", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    recording = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(way="left") | ~Q(witness="") | ~Q(recording=""),
                name="delivery_left_is_witnessed_or_recorded",
            ),
            # Public notice comes last: after a failure on record, and when its time has run.
            models.CheckConstraint(
                condition=~Q(way="public_notice")
                | Q(
                    after_failed__isnull=False,
                    posted_on__isnull=False,
                    served_on__gt=F("posted_on"),
                ),
                name="delivery_public_notice_comes_last",
            ),
            models.CheckConstraint(
                condition=Q(refused=False)
                | (Q(way="left") & (~Q(witness="") | ~Q(recording="")))
                | (Q(way="on_the_spot", receipt=F("document")) & ~Q(note="")),
                name="delivery_refused_has_witness",
            ),
        ]


class Performance(Record):
    """How the party performed the decision (执行): money by what reached the bank, never by hand.

    `owed_fen` is what was owed when it was recorded, `amount_fen` what had been paid by then.
    Source: 行政处罚法 第六十六条、第六十七条.
    """

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="performance")
    way = models.CharField(max_length=12, choices=PerformanceWay.choices)
    performed_on = models.DateField()
    owed_fen = models.BigIntegerField(default=0)
    amount_fen = models.BigIntegerField(default=0)
    receipt_number = models.CharField(max_length=80, blank=True, default="")
    note = models.TextField(blank=True, default="")
    collection = models.OneToOneField(
        "cases.Collection", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(way="collected", collection__isnull=False)
                | (~Q(way="collected") & Q(collection__isnull=True)),
                name="performance_no_cash_outside_the_exception",
            ),
            models.CheckConstraint(
                condition=Q(owed_fen__gte=0, amount_fen__gte=F("owed_fen")),
                name="performance_money_has_arrived",
            ),
        ]


class Collection(Record):
    """A fine taken by the officers on the spot, on its way to the bank (当场收缴).

    `limit_fen` is what may be taken on the spot without further ground. Each of the two ways on has
    its own limit of time: officer to agency, agency to bank; no two of them by one person.

    Source: 行政处罚法 第六十八条至第七十一条; 治安管理处罚法 第一百二十三条至第一百二十五条.
    """

    MUTABLE = frozenset(
        {
            "handed_in_at",
            "handed_in_by_id",
            "received_by_id",
            "banked_at",
            "banked_by_id",
            "bank_receipt",
        }
    )

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="collection")
    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey("orgs.Agency", on_delete=models.PROTECT, related_name="+")
    amount_fen = models.BigIntegerField()
    limit_fen = models.BigIntegerField()
    ground = models.CharField(max_length=12, choices=CollectionGround.choices)
    ground_note = models.TextField(blank=True, default="")
    asked_by_party = models.BooleanField(default=False)
    no_objection = models.BooleanField(default=False)
    public_order = models.BooleanField()
    receipt_number = models.CharField(max_length=80)
    collected_at = models.DateTimeField()
    collected_by = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")
    handed_in_at = models.DateTimeField(null=True, blank=True)
    handed_in_by = models.ForeignKey(
        "orgs.Officer", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    received_by = models.ForeignKey(
        "orgs.Officer", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    banked_at = models.DateTimeField(null=True, blank=True)
    banked_by = models.ForeignKey(
        "orgs.Officer", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    bank_receipt = models.CharField(max_length=80, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "receipt_number"], name="collection_receipt_used_once"
            ),
            models.CheckConstraint(
                condition=Q(amount_fen__gt=0) & ~Q(receipt_number=""),
                name="collection_with_receipt",
            ),
            models.CheckConstraint(
                condition=Q(ground="small", amount_fen__lte=F("limit_fen"))
                & (Q(public_order=False) | Q(no_objection=True))
                | Q(ground="hard_later") & ~Q(ground_note="")
                | Q(ground="remote", asked_by_party=True) & ~Q(ground_note=""),
                name="collection_on_a_lawful_ground",
            ),
            models.CheckConstraint(
                condition=Q(
                    handed_in_at__isnull=True, received_by__isnull=True, handed_in_by__isnull=True
                )
                | Q(
                    handed_in_at__isnull=False,
                    handed_in_at__gte=F("collected_at"),
                    received_by__isnull=False,
                    handed_in_by__isnull=False,
                )
                & ~Q(received_by=F("handed_in_by")),
                name="collection_handed_to_another",
            ),
            models.CheckConstraint(
                condition=Q(banked_at__isnull=True, banked_by__isnull=True, bank_receipt="")
                | Q(
                    handed_in_at__isnull=False,
                    banked_at__isnull=False,
                    banked_at__gte=F("handed_in_at"),
                    banked_by__isnull=False,
                )
                & ~Q(bank_receipt="")
                & ~Q(banked_by=F("collected_by")),
                name="collection_banked_after_hand_in",
            ),
        ]
        indexes = [models.Index(fields=["agency", "collected_at"], name="collection_of_agency")]
