"""Pure rules of money: the code of a notice, the schedule, the surcharge, the court's window."""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

from gongjian.common.money import yuan
from gongjian.jurisdiction.limits import Span, merge_spans
from gongjian.jurisdiction.reckoning import day_zh, span_zh

CODE_LENGTH = 20
_MODULUS = 97
ONE_DAY = timedelta(1)


def payment_code(body: str) -> str:
    """Return an 18-digit body with its two check digits (ISO/IEC 7064, MOD 97-10).

    Every wrong digit and every exchange of two digits beside each other is found.
    """
    if len(body) != CODE_LENGTH - 2 or not (body.isascii() and body.isdigit()):
        msg = f"the body of a payment code has 18 digits: {body!r}"
        raise ValueError(msg)
    return f"{body}{_MODULUS + 1 - int(body) * 100 % _MODULUS:02}"


def code_of(typed: str) -> str:
    """Return a code as the bank wrote it, with only its digits ("１２３ 4-5" → "12345")."""
    return "".join(c for c in unicodedata.normalize("NFKC", typed) if c.isdigit() and c.isascii())


def valid_code(code: str) -> bool:
    """Tell whether the check digits of a payment code are right."""
    digits = len(code) == CODE_LENGTH and code.isascii() and code.isdigit()
    return digits and int(code) % _MODULUS == 1


@dataclass(frozen=True, slots=True)
class Part:
    """A sum of the fine, or the gain, and the last day on which it may be paid."""

    due_on: date
    amount_fen: int


@dataclass(frozen=True, slots=True)
class Paid:
    """A sum of the fine that reached the bank on a day."""

    on: date
    amount_fen: int


@dataclass(frozen=True, slots=True)
class Surcharge:
    """A surcharge in whole fen, with the reckoning that a party can repeat."""

    amount_fen: int
    late_days: int
    capped: bool
    explanation: tuple[str, ...]


def half_up(value: Fraction) -> int:
    """Return a non-negative sum rounded to whole fen, halves up."""
    return int(value + Fraction(1, 2))


@dataclass(frozen=True, slots=True)
class Debt:
    """What is still owed, each sum by its name, in whole fen.

    Source: 行政强制法 第三十五条第三项（明确的金额）.
    """

    fine_fen: int
    confiscated_fen: int
    surcharge_fen: int

    @property
    def total_fen(self) -> int:
        return self.fine_fen + self.confiscated_fen + self.surcharge_fen


def surcharge(
    fine_fen: int,
    parts: Sequence[Part],
    paid: Sequence[Paid],
    until: date,
    *,
    daily: Fraction,
    cap: Fraction,
    spans: Iterable[Span] = (),
) -> Surcharge:
    """Return the surcharge on a fine for every late day up to and including `until`.

    A day counts for what was due before it and not paid before it; days of review and litigation
    (`spans`, both ends included) do not count. Nothing paid: fine × `daily` × late days, once
    rounded to whole fen, halves up; never above fine × `cap`. `parts` and `paid` are the fine's
    alone (`attribution`): a gain bears none.

    Source: 行政处罚法 第七十二条第一款第一项、第七十三条第三款; LAW 2.6.
    """
    most = half_up(fine_fen * cap)
    runs = list(_runs(fine_fen, parts, paid, until, merge_spans(spans)))
    exact = sum((base * _days(first, last) * daily for first, last, base in runs), Fraction(0))
    late_days = sum(_days(first, last) for first, last, _ in runs)
    amount = min(half_up(exact), most)
    percent = _percent(daily)
    words = [
        f"{span_zh(first, last)}共{n}日：未缴罚款{yuan(base)}元"
        f"×每日{percent}×{n}日＝{yuan(half_up(base * n * daily))}元"
        for first, last, base in runs
        if (n := _days(first, last))
    ]
    stopped = [span for span in merge_spans(spans) if span[0] <= until]
    words += [f"{span_zh(*span)}为行政复议、行政诉讼期间，不计入" for span in stopped]
    if half_up(exact) > most:
        words.append(f"合计{yuan(half_up(exact))}元，超过罚款数额，以罚款数额{yuan(most)}元为限")
    first_due = min(part.due_on for part in parts)
    head = f"缴款期限最后一日为{day_zh(first_due)}，自次日起计算，算至{day_zh(until)}"
    words.append(f"加处罚款{yuan(amount)}元" if runs else "没有逾期的日数，不加处罚款")
    return Surcharge(amount, late_days, amount == most > 0, (head, *words))


def _runs(
    fine_fen: int, parts: Sequence[Part], paid: Sequence[Paid], until: date, spans: Sequence[Span]
) -> Iterator[tuple[date, date, int]]:
    """Yield (first day, last day, unpaid fine) of each run of late days with the same base."""
    edges = {part.due_on + ONE_DAY for part in parts}
    edges |= {money.on + ONE_DAY for money in paid}
    for first, last in spans:
        edges |= {first, last + ONE_DAY}
    begins = min(part.due_on for part in parts) + ONE_DAY
    starts = sorted(day for day in edges if begins <= day <= until)
    for first, following in pairwise([*starts, until + ONE_DAY]):
        if any(span[0] <= first <= span[1] for span in spans):
            continue
        due = sum(part.amount_fen for part in parts if part.due_on < first)
        arrived = sum(money.amount_fen for money in paid if money.on < first)
        base = min(due, fine_fen) - arrived
        if base > 0:
            yield first, following - ONE_DAY, base


def _days(first: date, last: date) -> int:
    return (last - first).days + 1


def _percent(daily: Fraction) -> str:
    hundred = daily * 100
    return f"{hundred.numerator if hundred.denominator == 1 else float(hundred):g}%"


@dataclass(frozen=True, slots=True)
class Window:
    """The days on which an agency may ask the court to enforce (both included), and why."""

    opens_on: date
    closes_on: date
    explanation: tuple[str, ...]

    def holds(self, day: date) -> bool:
        return self.opens_on <= day <= self.closes_on
