"""The decision, and what was established where it was made on the spot."""

from django.db import models
from django.db.models import F, Q

from gongjian.cases.choices import CertificateShown, HearingOutcome, ReviewOutcome
from gongjian.common.records import Record

from .case import Case
from .delivery import TAKEN_BACK_UNDELIVERED
from .draft import Draft
from .notice import Notice
from .review import Review, reviewed_as_decided

COPIES = "SELECT 1 FROM cases_victimcopy v WHERE v.decision_id = NEW.id"


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
    dressed = models.BooleanField(default=False)
    unshown_because = models.CharField(max_length=200, blank=True, default="")
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
    # Until when, and what the officers saw where the party corrected it before them.
    correct_by = models.DateField(null=True, blank=True)
    corrected = models.CharField(max_length=200, blank=True, default="")
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
            models.CheckConstraint(
                condition=~Q(correction="") | Q(correct_by__isnull=True, corrected=""),
                name="on_spot_corrects_what_it_ordered",
            ),
        ]


class Decision(Record):
    """The penalty decision (行政处罚决定): one per case, bound to what was noticed and reviewed.

    A `void` one was taken back before it reached anybody; beside it another may be made.

    On the spot the officers decide themselves: then `on_spot` leads to what allowed it, for this
    very draft. `joint_with`: that of the leading case, where several parties are decided on in one
    decision; its paper is a copy of that one's, under the same number (see `JointParty`).
    `common_with`: that of the leading agency, where several decide in their common name; only that
    one is served, charged, counted and published (see `CommonAgency`).

    Source: 行政处罚法 第五十一条、第五十七条至第五十九条.
    """

    MUTABLE = frozenset({"void"})
    CHANGE = f"{TAKEN_BACK_UNDELIVERED} AND (NEW.void = OLD.void OR NOT EXISTS ({COPIES}))"

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
    # In the common name of several agencies: the leading one's decision, and the own head's word.
    common_with = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="common_copies"
    )
    signature = models.OneToOneField(
        "cases.CommonSignature",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="decision",
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
            models.CheckConstraint(
                condition=Q(common_with__isnull=True, signature__isnull=True)
                | Q(common_with__isnull=False, signature__isnull=False, joint_with__isnull=True),
                name="decision_in_the_common_name_is_signed",
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
            reviewed_as_decided("decision_reviewed_as_decided"),
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
