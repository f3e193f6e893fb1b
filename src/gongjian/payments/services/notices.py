"""The payment notice, made with the delivered decision (缴款通知书)."""

import secrets
from collections.abc import Sequence
from datetime import date

from gongjian.cases.events import AccountChanged, DecisionDelivered
from gongjian.cases.models import Decision
from gongjian.cases.queries import balance_of
from gongjian.cases.rules import weight_of
from gongjian.cases.standing import Item, items_now
from gongjian.common.acts import Act
from gongjian.documents.services import make
from gongjian.jurisdiction.profiles import profile
from gongjian.matters.models import Matter
from gongjian.payments import papers
from gongjian.payments.models import PaymentNotice
from gongjian.payments.rules import payment_code
from gongjian.payments.standing import account_of

LIMIT = "payment-limit"


def notify(act: Act, event: DecisionDelivered) -> None:
    """Make the payment notice of a decision that asks for money, in the act of its delivery.

    Source: 行政处罚法 第六十七条第三款; 罚款决定与罚款收缴分离实施办法 第七条.
    """
    _charge(act, event.decision, event.decision.draft.items, event.delivery.served_on)


def charge_instead(act: Act, decision: Decision, from_on: date, paper: str) -> None:
    """Make the payment notice of a fine that came instead of a detention, in a higher app's act.

    Its days count from when the paper that says so binds the party, not from the first delivery.

    Source: 行政处罚法 第六十七条第三款; 行政复议法 第七十五条第二款.
    """
    _charge(act, decision, items_now(decision), from_on, paper)


def _charge(
    act: Act, decision: Decision, items: Sequence[Item], served_on: date, changed_by: str = ""
) -> None:
    sums = weight_of(items)
    amount = sums.owed_fen
    if not amount or PaymentNotice.objects.filter(decision=decision).exists():
        return
    matter: Matter = act.matter
    due = profile(matter.profile).due(LIMIT, served_on, matter.domain)
    notice = PaymentNotice(
        matter=matter,
        agency=matter.agency,
        decision=decision,
        code=payment_code(_body(matter, act.today)),
        amount_fen=amount,
        fine_fen=sums.sum_of("fine"),
        bank_name=matter.agency.bank_name,
        bank_account=matter.agency.bank_account,
        served_on=served_on,
        first_due_on=due.due_on,
        explanation=list(due.explanation),
        due_on=due.due_on,
        outstanding_fen=amount,
        noticed_on=act.today,
    )
    told = papers.payment_notice(act, notice, decision, changed_by)
    notice.document = make(act, "payment-notice", told)
    act.write(notice)


def follow(act: Act, event: AccountChanged) -> None:
    """Let the notice say what its account says, after every line."""
    renew(act, event.decision)


def renew(act: Act, decision: Decision) -> None:
    """Write anew what a notice still asks for, and by when."""
    notice = PaymentNotice.objects.filter(decision=decision).first()
    if notice is None:
        return
    money = balance_of(decision)
    notice.outstanding_fen = money.outstanding_fen
    notice.due_on = account_of(notice).next_due
    written = act.written.get(decision.case.matter.stream, [])
    known = next((r for r in written if isinstance(r, PaymentNotice) and r.pk == notice.pk), None)
    if known is not None:
        known.outstanding_fen, known.due_on = notice.outstanding_fen, notice.due_on
        notice = known
    act.write(notice, stream=decision.case.matter.stream)


def _body(matter: Matter, today: date) -> str:
    """Return 18 digits: year, agency, and a number nobody can guess from another."""
    return f"{today.year % 100:02}{matter.agency_id % 10**5:05}{secrets.randbelow(10**11):011}"
