"""How fine and gain of a payment notice stand: its account, its schedules, what payers named."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from gongjian.cases.choices import LineKind
from gongjian.cases.models import AccountLine, StandingItems
from gongjian.cases.queries import PAID
from gongjian.common.clock import local_date

from .attribution import Account, Plan, Received, account
from .choices import InstalmentState, Toward
from .models import Instalment, PaymentNotice, PaymentPurpose
from .rules import Part

Line = tuple[str, Received, date]
# From when, and which fine and gain.
Stood = tuple[date, int, int]


def accounts_of(notices: Iterable[PaymentNotice]) -> dict[int, Account]:
    """Return fine and gain of each notice as they stand, by the notice's key; three queries.

    One more where something was taken off a decision.
    """
    told = list(notices)
    lines: dict[int, list[Line]] = defaultdict(list)
    for decision, kind, fen, on, serial, at in (
        AccountLine.objects.filter(decision__in=[notice.decision_id for notice in told])
        .order_by("happened_on", "id")
        .values_list("decision", "kind", "amount_fen", "happened_on", "reference", "at")
    ):
        lines[decision].append((kind, Received(on, fen, serial=serial), local_date(at)))
    approved: dict[int, list[tuple[Any, date | None]]] = defaultdict(list)
    for key, parts, decided_on in (
        Instalment.objects.filter(notice__in=told, state=InstalmentState.APPROVED)
        .order_by("id")
        .values_list("notice", "parts", "decided_on")
    ):
        approved[key].append((parts, decided_on))
    named = PaymentPurpose.objects.filter(receipt__notice__in=told)
    toward: dict[int, dict[str, str]] = defaultdict(dict)
    for notice, serial, debt in named.values_list("receipt__notice", "receipt__serial", "toward"):
        toward[notice][serial] = debt
    changes = _changes(lines)
    return {
        one.pk: _account(
            one, lines[one.decision_id], approved[one.pk], toward[one.pk], changes[one.decision_id]
        )
        for one in told
    }


def _changes(lines: Mapping[int, Sequence[Line]]) -> dict[int, list[Stood]]:
    """Return when, and to which fine and gain, decisions were changed, oldest first."""
    found: dict[int, list[Stood]] = defaultdict(list)
    less = [pk for pk, own in lines.items() if any(kind == LineKind.REDUCED for kind, *_ in own)]
    if less:
        rows = StandingItems.objects.filter(decision__in=less, decision__overturn=None)
        for pk, at, fine, gain in rows.order_by("turn").values_list(
            "decision", "at", "fine_fen", "gain_fen"
        ):
            found[pk].append((local_date(at), fine, gain))
    return found


def account_of(notice: PaymentNotice) -> Account:
    """Return fine and gain of a notice as they stand; three queries."""
    return accounts_of([notice])[notice.pk]


def _account(
    notice: PaymentNotice,
    lines: Sequence[Line],
    approved: Sequence[tuple[Any, date | None]],
    toward: Mapping[str, str],
    changes: Sequence[Stood],
) -> Account:
    """Put an account together: fine and gain as a change left them.

    Where a sum alone was taken off, it is taken off the fine first.
    """
    reductions = [(money.amount_fen, at) for kind, money, at in lines if kind == LineKind.REDUCED]
    reduced = sum(fen for fen, _ in reductions)
    fine = max(notice.fine_fen - reduced, 0)
    gain = max(notice.amount_fen - reduced, 0) - fine
    if changes:
        _, fine, gain = changes[-1]
    plans = [Plan((Part(notice.first_due_on, notice.fine_fen),))]
    for asked, on in approved:
        assert on is not None  # the database holds it
        stood = notice.fine_fen - sum(fen for fen, at in reductions if at <= on)
        stood = next((fen for at, fen, _ in reversed(changes) if at <= on), stood)
        plans.append(Plan(_schedule(asked, stood), on))
    # What officers take on the spot is a fine; the bank's money goes where its payer said.
    received = [
        replace(
            money,
            toward=Toward.FINE if kind == LineKind.COLLECTED else toward.get(money.serial, ""),
        )
        for kind, money, _ in lines
        if kind in PAID
    ]
    return account(plans, Part(notice.first_due_on, gain), fine, received)


def _schedule(asked: Sequence[Mapping[str, Any]], fine_fen: int) -> tuple[Part, ...]:
    """Return the approved parts of a fine; what was paid before is due with the first, and paid."""
    parts = tuple(Part(date.fromisoformat(p["due_on"]), p["amount_fen"]) for p in asked)
    before = fine_fen - sum(part.amount_fen for part in parts)
    return (Part(parts[0].due_on, before), *parts) if before > 0 else parts
