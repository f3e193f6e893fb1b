"""Reads of money. Whatever belongs to a matter starts from the matters a person may see."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from django.db.models import Q, QuerySet

from gongjian.cases.choices import LineKind
from gongjian.cases.models import AccountLine, Decision
from gongjian.cases.queries import PAID, balance_of
from gongjian.cases.rules import Balance
from gongjian.common.acts import Actor
from gongjian.jurisdiction.limits import Span
from gongjian.jurisdiction.profiles import profile
from gongjian.matters.models import Matter
from gongjian.matters.queries import may_see

from .choices import InstalmentState, ReceiptState
from .models import BankReceipt, Instalment, PaymentNotice, Proceeding
from .rules import Debt, Paid, Part, Surcharge, debt, surcharge

RELATED = ("decision__draft", "decision__case__matter__stream", "matter")
AGES = (("all", "全部"), ("30", "逾期30日以内"), ("90", "逾期31至90日"), ("over", "逾期90日以上"))
READERS = frozenset({"finance", "agency_head", "supervisor", "unit_head", "handler"})


def may_read(actor: Actor) -> bool:
    """Tell whether this person has anything to look for on the pages of money."""
    return actor.agency is not None and bool(actor.offices & READERS)


def notice_of(matter: Matter) -> PaymentNotice | None:
    """Return the payment notice of a matter's decision; one query."""
    found = PaymentNotice.objects.filter(matter=matter).select_related(*RELATED)
    return found.order_by("-id").first()


def notice_by_code(agency: int, code: str) -> PaymentNotice | None:
    """Return the notice of an agency with this code, whoever asks: the bank's list knows all."""
    found = PaymentNotice.objects.filter(agency=agency, code=code)
    return found.select_related(*RELATED).first()


def visible_notices(actor: Actor) -> QuerySet[PaymentNotice]:
    """Return the notices of matters this person may see."""
    return PaymentNotice.objects.filter(may_see(actor))


def arrears(actor: Actor, today: date, age: str = "all") -> QuerySet[PaymentNotice]:
    """Return what is owed after its day, for a keyset page ordered by (due_on, id)."""
    late = visible_notices(actor).filter(outstanding_fen__gt=0, due_on__lt=today)
    month, quarter = today - timedelta(30), today - timedelta(90)
    if age == "30":
        late = late.filter(due_on__gte=month)
    elif age == "90":
        late = late.filter(due_on__lt=month, due_on__gte=quarter)
    elif age == "over":
        late = late.filter(due_on__lt=quarter)
    return late.select_related("matter__lead", "matter__agency")


def receipts_of_agency(actor: Actor, state: str = "") -> QuerySet[BankReceipt]:
    """Return the receipts of the person's own agency, for those who look after its money.

    Of receipts that belong to a matter only those whose matter the person may see.
    """
    if actor.agency is None or not actor.offices & {"finance", "agency_head", "supervisor"}:
        return BankReceipt.objects.none()
    found = BankReceipt.objects.filter(agency=actor.agency)
    if state in ReceiptState.values:
        found = found.filter(state=state)
    return found.filter(Q(notice=None) | may_see(actor, "notice__matter"))


def receipts_of(notice: PaymentNotice) -> QuerySet[BankReceipt]:
    """Return what the bank received for a notice, oldest first."""
    return notice.receipts.order_by("paid_on", "id")


def schedule_of(notice: PaymentNotice) -> tuple[Part, ...]:
    """Return the parts in which the fine is due: as the notice says, or as was approved since."""
    approved = (
        Instalment.objects.filter(notice=notice, state=InstalmentState.APPROVED)
        .order_by("-id")
        .values_list("parts", flat=True)
        .first()
    )
    if approved is None:
        return (Part(notice.first_due_on, notice.amount_fen),)
    parts = tuple(Part(date.fromisoformat(p["due_on"]), p["amount_fen"]) for p in approved)
    before = notice.amount_fen - sum(part.amount_fen for part in parts)
    # What had been paid when the parts were approved is due with the first of them, and paid.
    return (Part(parts[0].due_on, before), *parts) if before > 0 else parts


def paid_for(decision: Decision) -> tuple[Paid, ...]:
    """Return the money that reached a decision, by day; refunds are not taken off."""
    lines = AccountLine.objects.filter(decision=decision, kind__in=PAID)
    rows = lines.order_by("happened_on", "id").values_list("happened_on", "amount_fen")
    return tuple(Paid(on, fen) for on, fen in rows)


def spans_of(decision: Decision, until: date) -> tuple[Span, ...]:
    """Return the days of review and litigation that count, both ends included, up to `until`."""
    rows = Proceeding.objects.filter(decision=decision, began_on__lte=until, in_time=True)
    found = rows.values_list("began_on", "ended_on")
    return tuple((began, min(ended or until, until)) for began, ended in found)


def surcharge_of(notice: PaymentNotice, until: date) -> Surcharge:
    """Return the surcharge up to and including a day, as the law and the rows have it.

    Source: 行政处罚法 第七十二条第一款第一项、第七十三条第三款.
    """
    rules = profile(notice.matter.profile)
    on, domain = notice.served_on, notice.matter.domain
    fine = standing_fine(notice)
    return surcharge(
        fine,
        schedule_of(notice),
        paid_for(notice.decision),
        until,
        daily=Fraction(str(rules.parameter("surcharge.daily", domain, on=on).number)),
        cap=Fraction(str(rules.parameter("surcharge.cap", domain, on=on).number)),
        spans=spans_of(notice.decision, until),
    )


def standing_fine(notice: PaymentNotice) -> int:
    """Return the fine as it stands: what a review or a court took off it is gone."""
    lines = AccountLine.objects.filter(decision=notice.decision, kind=LineKind.REDUCED)
    reduced = sum(lines.values_list("amount_fen", flat=True))
    return max(notice.fine_fen - reduced, 0)


def debt_of(notice: PaymentNotice) -> Debt:
    """Return of what the outstanding sum of a notice consists; two queries.

    What a review or a court took off is taken off the fine first.
    """
    money = balance_of(notice.decision)
    fine = max(notice.fine_fen - money.reduced_fen, 0)
    gain = max(notice.amount_fen - money.reduced_fen, 0) - fine
    return debt(notice.outstanding_fen, money.paid_fen, fine_fen=fine, confiscated_fen=gain)


def stayed(decision: Decision) -> bool:
    """Tell whether execution is stopped for now. Source: 行政处罚法 第七十三条第一款."""
    running = Proceeding.objects.filter(decision=decision, ended_on__isnull=True)
    return running.filter(stayed_on__isnull=False).exists()


@dataclass(frozen=True, slots=True)
class MoneyOf:
    """All about the money of one matter, for its page."""

    notice: PaymentNotice
    balance: Balance
    surcharge: Surcharge
    schedule: Sequence[Part]
    stayed: bool


def money_of(matter: Matter, today: date) -> MoneyOf | None:
    """Return how the money of a matter stands; None where its decision asks for none."""
    notice = notice_of(matter)
    if notice is None:
        return None
    return MoneyOf(
        notice,
        balance_of(notice.decision),
        surcharge_of(notice, today),
        schedule_of(notice),
        stayed(notice.decision),
    )


def lines_of(decision: Decision) -> QuerySet[AccountLine]:
    """Return the account of a decision, oldest line first."""
    return AccountLine.objects.filter(decision=decision).order_by("happened_on", "id")


def unmatched_of(agency: int) -> QuerySet[BankReceipt]:
    """Return what reached the bank and belongs to nobody yet."""
    return BankReceipt.objects.filter(agency=agency, state=ReceiptState.UNMATCHED)
