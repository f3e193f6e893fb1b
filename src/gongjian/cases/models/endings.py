"""How a case ends, or leaves, other than by a penalty."""

from django.db import models
from django.db.models import F, Q

from gongjian.cases.choices import (
    GoodsFate,
    NoPenaltyGround,
    PoliceAnswer,
    TerminationGround,
    ToldBy,
)
from gongjian.common.records import Record

from .case import Case
from .delivery import TAKEN_BACK_UNDELIVERED
from .draft import Draft
from .review import Reviewed, reviewed_as_decided


class NoPenalty(Reviewed):
    """The decision not to punish (不予行政处罚决定).

    A `void` one was taken back before it reached the party; beside it another may be made.

    Source: 行政处罚法 第三十三条、第五十七条; of its review 国办发〔2018〕118号 四（十三）.
    """

    MUTABLE = frozenset({"void"})
    CHANGE = TAKEN_BACK_UNDELIVERED

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="no_penalties")
    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, related_name="+")
    draft_hash = models.CharField(max_length=64)
    ground = models.CharField(max_length=20, choices=NoPenaltyGround.choices)
    education = models.TextField()
    # What the guardian of a child, or of who has no capacity, is ordered to do (`guardians`).
    discipline = models.CharField(max_length=500, blank=True, default="")
    document = models.OneToOneField(
        "documents.Document", on_delete=models.PROTECT, related_name="+"
    )
    number = models.CharField(max_length=80)
    decided_on = models.DateField()
    decided_by = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")
    drafted_by = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")
    void = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(void=False), name="no_penalty_one_standing_per_case"
            ),
            models.CheckConstraint(
                condition=~Q(decided_by=F("drafted_by")), name="no_penalty_not_of_own_draft"
            ),
            models.CheckConstraint(condition=~Q(education=""), name="no_penalty_party_is_educated"),
            reviewed_as_decided("no_penalty_reviewed_as_decided"),
        ]


class CrimeTransfer(Record):
    """A suspected crime handed to the police, and what they answered (行刑衔接).

    Source: 行政处罚法 第二十七条; 行政执法机关移送涉嫌犯罪案件的规定 第五条至第十二条.
    """

    MUTABLE = frozenset(
        {
            *("received_on", "received_by", "refused_on", "refusal_number"),
            *("reconsideration_on", "upheld_on", "upheld_number", "supervision_on"),
            *("supervision_id", "answer"),
            *("answered_on", "answer_number", "answer_note"),
            *("back_on", "back_from", "back_paper", "back_reason"),
        }
    )

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="crime_transfers")
    suspected = models.CharField(max_length=200)
    reasons = models.TextField()
    materials = models.TextField()
    receiver = models.CharField(max_length=200)
    approved_by = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")
    proposed_by = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")
    document = models.OneToOneField(
        "documents.Document", on_delete=models.PROTECT, related_name="+"
    )
    made_on = models.DateField()
    received_on = models.DateField(null=True, blank=True)
    received_by = models.CharField(max_length=100, blank=True, default="")
    refused_on = models.DateField(null=True, blank=True)
    refusal_number = models.CharField(max_length=80, blank=True, default="")
    reconsideration_on = models.DateField(null=True, blank=True)
    # The police upheld their refusal; the prosecutor was asked to supervise it.
    upheld_on = models.DateField(null=True, blank=True)
    upheld_number = models.CharField(max_length=80, blank=True, default="")
    supervision_on = models.DateField(null=True, blank=True)
    supervision = models.OneToOneField(
        "documents.Document", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answer = models.CharField(max_length=10, choices=PoliceAnswer.choices, blank=True)
    answered_on = models.DateField(null=True, blank=True)
    answer_number = models.CharField(max_length=80, blank=True, default="")
    answer_note = models.TextField(blank=True, default="")
    # No criminal liability after all: justice hands the case back to be punished by the agency.
    back_on = models.DateField(null=True, blank=True)
    back_from = models.CharField(max_length=200, blank=True, default="")
    back_paper = models.CharField(max_length=200, blank=True, default="")
    back_reason = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(answer=""), name="crime_transfer_one_open_per_case"
            ),
            models.CheckConstraint(
                condition=~Q(approved_by=F("proposed_by")), name="crime_transfer_two_persons"
            ),
            models.CheckConstraint(
                condition=Q(answer="") | Q(answered_on__isnull=False),
                name="crime_transfer_answer_has_date",
            ),
            models.CheckConstraint(
                condition=Q(reconsideration_on__isnull=True) | Q(refused_on__isnull=False),
                name="crime_transfer_reconsidered_only_if_refused",
            ),
            models.CheckConstraint(
                condition=Q(upheld_on__isnull=True)
                | (
                    Q(reconsideration_on__isnull=False, upheld_on__gte=F("reconsideration_on"))
                    & ~Q(upheld_number="")
                ),
                name="crime_transfer_upheld_only_if_reconsidered",
            ),
            models.CheckConstraint(
                condition=Q(supervision_on__isnull=True, supervision__isnull=True)
                | Q(
                    refused_on__isnull=False,
                    supervision__isnull=False,
                    supervision_on__gte=F("refused_on"),
                ),
                name="crime_transfer_supervised_only_if_refused",
            ),
            models.CheckConstraint(
                condition=Q(back_on__isnull=True)
                | Q(answer=PoliceAnswer.ACCEPTED, back_on__gte=F("answered_on"))
                & ~Q(back_from="")
                & ~Q(back_paper=""),
                name="crime_transfer_comes_back_from_justice",
            ),
        ]


class GoodsHandover(Record):
    """Goods and papers handed to the police after they took the case up (移交涉案物品).

    Source: 行政执法机关移送涉嫌犯罪案件的规定 第十二条.
    """

    transfer = models.OneToOneField(CrimeTransfer, on_delete=models.PROTECT, related_name="goods")
    handed_on = models.DateField()
    goods = models.TextField()
    receiver = models.CharField(max_length=200)
    recorded_by = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(goods=""), name="goods_handover_lists_something"),
        ]


class GoodsDisposal(Record):
    """What becomes of one thing that was seized or kept, by the list that names all (涉案财物处理).

    Source: 行政强制法 第二十七条、第二十八条; 行政处罚法 第七十四条; 治安管理处罚法 第十一条.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="disposals")
    document = models.ForeignKey("documents.Document", on_delete=models.PROTECT, related_name="+")
    name = models.TextField()
    way = models.CharField(max_length=12, choices=GoodsFate.choices)
    note = models.TextField(blank=True, default="")
    decided_on = models.DateField()
    decided_by = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(way="confiscate") | ~Q(note=""),
                name="goods_disposal_says_to_whom_or_why",
            ),
        ]


class InformantTold(Record):
    """Who reported the case by name was told that it was filed, or not (告知实名举报人).

    Source: 市场监督管理投诉举报处理暂行办法 第三十一条第二款; 行政处罚法 第五十四条第二款.
    """

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="informant_told")
    filed = models.BooleanField()
    decided_on = models.DateField()
    told_on = models.DateField()
    way = models.CharField(max_length=12, choices=ToldBy.choices)
    content = models.TextField()
    document = models.ForeignKey(
        "documents.Document", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    recorded_by = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(told_on__gte=F("decided_on")),
                name="informant_told_after_it_was_decided",
            ),
            models.CheckConstraint(condition=~Q(content=""), name="informant_told_something"),
        ]


class Termination(Record):
    """The end of a case without a decision on the act (终止调查)."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="termination")
    ground = models.CharField(max_length=16, choices=TerminationGround.choices)
    basis = models.CharField(max_length=500, blank=True, default="")
    reasons = models.TextField()
    document = models.OneToOneField(
        "documents.Document", on_delete=models.PROTECT, related_name="+"
    )
    decided_by = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")
    decided_on = models.DateField()


class Handover(Record):
    """A case handed to the agency that is competent (移送管辖), with the goods held in it.

    Source: 行政处罚法 第二十五条; 行政强制法 第二十七条.
    """

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="handover")
    receiver = models.CharField(max_length=200)
    reasons = models.TextField()
    goods = models.TextField(blank=True, default="")
    document = models.OneToOneField(
        "documents.Document", on_delete=models.PROTECT, related_name="+"
    )
    decided_by = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")
    handed_on = models.DateField()


class CaseLink(Record):
    """Two cases of one agency that belong together: merged, split from one, or of one event."""

    kind = models.CharField(
        max_length=8, choices=[("merge", "并案"), ("split", "分案"), ("event", "同案")]
    )
    source = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="links_out")
    target = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="links_in")
    reasons = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(source=F("target")), name="case_link_joins_two_cases"
            ),
            models.UniqueConstraint(fields=["kind", "source", "target"], name="case_link_once"),
        ]
