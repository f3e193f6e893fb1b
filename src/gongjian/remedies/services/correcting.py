"""The agency revokes or lessens its own decision."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from gongjian.cases.models import Decision
from gongjian.cases.queries import case_of, decision_of
from gongjian.cases.services.people import no_handler
from gongjian.common import fields
from gongjian.common.acts import Act, Actor, act
from gongjian.common.clock import Clock
from gongjian.common.errors import InvalidInput, NotFound
from gongjian.documents.choices import DocumentState
from gongjian.documents.models import Document
from gongjian.matters.models import Matter
from gongjian.remedies import effects
from gongjian.remedies.choices import OwnCorrection
from gongjian.remedies.contested import gone, served_on
from gongjian.remedies.models import Correction
from gongjian.remedies.queries import the_decision

from .changing import Change, ChangedItem, as_it_stands, change_of
from .passing import settle
from .respondents import made_alone

CORRECTION = "correction-decision"


@dataclass(frozen=True)
class CorrectDecision:
    document: UUID = fields.ref(
        "撤销（变更）决定书", of="remedies.correction", help="先制作《撤销（变更）行政处罚决定书》"
    )
    kind: str = fields.choice("处理", OwnCorrection.choices)
    effective_on: date = fields.day("生效日期")
    reason: str = fields.text("理由", max_length=2000)
    items: tuple[ChangedItem, ...] = fields.only_for(
        "kind",
        (OwnCorrection.CHANGED,),
        fields.rows(
            "变更后的处罚内容",
            of="remedies.standing_item",
            required=False,
            help="逐项核对，改动有变更的；不得重于原决定",
        ),
    )


@act("remedies.correct_decision", title="主动撤销、变更处罚决定", step=False, final=True)
def correct_decision(*, act: Act, cmd: CorrectDecision) -> Correction:
    """Revoke or lessen the agency's own decision, on its document; it takes effect at once.

    Raises:
        InvalidInput: a change of nothing, or one that is heavier.

    Source: 行政处罚法 第七十五条第二款.
    """
    decision = the_decision(act.matter)
    paper = corrections_issued(act.matter).filter(uid=cmd.document).first()
    if paper is None:
        raise NotFound("没有这份签发的撤销（变更）决定书，请从列表中选择")
    problems: dict[str, str] = {}
    if cmd.effective_on < decision.decided_on:
        problems["effective_on"] = "生效日期早于处罚决定日，请核对"
    if problems:
        raise InvalidInput(problems)
    change = _change(decision, cmd)
    row = Correction(
        decision=decision,
        document=paper,
        kind=cmd.kind,
        changed_fen=change.owed_fen if change else None,
        reason=cmd.reason,
        effective_on=cmd.effective_on,
        decided_by_id=act.officer,
    )
    act.write(row)
    if change is None:
        effects.revoked(act, decision, "withdrawn", cmd.effective_on, paper.number)
        settle(act, row)
    else:
        effects.changed(act, decision, change, cmd.effective_on, paper.number)
    effects.tell(act, decision, cmd.kind, cmd.effective_on)
    return row


def _change(decision: Decision, cmd: CorrectDecision) -> Change | None:
    """Return what the agency changes its decision to, never heavier; None where it revokes it."""
    if cmd.kind == OwnCorrection.REVOKED:
        return None
    change = change_of(decision, cmd.items, opposed=False)
    if not change.differs:
        raise InvalidInput({"items": "请改动有变更的各项"})
    return change


def corrections_issued(matter: Matter) -> Any:
    """Return the issued correction decisions of a matter."""
    return Document.objects.filter(matter=matter, kind=CORRECTION, state=DocumentState.ISSUED)


correct_decision.prefilled(as_it_stands)
correct_decision.requires(no_handler)
correct_decision.requires(made_alone)


@correct_decision.requires
def _may_be_corrected(actor: Actor, matter: Matter, clock: Clock) -> str:
    decision = decision_of(case_of(matter))
    if decision is None or served_on(decision) is None:
        return "处罚决定还没有送达"
    if gone(decision) or Correction.objects.filter(decision=decision).exists():
        return "处罚决定已经撤销或者变更"
    if not corrections_issued(matter).exists():
        return "请先制作《撤销（变更）行政处罚决定书》"
    return ""
