"""Earlier decisions on the same party in the same agency: whether this is the first time."""

from dataclasses import dataclass

from django.db.models import QuerySet

from gongjian.common.acts import Actor
from gongjian.common.db.prepared import prepared, prepared_any, prepared_first
from gongjian.matters.queries import may_see

from .choices import NoPenaltyGround
from .models import Case, Decision, NoPenalty

MOST = 10


@dataclass(frozen=True, slots=True)
class Earlier:
    """Earlier decisions at hand: those this person may see, and how many others there are.

    `traceable` is false for a party without any id: the agency cannot tell it from others.
    """

    shown: list[Decision]
    hidden: int
    traceable: bool

    @property
    def none(self) -> bool:
        return self.traceable and not self.shown and not self.hidden


def earlier_decisions(actor: Actor, case: Case) -> Earlier:
    """Return the agency's other decisions on this party, newest first; one to three queries.

    Parties are told apart by id, never by name. Of what a person may not see only the number is
    told, and of state secrets not even that.

    Source: 行政处罚法 第三十三条第一款（初次违法）.
    """
    traceable = bool(case.party.id_index)
    if not _any(case.party_id, case.pk):
        return Earlier([], 0, traceable)
    shown = _seen(actor, case.party_id, case.pk)
    return Earlier(shown, len(_hidden(actor, case.party_id, case.pk)), traceable)


def not_first(case: Case) -> str:
    """Return why the party is not spared for the first time; "" where it may be.

    A penalty in force, or spared in this way before: what was taken back or revoked bars nobody.
    A party without id is a new one every time, and a case that became secret is on paper. At most
    two queries.

    Source: 行政处罚法 第三十三条第一款.
    """
    if made := _penalties(case.party_id, case.pk):
        return f"当事人此前已受过行政处罚（{made.number}），不是初次违法，请另选情形"
    if made_none := _spared(case.party_id, case.pk):
        told = f"当事人此前已因初次违法不予处罚（{made_none.number}）"
        return f"{told}，不是初次违法，请另选情形"
    return ""


@prepared_first
def _penalties(party: int, case: int) -> QuerySet[Decision]:
    standing = _others(party, case).filter(case__matter__secret_since__isnull=True)
    return standing.order_by("-decided_on", "-id")


@prepared_first
def _spared(party: int, case: int) -> QuerySet[NoPenalty]:
    found = NoPenalty.objects.filter(
        case__party=party,
        ground=NoPenaltyGround.FIRST_TIME,
        void=False,
        document__overturn__isnull=True,
        case__matter__secret_since__isnull=True,
    )
    return found.exclude(case=case).order_by("-decided_on", "-id")


def _others(party: int, case: int) -> QuerySet[Decision]:
    """Return what else stands against a party: nothing that was taken back or revoked."""
    standing = Decision.objects.filter(case__party=party, void=False, overturn__isnull=True)
    return standing.exclude(case=case)


_any = prepared_any(_others)


@prepared
def _seen(actor: Actor, party: int, case: int) -> QuerySet[Decision]:
    seen = _others(party, case).filter(may_see(actor, "case__matter"))
    newest = seen.select_related("case__matter").order_by("-decided_on", "-id")
    return newest.only("number", "decided_on", "case__cause", "case__matter__uid")[:MOST]


@prepared
def _hidden(actor: Actor, party: int, case: int) -> QuerySet[Decision, int]:
    open_ones = _others(party, case).filter(
        case__state_secret=False, case__matter__secret_since__isnull=True
    )
    return open_ones.exclude(may_see(actor, "case__matter")).values_list("pk", flat=True)
