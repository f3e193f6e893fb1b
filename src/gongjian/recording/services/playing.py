"""Playing: only who sees the matter, each view on record once, in pieces from the vault.

A page that shows a player carries a ticket, good for one person, one recording and one evening.
The first piece that the player asks for with it writes the row of the view; a page that is only
looked at writes none.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.core import signing

from gongjian.common.acts import Actor
from gongjian.common.clock import Clock
from gongjian.common.errors import NotFound, RuleBroken
from gongjian.matters.queries import may_see
from gongjian.recording.models import Recording, RecordingAccess
from gongjian.vault.store import store

SALT = "gongjian.recording.view"
GOOD_FOR = timedelta(hours=8)
GONE = "没有这份音像记录，或者您无权查看。请从案件页面打开。"


def ticket_for(actor: Actor, recording: Recording, clock: Clock) -> str:
    """Return a ticket for one view of a recording that this person sees."""
    told = [str(recording.uid), actor.officer, uuid4().hex, clock.now().isoformat()]
    return signing.Signer(salt=SALT).sign_object(told)


def seen_recording(actor: Actor, uid: UUID) -> Recording:
    """Return a recording of a matter that this person may see.

    Raises:
        NotFound: absent, or not visible.
    """
    seen = Recording.objects.filter(may_see(actor), uid=uid)
    found = seen.select_related("matter", "step", "officer", "added_by").first()
    if found is None:
        raise NotFound(GONE)
    return found


def played(actor: Actor, uid: UUID, ticket: str, clock: Clock, *, noted: bool = True) -> Recording:
    """Return a recording to be played; the first time with a ticket, write the row of the view.

    Raises:
        NotFound: absent, not visible, or no ticket of this person for it.
    """
    recording = seen_recording(actor, uid)
    view = _view(actor, recording, ticket, clock)
    if noted and actor.officer is not None:
        RecordingAccess.objects.get_or_create(
            view=view,
            defaults={
                "recording": recording,
                "officer_id": actor.officer,
                "by_name": actor.name,
                "door": actor.door,
                "at": clock.now(),
            },
        )
    return recording


def _view(actor: Actor, recording: Recording, ticket: str, clock: Clock) -> UUID:
    try:
        uid, officer, view, at = signing.Signer(salt=SALT).unsign_object(ticket)
    except signing.BadSignature:
        raise NotFound(GONE) from None
    late = clock.now() - datetime.fromisoformat(at) > GOOD_FOR
    if actor.officer is None or officer != actor.officer or uid != str(recording.uid) or late:
        raise NotFound("播放页面已经过期，请回到案件页面重新打开。")
    return UUID(view)


def piece_of(recording: Recording, start: int, length: int) -> Iterator[bytes]:
    """Yield a stretch of the bytes.

    Raises:
        RuleBroken: the file is no longer there.
    """
    try:
        return store().part(recording.sha256, start, length)
    except FileNotFoundError:
        raise RuleBroken("音像文件缺失，无法播放，请立即报告管理员") from None
