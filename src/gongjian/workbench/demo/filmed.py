"""Recordings of a demo case: a few seconds made by code, nobody's voice and nobody's yard."""

import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from PIL import Image, ImageDraw

from gongjian.common import clock as clocks
from gongjian.common.acts import Actor
from gongjian.matters.models import Matter, Step
from gongjian.recording.services import keep_recording
from gongjian.recording.testing import wav

Perform = Callable[..., Any]
DRUMS = ((90, 200), (190, 200), (290, 200), (140, 110), (240, 110))


def enter(perform: Perform, actor: Actor, matter: Matter, told: dict[str, Any]) -> None:
    """Hand a recording in and register it with the inspection of the case."""
    clock = clocks.current()
    content = photo() if told["kind"] == "photo" else wav(told["seconds"])
    step = Step.objects.filter(matter=matter, code="record_inspection").latest("seq")
    began = step.at - timedelta(hours=2) + timedelta(minutes=told["minute"])
    perform(
        "recording.add",
        "handler",
        file=keep_recording(actor, io.BytesIO(content), told["name"], clock).uid,
        step=step.uid,
        started_at=began.replace(second=0, microsecond=0),
        note=told["note"],
        device=told["device"],
    )


def photo() -> bytes:
    """Draw drums along a wall."""
    image = Image.new("RGB", (480, 320), "#b9c0c4")
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 240, 480, 320), fill="#7d8286")
    pen.rectangle((20, 20, 460, 60), fill="#8a939a")
    for left, top in DRUMS:
        pen.rectangle((left, top, left + 80, top + 85), fill="#2f5d7c", outline="#1d3a4d", width=3)
        pen.line((left, top + 28, left + 80, top + 28), fill="#1d3a4d", width=3)
        pen.line((left, top + 57, left + 80, top + 57), fill="#1d3a4d", width=3)
    target = io.BytesIO()
    image.save(target, "JPEG", quality=80)
    return target.getvalue()
