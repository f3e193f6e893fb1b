"""The acts that make a decision public, or state why it is not (公示). Two persons, always."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from gongjian.cases.models import Decision
from gongjian.common import fields
from gongjian.common.acts import Act, Actor, act
from gongjian.common.clock import Clock
from gongjian.common.errors import InvalidInput, RuleBroken
from gongjian.common.records import Record
from gongjian.jurisdiction.profiles import profile
from gongjian.matters.models import Deadline, Matter
from gongjian.matters.services import end_beside, start_beside
from gongjian.publicity.attaching import (
    carried_by,
    ready,
    stale,
    told,
    waiting_with_attachments,
)
from gongjian.publicity.choices import (
    Choice,
    FileFormat,
    Finding,
    ItemKind,
    ItemState,
    ReleaseState,
    WithdrawalGround,
)
from gongjian.publicity.display import display_until
from gongjian.publicity.errors import Closed, NotDelivered, SamePerson
from gongjian.publicity.gate import Standing, latest_release, standing_of
from gongjian.publicity.models import (
    Attachment,
    PublicAttachment,
    PublicFile,
    PublicItem,
    Redaction,
    Release,
    ReleaseAttachment,
)
from gongjian.publicity.proposals import chosen_in, proposals, redactions, spared
from gongjian.publicity.rendition import (
    SUMMARY_LENGTH,
    Rendition,
    canonical,
    fit_for_public,
    render,
)
from gongjian.publicity.rules import Verdict
from gongjian.publicity.tasks import follow
from gongjian.remedies.events import ResultTookEffect
from gongjian.vault.store import store

EXTENT = [("none", "不涉及"), ("part", "部分内容涉及"), ("main", "主要事实涉及")]
LIMIT = "publication-limit"
WITHDRAWABLE = (ItemState.LIVE, ItemState.SUSPENDED)
WITHDRAWAL = "publication.withdraw"
CHANGED_SINCE = "案件资料在拟定之后有更正，公示文本已不一致。请退回重拟"


@dataclass(frozen=True)
class RedactionChoice:
    item: str = fields.hidden()
    choice: str = fields.choice("处理", Choice.choices)


@dataclass(frozen=True)
class DraftRelease:
    summary: str = fields.line("摘要", max_length=SUMMARY_LENGTH, help="先由系统拟出，可以改写")
    content: str = fields.choice(
        "内容审查：与决定书一致、完整", Finding.choices, source="DZ1(1); KM2.1"
    )
    secrecy: str = fields.choice(
        "保密审查：不含国家秘密、工作秘密", Finding.choices, source="政府信息公开条例 第十四条"
    )
    rights: str = fields.choice(
        "权益审查：不损害当事人和第三人", Finding.choices, source="政府信息公开条例 第十五条"
    )
    impact: str = fields.choice(
        "社会影响审查", Finding.choices, source="行政处罚法 第四十八条; KM2.1"
    )
    redactions: tuple[RedactionChoice, ...] = fields.rows(
        "逐处决定：可能识别个人的内容",
        of="publicity.proposal",
        required=False,
        help="系统只是提出建议。确属个人信息的确认隐去，不是的保留；没有逐处决定的，不能公示",
        source="政府信息公开条例 第十五条; HN12",
    )
    attachments: tuple[str, ...] = fields.code(
        "随附公开的附件",
        of="publicity.ready_attachment",
        many=True,
        required=False,
        help="先选取附件、确认遮盖，公开稿制成以后可以在这里勾选",
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


@act("publicity.draft_release", title="拟定公示内容")
def draft_release(*, act: Act, cmd: DraftRelease) -> Release:
    """Draw the public text of the decision and state what was found on reading it.

    When a finding closes the record, the round carries the clause and cannot be published.

    Raises:
        NotDelivered: the decision has not reached the party.
        InvalidInput: a problem was found and not said how it was dealt with; a proposal to hide
            something was left undecided.

    Source: 行政处罚法 第四十八条; 国办发〔2018〕118号 二（六）; DZ1(1).
    """
    release, rows = drawn_release(act, cmd)
    act.write(release)
    act.write_new(rows)
    return release


def drawn_release(act: Act, cmd: DraftRelease) -> tuple[Release, list[Record]]:
    """Return a new round, with what was decided about each proposal and which attachments go along.

    Nothing is saved yet.
    """
    if Finding.HANDLED in {cmd.content, cmd.secrecy, cmd.rights, cmd.impact} and not cmd.note:
        raise InvalidInput({"note": "有审查项标为“有问题，已处理”，请在说明中写明怎样处理"})
    findings = asdict(cmd)
    stands = _standing(act.matter, act.today, findings)
    if stands.delivered_on is None:
        raise NotDelivered("决定书还没有送达当事人，不能公示。请先送达")
    release = _release(act, stands, findings)
    rows: list[Redaction] = []
    carried: list[ReleaseAttachment] = []
    if not stands.verdict.withheld:
        _all_decided(cmd, stands.decision)
        kept = spared(findings["redactions"])
        drawn = render(stands.decision, hide_lines(cmd.also_hide), cmd.summary, kept)
        chosen = _chosen(cmd, stands.decision)
        release.summary, release.hidden = drawn.summary, drawn.hidden
        release.data = _with_attachments(drawn.data, chosen)
        rows = redactions(stands.decision, findings["redactions"])
        carried = [ReleaseAttachment(attachment=a, number=n) for n, a in enumerate(chosen, 1)]
    release.drafted_by_id = act.actor.officer
    for row in rows:
        row.release, row.chosen_by_id = release, act.officer
    for joined in carried:
        joined.release = release
    return release, [*rows, *carried]


def _chosen(cmd: DraftRelease, decision: Decision) -> list[Attachment]:
    """Return the public copies that were ticked, in the order in which they were made."""
    if not cmd.attachments:
        return []
    known = {str(one.uid): one for one in ready(decision)}
    if set(cmd.attachments) - set(known):
        raise InvalidInput(
            {"attachments": "有的附件不能随附：公开稿没有制成，或者案件资料已有更正"}
        )
    return [one for uid, one in known.items() if uid in cmd.attachments]


def _with_attachments(data: dict[str, Any], chosen: Sequence[Attachment]) -> dict[str, Any]:
    """Return the public text with its attachments named, so that the one vouches for the other."""
    return {**data, "attachments": told(chosen)} if chosen else data


def _all_decided(cmd: DraftRelease, decision: Decision) -> None:
    """Refuse a draft in which a proposal is left open, or something not proposed is decided."""
    asked, said = [p.code for p in proposals(decision)], [c.item for c in cmd.redactions]
    if open_ := set(asked) - set(said):
        why = f"还有{len(open_)}处可能识别个人的内容没有决定，请逐处确认隐去或者保留"
        raise InvalidInput({"redactions": why})
    if len(said) > len(asked):
        raise InvalidInput({"redactions": "案件资料有更正，建议隐去的内容已经变化。请刷新页面"})


@draft_release.parts_ways
def open_to_public(actor: Actor, matter: Matter, clock: Clock) -> str:
    stands = standing_of(matter, clock.today())
    return _closed(stands.verdict) if stands and stands.verdict.withheld else ""


@draft_release.prefilled
def system_summary(actor: Actor, matter: Matter) -> Mapping[str, Any]:
    stands = standing_of(matter, matter.decided_on or date.max)
    return {"summary": render(stands.decision).summary} if stands else {}


@dataclass(frozen=True)
class PublishDecision:
    release: UUID = fields.hidden()
    redactions: tuple[RedactionChoice, ...] = fields.rows(
        "逐处复核：可能识别个人的内容",
        of="publicity.redaction",
        required=False,
        help="与拟定人的决定不一致的，请退回重拟",
        source="政府信息公开条例 第十五条; HN12",
    )
    compared: bool = fields.check("已逐处对照决定书与公示文本，隐去的内容和依据无误")
    attachments_seen: bool = fields.check(
        "已逐页查看附件的公开稿，遮盖无误", given="publicity.carried_attachment"
    )
    opinion: str = fields.line("复核意见", max_length=500, required=False)


@act("publicity.publish_decision", title="复核并公示", final=True)
def publish_decision(*, act: Act, cmd: PublishDecision) -> PublicItem:
    """Show a penalty decision on the public portal.

    The rendition, its tie to the original and the ledger entry stand or fall together. The limit
    counts from the decision: publishing again never moves it.

    Raises:
        SamePerson: the actor drafted this rendition.
        Closed: the law closes the record; the gate is asked again at this moment.
        NotDelivered: the decision has not reached the party.
        InvalidInput: a redaction was not confirmed, or judged otherwise than by the drafter.

    Source: 行政处罚法 第四十八条第一款; 国办发〔2018〕118号 二（六）.
    """
    return show(act, _waiting(act.matter, cmd.release), cmd)


def show(act: Act, release: Release, cmd: PublishDecision) -> PublicItem:
    """Put a round on the portal after this other person has compared and confirmed it."""
    if not cmd.compared:
        raise InvalidInput({"compared": "请先逐处对照决定书与公示文本，再勾选"})
    if release.drafted_by_id == act.actor.officer:
        raise SamePerson("您拟定了这份公示内容，须由另一人复核")
    stands = _standing(act.matter, act.today, release.findings)
    if stands.verdict.withheld or release.verdict == stands.verdict.answer.WITHHOLD:
        raise Closed(_closed(stands.verdict))
    if stands.delivered_on is None or stands.delivered_on > act.today:
        raise NotDelivered("决定书还没有送达当事人，不能公示。请先送达")
    confirmed = _confirmed(act, release, cmd)
    copies = [joined.attachment for joined in carried_by(release)]
    if copies and not cmd.attachments_seen:
        raise InvalidInput({"attachments_seen": "请先逐页查看附件的公开稿，再勾选"})
    check(act, release, ReleaseState.PUBLISHED)
    item = _item(act, release, stands)
    # The redactions first: the database lets no round become public before all are confirmed.
    act.write(*confirmed, release, item, _file(item), *_public(item, copies))
    follow(item)
    return item


def _confirmed(act: Act, release: Release, cmd: PublishDecision) -> list[Redaction]:
    """Return the redactions of a round, each confirmed by this other person."""
    said, rows = {c.item: c.choice for c in cmd.redactions}, list(release.redactions.all())
    problems = {}
    for row in rows:
        if row.code not in said:
            problems["redactions"] = "还有建议隐去的内容没有复核，请逐处确认"
        elif said[row.code] != row.choice:
            problems["redactions"] = "有一处与拟定人的决定不一致。请退回重拟，写明应当怎样处理"
        row.confirmed, row.confirmed_by_id, row.confirmed_at = row.choice, act.officer, act.now
    if problems:
        raise InvalidInput(problems)
    return rows


@publish_decision.requires
def other_person(actor: Actor, matter: Matter, clock: Clock) -> str:
    release = newest(matter)
    if release and release.drafted_by_id == actor.officer:
        return "您拟定了这份公示内容，须由另一人复核"
    return ""


@publish_decision.requires
def not_who_covered(actor: Actor, matter: Matter, clock: Clock) -> str:
    """Ask whether somebody else than this person confirmed the boxes of the attachments."""
    covered = [one for one in waiting_with_attachments(matter) if one.confirmed_by_id]
    if any(one.confirmed_by_id == actor.officer for one in covered):
        return "您确认了附件的遮盖，须由另一人复核"
    return ""


@publish_decision.parts_ways
def still_open(actor: Actor, matter: Matter, clock: Clock) -> str:
    release = newest(matter)
    stands = standing_of(matter, clock.today(), release.findings if release else None)
    return _closed(stands.verdict) if stands and stands.verdict.withheld else ""


@publish_decision.requires
def as_drafted(actor: Actor, matter: Matter, clock: Clock) -> str:
    """Ask whether the waiting round still says what the file says."""
    release = newest(matter)
    if release is None or release.state != ReleaseState.DRAFTED or not release.data:
        return ""
    stands = standing_of(matter, clock.today(), release.findings)
    if stands is None or stale(release, stands.decision):
        return CHANGED_SINCE
    redrawn = _redrawn(stands.decision, release)
    return "" if canonical(redrawn.data) == canonical(release.data) else CHANGED_SINCE


@publish_decision.prefilled
def waiting_uid(actor: Actor, matter: Matter) -> Mapping[str, Any]:
    release = newest(matter)
    return {"release": release.uid} if release else {}


@dataclass(frozen=True)
class ReturnRelease:
    reason: str = fields.text("退回的理由", max_length=1000, help="写明哪一处应当怎样修改")


@act("publicity.return_release", title="退回重拟")
def return_release(*, act: Act, cmd: ReturnRelease) -> Release:
    """Send a drafted rendition back to be drawn anew.

    Raises:
        SamePerson: the actor drafted it.
    """
    release = _waiting(act.matter)
    if release.drafted_by_id == act.actor.officer:
        raise SamePerson("您拟定了这份公示内容，须由另一人复核")
    check(act, release, ReleaseState.RETURNED)
    release.return_reason = cmd.reason
    act.write(release)
    return release


return_release.requires(other_person)


@dataclass(frozen=True)
class Withhold:
    reason: str = fields.text("说明", max_length=1000, required=False)


@act("publicity.withhold", title="确认不予公开", final=True)
def withhold(*, act: Act, cmd: Withhold) -> Release:
    """Settle that the decision stays closed, with the clause by which it does.

    Only where the gate closes it: by what the case's rows tell, or by what the drafter found and
    this other person confirms after having returned the draft.

    Raises:
        RuleBroken: no clause closes this record: it must be published.

    Source: 行政处罚法 第四十八条、第五十条; 治安管理处罚法 第一百三十六条.
    """
    last = newest(act.matter)
    stands = _standing(act.matter, act.today, last.findings if last else None)
    if not stands.verdict.withheld:
        raise RuleBroken("没有不予公开的法定情形，应当依法公示")
    if last and last.drafted_by_id == act.actor.officer:
        raise SamePerson("您拟定了这份公示内容，须由另一人确认不予公开")
    release = _release(act, stands, {"note": cmd.reason})
    release.drafted_by_id = last.drafted_by_id if last else None
    check(act, release, ReleaseState.WITHHELD)
    act.write(release)
    return release


withhold.requires(other_person)


@withhold.parts_ways
def _closed_by_law(actor: Actor, matter: Matter, clock: Clock) -> str:
    last = newest(matter)
    stands = standing_of(matter, clock.today(), last.findings if last else None)
    if stands is None or not stands.verdict.withheld:
        return "没有不予公开的法定情形，应当依法公示"
    return ""


@dataclass(frozen=True)
class WithdrawPublication:
    item: UUID = fields.ref("公示信息", of="publicity.live_item")
    ground: str = fields.choice(
        "撤回的原因", WithdrawalGround.choices, source="行政处罚法 第四十八条第二款"
    )
    effective_on: date = fields.day("法律文书生效日期")
    reason: str = fields.text(
        "公开说明的理由", max_length=500, help="将在原网页上公开，请勿写入应当隐去的内容"
    )


@act("publicity.withdraw_publication", title="撤回公示", final=True, step=False)
def withdraw_publication(*, act: Act, cmd: WithdrawPublication) -> PublicItem:
    """Take a published decision back; number, reason and date stay visible, the content does not.

    Raises:
        RuleBroken: it is not on the portal.

    Source: 行政处罚法 第四十八条第二款（三日内撤回并公开说明理由）.
    """
    rows = PublicItem.objects.select_for_update(of=("self",))
    item = rows.filter(uid=cmd.item, release__decision__case__matter=act.matter).first()
    if item is None or item.state not in WITHDRAWABLE:
        raise RuleBroken("本案没有正在公示的信息，无需撤回")
    if cmd.effective_on < item.decided_on:
        raise InvalidInput({"effective_on": "日期早于处罚决定日，请核对"})
    stands = _standing(act.matter, act.today, None)
    if not fit_for_public(stands.decision, cmd.reason):
        raise InvalidInput({"reason": "理由将公开，其中含有应当隐去的姓名、号码或者住址，请删去"})
    item.state = ItemState.WITHDRAWN
    item.withdrawn_on = act.today
    item.suspended_on = None
    item.withdrawal_ground = cmd.ground
    item.withdrawal_reason = cmd.reason
    item.effective_on = cmd.effective_on
    item.withdrawal_due_on = _withdrawal_due_on(act.matter, cmd)
    act.write(item)
    follow(item)
    end_beside(act, WITHDRAWAL)
    return item


def fall_due(act: Act, event: ResultTookEffect) -> None:
    """Let the withdrawal of what is on the portal fall due, in the checker's inbox.

    Source: 行政处罚法 第四十八条第二款; DZ4(1).
    """
    shown = PublicItem.objects.filter(decision=event.decision, state__in=WITHDRAWABLE)
    if shown.exists():
        start_beside(act, WITHDRAWAL, event.effective_on, reason=event.ground)


@withdraw_publication.requires
def _on_portal(actor: Actor, matter: Matter, clock: Clock) -> str:
    shown = PublicItem.objects.filter(
        release__decision__case__matter=matter, state__in=WITHDRAWABLE
    )
    return "" if shown.exists() else "本案没有正在公示的信息，无需撤回"


def hide_lines(typed: str) -> list[str]:
    """Return what a person wants hidden, one per line; single characters would hide half a text."""
    return [line.strip() for line in typed.splitlines() if len(line.strip()) > 1]


def _standing(matter: Matter, today: date, findings: Mapping[str, Any] | None) -> Standing:
    stands = standing_of(matter, today, findings)
    if stands is None:
        raise RuleBroken("还没有作出处罚决定，不能公示")
    return stands


def _closed(verdict: Verdict) -> str:
    return f"本决定依法不予公开：{verdict.reason}（{verdict.clause}）"


def newest(matter: Matter) -> Release | None:
    rounds = Release.objects.filter(decision__case__matter=matter)
    return rounds.order_by("-round").first()


def _waiting(matter: Matter, expected: UUID | None = None) -> Release:
    release = newest(matter)
    if release is None or release.state != ReleaseState.DRAFTED:
        raise RuleBroken("没有待复核的公示内容")
    if expected is not None and release.uid != expected:
        raise RuleBroken("公示内容在您打开页面之后已经重拟。请刷新页面，核对最新一版")
    return release


def _release(act: Act, stands: Standing, findings: Mapping[str, Any]) -> Release:
    last = latest_release(stands.decision)
    return Release(
        decision=stands.decision,
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


def check(act: Act, release: Release, state: ReleaseState) -> None:
    release.state = state
    release.checked_by_id = act.actor.officer
    release.checked_at = act.now


def _redrawn(decision: Decision, release: Release) -> Rendition:
    """Draw the text of a round again, from the file as it is now."""
    also_hide = hide_lines(release.findings.get("also_hide", ""))
    drawn = render(decision, also_hide, release.findings["summary"], spared(chosen_in(release)))
    carried = [joined.attachment for joined in carried_by(release)]
    return replace(drawn, data=_with_attachments(drawn.data, carried))


def _item(act: Act, release: Release, stands: Standing) -> PublicItem:
    decision, agency = stands.decision, act.matter.agency
    drawn = _redrawn(decision, release)
    if canonical(drawn.data) != canonical(release.data):
        raise RuleBroken(CHANGED_SINCE)
    published = PublicItem.objects.filter(decision=decision).count()
    assert stands.delivered_on is not None
    assert release.drafted_by_id is not None
    assert act.actor.officer is not None
    return PublicItem(
        release=release,
        decision=decision,
        kind=ItemKind.PENALTY_DECISION,
        version=published + 1,
        token=secrets.token_hex(8),
        document_token=decision.document.token,
        agency_uid=agency.uid,
        agency_name=agency.name,
        number=decision.number,
        title=drawn.title,
        party_name=drawn.party_name,
        penalty=drawn.penalty,
        summary=release.summary,
        data=drawn.data,
        searchable=drawn.searchable,
        decided_on=decision.decided_on,
        delivered_on=stands.delivered_on,
        due_on=_due_on(act.matter, decision.decided_on),
        published_on=act.today,
        display_until=display_until(decision),
        drafted_by_id=release.drafted_by_id,
        checked_by_id=act.actor.officer,
    )


def _due_on(matter: Matter, decided_on: date) -> date:
    """Return the last day of the limit that began with the decision; the first one ever set."""
    limits = Deadline.objects.filter(matter=matter, code=LIMIT, starts_on=decided_on)
    return limits.order_by("id").values_list("due_on", flat=True)[0]


def _withdrawal_due_on(matter: Matter, cmd: WithdrawPublication) -> date:
    """Return the last day to take it back. Source: 行政处罚法 第四十八条第二款; DZ4(1)."""
    rules = profile(matter.profile)
    due = rules.due(WITHDRAWAL, cmd.effective_on, matter.domain, reason=cmd.ground)
    return due.due_on


def _file(item: PublicItem) -> PublicFile:
    """Keep the published bytes. Before the commit: write-once by hash, so a rollback harms none."""
    kept = store().put(canonical(item.data))
    return PublicFile(
        item=item, format=FileFormat.JSON, sha256=kept.sha256, sm3=kept.sm3, size=kept.size
    )


def _public(item: PublicItem, copies: Sequence[Attachment]) -> list[PublicAttachment]:
    """Return the attachments of an item as the portal hands them out."""
    return [
        PublicAttachment(
            item=item,
            result=copy.result,
            number=number,
            title=copy.title,
            pages=copy.result.pages,
            sha256=copy.result.sha256,
            sm3=copy.result.sm3,
            size=copy.result.size,
        )
        for number, copy in enumerate(copies, 1)
    ]
