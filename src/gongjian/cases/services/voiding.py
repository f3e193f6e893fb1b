"""Taking back a notice or a decision before it has reached the party (作废).

The paper keeps its number as void; the procedure goes back to where it is made anew. A void notice
or decision counts nowhere: every read leaves it out, and the database lets no void notice be served
and no second decision stand.
"""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import QuerySet

from gongjian.cases.models import (
    Agent,
    Decision,
    Delivery,
    GoodsDisposal,
    Inspection,
    NoPenalty,
    Notice,
)
from gongjian.cases.public_order.choices import VICTIM_COPY
from gongjian.cases.public_order.models import Unpunished, VictimCopy
from gongjian.cases.public_order.queries import unpunished_by
from gongjian.cases.queries import case_of, decision_of, latest_notice, spared_by
from gongjian.common import fields
from gongjian.common.acts import Act, Actor, act
from gongjian.common.clock import Clock
from gongjian.common.db.prepared import prepared
from gongjian.common.errors import RuleBroken
from gongjian.documents.services import void
from gongjian.matters.limits import take_back
from gongjian.matters.models import Matter

from .joint import matters_of_all, of_all_parties, turned_to
from .people import certified, no_handler
from .signing import in_the_leading_agency, matters_of_others

STARTED = ("delivery-limit", "publication-limit", VICTIM_COPY)
REASON = "写明错在哪里；文号保留作废记录，不再使用"


@dataclass(frozen=True)
class VoidNotice:
    reason: str = fields.text("作废的理由", max_length=1000, help=REASON)


@act("cases.void_notice", title="作废告知书", final=True)
def void_notice(*, act: Act, cmd: VoidNotice) -> Notice:
    """Take back a prior notice that has not been delivered; the party is told by a new one.

    Raises:
        RuleBroken: there is none, or it was delivered.

    Source: 行政处罚法 第四十四条.
    """
    notice = latest_notice(case_of(act.matter))
    if notice is None or notice.document is None or notice.served_on is not None:
        raise RuleBroken("没有尚未送达的告知书，不能作废")
    notice.void = True
    act.write(notice)
    void(act, notice.document, cmd.reason)
    return notice


void_notice.requires(certified)


@dataclass(frozen=True)
class VoidDecision:
    reason: str = fields.text("作废的理由", max_length=1000, help=REASON)


@act("cases.void_decision", title="作废决定书", final=True)
def void_decision(*, act: Act, cmd: VoidDecision) -> Decision:
    """Take back a decision that has not been delivered; the limit to decide runs on from its start.

    One for several parties, or of several agencies, is taken back for all of them, from the leading
    case.

    Raises:
        RuleBroken: there is none, or it was delivered.

    Source: 行政处罚法 第五十七条、第六十条、第六十一条.
    """
    taken = []
    for one in (*matters_of_all(act), *matters_of_others(act)):
        with turned_to(act, one, "void_decision"):
            taken.append(_taken_back(act, cmd.reason))
    return taken[0]


def _taken_back(act: Act, reason: str) -> Decision:
    matter: Matter = act.matter
    decision = decision_of(case_of(matter))
    if decision is None or _reached_somebody(matter, decision):
        raise RuleBroken("没有尚未送达的决定书，不能作废；已经送达的，依照撤销、变更的程序办理")
    decision.void = True
    act.write(decision)
    void(act, decision.document, reason)
    take_back(act, met="decision-limit", started=STARTED)
    matter.number = ""
    matter.decided_on = None
    return decision


void_decision.requires(no_handler)


@void_decision.requires
def _undelivered(actor: Actor, matter: Matter, clock: Clock) -> str:
    decision = decision_of(case_of(matter))
    if decision is not None and _reached_somebody(matter, decision):
        return "决定书已经送达，不能作废；请依照撤销、变更的程序办理"
    return ""


def _reached_somebody(matter: Matter, decision: Decision) -> bool:
    """Tell whether the party has the decision, or a victim its copy."""
    if decision.document_id in delivered(matter):
        return True
    copies = VictimCopy.objects.filter(decision=decision)
    return case_of(matter).public_order and copies.exists()


of_all_parties(void_decision)
void_decision.requires(in_the_leading_agency)


@dataclass(frozen=True)
class VoidNoPenalty:
    reason: str = fields.text("作废的理由", max_length=1000, help=REASON)


@act("cases.void_no_penalty", title="作废不予处罚决定书", final=True)
def void_no_penalty(*, act: Act, cmd: VoidNoPenalty) -> NoPenalty | Unpunished:
    """Take back a decision not to punish that has not been delivered; it is made anew.

    Nothing of it was published, nor ever is; its paper keeps its number as void.

    Raises:
        RuleBroken: there is none, or it was delivered.

    Source: 行政处罚法 第五十七条、第六十一条; 治安管理处罚法 第一百一十三条、第一百一十六条.
    """
    matter: Matter = act.matter
    decision = _not_punishing(matter)
    if decision is None or _spared_know(matter, decision):
        raise RuleBroken("没有尚未送达的不予处罚决定书，不能作废")
    decision.void = True
    act.write(decision)
    void(act, decision.document, cmd.reason)
    take_back(act, met="decision-limit", started=("delivery-limit", "closing-limit", VICTIM_COPY))
    matter.number = ""
    return decision


def _not_punishing(matter: Matter) -> NoPenalty | Unpunished | None:
    case = case_of(matter)
    return unpunished_by(case) if case.public_order else spared_by(case)


void_no_penalty.requires(no_handler)


@void_no_penalty.requires
def _not_out(actor: Actor, matter: Matter, clock: Clock) -> str:
    decision = _not_punishing(matter)
    if decision is not None and _spared_know(matter, decision):
        return "不予处罚决定书已经送达，不能作废"
    return ""


def _spared_know(matter: Matter, decision: NoPenalty | Unpunished) -> bool:
    """Tell whether the party has the decision not to punish, or a victim its copy."""
    if decision.document_id in delivered(matter):
        return True
    return isinstance(decision, Unpunished) and decision.victim_copies.exists()


def delivered(matter: Matter) -> Collection[int]:
    """Return the ids of papers delivered or proving it, letters, warrants and goods lists used."""
    gone_out = [pk for pair in _deliveries(matter) for pk in pair]
    used = [*_disposed(matter), *_letters(matter), *_warrants(matter)]
    return frozenset([pk for pk in (*gone_out, *used) if pk is not None])


@prepared
def _deliveries(matter: Matter) -> QuerySet[Delivery, tuple[int, int | None]]:
    rows = Delivery.objects.filter(case__matter=matter)
    return rows.values_list("document_id", "receipt_id")


@prepared
def _disposed(matter: Matter) -> QuerySet[GoodsDisposal, int]:
    rows = GoodsDisposal.objects.filter(case__matter=matter)
    return rows.values_list("document_id", flat=True)


@prepared
def _letters(matter: Matter) -> QuerySet[Agent, int]:
    return Agent.objects.filter(case__matter=matter).values_list("letter_id", flat=True)


@prepared
def _warrants(matter: Matter) -> QuerySet[Inspection, int | None]:
    used = Inspection.objects.filter(case__matter=matter, warrant__isnull=False)
    return used.values_list("warrant_id", flat=True)
