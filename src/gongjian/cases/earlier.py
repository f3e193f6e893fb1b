"""Earlier decisions on the same party in the same agency: whether this is the first time."""

from dataclasses import dataclass

from django.db.models import QuerySet

from gongjian.common.acts import Actor
from gongjian.common.db.prepared import prepared, prepared_any
from gongjian.matters.queries import may_see

from .models import Case, Decision

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


def _others(party: int, case: int) -> QuerySet[Decision]:
    return Decision.objects.filter(case__party=party, void=False).exclude(case=case)


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
