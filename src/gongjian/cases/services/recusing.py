"""Who must keep away from a case: asked for by the party, decided, answered (回避)."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from gongjian.cases.choices import AgentTask, FilingKind
from gongjian.cases.concerned import HEAD, awaited, concerned, heads, known_to_party
from gongjian.cases.models import PartyFiling
from gongjian.cases.queries import waiting_filings
from gongjian.common import fields
from gongjian.common.acts import Act, Actor, act
from gongjian.common.clock import Clock
from gongjian.common.errors import InvalidInput, NotAllowed, NotFound, RuleBroken
from gongjian.jurisdiction.profiles import profile
from gongjian.matters.choices import Ground, Seat
from gongjian.matters.models import Matter, Recusal
from gongjian.matters.services import end_beside, recuse, renew_inbox, start_beside
from gongjian.matters.succession import pass_on
from gongjian.orgs.models import Officer

from .party import RECUSAL_LIMIT, answered, covered, receipt_for, recusal_limited
from .people import fellow_officer, no_handler
from .succession import barred_from


def decided_above() -> Any:
    """Return the field that says who decided on a head of the agency."""
    return fields.text(
        "上级机关或者负责人集体的决定",
        max_length=500,
        required=False,
        help="机关负责人的回避必填，写谁在哪一天决定；公安机关负责人的回避由上一级公安机关决定",
        source="治安管理处罚法 第九十五条第二款",
    )


@dataclass(frozen=True)
class ApplyRecusal:
    officer: UUID = fields.ref("申请谁回避", of="cases.known_to_party")
    reason: str = fields.text(
        "理由",
        max_length=2000,
        help="与案件有直接利害关系，或者有其他关系可能影响公正执法的，写明是什么关系",
    )


@act("cases.apply_recusal", title="申请回避", step=False)
def apply_recusal(*, act: Act, cmd: ApplyRecusal) -> PartyFiling:
    """Take the party's application that an officer keep away; the head of the agency decides.

    Until then the investigation goes on.

    Raises:
        InvalidInput: the party is told of no such person in this case.

    Source: 行政处罚法 第四十三条第二款、第三款、第六十四条第四项; 治安管理处罚法 第九十五条.
    """
    matter: Matter = act.matter
    officer = Officer.objects.filter(uid=cmd.officer).first()
    if officer is None or officer.pk not in known_to_party(matter, act.today):
        told = "所选人员不是本案承办人、听证人员或者机关负责人，请重新选择"
        raise InvalidInput({"officer": told})
    filing = receipt_for(act, FilingKind.RECUSAL, cmd.reason, officer=officer)
    if not recusal_limited(matter):
        _owe_answer(act, filing)
    renew_inbox(act)
    return filing


def _owe_answer(act: Act, filing: PartyFiling) -> None:
    """Let the time run in which an application is answered, where the rules set one.

    Source: 公安机关办理行政案件程序规定 第二十一条; police.recusal.
    """
    matter: Matter = act.matter
    if profile(matter.profile).layers(RECUSAL_LIMIT, matter.domain, filing.given_on):
        start_beside(act, RECUSAL_LIMIT, filing.given_on)


@apply_recusal.requires
def _not_decided(actor: Actor, matter: Matter, clock: Clock) -> str:
    if matter.decided_on is None and matter.closed_at is None:
        return covered(actor, AgentTask.STATE, clock)
    return "案件已经作出决定或者办结，不能再申请回避；对决定不服的，可以申请复议或者起诉"


@dataclass(frozen=True)
class AnswerRecusal:
    filing: UUID = fields.ref("回避申请", of="cases.recusal_filing")
    answer: str = fields.text("答复", max_length=1000, help="当事人会看到；驳回的，写明理由")
    granted: bool = fields.check("同意回避", help="请先办理“决定回避”，再在这里答复当事人")
    decision: str = decided_above()


@act("cases.answer_recusal", title="答复回避申请", step=False)
def answer_recusal(*, act: Act, cmd: AnswerRecusal) -> PartyFiling:
    """Answer the party's application, as the head of the agency decided.

    Of several applications the limit is that of the oldest without an answer.

    Raises:
        NotFound: no such application waits.
        InvalidInput: granted, while the officer does not keep away yet; asked of whoever answers;
            of a head without what was decided above him.
        NotAllowed: a head of a unit answers about somebody else than a head of the agency.

    Source: 行政处罚法 第四十三条第三款.
    """
    waiting = waiting_filings(act.matter).filter(kind=FilingKind.RECUSAL)
    filing = waiting.filter(uid=cmd.filing).first()
    if filing is None:
        raise NotFound("没有这份等待答复的回避申请，请从列表中选择")
    if filing.officer_id == act.officer:
        raise InvalidInput({"filing": "申请的是您本人回避，不能由您决定，请由其他负责人办理"})
    if filing.officer is not None:
        _decided_rightly(act, filing.officer, cmd.decision)
    away = Recusal.objects.filter(matter=act.matter, officer=filing.officer_id or 0).exists()
    if cmd.granted and not away:
        raise InvalidInput({"granted": "还没有办理“决定回避”，请先办理，再答复同意"})
    act.notes |= {"decision": cmd.decision} if cmd.decision else {}
    answered(act, filing, cmd.answer, granted=cmd.granted)
    end_beside(act, RECUSAL_LIMIT)
    if (oldest := waiting.first()) is not None:
        _owe_answer(act, oldest)
    renew_inbox(act)
    return filing


answer_recusal.requires(no_handler)


@answer_recusal.requires
def _asked_for(actor: Actor, matter: Matter, clock: Clock) -> str:
    if waiting_filings(matter).filter(kind=FilingKind.RECUSAL).exists():
        return ""
    return "当事人没有等待答复的回避申请"


@dataclass(frozen=True)
class RecuseOfficer:
    officer: UUID = fields.ref("回避的人员", of="cases.concerned")
    reason: str = fields.text("回避事由", max_length=1000)
    successor: UUID | None = fields.ref(
        "接替的执法人员", of="cases.stand_in", required=False, help="承办人回避的必填"
    )
    decision: str = decided_above()


@act("cases.recuse_officer", title="决定回避")
def recuse_officer(*, act: Act, cmd: RecuseOfficer) -> Matter:
    """Keep somebody away who has a part in the case, or may decide it; he no longer sees it.

    In the place of a handler another goes on. Of a head of the agency somebody else decided.

    Raises:
        InvalidInput: the person has no part in this case or is who decides; no successor of a
            handler; no decision from above on a head.
        NotAllowed: a head of a unit keeps somebody else away than a head of the agency.
        RuleBroken: a hearing waits for the person; the successor approved in the case, reviewed
            or heard it.

    Source: 行政处罚法 第四十三条、第六十四条第四项; 治安管理处罚法 第九十五条.
    """
    matter: Matter = act.matter
    leaving = Officer.objects.filter(uid=cmd.officer).first()
    if leaving is None or leaving.pk not in concerned(matter, act.today):
        raise InvalidInput({"officer": "所选人员没有参与本案，或者已经回避，无需再决定"})
    if leaving.pk == act.officer:
        raise InvalidInput({"officer": "不能决定自己回避，请由其他负责人办理"})
    if awaited(matter, leaving.pk):
        told = "担任已通知的听证的主持人或者记录员，请先办理“延期听证”，再决定回避"
        raise RuleBroken(f"{leaving.name}{told}")
    _decided_rightly(act, leaving, cmd.decision)
    recuse(act, leaving, cmd.reason, cmd.decision)
    if leaving.pk in {matter.lead_id, matter.second_id}:
        _replace(act, leaving, cmd)
    return matter


recuse_officer.requires(no_handler)


@recuse_officer.requires
@answer_recusal.requires
def _of_a_head(actor: Actor, matter: Matter, clock: Clock) -> str:
    """Let a head of a unit act only where a head of the agency is asked to keep away."""
    if HEAD in actor.roles:
        return ""
    asked = waiting_filings(matter).filter(kind=FilingKind.RECUSAL).select_related("officer")
    if any(row.officer and heads(row.officer, clock.today()) for row in asked):
        return ""
    return "没有人申请机关负责人回避；其他人员的回避由机关负责人决定"


def _decided_rightly(act: Act, officer: Officer, decision: str) -> None:
    """Let a head of a unit enter what was decided above a head, and decide on nobody himself."""
    asked_above(act, officer, decision)
    if HEAD not in act.actor.roles and not heads(officer, act.today):
        raise NotAllowed("机构负责人只登记对机关负责人回避的决定，其他人员的回避由机关负责人决定")


def asked_above(act: Act, officer: Officer, decision: str) -> None:
    """Ask who decided that a head of the agency keeps away, or does not."""
    if heads(officer, act.today) and not decision:
        told = "机关负责人的回避由上级机关或者负责人集体决定，请写明谁在哪一天决定"
        raise InvalidInput({"decision": told})


def _replace(act: Act, leaving: Officer, cmd: RecuseOfficer) -> None:
    """Give the seat of a handler who keeps away to somebody else."""
    matter: Matter = act.matter
    if cmd.successor is None:
        raise InvalidInput({"successor": "承办人回避的，请选择由谁接替"})
    staying = matter.second_id if leaving.pk == matter.lead_id else matter.lead_id
    successor = fellow_officer(
        cmd.successor,
        beside=staying or 0,
        agency=matter.agency_id,
        on=act.today,
        matter=matter,
    )
    if why := barred_from(matter, successor.pk):
        raise RuleBroken(f"{successor.name}{why}")
    seat = Seat.LEAD if leaving.pk == matter.lead_id else Seat.SECOND
    pass_on(act, matter, seat, successor, cmd.reason, Ground.RECUSAL)
