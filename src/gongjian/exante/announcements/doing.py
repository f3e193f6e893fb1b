"""The acts on announcements: drawn by one, published by another, taken down with a reason."""

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from gongjian.common import fields
from gongjian.common.acts import Act, Actor, act
from gongjian.common.errors import InvalidInput, NotFound, RuleBroken
from gongjian.orgs.queries import agency_for_update
from gongjian.publicity.errors import SamePerson
from gongjian.publicity.events import TextLeaks

from .choices import AnnouncementState
from .gate import beyond_the_gate, cites
from .hearings import closed
from .kinds import kinds
from .models import Announcement
from .queries import in_sight, known_to, to_redraw, waiting

DOUBTED = "其中可能有不应公开的信息，正在核查"


@dataclass(frozen=True)
class DraftAnnouncement:
    kind: str = fields.code("种类", of="exante.announcement_kind")
    title: str = fields.line("标题", max_length=60)
    body: str = fields.text(
        "正文",
        max_length=5000,
        help="空一行另起一段。不写个人姓名、号码，不写没有公示的案件",
    )
    until: date = fields.day("展示至", future=True, help="过了这一天自动不再展示")


@act("exante.draft_announcement", title="拟定公告", about="announcement")
def draft_announcement(*, act: Act, cmd: DraftAnnouncement) -> Announcement:
    """Draw an announcement; nobody sees it before another person publishes it.

    Raises:
        InvalidInput: no such kind, shown too long, or it tells of a case what is not public.

    Source: REQUIREMENTS P21; HN7.
    """
    agency = agency_for_update(act.agency)
    kind = kinds().get(cmd.kind)
    if kind is None or kind.drawn:
        raise InvalidInput({"kind": "没有这个种类，请从列表中选择"})
    problems = {}
    if not act.today <= cmd.until <= act.today + timedelta(days=kind.most_days):
        problems["until"] = f"应当在今天以后、{kind.most_days}天以内"
    for name, text in (("title", cmd.title), ("body", cmd.body)):
        if told := beyond_the_gate(agency, text):
            problems[name] = told
    if kind.cites and not problems and not cites(agency, f"{cmd.title}\n{cmd.body}"):
        problems["body"] = "须写明正在公示的处罚决定的文号"
    if problems:
        raise InvalidInput(problems)
    row = Announcement(
        agency=agency,
        token=secrets.token_hex(8),
        kind=kind.code,
        title=cmd.title,
        body=cmd.body,
        until=cmd.until,
        drafted_by_id=act.officer,
        drafted_at=act.now,
    )
    act.write(row, stream=agency.stream)
    return row


@draft_announcement.prefilled
def _what_came_back(actor: Actor, matter: Any) -> Mapping[str, Any]:
    """Nothing is typed twice: the text that the second person returned stands in the form."""
    back = to_redraw(actor)
    if back is None or back.hearing_id is not None:
        return {}
    return {"kind": back.kind, "title": back.title, "body": back.body, "until": back.until}


@dataclass(frozen=True)
class PublishAnnouncement:
    announcement: UUID = fields.ref("待复核的公告", of="exante.waiting_announcement")
    compared: bool = fields.check("已核对内容真实、可以公开")


@act("exante.publish_announcement", title="复核并发布公告", about="announcement", final=True)
def publish_announcement(*, act: Act, cmd: PublishAnnouncement) -> Announcement:
    """Publish an announcement that another person drew, until its last day.

    Raises:
        SamePerson: the actor drew it.
        RuleBroken: its last day has passed, or what it names is public no more.
    """
    if not cmd.compared:
        raise InvalidInput({"compared": "请先核对内容，再勾选"})
    row = _one(act, cmd.announcement, AnnouncementState.DRAFTED, "已经发布或者退回")
    if row.drafted_by_id == act.officer:
        raise SamePerson("您拟定了这份公告，须由另一人复核")
    if row.until < act.today:
        raise RuleBroken("展示的最后一天已经过去，请退回重新拟定")
    if told := closed(row, act.today) or beyond_the_gate(row.agency, f"{row.title}\n{row.body}"):
        raise RuleBroken(f"{told}。请退回重新拟定")
    row.state, row.published_on = AnnouncementState.PUBLISHED, act.today
    row.checked_by_id, row.checked_at = act.officer, act.now
    act.write(row, stream=row.agency.stream)
    return row


@dataclass(frozen=True)
class ReturnAnnouncement:
    announcement: UUID = fields.ref("待复核的公告", of="exante.waiting_announcement")
    reason: str = fields.text("退回理由", max_length=500)


@act("exante.return_announcement", title="退回公告", about="announcement")
def return_announcement(*, act: Act, cmd: ReturnAnnouncement) -> Announcement:
    """Send a drawn announcement back with a reason."""
    row = _one(act, cmd.announcement, AnnouncementState.DRAFTED, "已经发布或者退回")
    row.state, row.return_reason = AnnouncementState.RETURNED, cmd.reason
    row.checked_by_id, row.checked_at = act.officer, act.now
    act.write(row, stream=row.agency.stream)
    return row


@dataclass(frozen=True)
class WithdrawAnnouncement:
    announcement: UUID = fields.ref("已发布的公告", of="exante.shown_announcement")
    reason: str = fields.line("撤下的理由", max_length=200, help="将在网页上公开")


@act("exante.withdraw_announcement", title="撤下公告", about="announcement", final=True)
def withdraw_announcement(*, act: Act, cmd: WithdrawAnnouncement) -> Announcement:
    """Take an announcement down before its last day; its address says why.

    Raises:
        InvalidInput: the reason, which becomes public, tells what is not public.
    """
    row = _one(act, cmd.announcement, AnnouncementState.PUBLISHED, "没有在展示")
    if told := beyond_the_gate(row.agency, cmd.reason):
        raise InvalidInput({"reason": told})
    act.write(_down(row, act, cmd.reason), stream=row.agency.stream)
    return row


def take_down_leaking(act: Act, event: TextLeaks) -> None:
    """Take down at once what the nightly scan found to hold what must not be public.

    Source: 个人信息保护法 第五十七条.
    """
    found = in_sight(event.agency.pk, act.today)
    leaking = [one for one in found if f"/announcements/{one.token}" in event.places]
    rows = [_down(one, act, DOUBTED) for one in leaking]
    act.write(*rows, stream=event.agency.stream)


@publish_announcement.prefilled
@return_announcement.prefilled
def _the_only_one(actor: Actor, matter: Any) -> Mapping[str, Any]:
    rows = list(waiting(actor.agency or 0)[:2])
    return {"announcement": rows[0].uid} if len(rows) == 1 else {}


def take_down(act: Act, rows: Iterable[Announcement], reason: str) -> None:
    """Take announcements down inside a running act."""
    for row in rows:
        act.write(_down(row, act, reason), stream=row.agency.stream)


def _down(row: Announcement, act: Act, reason: str) -> Announcement:
    row.state = AnnouncementState.WITHDRAWN
    row.withdrawn_on, row.withdrawal_reason = act.today, reason
    return row


def _one(act: Act, uid: UUID, state: AnnouncementState, otherwise: str) -> Announcement:
    found = known_to(act.agency).filter(uid=uid)
    row = found.select_for_update(of=("self",)).select_related("agency__stream").first()
    if row is None:
        raise NotFound("没有这份公告，或者不是本机关的，请从列表中重新选择")
    if row.state != state:
        raise RuleBroken(f"这份公告{otherwise}，请刷新页面")
    return row
