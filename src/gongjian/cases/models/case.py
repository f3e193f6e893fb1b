"""The case itself: party, cause and what is known of the act from the start."""

from django.db import models
from django.db.models import F, Q

from gongjian.cases.choices import REFUSALS, PaperGround
from gongjian.common.records import Record


class Case(Record):
    """A penalty case (行政处罚案件): what `Matter` does not hold.

    `public_order` marks offences against 治安管理: their records are sealed. `limitation_until` is
    the last day on which the case may be filed; none while the act goes on.
    `newer_law`: the law changed after the act, and the new one is milder, for the reason beside it;
    see `weighing.law_day`. Every draft keeps which law it was weighed by.
    `remakes` is the overturned decision that this case must decide anew; with `ceiling` not more
    heavily than it. `instead_of` is the same for the paper by which somebody was not punished, or
    nothing was filed. `split_from` is the case from which it was split, whose filing counts.
    `returned_from` is the transfer to the police that justice handed back: the act was discovered
    in time, when the case of that transfer was filed.
    Source: 行政处罚法 第三十六条、第三十七条、第五十四条;
        治安管理处罚法 第二十五条、第一百三十六条.
    """

    MUTABLE = frozenset(
        {
            "cause_code",
            "newer_law",
            "newer_law_reason",
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
    newer_law = models.BooleanField(default=False)
    newer_law_reason = models.TextField(blank=True, default="")
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
    instead_of = models.OneToOneField(
        "documents.Document",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="made_anew_as",
    )
    ceiling = models.BooleanField(default=False)
    split_from = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="split_off"
    )
    returned_from = models.OneToOneField(
        "cases.CrimeTransfer",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="taken_back_as",
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
                | Q(returned_from__isnull=False)
                | Q(instead_of__isnull=False)
                | Q(limitation_until__isnull=False, limitation_until__gte=F("filed_on")),
                name="case_filed_within_limitation",
            ),
            models.CheckConstraint(
                condition=Q(ceiling=False) | Q(remakes__isnull=False) | Q(instead_of__isnull=False),
                name="case_ceiling_is_of_a_remade_decision",
            ),
            models.CheckConstraint(
                condition=Q(remakes__isnull=True) | Q(instead_of__isnull=True),
                name="case_makes_one_decision_anew",
            ),
        ]

    @property
    def stems_from(self) -> "Case | None":
        """The case that this one was split from or makes anew; its filing counts for this one."""
        if self.instead_of is not None:
            return Case.objects.get(matter=self.instead_of.matter_id)
        return self.split_from or (self.remakes.case if self.remakes else None)

    @property
    def may_refuse_again(self) -> bool:
        """Whether a refusal to file was revoked to be dealt with again, and no filing ordered.

        Source: 行政复议法 第六十四条第二款、第六十六条; 行政诉讼法 第七十一条、第七十二条.
        """
        if self.instead_of is None or self.instead_of.kind not in REFUSALS:
            return False
        return self.instead_of.overturn.ground == PaperGround.REMADE

    @property
    def ordered_anew(self) -> bool:
        """Whether a court or a review body ordered that what this case decides is made anew."""
        return self.remakes_id is not None or self.instead_of_id is not None
