"""Who acts for the party by a letter of authority (委托代理人)."""

from datetime import date

from django.db import models
from django.db.models import F, Q

from gongjian.cases.choices import AgentAuthority
from gongjian.common.crypto import EncryptedText
from gongjian.common.records import Record

from .case import Case


class Agent(Record):
    """Who acts for the party by a letter of authority, from when, until when, in what (委托代理人).

    No agent without the letter. To waive for the party a special authority is needed.
    Source: 行政处罚法 第四十五条、第六十四条第五项; 民法典 第一百六十五条、第一百七十三条.
    """

    MUTABLE = frozenset({"ended_on", "ended_reason"})
    SECRET = frozenset({"id_number", "phone"})

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="agents")
    letter = models.OneToOneField("documents.Document", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=100)
    id_number = EncryptedText()
    unit = models.CharField(max_length=200, blank=True, default="")
    phone = EncryptedText()
    authority = models.CharField(max_length=8, choices=AgentAuthority.choices)
    special = models.TextField(blank=True, default="")
    may_state = models.BooleanField(default=False)
    may_attend = models.BooleanField(default=False)
    may_receive = models.BooleanField(default=False)
    signed_on = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    ended_reason = models.TextField(blank=True, default="")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(may_state=True) | Q(may_attend=True) | Q(may_receive=True),
                name="agent_is_to_do_something",
            ),
            models.CheckConstraint(
                condition=~Q(authority="special") | ~Q(special=""),
                name="agent_special_authority_says_what",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("signed_on")),
                name="agent_letter_ends_after_it_began",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True, ended_reason="")
                | (Q(ended_on__gte=F("signed_on")) & ~Q(ended_reason="")),
                name="agent_ended_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def acts_on(self, on: date) -> bool:
        """Tell whether the letter holds on a day."""
        last = min((day for day in (self.valid_to, self.ended_on) if day), default=on)
        return self.signed_on <= on <= last


class HearingAgent(Record):
    """An agent who took part in a hearing for the party. Source: 行政处罚法 第六十四条第五项."""

    hearing = models.ForeignKey("cases.Hearing", on_delete=models.PROTECT, related_name="agents")
    agent = models.ForeignKey(Agent, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["hearing", "agent"], name="hearing_agent_comes_once"),
        ]
