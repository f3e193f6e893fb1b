"""Decisions other than penalties on their way to the public: two persons, the gate, a clause.

They are published within the limit that starts the day they are made (`publication.other`).

Source: 国办发〔2018〕118号 二（六）; DZ4(1); KM2.1.3(1); HN6.
"""

import secrets
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from gongjian.cases.models import PaperOverturn
from gongjian.cases.queries import case_of
from gongjian.common import fields
from gongjian.common.acts import Act, Actor, act
from gongjian.common.clock import Clock, local_date
from gongjian.common.errors import InvalidInput, NotFound, RuleBroken
from gongjian.documents.choices import DocumentState
from gongjian.documents.models import Document
from gongjian.documents.services import make
from gongjian.jurisdiction.profiles import profile
from gongjian.matters.events import ActDone
from gongjian.matters.models import Matter
from gongjian.matters.services import end_beside, renew_inbox, start_beside
from gongjian.payments.models import SurchargeCorrection
from gongjian.publicity.choices import Finding, ItemKind, ItemState, ReleaseState, WithdrawalGround
from gongjian.publicity.errors import Closed, NotDelivered, SamePerson
from gongjian.publicity.models import RULING_MARK, PublicRuling, RulingRound
from gongjian.publicity.papers import CHECKS, ruling_review
from gongjian.publicity.rendition import SUMMARY_LENGTH, canonical
from gongjian.publicity.rulings import (
    KINDS,
    LIMIT,
    RulingStanding,
    due_on,
    fit_to_tell,
    last_findings,
    open_rulings,
    render_ruling,
    shown_rulings,
    standing_before,
    waiting_rounds,
)
from gongjian.remedies.events import ResultTookEffect
from gongjian.remedies.models import Remedy

from .drafting import CHANGED_SINCE, EXTENT, closed_words, hide_lines
from .withdrawing import WITHDRAWAL

NONE_OPEN = "本案没有等待公示的其他执法决定"
NONE_WAITING = "没有待复核的其他执法决定"
NONE_SHOWN = "本案没有正在公示的其他执法决定"
OWN_DRAFT = "您拟定了这份公示内容，须由另一人复核"


@dataclass(frozen=True)
class DraftRuling:
    document: UUID = fields.ref("决定", of="publicity.open_ruling")
    content: str = fields.choice(CHECKS["content"], Finding.choices, source="DZ1(1); KM2.1")
    secrecy: str = fields.choice(
        CHECKS["secrecy"], Finding.choices, source="政府信息公开条例 第十四条"
    )
    rights: str = fields.choice(
        CHECKS["rights"], Finding.choices, source="政府信息公开条例 第十五条"
    )
    impact: str = fields.choice(CHECKS["impact"], Finding.choices, source="KM2.1; HN12")
    summary: str = fields.line(
        "摘要", max_length=SUMMARY_LENGTH, required=False, help="不填的，由系统按决定书拟出"
    )
    also_hide: str = fields.text(
        "还需隐去的文字", max_length=2000, required=False, help="一行一处，照录原文"
    )
    note: str = fields.text(
        "说明", max_length=1000, required=False, help="选“有问题，已处理”的，写明怎样处理"
    )
    trade_secret: str = fields.choice("商业秘密", EXTENT, required=False)
    privacy: str = fields.choice("个人隐私", EXTENT, required=False)
    minor: bool = fields.check("当事人行为时或者现在不满十八周岁，或者内容涉及未成年人")
    state_secret: bool = fields.check("涉及国家秘密或者工作秘密")
    endangers: bool = fields.check("公开会危及国家安全、公共安全、经济安全或者社会稳定")


@act("publicity.draft_ruling", title="拟定其他执法决定的公示内容", step=False)
def draft_ruling(*, act: Act, cmd: DraftRuling) -> RulingRound:
    """Draw the public text of a decision other than a penalty, and state what was found on it.

    Raises:
        NotFound: it is not open.
        NotDelivered: it has not reached the party.
        InvalidInput: a problem was found and not said how it was dealt with.

    Source: 国办发〔2018〕118号 二（六）; DZ1(1).
    """
    if Finding.HANDLED in {cmd.content, cmd.secrecy, cmd.rights, cmd.impact} and not cmd.note:
        raise InvalidInput({"note": "有审查项标为“有问题，已处理”，请在说明中写明怎样处理"})
    if any(one.document.uid == cmd.document for one in waiting_rounds(act.matter)):
        raise RuleBroken("这份决定的公示内容正在等待复核")
    findings = {name: value for name, value in asdict(cmd).items() if name != "document"}
    stands = _standing(act.matter, cmd.document, act.today, findings)
    if stands.delivered_on is None:
        raise NotDelivered("决定书还没有送达当事人，不能公示。请先送达")
    release = _new_round(act, stands, findings)
    release.drafted_by_id = act.officer
    if not stands.verdict.withheld:
        drawn = render_ruling(stands.document, stands.case, hide_lines(cmd.also_hide), cmd.summary)
        release.summary, release.hidden, release.data = drawn.summary, drawn.hidden, drawn.data
    act.write(release)
    renew_inbox(act)
    return release


@draft_ruling.requires
def _something_open(actor: Actor, matter: Matter, clock: Clock) -> str:
    waiting = {one.document_id for one in waiting_rounds(matter)}
    found = open_rulings(matter, clock.today())
    return "" if any(one.document.pk not in waiting for one in found) else NONE_OPEN


@draft_ruling.prefilled
def _first_open(actor: Actor, matter: Matter) -> Mapping[str, Any]:
    waiting = {one.document_id for one in waiting_rounds(matter)}
    found = [one for one in open_rulings(matter, date.max) if one.document.pk not in waiting]
    return {"document": found[0].document.uid} if found else {}


@dataclass(frozen=True)
class PublishRuling:
    release: UUID = fields.ref("拟定的公示内容", of="publicity.waiting_ruling")
    compared: bool = fields.check("已逐处对照决定书与公示文本，隐去的内容和依据无误")
    opinion: str = fields.line("复核意见", max_length=500, required=False)


@act("publicity.publish_ruling", title="复核并公示其他执法决定", final=True, step=False)
def publish_ruling(*, act: Act, cmd: PublishRuling) -> PublicRuling:
    """Show a decision other than a penalty on the public portal.

    Raises:
        SamePerson: the actor drafted this rendition.
        Closed: the law closes the record; the gate is asked again at this moment.
        NotDelivered: it has not reached the party.
        RuleBroken: the file says something else since it was drafted.

    Source: 国办发〔2018〕118号 二（六）.
    """
    if not cmd.compared:
        raise InvalidInput({"compared": "请先逐处对照决定书与公示文本，再勾选"})
    release = _waiting(act, cmd.release)
    stands = _standing(act.matter, release.document.uid, act.today, release.findings)
    if stands.verdict.withheld or release.verdict == stands.verdict.answer.WITHHOLD:
        raise Closed(closed_words(stands.verdict))
    if stands.delivered_on is None or stands.delivered_on > act.today:
        raise NotDelivered("决定书还没有送达当事人，不能公示。请先送达")
    _settle(act, release, ReleaseState.PUBLISHED)
    item = _item(act, release, stands)
    act.write(release, item)
    make(act, "publication-review", ruling_review(act, stands, release, release, cmd.opinion))
    end_beside(act, LIMIT, paper=stands.document.number)
    return item


@publish_ruling.requires
def waits(actor: Actor, matter: Matter, clock: Clock) -> str:
    found = waiting_rounds(matter)
    if found and all(one.drafted_by_id == actor.officer for one in found):
        return OWN_DRAFT
    return "" if found else NONE_WAITING


@publish_ruling.prefilled
def _first_waiting(actor: Actor, matter: Matter) -> Mapping[str, Any]:
    found = waiting_rounds(matter)
    return {"release": found[0].uid} if found else {}


@dataclass(frozen=True)
class ReturnRuling:
    release: UUID = fields.ref("拟定的公示内容", of="publicity.waiting_ruling")
    reason: str = fields.text("退回的理由", max_length=1000, help="写明哪一处应当怎样修改")


@act("publicity.return_ruling", title="退回其他执法决定的公示内容", step=False)
def return_ruling(*, act: Act, cmd: ReturnRuling) -> RulingRound:
    """Send a drafted rendition back to be drawn anew.

    Raises:
        SamePerson: the actor drafted it.
    """
    release = _waiting(act, cmd.release)
    _settle(act, release, ReleaseState.RETURNED)
    release.return_reason = cmd.reason
    act.write(release)
    renew_inbox(act)
    return release


return_ruling.requires(waits)
return_ruling.prefilled(_first_waiting)


@dataclass(frozen=True)
class WithholdRuling:
    document: UUID = fields.ref("决定", of="publicity.closed_ruling")
    reason: str = fields.text("说明", max_length=1000, required=False)


@act("publicity.withhold_ruling", title="确认其他执法决定不予公开", final=True, step=False)
def withhold_ruling(*, act: Act, cmd: WithholdRuling) -> RulingRound:
    """Settle that a decision other than a penalty stays closed, with the clause by which it does.

    Raises:
        RuleBroken: no clause closes it: it must be published; or a draft of it waits.
        SamePerson: the actor found the ground.

    Source: 行政处罚法 第四十八条; 政府信息公开条例 第十四条、第十五条.
    """
    found = last_findings(act.matter)
    stands = _standing(act.matter, cmd.document, act.today, None, found)
    if not stands.verdict.withheld:
        raise RuleBroken("没有不予公开的法定情形，应当依法公示")
    last = _newest(stands.document)
    if last and last.state == ReleaseState.DRAFTED:
        raise RuleBroken("这份决定的公示内容正在等待复核，请先退回")
    if last and last.drafted_by_id == act.officer:
        raise SamePerson("您拟定了这份公示内容，须由另一人确认不予公开")
    release = _new_round(act, stands, {"note": cmd.reason})
    release.drafted_by_id = last.drafted_by_id if last else None
    _settle(act, release, ReleaseState.WITHHELD)
    act.write(release)
    make(act, "publication-review", ruling_review(act, stands, release, last, cmd.reason))
    end_beside(act, LIMIT, paper=stands.document.number)
    return release


@withhold_ruling.requires
def _one_closed(actor: Actor, matter: Matter, clock: Clock) -> str:
    found = open_rulings(matter, clock.today())
    if any(one.verdict.withheld for one in found):
        return ""
    return "没有不予公开的法定情形，应当依法公示" if found else NONE_OPEN


@dataclass(frozen=True)
class WithdrawRuling:
    item: UUID = fields.ref("公示信息", of="publicity.live_ruling")
    ground: str = fields.choice("撤回的原因", WithdrawalGround.choices, source="DZ4(1); KM2.1.3(3)")
    effective_on: date = fields.day("法律文书生效日期")
    reason: str = fields.text(
        "公开说明的理由", max_length=500, help="将在原网页上公开，请勿写入应当隐去的内容"
    )


@act("publicity.withdraw_ruling", title="撤回其他执法决定的公示", final=True, step=False)
def withdraw_ruling(*, act: Act, cmd: WithdrawRuling) -> PublicRuling:
    """Take a published decision back; number, reason and date stay visible, the content does not.

    Raises:
        NotFound: it is not on the portal.
        InvalidInput: the day is before the decision; the reason tells what must be hidden.

    Source: DZ4(1); KM2.1.3(3); 国办发〔2018〕118号 二（六）.
    """
    item = next((one for one in shown_rulings(act.matter) if one.uid == cmd.item), None)
    if item is None:
        raise NotFound(NONE_SHOWN)
    if cmd.effective_on < item.decided_on:
        raise InvalidInput({"effective_on": "日期早于决定日，请核对"})
    if not fit_to_tell(item.document, case_of(act.matter), cmd.reason):
        raise InvalidInput({"reason": "理由将公开，其中含有应当隐去的姓名、号码或者住址，请删去"})
    rules = profile(act.matter.profile)
    due = rules.due(WITHDRAWAL, cmd.effective_on, act.matter.domain, reason=cmd.ground)
    item.state, item.withdrawn_on = ItemState.WITHDRAWN, act.today
    item.withdrawal_ground, item.withdrawal_reason = cmd.ground, cmd.reason
    item.effective_on, item.withdrawal_due_on = cmd.effective_on, due.due_on
    act.write(item)
    end_beside(act, WITHDRAWAL, paper=item.document.number)
    return item


@withdraw_ruling.requires
def _one_shown(actor: Actor, matter: Matter, clock: Clock) -> str:
    return "" if shown_rulings(matter) else NONE_SHOWN


def follow_rulings(act: Act, event: ActDone) -> None:
    """Start the limit of a decision that was just made; end that of one taken back.

    One that was overturned or lessened falls due to be withdrawn. No query where an act does
    neither.
    """
    for paper in [row for row in act.begun if _is_ruling(row)]:
        assert isinstance(paper, Document)
        stands = standing_before(paper, case_of(act.matter), act.today)
        if not stands.closed_by_rows:
            if act.matter.ruled_on is None:
                act.matter.ruled_on = act.today
                act.write(act.matter)
            start_beside(act, LIMIT, local_date(paper.made_at), paper=paper.number)
    for rows in list(act.written.values()):
        for row in list(rows):
            if _is_ruling(row) and row.state == DocumentState.VOID:  # type: ignore[attr-defined]
                end_beside(act, LIMIT, met=False, paper=row.number)  # type: ignore[attr-defined]
    for document, ground, day in list(_gone(act)):
        shown = PublicRuling.objects.filter(document=document, state=ItemState.LIVE)
        _fall_due(act, shown, ground, day)


def fall_with_penalty(act: Act, event: ResultTookEffect) -> None:
    """Let what enforces a penalty fall due to be withdrawn with it: it rests on it.

    Source: 行政处罚法 第四十八条第二款、第七十二条; 行政强制法 第五十条.
    """
    shown = PublicRuling.objects.filter(
        document__matter=act.matter, kind=ItemKind.COERCIVE_EXECUTION, state=ItemState.LIVE
    )
    _fall_due(act, shown, event.ground, event.effective_on)


def _gone(act: Act) -> Iterator[tuple[int, str, date]]:
    """Yield each paper that this act took out of force or lessened: its id, why, from when."""
    for row in act.begun:
        if isinstance(row, PaperOverturn):
            yield row.document_id, row.ground, row.effective_on
        elif isinstance(row, SurchargeCorrection) and row.stands_fen:
            yield row.surcharge.document_id, WithdrawalGround.CHANGED, row.decided_on
    for row in [row for rows in act.written.values() for row in rows]:
        if not isinstance(row, Remedy) or row.changed_fen is None or row.document_id is None:
            continue
        assert row.effective_on is not None
        yield row.document_id, WithdrawalGround.CHANGED, row.effective_on


def _fall_due(act: Act, shown: QuerySet[PublicRuling], ground: str, day: date) -> None:
    for item in shown.select_related("document"):
        start_beside(act, WITHDRAWAL, day, reason=ground, paper=item.document.number)


def _is_ruling(row: object) -> bool:
    if not isinstance(row, Document) or row.kind not in KINDS:
        return False
    return row.serial is not None and row.copy_of_id is None


def _standing(
    matter: Matter,
    document: UUID,
    today: date,
    findings: Mapping[str, Any] | None,
    known: Mapping[int, Mapping[str, Any]] | None = None,
) -> RulingStanding:
    """Return where an open decision stands before the gate.

    Raises:
        NotFound: it is not open.
        Closed: the case's own rows close it, so that nobody settles it.
    """
    found = {one.document.uid: one for one in open_rulings(matter, today)}
    if document not in found:
        raise NotFound("这份决定不在等待公示之列，请刷新页面")
    paper = found[document].document
    told = findings if known is None else known.get(paper.pk)
    return standing_before(paper, found[document].case, today, told)


def _newest(document: Document) -> RulingRound | None:
    rounds = RulingRound.objects.filter(document=document).select_related("drafted_by")
    return rounds.order_by("-round").first()


def _new_round(act: Act, stands: RulingStanding, findings: Mapping[str, Any]) -> RulingRound:
    last = _newest(stands.document)
    return RulingRound(
        document=stands.document,
        kind=stands.kind,
        round=last.round + 1 if last else 1,
        state=ReleaseState.DRAFTED,
        drafted_at=act.now,
        verdict=stands.verdict.answer,
        clause=stands.verdict.clause,
        gate_version=stands.verdict.version,
        findings=dict(findings),
        sealed=stands.sealed,
        minor=bool(stands.facts["minor"]),
        secret=bool(stands.facts["state_secret"]),
        delivered_on=stands.delivered_on,
    )


def _waiting(act: Act, uid: UUID) -> RulingRound:
    """Return the round that waits for this other person."""
    found = next((one for one in waiting_rounds(act.matter) if one.uid == uid), None)
    if found is None:
        raise NotFound(NONE_WAITING)
    if found.drafted_by_id == act.actor.officer:
        raise SamePerson(OWN_DRAFT)
    return found


def _settle(act: Act, release: RulingRound, state: ReleaseState) -> None:
    release.state = state
    release.checked_by_id, release.checked_at = act.officer, act.now


def _item(act: Act, release: RulingRound, stands: RulingStanding) -> PublicRuling:
    also_hide = hide_lines(release.findings.get("also_hide", ""))
    drawn = render_ruling(stands.document, stands.case, also_hide, release.findings["summary"])
    if canonical(drawn.data) != canonical(release.data):
        raise RuleBroken(CHANGED_SINCE)
    assert stands.delivered_on is not None
    assert release.drafted_by_id is not None
    agency = act.matter.agency
    return PublicRuling(
        release=release,
        document=stands.document,
        kind=stands.kind,
        token=RULING_MARK + secrets.token_hex(8),
        agency_uid=agency.uid,
        agency_name=agency.name,
        number=stands.document.number,
        title=drawn.title,
        party_name=drawn.party_name,
        conclusion=drawn.penalty,
        summary=release.summary,
        data=drawn.data,
        decided_on=stands.decided_on,
        delivered_on=stands.delivered_on,
        due_on=due_on(act.matter, stands.decided_on),
        published_on=act.today,
        drafted_by_id=release.drafted_by_id,
        checked_by_id=act.officer,
    )
