"""Money carried on in a story, for tests, the demo and the walks."""

from collections.abc import Mapping
from typing import Any

from gongjian.cases import testing as story
from gongjian.cases.taken import unregistered
from gongjian.cases.testing import Cast
from gongjian.matters.models import Matter

from .models import BankReceipt, PaymentNotice
from .queries import notice_of


def the_notice(matter: Matter) -> PaymentNotice:
    """Return the payment notice of a matter whose decision asks for money."""
    notice = notice_of(matter)
    assert notice is not None
    return notice


def decided_with(cast: Cast, *items: Mapping[str, Any]) -> Matter:
    """Carry a case to the delivery of a decision of just these items."""
    matter = story.file_case(cast, story.open_case(cast))
    story.investigate(cast, matter, items=items)
    story.inform(cast, matter)
    story.decide(cast, story.let_time_run(cast, matter))
    return story.deliver(cast, matter)


def receive(cast: Cast, matter: Matter, fen: int | None = None, **values: Any) -> BankReceipt:
    """Let money reach the bank today under the code of the notice; all that is open unless said."""
    notice = the_notice(matter)
    known: dict[str, Any] = {
        "serial": f"B{BankReceipt.objects.count():011}",
        "paid_on": cast.today,
        "amount_fen": notice.outstanding_fen if fen is None else fen,
        "payer": matter.party_name,
        "code": notice.code,
        "way": "bank",
    }
    receipt: BankReceipt = cast.do("finance", "payments.take_receipt", **(known | values))
    matter.refresh_from_db()
    return receipt


def register(cast: Cast, matter: Matter) -> None:
    """Let the handler enter each confiscated thing of the matter in the register of goods."""
    for one in unregistered(matter):
        cast.do(
            "handler",
            "payments.register_goods",
            matter,
            taking=one.code,
            name=one.label,
            quantity="一批",
            kept_at="罚没物品仓库",
            keeper="王示例",
            taken_on=cast.today,
        )


def perform(cast: Cast, matter: Matter) -> Matter:
    """Let the party pay at the bank, its goods come in, and the handler record that all is done."""
    cast.wait(days=2)
    if notice_of(matter) is not None:
        receive(cast, matter)
    register(cast, matter)
    cast.do("handler", "cases.record_performance", matter, performed_on=cast.today)
    return matter
