"""A file handed in: checked by content, kept untouched, never whole in memory."""

from datetime import timedelta
from typing import IO

from django.conf import settings

from gongjian.common.acts import Actor
from gongjian.common.clock import Clock
from gongjian.common.errors import InvalidInput, NotAllowed, RuleBroken
from gongjian.common.text import shorten
from gongjian.recording.containers import BadRecording, content_of
from gongjian.recording.models import RecordingUpload
from gongjian.vault.store import store

WAITING_AT_MOST = 20
FORGOTTEN_AFTER = timedelta(days=1)


def keep_recording(actor: Actor, file: IO[bytes], name: str, clock: Clock) -> RecordingUpload:
    """Keep a file until the act `recording.add` names it; the original stays as it is.

    Raises:
        NotAllowed: who is no officer hands nothing in.
        InvalidInput: empty, too large, of another kind, or cut short.
        RuleBroken: this person has handed in too many that lead nowhere.
    """
    if actor.officer is None:
        raise NotAllowed("只有执法人员可以上传音像记录，请使用执法人员账号登录")
    waiting = RecordingUpload.objects.filter(officer=actor.officer)
    waiting.filter(at__lt=clock.now() - FORGOTTEN_AFTER).delete()
    if waiting.count() >= WAITING_AT_MOST:
        raise RuleBroken(f"您有{WAITING_AT_MOST}个上传的文件还没有登记，请先登记，或者明天再传")
    size, shown = file.seek(0, 2), name[:80]
    if not size:
        raise InvalidInput({"file": f"“{shown}”是空文件，请重新选择"})
    if told := too_large(size):
        raise InvalidInput({"file": f"“{shown}”{told}"})
    try:
        content = content_of(file)
    except BadRecording as error:
        raise InvalidInput({"file": f"“{shown}”：{error}"}) from None
    kept = store().put(file)
    return RecordingUpload.objects.create(
        officer_id=actor.officer,
        name=shorten("".join(c for c in name if c.isprintable()), 200),
        kind=content.kind,
        media=content.media,
        seconds=content.seconds,
        sha256=kept.sha256,
        sm3=kept.sm3,
        size=kept.size,
        at=clock.now(),
    )


def too_large(size: int) -> str:
    """Return why a file of this size is not taken in; "" where it is."""
    most = settings.GONGJIAN_RECORDING_MAX_BYTES
    if size <= most:
        return ""
    return f"超过{most // (1024 * 1024)}MB，请用设备的配套软件分段导出后上传"
