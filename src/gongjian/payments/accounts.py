"""One bank day of an agency: decided, noticed, received, and every difference by name."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q

from gongjian.cases.common_name import ON_ITS_OWN
from gongjian.cases.models import Collection, Decision
from gongjian.cases.rules import weight_of
from gongjian.common.clock import HOME_ZONE
from gongjian.common.money import yuan

from .attribution import Share
from .choices import ReceiptState
from .models import BankReceipt, GoodsHandling, PaymentNotice, Reconciliation
from .standing import accounts_of


@dataclass(frozen=True, slots=True)
class DayOfMoney:
    """What the house knows of one day, in whole fen; `differences` are sentences.

    What was received and belongs to a case is parted into fine, gain and what lies beyond both.
    """

    day: date
    decided_fen: int
    noticed_fen: int
    received_fen: int
    received_count: int
    unmatched_fen: int
    fine_fen: int
    gain_fen: int
    beyond_fen: int
    collected_fen: int
    differences: tuple[str, ...]


def day_of_money(agency: int, day: date) -> DayOfMoney:
    """Return the account of one day at home; ten queries.

    Source: 罚款决定与罚款收缴分离实施办法 第十条至第十二条.
    """
    own = Decision.objects.filter(ON_ITS_OWN, case__matter__agency=agency, void=False)
    made = own.filter(decided_on=day)
    decided = {
        number: weight_of(items).owed_fen
        for number, items in made.values_list("number", "draft__items")
    }
    notices = PaymentNotice.objects.filter(agency=agency, noticed_on=day)
    noticed = sum(notices.values_list("amount_fen", flat=True))
    receipts = list(
        BankReceipt.objects.filter(agency=agency, paid_on=day)
        .values_list("serial", "amount_fen", "state")
        .order_by("id")
    )
    fine, gain, beyond = _parted(agency, day)
    begins = datetime.combine(day, time.min, HOME_ZONE)
    taken = list(
        Collection.objects.filter(
            agency=agency, collected_at__gte=begins, collected_at__lt=begins + timedelta(1)
        ).values_list("amount_fen", "banked_at", "receipt_number")
    )
    told = set(
        PaymentNotice.objects.filter(decision__number__in=decided, agency=agency).values_list(
            "decision__number", flat=True
        )
    )
    loose = [(s, fen) for s, fen, state in receipts if state == ReceiptState.UNMATCHED]
    differences = [
        f"{number}决定{yuan(fen)}元，还没有送达和通知缴款"
        for number, fen in sorted(decided.items())
        if fen and number not in told
    ]
    differences += [f"流水号{serial}到账{yuan(fen)}元，待认领" for serial, fen in loose]
    differences += [
        f"票据{number}当场收缴{yuan(fen)}元，还没有缴付银行"
        for fen, banked, number in taken
        if banked is None
    ]
    differences += _held_back(agency, day)
    return DayOfMoney(
        day=day,
        decided_fen=sum(decided.values()),
        noticed_fen=noticed,
        received_fen=sum(fen for _, fen, _ in receipts),
        received_count=len(receipts),
        unmatched_fen=sum(fen for _, fen in loose),
        fine_fen=fine,
        gain_fen=gain,
        beyond_fen=beyond,
        collected_fen=sum(fen for fen, _, _ in taken),
        differences=tuple(differences),
    )


def _held_back(agency: int, day: date) -> list[str]:
    """Name each sale up to a day whose money was not in the treasury by then; one query.

    Source: 行政处罚法 第七十四条第二款.
    """
    sold = GoodsHandling.objects.filter(
        Q(item__decision__case__matter__agency=agency)
        | Q(item__decision=None, item__collected__case__matter__agency=agency),
        proceeds_fen__isnull=False,
        handled_on__lte=day,
    ).filter(Q(handover=None) | Q(handover__handed_on__gt=day))
    rows = sold.order_by("handled_on", "id").values_list(
        "item__decision__number", "item__name", "proceeds_fen", "handled_on"
    )
    return [
        f"{f'{number}没收' if number else '收缴'}的{name}拍卖所得{yuan(fen)}元，"
        f"还没有上缴国库（拍卖后第{(day - on).days}日）"
        for number, name, fen, on in rows
        if fen
    ]


def _parted(agency: int, day: date) -> tuple[int, int, int]:
    """Return what the matched money of a day paid of fines, of gains, and beyond; four queries."""
    matched = BankReceipt.objects.filter(agency=agency, paid_on=day, state=ReceiptState.MATCHED)
    receipts = list(matched.select_related("notice"))
    accounts = accounts_of({r.notice_id: r.notice for r in receipts if r.notice}.values())
    shares = {(key, s.serial): s for key, one in accounts.items() for s in one.shares}
    # What officers took on the spot and paid in is a fine, booked when they took it.
    found = [
        shares.get((r.notice_id or 0, r.serial)) or Share(day, r.amount_fen, 0, 0) for r in receipts
    ]
    return (
        sum(share.fine_fen for share in found),
        sum(share.gain_fen for share in found),
        sum(share.beyond_fen for share in found),
    )


def signed(agency: int, day: date) -> Reconciliation | None:
    """Return the newest signature under a day."""
    rows = Reconciliation.objects.filter(agency=agency, day=day).select_related("signed_by")
    return rows.order_by("-round").first()
