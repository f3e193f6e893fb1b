"""The natural persons of a batch: name and number only at the moment of handing over."""

from collections.abc import Iterable

from django.db.models import QuerySet, prefetch_related_objects

from gongjian.channels.choices import LineKind
from gongjian.channels.models import CreditBatch, CreditLine
from gongjian.orgs.models import Agency
from gongjian.parties.choices import IdKind, PartyKind
from gongjian.publicity.choices import ItemState
from gongjian.publicity.models import PublicItem

from .fields import Format
from .rows import row_of

WITH_PARTY = "decision__case__party"
SHOWN = frozenset({ItemState.LIVE, ItemState.ENDED})


def is_person(item: PublicItem) -> bool:
    return bool(item.data["party"]["kind"] == PartyKind.NATURAL)


def with_party(items: Iterable[PublicItem]) -> None:
    """Read who stands behind those that concern a natural person, in three queries at most."""
    prefetch_related_objects([item for item in items if is_person(item)], WITH_PARTY)


def person_row(item: PublicItem, agency: Agency, form: Format) -> dict[str, str]:
    """Return the columns with full name and number, which stand in no rendition.

    Kept nowhere: what is written of it is that it was taken, by whom and for whom.

    Source: LAW 6.1, 6.6; 个人信息保护法 第三十四条.
    """
    party = item.decision.case.party
    paper = "身份证" if party.id_kind == IdKind.CITIZEN else party.get_id_kind_display()
    known = {"CF_XDR_MC": party.name}
    if party.id_number:
        known |= {"CF_XDR_ZJLX": paper, "CF_XDR_ZJHM": party.id_number}
    return row_of(item, agency, form) | known


def persons_of(batch: CreditBatch) -> list[PublicItem]:
    """Return the decisions on natural persons that a batch reports, oldest first."""
    return [line.item for line in _lines(batch)]


def lines_to_hand(batch: CreditBatch) -> list[CreditLine]:
    """Return the persons to hand over: by decisions which are still public."""
    return [line for line in _lines(batch) if line.item.state in SHOWN]


def person_rows(batch: CreditBatch, agency: Agency, form: Format) -> list[dict[str, str]]:
    """Return the rows to hand over now."""
    return [person_row(line.item, agency, form) for line in lines_to_hand(batch)]


def _lines(batch: CreditBatch) -> QuerySet[CreditLine]:
    lines = CreditLine.objects.filter(batch=batch, person=True, kind=LineKind.REPORT)
    related = lines.select_related(f"item__{WITH_PARTY}")
    return related.order_by("item__decided_on", "item_id")
