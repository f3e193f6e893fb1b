"""What a result does to decision, money and publication; the acts state it, this carries it out."""

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from gongjian.cases.choices import LineKind, OverturnGround, PaperGround
from gongjian.cases.models import Decision, PaperOverturn
from gongjian.cases.queries import balance_of
from gongjian.cases.services import (
    change_items,
    change_paper,
    correction_changed,
    correction_fell,
    enter_line,
    overturn,
    overturn_paper,
)
from gongjian.cases.standing import Item
from gongjian.common.acts import Act
from gongjian.common.events import publish
from gongjian.matters.services import renew_inbox, start_beside
from gongjian.payments.models import SurchargeDecision
from gongjian.payments.queries import notice_of, surcharge_of
from gongjian.payments.services import LIMIT, charge_instead

from .choices import OVERTURNING, SECURING, TAKING, Challenged, Outcome
from .events import ResultTookEffect
from .models import Remedy
from .queries import GIVE_BACK, still_to_give_back, surcharge_stands


def revoked(act: Act, decision: Decision, ground: str, effective_on: date, paper: str) -> None:
    """Take the decision out of force: nothing is owed any more, what was paid is to be refunded."""
    for one in (decision, *decision.common_copies.filter(void=False)):
        overturn(act, one, OverturnGround(ground), effective_on, paper)
    money = balance_of(decision)
    decided = money.decided_fen - money.reduced_fen
    if decided > 0:
        enter_line(act, decision, LineKind.REDUCED, decided, effective_on, paper)
    _relieve(act, decision, money.surcharged_fen - money.relieved_fen, effective_on, paper)


class Changed(Protocol):
    """What a decision is changed to."""

    @property
    def items(self) -> Sequence[Item]: ...
    @property
    def differs(self) -> bool: ...
    @property
    def heavier(self) -> bool: ...
    @property
    def owed_fen(self) -> int: ...


def changed(act: Act, decision: Decision, change: Changed, effective_on: date, paper: str) -> None:
    """Let the decision stand as changed; the surcharge is reckoned anew, never upwards."""
    if change.differs:
        items, more = change.items, change.heavier
        change_items(act, decision, items, effective_on, paper, opposed=more)
    money = balance_of(decision)
    less = money.decided_fen - money.reduced_fen - change.owed_fen
    if less > 0:
        enter_line(act, decision, LineKind.REDUCED, less, effective_on, paper)
    notice = notice_of(act.matter)
    imposed = money.surcharged_fen - money.relieved_fen
    if notice is not None and imposed:
        anew = surcharge_of(notice, effective_on).amount_fen
        _relieve(act, decision, imposed - anew, effective_on, paper)


def fined(act: Act, decision: Decision, change: Changed, row: Remedy) -> None:
    """Let the fine that came instead of a detention be owed, with a payment limit of its own.

    It counts from when the paper was served and binds. What days were served the pages show; what
    the state owes for them is asked for under another law (国家赔偿法 第三条、第十五条).

    Source: 行政处罚法 第六十七条第三款; 行政复议法 第七十五条第二款; 行政诉讼法 第九十四条.
    """
    assert row.effective_on is not None
    assert row.result_served_on is not None
    enter_line(act, decision, LineKind.ADDED, change.owed_fen, row.effective_on, row.paper)
    from_on = max(row.result_served_on, row.effective_on)
    charge_instead(act, decision, from_on, row.paper)
    start_beside(act, LIMIT, from_on)


def paper_fell(act: Act, row: Remedy) -> None:
    """Take a decision other than the penalty out of force; what it took is to be given back.

    A seizure that was found unlawful is lifted as well: it only secures what is still to come; so
    does what is registered and kept. A surcharge that fell is owed no longer.

    Source: 行政复议法 第六十四条至第六十七条; 行政诉讼法 第七十条、第七十二条、第七十四条、
    第七十五条; 行政强制法 第二十八条.
    """
    assert row.effective_on is not None
    lifted = row.challenged in SECURING and row.outcome == Outcome.UNLAWFUL
    if row.outcome not in OVERTURNING and not lifted:
        return
    if row.challenged == Challenged.SURCHARGE:
        surcharge_now(act, row, surcharge_stands(row.document_id), 0)
    if not PaperOverturn.objects.filter(document=row.document).exists():
        ground = PaperGround(row.outcome)
        overturn_paper(act, row.document, ground, row.effective_on, row.paper)
    if row.challenged == Challenged.CORRECTION:
        correction_fell(act, row.document)
    if row.challenged in TAKING and still_to_give_back(act.matter):
        start_beside(act, GIVE_BACK, row.effective_on)


def paper_changed(
    act: Act, row: Remedy, requirement: str, correct_by: date | None, *, opposed: bool
) -> None:
    """Let a forfeiture or an order to correct stand as changed; what was taken beyond goes back.

    Source: 行政复议法 第六十三条、第七十二条第二款; 行政诉讼法 第七十七条.
    """
    assert row.effective_on is not None
    made = change_paper(
        act,
        row.document,
        row.effective_on,
        row.paper,
        fen=row.changed_fen,
        requirement=requirement,
        correct_by=correct_by,
        opposed=opposed,
    )
    if row.challenged == Challenged.CORRECTION:
        correction_changed(act, made)


def surcharge_now(act: Act, row: Remedy, stood: int, fen: int) -> None:
    """Let no more be owed of a surcharge than stands of it; what was paid beyond is refunded."""
    assert row.effective_on is not None
    made = SurchargeDecision.objects.select_related("notice__decision").get(document=row.document)
    decision = made.notice.decision
    money = balance_of(decision)
    less = min(stood - fen, money.surcharged_fen - money.relieved_fen)
    _relieve(act, decision, less, row.effective_on, row.paper)


def tell(act: Act, decision: Decision, ground: str, effective_on: date) -> None:
    """Tell the apps above: what was published is to be withdrawn, figures are to follow.

    What is not published any more, or is decided anew, waits for somebody else than before.
    """
    publish(act, ResultTookEffect(decision, ground, effective_on))
    for copy in decision.common_copies.filter(void=False).select_related("case__matter"):
        renew_inbox(act, copy.case.matter)
    renew_inbox(act)


def standing_sum(decision: Decision) -> int:
    """Return the sum of the decision as it stands, in fen, without surcharge."""
    money = balance_of(decision)
    return money.decided_fen - money.reduced_fen


def _relieve(act: Act, decision: Decision, fen: int, on: date, paper: str) -> None:
    if fen > 0:
        enter_line(act, decision, LineKind.RELIEVED, fen, on, paper)
