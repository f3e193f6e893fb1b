"""The acts on remedies: lodged, answered, stayed, ended; the agency's own correction; made anew."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from gongjian.cases.models import Case, Decision, Evidence, Overturn
from gongjian.cases.queries import case_of, decision_of, standing_evidence
from gongjian.cases.services.beside import carry_assistance
from gongjian.cases.services.people import no_handler
from gongjian.common import fields
from gongjian.common.acts import Act, Actor, act
from gongjian.common.clock import Clock
from gongjian.common.errors import InvalidInput, NotFound, RuleBroken
from gongjian.common.money import yuan
from gongjian.documents.choices import DocumentState
from gongjian.documents.models import Document
from gongjian.jurisdiction.profiles import profile
from gongjian.matters.choices import DeadlineState
from gongjian.matters.models import Matter, Todo
from gongjian.matters.services import end_beside, open_matter, process_in_force, start_beside
from gongjian.payments.services import close_proceeding, open_proceeding, stay

from . import effects
from .choices import (
    CHANGING,
    OVERTURNING,
    Answer,
    Applicant,
    Outcome,
    OwnCorrection,
    RemedyKind,
    RemedyState,
)
from .models import Correction, Remedy
from .queries import lawsuit_due, remedies_of, running, served_on

CORRECTION = "correction-decision"
REVIEW_ANSWER, SIMPLE_ANSWER = "remedy.answer", "remedy.answer_simple"
COURT_ANSWER = "remedy.court_answer"
ANSWERS = (REVIEW_ANSWER, SIMPLE_ANSWER, COURT_ANSWER)
ORDINARY, PUBLIC_ORDER = "penalty-ordinary", "public-order"


@dataclass(frozen=True)
class RegisterRemedy:
    kind: str = fields.choice("途径", RemedyKind.choices)
    applicant: str = fields.choice("申请人（原告）", Applicant.choices)
    applicant_name: str = fields.line("申请人（原告）姓名或者名称")
    body: str = fields.line("复议机关或者法院", max_length=100)
    lodged_on: date = fields.day("申请（起诉）日期")
    claim: str = fields.text("请求和理由", max_length=3000)
    number: str = fields.line("案号", max_length=80, required=False)


@act("remedies.register", title="登记复议、诉讼", step=False)
def register(*, act: Act, cmd: RegisterRemedy) -> Remedy:
    """Enter a review or a lawsuit about the decision; its execution goes on unless stayed.

    Raises:
        InvalidInput: lodged before the delivery; on the spot a lawsuit before the review; a second
            one of its kind while one runs.

    Source: 行政处罚法 第七十三条; 行政复议法 第二十条、第二十三条;
    行政诉讼法 第四十五条、第四十六条.
    """
    decision = _decision(act.matter)
    served = served_on(decision)
    if served is None:
        raise RuleBroken("处罚决定还没有送达")
    problems: dict[str, str] = {}
    if cmd.lodged_on < served:
        problems["lodged_on"] = f"日期早于决定书送达日（{served.isoformat()}），请核对"
    if running(act.matter, cmd.kind):
        problems["kind"] = "同一途径已有一件正在进行，不能重复登记"
    lawsuit = lawsuit_due(act.matter, served)
    assert lawsuit is not None
    if cmd.kind == RemedyKind.LITIGATION and decision.on_spot_id and lawsuit[1] is None:
        problems["kind"] = "当场作出的处罚决定，应当先申请行政复议（行政复议法 第二十三条）"
    if problems:
        raise InvalidInput(problems)
    due = profile(act.matter.profile).due("remedy.review", served, act.matter.domain)
    if cmd.kind == RemedyKind.LITIGATION:
        due = lawsuit[0]
    row = Remedy(
        decision=decision,
        proceeding=open_proceeding(act, decision, cmd.kind, cmd.lodged_on),
        kind=cmd.kind,
        applicant=cmd.applicant,
        applicant_name=cmd.applicant_name,
        body=cmd.body,
        number=cmd.number,
        lodged_on=cmd.lodged_on,
        due_on=due.due_on,
        explanation=list(due.explanation),
        claim=cmd.claim,
        entered_by_id=act.officer,
        entered_at=act.now,
    )
    act.write(row)
    return row


@register.requires
def _delivered(actor: Actor, matter: Matter, clock: Clock) -> str:
    decision = decision_of(case_of(matter))
    if decision is None or served_on(decision) is None:
        return "处罚决定还没有送达"
    return "处罚决定已经失效" if _gone(decision) else ""


@dataclass(frozen=True)
class AnswerRemedy:
    remedy: UUID = fields.ref("复议、诉讼", of="remedies.running")
    answer: str = fields.choice("结果", Answer.choices)
    answered_on: date = fields.day("受理（立案）或者不予受理的日期")
    number: str = fields.line("案号", max_length=80, required=False)
    copy_on: date | None = fields.day(
        "收到申请书（起诉状）副本的日期", required=False, help="答复、答辩和举证的期限自该日起算"
    )
    simple: bool = fields.check("复议机关适用简易程序审理")


@act("remedies.answer", title="登记受理情况", step=False)
def answer(*, act: Act, cmd: AnswerRemedy) -> Remedy:
    """Enter whether the body took the case; refused, its proceeding ends there.

    Taken up, the agency must answer it in writing, with its evidence, in time from its copy on.

    Raises:
        InvalidInput: answered, or the copy received, before it was lodged.

    Source: 行政复议法 第四十八条、第五十四条; 行政诉讼法 第六十七条.
    """
    row = _running(act.matter, cmd.remedy)
    if row.state != RemedyState.LODGED:
        raise RuleBroken("已经登记受理情况")
    if cmd.answered_on < row.lodged_on:
        raise InvalidInput({"answered_on": "日期早于申请日期，请核对"})
    if cmd.copy_on is not None and cmd.copy_on < row.lodged_on:
        raise InvalidInput({"copy_on": "日期早于申请日期，请核对"})
    row.answered_on, row.number = cmd.answered_on, cmd.number or row.number
    row.state = RemedyState.ACCEPTED if cmd.answer == Answer.ACCEPTED else RemedyState.REFUSED
    if row.state == RemedyState.REFUSED:
        # Nothing was heard: no day of it counts as review or lawsuit but the first.
        rules = profile(act.matter.profile)
        code = "remedy.litigation_after_review"
        final = rules.due(code, cmd.answered_on, act.matter.domain).due_on
        close_proceeding(act, row.proceeding, row.lodged_on, max(final, row.due_on))
    act.write(row)
    if cmd.copy_on is not None and row.state == RemedyState.ACCEPTED:
        start_beside(act, limit_to_answer(row, simple=cmd.simple), cmd.copy_on)
    return row


def limit_to_answer(row: Remedy, *, simple: bool = False) -> str:
    """Return the code of the limit in which the agency answers a review or a lawsuit."""
    if row.kind == RemedyKind.LITIGATION:
        return COURT_ANSWER
    return SIMPLE_ANSWER if simple else REVIEW_ANSWER


def _still_to_answer(matter: Matter, row: Remedy) -> str:
    """Return the code of the limit that runs for answering one, or "" where none does."""
    codes = {limit_to_answer(row), limit_to_answer(row, simple=True)}
    open_ = matter.deadlines.filter(state=DeadlineState.OPEN, code__in=codes)
    return open_.values_list("code", flat=True).first() or ""


@dataclass(frozen=True)
class SubmitAnswer:
    remedy: UUID = fields.ref("复议、诉讼", of="remedies.running")


@act("remedies.submit_answer", title="登记已提交答复、答辩", step=False)
def submit_answer(*, act: Act, cmd: SubmitAnswer) -> Remedy:
    """Enter today that the written answer and the evidence were handed to the body or the court.

    Source: 行政复议法 第四十八条、第五十四条; 行政诉讼法 第六十七条.
    """
    row = _running(act.matter, cmd.remedy)
    code = _still_to_answer(act.matter, row)
    if not code:
        raise RuleBroken("这一件没有正在计算的答复、答辩期限")
    end_beside(act, code)
    return row


@submit_answer.requires
def _must_answer(actor: Actor, matter: Matter, clock: Clock) -> str:
    open_ = matter.deadlines.filter(state=DeadlineState.OPEN, code__in=ANSWERS)
    return "" if open_.exists() else "没有正在计算的答复、答辩期限"


@dataclass(frozen=True)
class GrantStay:
    remedy: UUID = fields.ref("复议、诉讼", of="remedies.running")
    stayed_on: date = fields.day("停止执行的日期")
    ground: str = fields.text("停止执行的依据和文书", max_length=1000)


@act("remedies.grant_stay", title="登记停止执行", step=False, final=True)
def grant_stay(*, act: Act, cmd: GrantStay) -> Remedy:
    """Stop execution because the body or the agency so decided; without this it goes on.

    Raises:
        InvalidInput: stayed before it was lodged.

    Source: 行政处罚法 第七十三条第一款; 行政复议法 第四十二条; 行政诉讼法 第五十六条.
    """
    row = _running(act.matter, cmd.remedy)
    if cmd.stayed_on < row.lodged_on:
        raise InvalidInput({"stayed_on": "日期早于申请日期，请核对"})
    if row.stayed_on is not None:
        raise RuleBroken("已经停止执行")
    row.stayed_on, row.stay_ground = cmd.stayed_on, cmd.ground
    stay(act, row.proceeding, cmd.stayed_on)
    act.write(row)
    return row


@dataclass(frozen=True)
class RecordResult:
    remedy: UUID = fields.ref("复议、诉讼", of="remedies.running")
    outcome: str = fields.choice("结果", Outcome.choices)
    paper: str = fields.line("复议决定书、裁判文书文号", max_length=80)
    effective_on: date = fields.day("法律文书生效日期")
    note: str = fields.text("主要内容", max_length=3000)
    served_on: date | None = fields.day(
        "送达申请人的日期", required=False, help="复议决定的起诉期限自该日起算"
    )
    changed_fen: int | None = fields.money(
        "变更后的金额", required=False, help="变更的必填：变更后罚没款的总额，没有的填0"
    )


@act("remedies.record_result", title="登记复议、诉讼结果", step=False, final=True)
def record_result(*, act: Act, cmd: RecordResult) -> Remedy:
    """Enter how it ended; the result takes effect on decision, money and publication at once.

    Raises:
        InvalidInput: it took effect before it was lodged; a change without its sum, or a heavier
            one on the party's own application.

    Source: 行政处罚法 第四十八条第二款; 行政复议法 第六十三条; 行政诉讼法 第七十七条第二款.
    """
    row = _running(act.matter, cmd.remedy)
    decision = row.decision
    problems: dict[str, str] = {}
    if cmd.effective_on < row.lodged_on:
        problems["effective_on"] = "生效日期早于申请日期，请核对"
    if cmd.outcome == Outcome.CHANGED and cmd.changed_fen is None:
        problems["changed_fen"] = "变更的，请填写变更后的金额"
    most = effects.standing_sum(decision)
    if cmd.outcome in CHANGING and (cmd.changed_fen or 0) > most:
        problems["changed_fen"] = f"不得作出更为不利的变更：现为{yuan(most)}元"
    if problems:
        raise InvalidInput(problems)
    row.state, row.outcome, row.paper = RemedyState.ENDED, cmd.outcome, cmd.paper
    row.effective_on, row.result_served_on = cmd.effective_on, cmd.served_on
    row.changed_fen, row.result_note = cmd.changed_fen, cmd.note
    row.result_by_id = act.officer
    close_proceeding(act, row.proceeding, cmd.effective_on, _final_on(act.matter, row))
    act.write(row)
    if unanswered := _still_to_answer(act.matter, row):
        end_beside(act, unanswered, met=False)
    _take_effect(act, row, decision)
    return row


def _take_effect(act: Act, row: Remedy, decision: Decision) -> None:
    assert row.effective_on is not None
    if _gone(decision):
        return
    if row.outcome in OVERTURNING:
        effects.revoked(act, decision, row.outcome, row.effective_on, row.paper)
        effects.tell(act, decision, row.outcome, row.effective_on)
    elif row.outcome in CHANGING and row.changed_fen is not None:
        effects.changed(act, decision, row.changed_fen, row.effective_on, row.paper)
        effects.tell(act, decision, Outcome.CHANGED, row.effective_on)
    elif row.outcome == Outcome.UNLAWFUL:
        effects.tell(act, decision, Outcome.UNLAWFUL, row.effective_on)


def _final_on(matter: Matter, row: Remedy) -> date:
    """Return the day after which the party has no remedy left."""
    assert row.effective_on is not None
    rules, served = profile(matter.profile), served_on(row.decision)
    if row.outcome == Outcome.WITHDRAWN and served is not None:
        lawsuit = rules.due("remedy.litigation", served, matter.domain).due_on
        return max(row.effective_on, lawsuit)
    if row.kind == RemedyKind.LITIGATION:
        return row.effective_on
    begins = row.result_served_on or row.effective_on
    return rules.due("remedy.litigation_after_review", begins, matter.domain).due_on


@dataclass(frozen=True)
class CorrectDecision:
    document: UUID = fields.ref(
        "撤销（变更）决定书", of="remedies.correction", help="先制作《撤销（变更）行政处罚决定书》"
    )
    kind: str = fields.choice("处理", OwnCorrection.choices)
    effective_on: date = fields.day("生效日期")
    reason: str = fields.text("理由", max_length=2000)
    changed_fen: int | None = fields.money(
        "变更后的金额", required=False, help="变更的必填，不得高于原决定"
    )


@act("remedies.correct_decision", title="主动撤销、变更处罚决定", step=False, final=True)
def correct_decision(*, act: Act, cmd: CorrectDecision) -> Correction:
    """Revoke or lessen the agency's own decision, on its document; it takes effect at once.

    Raises:
        InvalidInput: a change without its sum, or one that is heavier.

    Source: 行政处罚法 第七十五条第二款.
    """
    decision = _decision(act.matter)
    paper = corrections_issued(act.matter).filter(uid=cmd.document).first()
    if paper is None:
        raise NotFound("没有这份签发的撤销（变更）决定书，请从列表中选择")
    problems: dict[str, str] = {}
    if cmd.effective_on < decision.decided_on:
        problems["effective_on"] = "生效日期早于处罚决定日，请核对"
    if cmd.kind == OwnCorrection.CHANGED:
        most = effects.standing_sum(decision)
        if cmd.changed_fen is None or cmd.changed_fen > most:
            problems["changed_fen"] = f"请填写变更后的金额，不得高于现在的{yuan(most)}元"
    if problems:
        raise InvalidInput(problems)
    row = Correction(
        decision=decision,
        document=paper,
        kind=cmd.kind,
        changed_fen=cmd.changed_fen,
        reason=cmd.reason,
        effective_on=cmd.effective_on,
        decided_by_id=act.officer,
    )
    act.write(row)
    if cmd.kind == OwnCorrection.REVOKED:
        effects.revoked(act, decision, "withdrawn", cmd.effective_on, paper.number)
    else:
        assert cmd.changed_fen is not None
        effects.changed(act, decision, cmd.changed_fen, cmd.effective_on, paper.number)
    effects.tell(act, decision, cmd.kind, cmd.effective_on)
    return row


def corrections_issued(matter: Matter) -> Any:
    """Return the issued correction decisions of a matter."""
    return Document.objects.filter(matter=matter, kind=CORRECTION, state=DocumentState.ISSUED)


correct_decision.requires(no_handler)
record_result.requires(no_handler)


@correct_decision.requires
def _may_be_corrected(actor: Actor, matter: Matter, clock: Clock) -> str:
    decision = decision_of(case_of(matter))
    if decision is None or served_on(decision) is None:
        return "处罚决定还没有送达"
    if _gone(decision) or Correction.objects.filter(decision=decision).exists():
        return "处罚决定已经撤销或者变更"
    if not corrections_issued(matter).exists():
        return "请先制作《撤销（变更）行政处罚决定书》"
    return ""


@dataclass(frozen=True)
class OpenRemake:
    opinion: str = fields.text("重新办理的意见", max_length=1000)


@act("remedies.open_remake", title="重新作出决定：开始新的办理", step=False, final=True)
def open_remake(*, act: Act, cmd: OpenRemake) -> Matter:
    """Open a new run of the case, with its evidence, beside the old one and its kept decision.

    Also what was punished on the spot is made anew in the full procedure of its kind. Evidence that
    was excluded stays behind. Where the party itself had asked, the new decision may not be heavier
    than the old.

    Source: 行政复议法 第六十三条、第六十四条; 行政诉讼法 第七十条、第七十一条.
    """
    old_matter: Matter = act.matter
    old, decision = case_of(old_matter), _decision(old_matter)
    ordered = remedies_of(old_matter).filter(outcome=Outcome.REMADE).last()
    new = Matter(
        kind=old_matter.kind,
        title=old_matter.title,
        party_name=old.party.name,
        agency=old_matter.agency,
        unit_id=old_matter.unit_id,
        lead_id=old_matter.lead_id,
        second_id=old_matter.second_id,
        profile=old_matter.profile,
        domain=old_matter.domain,
        process=process_in_force(PUBLIC_ORDER if old.public_order else ORDINARY),
    )
    open_matter(act, new)
    act.write(
        Case(
            matter=new,
            party=old.party,
            cause=old.cause,
            source=old.source,
            public_order=old.public_order,
            state_secret=old.state_secret,
            act_ended_on=old.act_ended_on,
            act_goes_on=old.act_goes_on,
            serious_harm=old.serious_harm,
            serious_ground=old.serious_ground,
            limitation_until=old.limitation_until,
            limitation_source=old.limitation_source,
            remakes=decision,
            ceiling=ordered is not None and ordered.applicant == Applicant.PARTY,
        )
    )
    _copy_evidence(act, old, new)
    # The handler's way on is not the filing: the order of court or review body stands for it.
    Todo.objects.filter(matter=new, role="handler").update(step="开始重新调查")
    return new


def _copy_evidence(act: Act, old: Case, new: Matter) -> None:
    case = Case.objects.get(matter=new)
    names = ("kind", "name", "proves", "obtained_on", "obtained_from")
    for piece in standing_evidence(old):
        act.write(Evidence(case=case, **{name: getattr(piece, name) for name in names}))
    carry_assistance(act, old, case)


open_remake.requires(no_handler)


@open_remake.requires
def _ordered(actor: Actor, matter: Matter, clock: Clock) -> str:
    if not remedies_of(matter).filter(outcome=Outcome.REMADE).exists():
        return "没有责令重新作出决定的复议决定或者判决"
    if Case.objects.filter(remakes__case__matter=matter).exists():
        return "已经开始重新办理"
    return ""


@answer.requires
def _unanswered(actor: Actor, matter: Matter, clock: Clock) -> str:
    waiting = remedies_of(matter).filter(state=RemedyState.LODGED)
    return "" if waiting.exists() else "没有待受理的复议、诉讼"


@grant_stay.requires
def _not_stayed(actor: Actor, matter: Matter, clock: Clock) -> str:
    row = running(matter)
    if row is None:
        return "没有正在进行的复议、诉讼"
    return "已经停止执行" if row.stayed_on else ""


@record_result.requires
def _runs(actor: Actor, matter: Matter, clock: Clock) -> str:
    return "" if running(matter) else "没有正在进行的复议、诉讼"


def _newest(actor: Actor, matter: Matter) -> Mapping[str, Any]:
    row = running(matter)
    return {"remedy": row.uid} if row else {}


for _service in (answer, grant_stay, record_result):
    _service.prefilled(_newest)


def _running(matter: Matter, uid: UUID) -> Remedy:
    row = next((r for r in remedies_of(matter) if r.uid == uid), None)
    if row is None or row.state not in {RemedyState.LODGED, RemedyState.ACCEPTED}:
        raise NotFound("没有这件正在进行的复议、诉讼，请从列表中选择")
    return row


def _decision(matter: Matter) -> Decision:
    decision = decision_of(case_of(matter))
    if decision is None:
        raise RuleBroken("还没有作出处罚决定")
    return decision


def _gone(decision: Decision) -> bool:
    return Overturn.objects.filter(decision=decision).exists()
