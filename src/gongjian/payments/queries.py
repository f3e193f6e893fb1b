"""Reads of money. Whatever belongs to a matter starts from the matters a person may see."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from django.db.models import F, Q, QuerySet

from gongjian.cases.choices import PaperGround
from gongjian.cases.models import AccountLine, Case, Decision
from gongjian.cases.queries import PAID, balance_of
from gongjian.cases.rules import Balance
from gongjian.cases.taken import LAST, Taking, takings_of, unregistered
from gongjian.common.acts import Actor
from gongjian.common.money import yuan
from gongjian.jurisdiction.limits import Span
from gongjian.jurisdiction.profiles import profile
from gongjian.matters.models import Matter
from gongjian.matters.queries import may_see

from .attribution import Account, Share
from .choices import ReceiptState, Toward
from .models import (
    BankReceipt,
    ConfiscatedItem,
    Demand,
    ExecutionAgreement,
    GoodsHandling,
    PaymentNotice,
    Proceeding,
    UntakenGoods,
)
from .models.agreement import OPEN
from .rules import Debt, Surcharge, surcharge
from .standing import account_of, accounts_of

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


def with_late_debts(
    notices: Sequence[PaymentNotice], today: date
) -> list[tuple[PaymentNotice, Debt]]:
    """Return each notice with what of it is late, debt by debt; three queries for all of them."""
    accounts = accounts_of(notices)
    return [(one, late_debt(one, accounts[one.pk], today)) for one in notices]


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


def spans_of(decision: Decision, until: date) -> tuple[Span, ...]:
    """Return the days of review and litigation that count, both ends included, up to `until`."""
    rows = Proceeding.objects.filter(decision=decision, began_on__lte=until, in_time=True)
    found = rows.values_list("began_on", "ended_on")
    return tuple((began, min(ended or until, until)) for began, ended in found)


def surcharge_of(notice: PaymentNotice, until: date) -> Surcharge:
    """Return the surcharge up to and including a day, as the law and the rows have it.

    Source: 行政处罚法 第七十二条第一款第一项、第七十三条第三款.
    """
    return surcharge_on(notice, account_of(notice), until)


def daily_rate(notice: PaymentNotice) -> Fraction:
    """Return which part of the fine each day late adds.

    Source: 行政处罚法 第七十二条第一款第一项.
    """
    rules = profile(notice.matter.profile)
    rate = rules.parameter("surcharge.daily", notice.matter.domain, on=notice.served_on)
    return Fraction(str(rate.number))


def surcharge_on(notice: PaymentNotice, stands: Account, until: date) -> Surcharge:
    """Return the surcharge of a notice whose account is known; one query."""
    rules = profile(notice.matter.profile)
    on, domain = notice.served_on, notice.matter.domain
    return surcharge(
        stands.fine_fen,
        stands.plan,
        stands.fine_paid,
        until,
        daily=daily_rate(notice),
        cap=Fraction(str(rules.parameter("surcharge.cap", domain, on=on).number)),
        spans=spans_of(notice.decision, until),
    )


def debt_of(notice: PaymentNotice) -> Debt:
    """Return of what the outstanding sum of a notice consists."""
    return account_of(notice).debt(notice.outstanding_fen)


def late_debt(notice: PaymentNotice, stands: Account, on: date) -> Debt:
    """Return what should have come before a day: parts of the fine not due yet are left out.

    What surcharge decisions imposed and nobody paid is late.

    Source: 行政强制法 第三十五条、第五十四条; 行政处罚法 第六十六条第二款.
    """
    whole = stands.debt(notice.outstanding_fen)
    fine, gain = stands.late(on)
    return Debt(min(fine, whole.fine_fen), min(gain, whole.confiscated_fen), whole.surcharge_fen)


@dataclass(frozen=True, slots=True)
class Before:
    """What surcharge decisions imposed, also what fell, and what is ordered to be decided anew."""

    imposed_fen: int
    ordered_fen: int


def imposed_before(notice: PaymentNotice) -> Before:
    """Return what was imposed so far; the days of a decision that fell are not imposed again.

    Unless that was ordered: what was remade since is counted with the decision that did so.
    """
    done, ordered = 0, 0
    rows = notice.surcharges.order_by("id").values_list("amount_fen", "document__overturn__ground")
    for fen, ground in rows:
        if ground == PaperGround.REMADE:
            ordered += fen
        else:
            done, ordered = done + fen, 0
    return Before(done, ordered)


def not_yet_imposed(notice: PaymentNotice, stands: Account, until: date) -> int:
    """Return the surcharge up to a day that no decision has imposed, in fen.

    What fell is not asked for by a demand either: only a new decision may impose it again.
    """
    before = imposed_before(notice)
    told = before.imposed_fen + before.ordered_fen
    return max(surcharge_on(notice, stands, until).amount_fen - told, 0)


def agreement_of(matter: Matter) -> ExecutionAgreement | None:
    """Return the agreement that waits for the head or is being kept; one query."""
    rows = ExecutionAgreement.objects.filter(notice__matter=matter, state__in=OPEN)
    return rows.select_related("document", "notice__decision__case__party").first()


def latest_agreement(matter: Matter) -> ExecutionAgreement | None:
    """Return the newest agreement of a matter, also one that was refused, kept or broken."""
    rows = ExecutionAgreement.objects.filter(notice__matter=matter)
    return rows.select_related("document").order_by("-id").first()


def demands_of(notice: PaymentNotice) -> QuerySet[Demand]:
    """Return the demands made for a notice, oldest first, each with its paper."""
    return Demand.objects.filter(notice=notice).select_related("document").order_by("id")


def stayed(decision: Decision) -> bool:
    """Tell whether execution is stopped for now. Source: 行政处罚法 第七十三条第一款."""
    running = Proceeding.objects.filter(decision=decision, surcharge=None, ended_on__isnull=True)
    return running.filter(stayed_on__isnull=False).exists()


def stayed_surcharge(notice: PaymentNotice) -> int:
    """Return what of the surcharge is not asked for now, in fen: its own execution was stopped.

    Source: 行政复议法 第四十二条; 行政诉讼法 第五十六条.
    """
    running = Proceeding.objects.filter(surcharge__notice=notice, ended_on__isnull=True)
    rows = running.filter(stayed_on__isnull=False).values_list("surcharge", "surcharge__amount_fen")
    return sum(dict(rows).values())


@dataclass(frozen=True, slots=True)
class DebtShown:
    """One sum of a decision with its own day, for pages: a part of the fine, or the gain."""

    name: str
    amount_fen: int
    left_fen: int
    due_on: date


def debts_shown(stands: Account) -> list[DebtShown]:
    """Return the parts of the fine and the gain of a decision, each with what is left of it."""
    several = len(stands.parts) > 1
    rows = [
        DebtShown(f"罚款第{n}期" if several else "罚款", p.amount_fen, p.left_fen, p.due_on)
        for n, p in enumerate(stands.parts, 1)
        if p.amount_fen
    ]
    gain = stands.gain
    if gain.amount_fen:
        left = stands.gain_left_fen
        rows.append(DebtShown(Toward.GAIN.label, gain.amount_fen, left, gain.due_on))
    return rows


@dataclass(frozen=True, slots=True)
class MoneyOf:
    """All about the money of one matter, for its page."""

    notice: PaymentNotice
    balance: Balance
    surcharge: Surcharge
    account: Account
    debt: Debt
    stayed: bool

    @property
    def debts(self) -> list[DebtShown]:
        return debts_shown(self.account)

    @property
    def both(self) -> bool:
        return bool(self.account.fine_fen and self.account.gain.amount_fen)

    @property
    def gain_beside_parts(self) -> bool:
        return self.both and self.account.plan[-1].due_on != self.account.gain.due_on


def money_of(matter: Matter, today: date) -> MoneyOf | None:
    """Return how the money of a matter stands; None where its decision asks for none."""
    notice = notice_of(matter)
    if notice is None:
        return None
    stands = account_of(notice)
    return MoneyOf(
        notice,
        balance_of(notice.decision),
        surcharge_on(notice, stands, today),
        stands,
        stands.debt(notice.outstanding_fen),
        stayed(notice.decision),
    )


@dataclass(frozen=True, slots=True)
class LineShown:
    """A line of an account, and to which debts its money went."""

    line: AccountLine
    share: str


def lines_of(decision: Decision, stands: Account) -> list[LineShown]:
    """Return the account of a decision, oldest line first; one query."""
    lines = AccountLine.objects.filter(decision=decision).order_by("happened_on", "id")
    shares = iter(stands.shares)
    return [LineShown(one, _told(next(shares)) if one.kind in PAID else "") for one in lines]


def _told(share: Share) -> str:
    named = (
        (Toward.FINE.label, share.fine_fen),
        (Toward.GAIN.label, share.gain_fen),
        ("加处罚款或者多缴", share.beyond_fen),
    )
    return "，".join(f"{name}{yuan(fen)}元" for name, fen in named if fen)


def accounted(case: Case, decision: Decision | None) -> frozenset[str]:
    """Return the codes of what the register of goods accounts for; two queries."""
    mine = Q(decision=None, collected__case=case)
    if decision is not None:
        mine |= Q(decision=decision)
    found: set[str] = set()
    for rows in (ConfiscatedItem.objects, UntakenGoods.objects):
        registered = rows.filter(mine).values_list("penalty_item", "collected__uid")
        found |= {f"item-{n}" if n is not None else str(uid) for n, uid in registered}
    return frozenset(found)


def goods_in(matter: Matter, before: str = "") -> Q:
    """Return the condition that a row of the register is of a matter; `before`: the way to it.

    Under its decision, or, where there is none, under the list by which the police collected.
    """
    collected = {f"{before}decision": None, f"{before}collected__case__matter": matter}
    return Q(**{f"{before}decision__case__matter": matter}) | Q(**collected)


def goods_of_agency(agency: int | None, before: str = "") -> Q:
    """Return the condition that a row of the register is of an agency; see `goods_in`."""
    collected = {f"{before}decision": None, f"{before}collected__case__matter__agency": agency}
    return Q(**{f"{before}decision__case__matter__agency": agency}) | Q(**collected)


def goods_wait(matter: Matter) -> Iterator[tuple[str, str, date]]:
    """Yield that the handler has goods to register, where nothing else keeps the case open."""
    if not LAST.isdisjoint(matter.marking) and unregistered(matter):
        yield "handler", "登记没收物品", matter.decided_on or matter.due_on or date.max


@dataclass(frozen=True, slots=True)
class TakenShown:
    """What a decision takes, with what lies in the register under it, or why nothing does."""

    taking: Taking
    goods: list[ConfiscatedItem]
    untaken: UntakenGoods | None

    @property
    def waits(self) -> bool:
        return not self.goods and self.untaken is None


def register_of(matter: Matter) -> list[TakenShown]:
    """Return what a decision or list takes, item by item; two queries more where it takes goods."""
    takings = takings_of(matter)
    if not takings:
        return []
    mine = goods_in(matter) & ~Q(decision__void=True)
    goods = list(ConfiscatedItem.objects.filter(mine).select_related("handling"))
    untaken = list(UntakenGoods.objects.filter(mine))

    def under(one: Taking, row: ConfiscatedItem | UntakenGoods) -> bool:
        listed = one.collected.pk if one.collected else None
        return (row.penalty_item, row.collected_id) == (one.number, listed)

    return [
        TakenShown(
            one,
            [row for row in goods if under(one, row)],
            next((row for row in untaken if under(one, row)), None),
        )
        for one in takings.values()
    ]


def not_handed_over(agency: int | None, matter: Matter | None = None) -> QuerySet[GoodsHandling]:
    """Return the sales of an agency, or of one matter, whose money is not in the treasury yet."""
    sold = GoodsHandling.objects.filter(proceeds_fen__isnull=False, handover=None)
    sold = sold.filter(goods_of_agency(agency, "item__"))
    if matter is not None:
        sold = sold.filter(goods_in(matter, "item__"))
    return sold.select_related("item__decision").order_by("handled_on", "id")


def sold_of(matter: Matter) -> QuerySet[GoodsHandling]:
    """Return what of a matter was sold, with where the money is; oldest first."""
    sold = GoodsHandling.objects.filter(goods_in(matter, "item__"))
    sold = sold.filter(proceeds_fen__isnull=False)
    return sold.select_related("item", "handover").order_by("handled_on", "id")


def unmatched_of(agency: int) -> QuerySet[BankReceipt]:
    """Return what reached the bank and belongs to nobody yet."""
    return BankReceipt.objects.filter(agency=agency, state=ReceiptState.UNMATCHED)


def unnamed_receipts(agency: int | None) -> QuerySet[BankReceipt]:
    """Return the money booked to a notice of a fine and a gain whose payer named neither so far."""
    both = {"notice__fine_fen__gt": 0, "notice__fine_fen__lt": F("notice__amount_fen")}
    rows = BankReceipt.objects.filter(agency=agency, state=ReceiptState.MATCHED, **both)
    return rows.filter(purpose=None).select_related("stream", "notice__decision__case")
