"""Registering a recording: what it shows, of which step, by whom, with which device."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from gongjian.common import fields
from gongjian.common.acts import Act, Actor, act
from gongjian.common.clock import Clock
from gongjian.common.errors import InvalidInput, NotFound, RuleBroken
from gongjian.matters.models import Matter, Step
from gongjian.orgs.models import Officer
from gongjian.recording.models import Recording, RecordingUpload


@dataclass(frozen=True)
class AddRecording:
    file: UUID = fields.ref("已上传的音像文件", of="recording.uploads")
    step: UUID = fields.ref("记录的是哪一步", of="recording.steps")
    officer: UUID = fields.ref("拍摄、录制人", of="recording.officers")
    started_at: datetime = fields.moment("开始拍摄、录制的时间")
    note: str = fields.line(
        "拍摄、录制的内容", max_length=500, help="例如：进入加工间检查、向负责人出示执法证件"
    )
    device: str = fields.line(
        "设备编号", max_length=64, required=False, help="执法记录仪等设备的编号"
    )


@act("recording.add", title="登记音像记录", step=False)
def add_recording(*, act: Act, cmd: AddRecording) -> Recording:
    """Tie a file that was handed in to a step of the matter, for good.

    Raises:
        NotFound: the step or the officer is not of this matter; the file is not this person's.
        InvalidInput: it would have ended after now.
        RuleBroken: this very file is registered in the matter already.

    Source: 行政处罚法 第四十七条; 国办发〔2018〕118号 三（十）至（十三）.
    """
    mine = RecordingUpload.objects.select_for_update().filter(officer=act.officer, uid=cmd.file)
    upload = mine.first()
    if upload is None:
        raise NotFound("这个文件不是您上传的，或者已经登记，请重新上传")
    step = Step.objects.filter(matter=act.matter, uid=cmd.step).first()
    if step is None:
        raise NotFound("本案没有这一步，请从列表中选择")
    if cmd.started_at + timedelta(seconds=upload.seconds) > act.now + timedelta(minutes=1):
        told = f"这段{upload.get_kind_display()}长{upload.length}，这时开始的现在还没有录完，请核对"
        raise InvalidInput({"started_at": told})
    known = Recording.objects.filter(matter=act.matter, sha256=upload.sha256)
    if (before := known.select_related("step").first()) is not None:
        raise RuleBroken(f"这个文件已经登记在本案“{before.step.name}”一步，不用再登记")
    recording = Recording(
        matter=act.matter,
        step=step,
        officer=_one_of(act.matter, cmd.officer),
        device=cmd.device,
        started_at=cmd.started_at,
        note=cmd.note,
        kind=upload.kind,
        media=upload.media,
        seconds=upload.seconds,
        sha256=upload.sha256,
        sm3=upload.sm3,
        size=upload.size,
        added_by_id=act.officer,
        added_at=act.now,
    )
    act.write(recording)
    upload.delete()
    return recording


@add_recording.requires
def _while_it_is_open(actor: Actor, matter: Any, clock: Clock) -> str:
    """A closed case takes no more recordings: its file is complete."""
    return "案件已经办结，不能再登记音像记录" if matter.closed_at is not None else ""


@add_recording.prefilled
def _known(actor: Actor, matter: Matter) -> dict[str, Any]:
    """The newest step, and who fills in the form, if one of the two handlers."""
    newest = Step.objects.filter(matter=matter).order_by("-seq").first()
    mine = actor.officer in {matter.lead_id, matter.second_id}
    return {"step": newest.uid if newest else None, "officer": actor.person if mine else None}


def _one_of(matter: Matter, uid: UUID) -> Officer:
    """Return a handler of the matter.

    Raises:
        NotFound: nobody of them.
    """
    handlers = Officer.objects.filter(pk__in=[matter.lead_id, matter.second_id or matter.lead_id])
    officer = handlers.filter(uid=uid).first()
    if officer is None:
        raise NotFound("拍摄、录制人应当是本案承办人，请从列表中选择")
    return officer
