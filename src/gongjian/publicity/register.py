"""The register of publication (登记册): every round, what was hidden, by whom, what became of it.

Never the hidden words: they stand in the file alone. Source: REQUIREMENTS P13; HN12; DZ1(1).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from gongjian.common.acts import Actor
from gongjian.matters.queries import may_see

from .choices import Choice, ItemState, ReleaseState
from .models import Redaction, Release
from .rendition import hidden_kinds

ORDER = ("-id",)
KINDS: Mapping[str, tuple[str, Q]] = {
    "published": ("公示中", Q(item__state=ItemState.LIVE)),
    "redacted": ("有隐去的公示", Q(item__isnull=False) & ~Q(hidden=[])),
    "withheld": ("不予公开", Q(state=ReleaseState.WITHHELD)),
    "corrected": ("更正", Q(corrects__isnull=False) | Q(state=ReleaseState.REPLACED)),
    "withdrawn": ("已撤回", Q(item__state=ItemState.WITHDRAWN)),
    "ended": ("公示期满", Q(item__state=ItemState.ENDED)),
    "returned": ("已退回", Q(state=ReleaseState.RETURNED)),
    "waiting": ("待复核", Q(state=ReleaseState.DRAFTED)),
}


def register(actor: Actor, kind: str = "", words: str = "") -> QuerySet[Release]:
    """Return the rounds of the cases this person may see, newest first by `ORDER`.

    Three queries for a page. `words`: part of a number.

    Raises:
        KeyError: no such kind.
    """
    below = Q(decision__case__matter__agency__path__startswith=actor.agency_path)
    seen = Release.objects.filter(below, may_see(actor, "decision__case__matter"))
    if kind:
        seen = seen.filter(KINDS[kind][1])
    if words:
        seen = seen.filter(decision__number__icontains=words)
    related = ("decision__case__matter", "drafted_by", "checked_by", "item", "corrects")
    shown = seen.select_related(*related).defer("data", "item__data", "item__searchable")
    return shown.prefetch_related("redactions__chosen_by", "redactions__confirmed_by")


@dataclass(frozen=True, slots=True)
class Hidden:
    """Places of one kind in one round, and what the two persons made of them."""

    what: str
    ground: str
    times: int


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the register."""

    release: Release
    hidden: tuple[Hidden, ...]
    proposed: int
    kept: int
    chosen_by: str
    confirmed_by: str

    @property
    def outcome(self) -> str:
        """Return what became of the round, as people say it."""
        item = getattr(self.release, "item", None)
        if item is not None and item.state != ItemState.LIVE:
            return str(item.get_state_display())
        return str(self.release.get_state_display())


def entry(release: Release) -> Entry:
    """Return a round as the register shows it; no query when prefetched."""
    asked = list(release.redactions.all())
    return Entry(
        release,
        tuple(Hidden(**kind) for kind in hidden_kinds(release.hidden)),
        proposed=len(asked),
        kept=sum(row.choice == Choice.KEEP for row in asked),
        chosen_by=_names(row.chosen_by.name for row in asked),
        confirmed_by=_names(_confirmer(row) for row in asked),
    )


def _confirmer(row: Redaction) -> str:
    return row.confirmed_by.name if row.confirmed_by else ""


def _names(names: Iterable[str]) -> str:
    return "、".join(dict.fromkeys(name for name in names if name))
