"""The acts that put the announcement of an open hearing on the portal, and take it down."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from gongjian.cases.events import HearingCalledOff
from gongjian.cases.models import Hearing
from gongjian.common import clock as clocks
from gongjian.common import fields
from gongjian.common.acts import Act, Actor, act
from gongjian.common.errors import InvalidInput, NotFound
from gongjian.documents.events import DocumentVoided
from gongjian.orgs.queries import agency_for_update

from .choices import AnnouncementState
from .doing import take_down
from .gate import beyond_the_gate
from .hearings import announced_hearings, barred, text_of, title_of
from .models import Announcement

CALLED_OFF = "本次听证改期或者终止"
VOIDED = "原听证公告已经作废"


@dataclass(frozen=True)
class DraftHearingAnnouncement:
    hearing: UUID = fields.ref(
        "公开听证",
        of="exante.announced_hearing",
        help="正文由系统从听证公告生成，不写当事人；展示到听证之日为止",
        source="行政处罚法 第六十四条第三项",
    )


@act("exante.draft_hearing_announcement", title="公示听证公告", about="announcement")
def draft_hearing_announcement(*, act: Act, cmd: DraftHearingAnnouncement) -> Announcement:
    """Draw the announcement of an open hearing for the portal; another person publishes it.

    Raises:
        NotFound: it is no announced hearing of this agency, or drawn already.
        InvalidInput: it may not be announced, or its paper says what is not public.

    Source: 行政处罚法 第六十四条第三项.
    """
    agency = agency_for_update(act.agency)
    hearing = announced_hearings(agency.pk, act.today).filter(uid=cmd.hearing).first()
    if hearing is None:
        raise NotFound("没有这次可以公示的公开听证，或者已经公示，请从列表中选择")
    body = text_of(hearing)
    if told := barred(hearing, act.today) or beyond_the_gate(agency, body):
        raise InvalidInput({"hearing": told})
    row = Announcement(
        agency=agency,
        hearing=hearing,
        token=secrets.token_hex(8),
        kind="hearing",
        title=title_of(hearing),
        body=body,
        until=hearing.scheduled_on,
        drafted_by_id=act.officer,
        drafted_at=act.now,
    )
    act.write(row, stream=agency.stream)
    return row


@draft_hearing_announcement.prefilled
def _the_only_one(actor: Actor, matter: Any) -> Mapping[str, Any]:
    rows = list(announced_hearings(actor.agency or 0, clocks.current().today())[:2])
    return {"hearing": rows[0].uid} if len(rows) == 1 else {}


def end_with_hearing(act: Act, event: HearingCalledOff) -> None:
    """Take the announcement down at once: nobody shall come to a hearing that is not held."""
    _end(act, event.hearing, CALLED_OFF)


def end_with_paper(act: Act, event: DocumentVoided) -> None:
    """Take the announcement down when its paper is void."""
    if event.document.kind != "hearing-announcement":
        return
    if hearing := Hearing.objects.filter(announcement=event.document).first():
        _end(act, hearing, VOIDED)


def _end(act: Act, hearing: Hearing, reason: str) -> None:
    shown = Announcement.objects.filter(hearing=hearing, state=AnnouncementState.PUBLISHED)
    take_down(act, shown.select_related("agency__stream"), reason)
