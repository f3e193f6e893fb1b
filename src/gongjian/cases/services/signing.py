"""The heads of several agencies sign one text, each in the own case; the leader's issues it."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from gongjian.cases.checking import decision_findings
from gongjian.cases.common_name import (
    agencies_of,
    common_of,
    decided_by_another,
    invited,
    may_sign,
    others_of,
    same_words,
    served_in_common,
    standing_signature,
    text_of,
    unsigned,
)
from gongjian.cases.deciders import beyond_power, who_decides
from gongjian.cases.errors import NotAsReviewed
from gongjian.cases.events import DecisionIssued
from gongjian.cases.executing import nothing_left
from gongjian.cases.models import CommonAgency, CommonSignature, Decision
from gongjian.cases.papers import evidence_lines, heard
from gongjian.cases.queries import case_of
from gongjian.common import acts, fields
from gongjian.common.acts import Act, Actor, act
from gongjian.common.clock import Clock
from gongjian.common.errors import RuleBroken
from gongjian.common.events import publish
from gongjian.documents.services import make
from gongjian.matters.models import Matter
from gongjian.matters.queries import refusals
from gongjian.orgs.queries import actor_for

from .grounds import CHANGED, OF_THE_SIGNER, answered, binding, check_answers, own_hash, rests_on
from .joint import turned_to
from .people import no_handler

STEP = "decide_in_common"


@dataclass(frozen=True)
class SignCommon:
    text_hash: str = fields.hidden()
    opinion: str = fields.text("审批意见", max_length=1000)
    check_answers: str = check_answers()


@act("cases.sign_common", title="签署共同决定", step=False, final=True)
def sign_common(*, act: Act, cmd: SignCommon) -> CommonSignature:
    """Sign, for the own agency, the text that the leading agency handed over.

    Every gate of the own case is asked here as if it were decided alone, and again when the leading
    agency issues. A newer draft of any agency voids the signature.

    Raises:
        NotAsReviewed: the text changed, or is not what was told, reviewed and discussed here.

    Source: 行政处罚法 第四十四条、第四十五条、第五十七条至第五十九条.
    """
    case = case_of(act.matter)
    answered(act, decision_findings(act.matter, act.today), cmd.check_answers)
    text = text_of(case)
    if text is None or cmd.text_hash != same_words(text.draft):
        raise NotAsReviewed(CHANGED)
    draft, notice, review = binding(case, own_hash(act.matter), act.today)
    rests_on(act, case, draft, notice, review)
    row = CommonSignature(
        case=case,
        text=text,
        draft=draft,
        text_hash=cmd.text_hash,
        opinion=cmd.opinion,
        evidence=evidence_lines(case),
        heard=heard(notice),
        signed_by_id=act.officer,
        signed_at=act.now,
    )
    act.write(row)
    act.write(row, stream=text.case.matter.stream)
    return row


for _test in OF_THE_SIGNER:
    sign_common.requires(_test)


@sign_common.parts_ways
def _was_invited(actor: Actor, matter: Matter, clock: Clock) -> str:
    return "" if invited(case_of(matter)) else "本案不是应邀与其他机关共同作出决定的案件"


@sign_common.requires
def _text_is_the_own(actor: Actor, matter: Matter, clock: Clock) -> str:
    case = case_of(matter)
    row = common_of(case)
    if row is not None and standing_signature(row) is not None:
        return "本机关已经签署"
    return may_sign(case)


@sign_common.requires
def _procedure_allows(actor: Actor, matter: Matter, clock: Clock) -> str:
    """Ask the procedure of the own case, which moves on only when the leading agency issues."""
    return "；".join(refusals(sign_common, matter, clock))


@sign_common.prefilled
def _text_shown(actor: Actor, matter: Matter) -> Mapping[str, Any]:
    text = text_of(case_of(matter))
    return {"text_hash": same_words(text.draft) if text else ""}


@dataclass(frozen=True)
class WithdrawSignature:
    reason: str = fields.text("撤回签署的理由", max_length=1000)


@act("cases.withdraw_signature", title="撤回签署", final=True)
def withdraw_signature(*, act: Act, cmd: WithdrawSignature) -> CommonSignature:
    """Take the own signature back before the decision is issued.

    Source: 行政处罚法 第五十七条.
    """
    row = standing_signature(case_of(act.matter).common)
    assert row is not None, "asked below"
    row.withdrawn_on, row.withdrawn_by_id = act.today, act.officer
    row.withdrawn_reason = cmd.reason
    act.write(row)
    act.write(row, stream=row.text.case.matter.stream)
    return row


withdraw_signature.requires(no_handler)


@withdraw_signature.requires
def _signed(actor: Actor, matter: Matter, clock: Clock) -> str:
    case = case_of(matter)
    row = common_of(case) if invited(case) else None
    return "" if row and standing_signature(row) else "本机关没有有效的签署"


def in_the_leading_agency(actor: Actor, matter: Matter, clock: Clock) -> str:
    """Ask that a decision in the common name is issued and taken back by the leading agency."""
    return decided_by_another(matter)


def others_have_signed(actor: Actor, matter: Matter, clock: Clock) -> str:
    """Ask that every agency invited has signed, and that its own case still allows the decision.

    What is still missing there is not told: it is the other agency's case.
    """
    case = case_of(matter)
    if missing := unsigned(case):
        return f"{'、'.join(missing)}还没有签署共同决定，或者签署之后又有新的拟定"
    failing = [row.agency.name for row in others_of(case) if not _still_ready(row, clock)]
    return f"{'、'.join(failing)}的案件现在不能作出决定，请与其联系" if failing else ""


def _still_ready(row: CommonAgency, clock: Clock) -> bool:
    """Ask all that was asked of the signer, in his name and of his case, once more."""
    signature = standing_signature(row)
    assert signature is not None, "unsigned() asked"
    assert row.case is not None
    signer = actor_for(signature.signed_by, "common", clock.today())
    matter: Matter = row.case.matter
    if not acts.may(signer, sign_common, matter) or refusals(sign_common, matter, clock):
        return False
    return not any(test(signer, matter, clock) for test in OF_THE_SIGNER)


def matters_of_others(act: Act) -> list[Matter]:
    """Return, locked, the matters of the other agencies: nobody signs or withdraws meanwhile."""
    others = [row.case.matter_id for row in others_of(case_of(act.matter)) if row.case is not None]
    if not others:
        return []
    rows = Matter.objects.select_related("stream", "agency").filter(pk__in=others)
    return list(rows.select_for_update(of=("self",)).order_by("pk"))


def copy_to_others(act: Act, first: Decision, others: Iterable[Matter]) -> None:
    """Decide in the case of every agency that signed, with a copy of the one paper.

    Raises:
        NotAsReviewed, RuleBroken: what it signed is not what its own case allows.
    """
    for matter in others:
        with turned_to(act, matter, STEP) as case:
            row = common_of(case)
            signature = standing_signature(row) if row else None
            if signature is None:
                raise NotAsReviewed(CHANGED)
            _copied(act, first, signature)


def _copied(act: Act, first: Decision, signature: CommonSignature) -> Decision:
    matter: Matter = act.matter
    case = case_of(matter)
    draft, notice, review = binding(case, signature.draft.draft_hash, act.today)
    if refusal := beyond_power(matter, case, draft):
        raise RuleBroken(refusal)
    grounds = rests_on(act, case, draft, notice, review)
    paper = make(
        act,
        first.document.kind,
        json.loads(first.document.data)["fields"],
        copy_of=first.document,
        own_template=False,
        issuers=[agency.name for agency in agencies_of(first.case)],
    )
    decision = Decision(
        **grounds,
        document=paper,
        number=paper.number,
        decided_on=act.today,
        decided_by=signature.signed_by,
        who_decides=str(
            who_decides(matter, case, draft, discussed=grounds["discussion_required"]).value
        ),
        drafted_by_id=draft.drafted_by_id,
        common_with=first,
        signature=signature,
    )
    act.write(decision)
    matter.number, matter.decided_on = paper.number, act.today
    publish(act, DecisionIssued(decision))
    return decision


@dataclass(frozen=True)
class CloseCommon:
    opinion: str = fields.text("审批意见", max_length=1000)


@act("cases.close_common", title="共同决定送达后结案", final=True)
def close_common(*, act: Act, cmd: CloseCommon) -> Matter:
    """Close the case of an agency that does not lead, once the one decision was delivered.

    Source: 行政处罚法 第六十一条.
    """
    matter: Matter = act.matter
    return matter


close_common.requires(no_handler)
close_common.requires(nothing_left)


@close_common.requires
def _served(actor: Actor, matter: Matter, clock: Clock) -> str:
    return "" if served_in_common(case_of(matter)) else "主办机关还没有送达共同决定"
