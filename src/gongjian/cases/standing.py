"""The penalty items of a decision as they stand: as decided, or as they were changed since.

Whoever executes, charges, publishes or shows a decision reads them here.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from .choices import PenaltyKind
from .models import Decision, StandingItems
from .rules import Weight, weight_of

Item = Mapping[str, Any]
KNOWN = "items_changed"


def with_items(decisions: QuerySet[Decision]) -> QuerySet[Decision]:
    """Let decisions be read together with what of them stands, in one query."""
    own = Coalesce(OuterRef("common_with_id"), OuterRef("pk"))
    newest = StandingItems.objects.filter(decision=own).order_by("-turn")
    return decisions.annotate(**{KNOWN: Subquery(newest.values("items")[:1])})


def changed_items(decision: Decision) -> StandingItems | None:
    """Return what a decision was last changed to; None where it stands as decided; one query.

    One in the common name of several agencies is changed with that of the leading one.
    """
    own = decision.common_with_id or decision.pk
    return StandingItems.objects.filter(decision=own).order_by("-turn").first()


def all_items(decision: Decision) -> list[Item]:
    """Return all items by their number in the draft, dropped ones marked; at most one query."""
    if KNOWN not in decision.__dict__:
        row = changed_items(decision)
        decision.__dict__[KNOWN] = row.items if row else None
    told = decision.__dict__[KNOWN]
    return list(decision.draft.items if told is None else told)


def was_changed(decision: Decision) -> bool:
    """Tell whether its items were changed since it was decided; at most one query."""
    all_items(decision)
    return decision.__dict__[KNOWN] is not None


def numbered(decision: Decision) -> Iterator[tuple[int, Item]]:
    """Yield the items that stand, each with its number in the draft; at most one query."""
    for number, item in enumerate(all_items(decision)):
        if not item.get("fell"):
            yield number, item


def still_takes(decision: Decision | None, number: int | None) -> bool:
    """Tell whether the item of a number still takes goods; what no item took is not asked here."""
    if decision is None or number is None:
        return True
    return dict(numbered(decision)).get(number, {}).get("kind") == PenaltyKind.CONFISCATE_GOODS


def still(items: Iterable[Item]) -> list[Item]:
    """Return the items that were not dropped."""
    return [item for item in items if not item.get("fell")]


def items_now(decision: Decision) -> list[Item]:
    """Return the penalty items that stand; at most one query, none where `with_items` read it."""
    return [item for _, item in numbered(decision)]


def weight_now(decision: Decision) -> Weight:
    """Return what of a decision stands weighs; queries as of `items_now`."""
    return weight_of(items_now(decision))


def forget_items(decision: Decision) -> None:
    """Ask the database again next time."""
    decision.__dict__.pop(KNOWN, None)
