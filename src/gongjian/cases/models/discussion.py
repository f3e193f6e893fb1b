"""Collective discussion by the leaders of the agency (集体讨论)."""

from django.db import models
from django.db.models import F, Q

from gongjian.cases.choices import Vote
from gongjian.common.records import Record

from .case import Case
from .draft import Draft


class Discussion(Record):
    """Minutes of a collective discussion of exactly one draft, with quorum and votes.

    `members` were entitled to sit, `present` voted, `ayes` agreed. `resolves_review`: the draft
    had not passed legal review, and the leaders resolved the disagreement; the opinion stays.
    Source: 行政处罚法 第五十七条第二款; 国办发〔2018〕118号 四（十四）; DZ11(2).
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="discussions")
    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, related_name="+")
    draft_hash = models.CharField(max_length=64)
    held_at = models.DateTimeField()
    place = models.CharField(max_length=200)
    chair = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")
    recorder = models.CharField(max_length=100)
    members = models.PositiveSmallIntegerField()
    quorum = models.PositiveSmallIntegerField()
    present = models.PositiveSmallIntegerField()
    ayes = models.PositiveSmallIntegerField()
    adopted = models.BooleanField()
    resolves_review = models.BooleanField(default=False)
    conclusion = models.TextField()
    document = models.OneToOneField(
        "documents.Document", on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(quorum__gte=1, present__gte=F("quorum"), members__gte=F("present")),
                name="discussion_has_quorum",
            ),
            models.CheckConstraint(
                condition=Q(adopted=False) | Q(ayes__gt=F("present") - F("ayes")),
                name="discussion_adopted_by_majority",
            ),
            models.CheckConstraint(
                condition=Q(ayes__lte=F("present")), name="discussion_ayes_are_present"
            ),
            models.CheckConstraint(condition=~Q(conclusion=""), name="discussion_has_conclusion"),
        ]


class DiscussionVote(Record):
    """What one leader said and how he voted; signed."""

    discussion = models.ForeignKey(Discussion, on_delete=models.PROTECT, related_name="votes")
    officer = models.ForeignKey("orgs.Officer", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=100)
    vote = models.CharField(max_length=8, choices=Vote.choices)
    opinion = models.TextField()
    signed = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["discussion", "officer"], name="discussion_vote_once"),
            models.CheckConstraint(
                condition=Q(signed=True) & ~Q(opinion=""), name="discussion_vote_is_signed"
            ),
        ]
