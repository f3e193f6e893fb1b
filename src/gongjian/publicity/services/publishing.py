"""The second of two persons shows a decision to the public, or returns its draft."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from gongjian.common import fields
from gongjian.common.acts import Act, Actor, act
from gongjian.common.clock import Clock
from gongjian.common.errors import InvalidInput, RuleBroken
from gongjian.documents.services import make
from gongjian.matters.models import Deadline, Matter
from gongjian.publicity.attaching import carried_by, stale, waiting_with_attachments
from gongjian.publicity.choices import FileFormat, ItemKind, ReleaseState
from gongjian.publicity.display import display_until
from gongjian.publicity.errors import Closed, NotDelivered, SamePerson
from gongjian.publicity.gate import Standing, standing_of
from gongjian.publicity.models import (
    Attachment,
    PublicAttachment,
    PublicFile,
    PublicItem,
    Redaction,
    Release,
)
from gongjian.publicity.papers import publication_review
from gongjian.publicity.rendition import canonical
from gongjian.publicity.tasks import follow
from gongjian.vault.store import store

from .drafting import CHANGED_SINCE, RedactionChoice, closed_words, redrawn, standing
from .urging import end_urge

LIMIT = "publication-limit"


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

    The rendition, its tie to the original, the paper by which two persons decided (公示审核表) and
    the ledger entry stand or fall together. The limit counts from the decision: publishing again
    never moves it.

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
    stands = standing(act.matter, act.today, release.findings)
    if stands.verdict.withheld or release.verdict == stands.verdict.answer.WITHHOLD:
        raise Closed(closed_words(stands.verdict))
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
    paper = publication_review(act, stands, release, release, cmd.opinion, copies)
    make(act, "publication-review", paper)
    follow(item)
    end_urge(act)
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
    return closed_words(stands.verdict) if stands and stands.verdict.withheld else ""


@publish_decision.requires
def as_drafted(actor: Actor, matter: Matter, clock: Clock) -> str:
    """Ask whether the waiting round still says what the file says."""
    release = newest(matter)
    if release is None or release.state != ReleaseState.DRAFTED or not release.data:
        return ""
    stands = standing_of(matter, clock.today(), release.findings)
    if stands is None or stale(release, stands.decision):
        return CHANGED_SINCE
    drawn = redrawn(stands.decision, release)
    return "" if canonical(drawn.data) == canonical(release.data) else CHANGED_SINCE


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


def newest(matter: Matter) -> Release | None:
    """Return the last round of a matter, if any was begun."""
    rounds = Release.objects.filter(decision__case__matter=matter)
    return rounds.order_by("-round").first()


def _waiting(matter: Matter, expected: UUID | None = None) -> Release:
    release = newest(matter)
    if release is None or release.state != ReleaseState.DRAFTED:
        raise RuleBroken("没有待复核的公示内容")
    if expected is not None and release.uid != expected:
        raise RuleBroken("公示内容在您打开页面之后已经重拟。请刷新页面，核对最新一版")
    return release


def check(act: Act, release: Release, state: ReleaseState) -> None:
    """Note that this person settled a round today."""
    release.state = state
    release.checked_by_id = act.actor.officer
    release.checked_at = act.now


def _item(act: Act, release: Release, stands: Standing) -> PublicItem:
    decision, agency = stands.decision, act.matter.agency
    drawn = redrawn(decision, release)
    if canonical(drawn.data) != canonical(release.data):
        raise RuleBroken(CHANGED_SINCE)
    before = PublicItem.objects.filter(decision=decision).order_by("version")
    days = list(before.values_list("first_published_on", flat=True))
    assert stands.delivered_on is not None
    assert release.drafted_by_id is not None
    assert act.actor.officer is not None
    return PublicItem(
        release=release,
        decision=decision,
        kind=ItemKind.PENALTY_DECISION,
        version=len(days) + 1,
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
        first_published_on=days[0] if days else act.today,
        display_until=display_until(decision),
        drafted_by_id=release.drafted_by_id,
        checked_by_id=act.actor.officer,
    )


def _due_on(matter: Matter, decided_on: date) -> date:
    """Return the last day of the limit that began with the decision; the first one ever set."""
    limits = Deadline.objects.filter(matter=matter, code=LIMIT, starts_on=decided_on)
    return limits.order_by("id").values_list("due_on", flat=True)[0]


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
