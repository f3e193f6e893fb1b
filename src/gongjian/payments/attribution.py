"""To which debt money goes, and what is left of each: the fine in its parts, the gain in one sum.

The law lets only a fine be paid later or in parts; a gain stays due in full on the day of its
notice. What is due first is paid first; of what is due already the fine comes first, for it alone
bears a surcharge. What the payer named goes there before anything else. Money beyond both goes to
the surcharge, the rest was paid too much.

Source: 行政处罚法 第六十六条第二款、第七十二条第一款第一项; the order follows 民法典 第五百六十条.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate

from .choices import Toward
from .rules import Debt, Paid, Part


@dataclass(frozen=True, slots=True)
class Plan:
    """The parts of a fine as due from the day after `approved_on`; None: as its notice says."""

    parts: tuple[Part, ...]
    approved_on: date | None = None


@dataclass(frozen=True, slots=True)
class Received:
    """Money that came on a day; `toward` is what the payer named, if anything."""

    on: date
    amount_fen: int
    toward: str = ""
    serial: str = ""


@dataclass(frozen=True, slots=True)
class Share:
    """Where money of a day went, in whole fen."""

    on: date
    fine_fen: int
    gain_fen: int
    beyond_fen: int
    serial: str = ""


@dataclass(frozen=True, slots=True)
class PartLeft:
    """A part of the fine, and what is not paid of it."""

    due_on: date
    amount_fen: int
    left_fen: int


@dataclass(frozen=True, slots=True)
class Account:
    """Fine and gain of a decision as they stand, and what was paid of each."""

    plan: tuple[Part, ...]
    gain: Part
    fine_fen: int
    shares: tuple[Share, ...]

    @property
    def fine_paid_fen(self) -> int:
        return sum(share.fine_fen for share in self.shares)

    @property
    def fine_left_fen(self) -> int:
        return self.fine_fen - self.fine_paid_fen

    @property
    def gain_left_fen(self) -> int:
        return self.gain.amount_fen - sum(share.gain_fen for share in self.shares)

    @property
    def fine_paid(self) -> tuple[Paid, ...]:
        return tuple(Paid(share.on, share.fine_fen) for share in self.shares if share.fine_fen)

    @property
    def parts(self) -> tuple[PartLeft, ...]:
        """The parts of the fine, the earliest paid first."""
        known = [part.amount_fen for part in self.plan]
        paid = self.fine_paid_fen
        return tuple(
            PartLeft(part.due_on, part.amount_fen, min(max(total - paid, 0), part.amount_fen))
            for part, total in zip(self.plan, accumulate(known), strict=True)
        )

    @property
    def next_due(self) -> date:
        """The last day of what is open and due first; the last day of all if nothing is open."""
        open_on = [part.due_on for part in self.parts if part.left_fen]
        open_on += [self.gain.due_on] if self.gain_left_fen else []
        return min(open_on) if open_on else self.last_day

    @property
    def last_day(self) -> date:
        last = max(part.due_on for part in self.plan)
        return max(last, self.gain.due_on) if self.gain.amount_fen else last

    def late(self, on: date) -> tuple[int, int]:
        """Return what of the fine and what of the gain should have come before this day."""
        fine = sum(part.left_fen for part in self.parts if part.due_on < on)
        return fine, self.gain_left_fen if self.gain.due_on < on else 0

    def debt(self, outstanding_fen: int) -> Debt:
        """Return of what an outstanding sum consists; a write-off leaves the fine to the last."""
        fine = min(self.fine_left_fen, outstanding_fen)
        gain = min(self.gain_left_fen, outstanding_fen - fine)
        return Debt(fine, gain, outstanding_fen - fine - gain)


def account(
    plans: Sequence[Plan], gain: Part, fine_fen: int, received: Iterable[Received]
) -> Account:
    """Return the account of a fine and a gain: every sum that came given its place, day by day."""
    trimmed = [Plan(_within(plan.parts, fine_fen), plan.approved_on) for plan in plans]
    shares: list[Share] = []
    fine_paid = gain_paid = 0
    for money in sorted(received, key=lambda one: one.on):
        share = _share(money, _in_force(trimmed, money.on), gain, (fine_fen, fine_paid), gain_paid)
        fine_paid, gain_paid = fine_paid + share.fine_fen, gain_paid + share.gain_fen
        shares.append(share)
    return Account(trimmed[-1].parts, gain, fine_fen, tuple(shares))


def _within(parts: Sequence[Part], fine_fen: int) -> tuple[Part, ...]:
    """Return the parts of a fine that was lessened since: what is due last falls away first."""
    left, kept = fine_fen, []
    for part in parts:
        kept.append(Part(part.due_on, min(part.amount_fen, left)))
        left -= kept[-1].amount_fen
    return tuple(part for part in kept if part.amount_fen) or tuple(kept[:1])


def _in_force(plans: Sequence[Plan], on: date) -> tuple[Part, ...]:
    known = [p for p in plans if p.approved_on is None or p.approved_on < on]
    return known[-1].parts


def _share(
    money: Received, parts: Sequence[Part], gain: Part, fine: tuple[int, int], gain_paid: int
) -> Share:
    whole, paid = fine
    room = {Toward.FINE: whole - paid, Toward.GAIN: gain.amount_fen - gain_paid}
    took = {Toward.FINE: 0, Toward.GAIN: 0}
    left = money.amount_fen
    for debt, most in _order(money, parts, gain, paid, room):
        fen = min(left, most, room[debt] - took[debt])
        took[debt] += fen
        left -= fen
    return Share(money.on, took[Toward.FINE], took[Toward.GAIN], left, money.serial)


def _order(
    money: Received, parts: Sequence[Part], gain: Part, paid: int, room: dict[Toward, int]
) -> Iterator[tuple[Toward, int]]:
    """Yield what money of a day pays, one after the other, and how much of it at most."""
    if money.toward:
        named = Toward(money.toward)
        yield named, room[named]
    due = sum(part.amount_fen for part in parts if part.due_on <= money.on)
    yield Toward.FINE, max(due - paid, 0)
    if gain.due_on <= money.on:
        yield Toward.GAIN, room[Toward.GAIN]
    before_the_gain = sum(part.amount_fen for part in parts if part.due_on <= gain.due_on)
    yield Toward.FINE, max(before_the_gain - max(due, paid), 0)
    yield Toward.GAIN, room[Toward.GAIN]
    yield Toward.FINE, room[Toward.FINE]
