"""Earlier decisions on the same party in the same agency: whether this is the first time."""

from dataclasses import dataclass

from gongjian.common.acts import Actor
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
    made = Decision.objects.filter(case__party=case.party_id, void=False)
    others, traceable = made.exclude(case=case.pk), bool(case.party.id_index)
    if not others.exists():
        return Earlier([], 0, traceable)
    seen_here = may_see(actor, "case__matter")
    seen = others.filter(seen_here).select_related("case__matter", "draft")
    shown = list(seen.order_by("-decided_on", "-id")[:MOST])
    open_ones = others.filter(case__state_secret=False, case__matter__secret_since__isnull=True)
    hidden = open_ones.exclude(seen_here).count()
    return Earlier(shown, hidden, traceable)
