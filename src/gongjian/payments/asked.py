"""What the court was asked to enforce, and what of that is still asked for (申请执行的款项)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from gongjian.cases.choices import LineKind
from gongjian.cases.models import AccountLine
from gongjian.matters.models import Matter

from .models import CourtApplication, CourtMessage, PaymentNotice
from .queries import late_debt, not_yet_imposed, notice_of
from .standing import account_of

# By these lines less is owed without anybody having paid.
LESSENING = (LineKind.REDUCED, LineKind.RELIEVED)
# Where a decision is executed, and what of it is told follows.
PLACES = frozenset({"to_execute", "executed"})


@dataclass(frozen=True, slots=True)
class Asked:
    """One application: what was asked for, what still is, and what the court was told of it.

    `untold`: less is owed than the court knows, and not because somebody paid.
    """

    application: CourtApplication
    now_fen: int
    messages: tuple[CourtMessage, ...]
    untold: bool

    @property
    def lessened(self) -> bool:
        return self.now_fen < self.application.amount_fen


def asked_of(notice: PaymentNotice) -> list[Asked]:
    """Return what the court was asked for, oldest first; one query where it was not."""
    rows = notice.court.select_related("document").prefetch_related("messages").order_by("id")
    return [_asked(notice, row) for row in rows]


def untold(notice: PaymentNotice) -> Asked | None:
    """Return the application of which the court does not know yet that less is owed."""
    return next((one for one in asked_of(notice) if one.untold), None)


def _asked(notice: PaymentNotice, row: CourtApplication) -> Asked:
    """Reckon what is owed of the debts that were asked for, with the surcharge up to that day."""
    stands = account_of(notice)
    late = late_debt(notice, stands, row.applied_on)
    fine = late.fine_fen + late.surcharge_fen + not_yet_imposed(notice, stands, row.applied_on)
    owed = row.for_fine * fine + row.for_gain * late.confiscated_fen
    told = tuple(row.messages.all())
    known, since = row.amount_fen, row.document.made_at
    if told:
        known, since = told[-1].asked_fen, told[-1].entered_at
    now = min(owed, known)
    less = now < known and _lessened(notice, since, told=bool(told))
    return Asked(row, now, told, less)


def _lessened(notice: PaymentNotice, since: datetime, *, told: bool) -> bool:
    after = {"at__gt": since} if told else {"at__gte": since}
    lines = AccountLine.objects.filter(decision=notice.decision_id, kind__in=LESSENING)
    return lines.filter(**after).exists()


def court_waits(matter: Matter) -> Iterator[tuple[str, str, date]]:
    """Yield that the handler has to tell the court; no query before a decision is executed."""
    if PLACES.isdisjoint(matter.marking) or not matter.decided_on:
        return
    if not CourtApplication.objects.filter(notice__matter=matter).exists():
        return
    notice = notice_of(matter)
    if notice is not None and untold(notice) is not None:
        yield "handler", "告知法院执行款项减少", date.max
