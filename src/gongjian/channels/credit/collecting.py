"""What waits to be reported to the credit platform, and what was reported and is gone."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from gongjian.channels.choices import LineKind
from gongjian.channels.models import CreditBatch, CreditLine
from gongjian.jurisdiction.profiles import profile
from gongjian.orgs.models import Agency
from gongjian.publicity.choices import ItemKind, ItemState
from gongjian.publicity.models import PublicItem
from gongjian.vault.store import store

from .checking import problems_of
from .fields import Format, format_of
from .files import read_file
from .persons import is_person, person_row, with_party
from .rows import credit_class, row_of

LIMIT = "publication.credit_report"
AT_MOST = 5000
NO_NUMBER = "没有登记证件种类和号码，不能报送。请由经办人在信用平台上录入"
NO_CREDIT = "依信用类别表不作为信用信息报送，无需处理"


@dataclass(frozen=True, slots=True)
class Ready:
    """One row that may go out; of a natural person only what the public may see."""

    item: PublicItem
    row: dict[str, str]
    due_on: date
    late: bool


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A published decision that is not in the file: which field, and what to do."""

    item: PublicItem
    field: str
    text: str


@dataclass(frozen=True, slots=True)
class Collected:
    """What a batch made now would hold."""

    ready: tuple[Ready, ...]
    persons: tuple[Ready, ...]
    left_out: tuple[LeftOut, ...]
    gone: tuple[PublicItem, ...]
    more: bool

    @property
    def lines(self) -> tuple[Ready, ...]:
        """Return what would be reported, oldest first."""
        return tuple(sorted((*self.ready, *self.persons), key=lambda r: r.item.decided_on))

    @property
    def late(self) -> int:
        return sum(ready.late for ready in self.lines)

    @property
    def empty(self) -> bool:
        return not (self.ready or self.persons or self.gone)


def collect(
    agency: Agency, until: date, today: date, form: Format | None = None, most: int = AT_MOST
) -> Collected:
    """Return what is published until a day and not reported yet, oldest first.

    Two queries, and three more where natural persons are among them.
    Only what is on the portal now: sealed, withheld and withdrawn decisions have no row.
    """
    form = form or format_of()
    items = list(_unreported(agency, until)[: most + 1])
    with_party(items[:most])
    judged = [_judged(item, agency, today, form) for item in items[:most]]
    ready = [found for found in judged if isinstance(found, Ready)]
    return Collected(
        ready=tuple(found for found in ready if not is_person(found.item)),
        persons=tuple(found for found in ready if is_person(found.item)),
        left_out=tuple(out for found in judged if not isinstance(found, Ready) for out in found),
        gone=tuple(_gone(agency)[:most]),
        more=len(items) > most,
    )


def rows_of(batch: CreditBatch, form: Format) -> list[dict[str, str]]:
    """Return the rows that a batch reported, read back from its own file.

    Raises:
        FileNotFoundError: the vault lost the file.
    """
    if not batch.csv_sha256:
        return []
    with store().open(batch.csv_sha256) as kept:
        return list(read_file(kept.read(), form).rows)


def _unreported(agency: Agency, until: date) -> QuerySet[PublicItem]:
    told = CreditLine.objects.filter(item=OuterRef("pk"), kind=LineKind.REPORT)
    shown = PublicItem.objects.filter(
        ~Exists(told),
        agency_uid=agency.uid,
        kind=ItemKind.PENALTY_DECISION,
        state=ItemState.LIVE,
        published_on__lte=until,
    )
    return shown.order_by("decided_on", "id")


def _gone(agency: Agency) -> QuerySet[PublicItem]:
    told = CreditLine.objects.filter(item=OuterRef("pk"), kind=LineKind.REPORT)
    taken = CreditLine.objects.filter(item=OuterRef("pk"), kind=LineKind.WITHDRAW)
    known = PublicItem.objects.filter(Exists(told), ~Exists(taken), agency_uid=agency.uid)
    # How long the portal shows a decision says nothing about the credit platform. Source: LAW 6.5.
    # A suspended one is not gone yet: a person shows it again, corrects or withdraws it.
    here = [ItemState.LIVE, ItemState.ENDED, ItemState.SUSPENDED]
    return known.exclude(state__in=here).order_by("id")


def _judged(item: PublicItem, agency: Agency, today: date, form: Format) -> Ready | list[LeftOut]:
    if credit_class(item, agency) == "none":
        return [LeftOut(item, "", NO_CREDIT)]
    row = row_of(item, agency, form)
    whole = person_row(item, agency, form) if is_person(item) else row
    if is_person(item) and not whole["CF_XDR_ZJHM"]:
        return [LeftOut(item, form.field("CF_XDR_ZJHM").name, NO_NUMBER)]
    if problems := problems_of(whole, form, today):
        return [LeftOut(item, p.field, p.text) for p in problems]
    due = profile(agency.profile).due(LIMIT, item.decided_on, agency.domain).due_on
    return Ready(item, row, due, today > due)


def told(left_out: Iterable[LeftOut]) -> list[dict[str, str]]:
    """Return what a batch keeps about those it leaves out: no value of theirs."""
    return [
        {"item": str(x.item.uid), "number": x.item.number, "field": x.field, "text": x.text}
        for x in left_out
    ]
