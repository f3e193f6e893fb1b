"""Small recordings made by code, and one registered in a matter; for tests and the demo."""

import io
import math
import struct
import wave
from datetime import timedelta
from typing import Any

from PIL import Image

from gongjian.common.acts import Actor
from gongjian.common.clock import Clock
from gongjian.matters.models import Matter, Step

from .models import Recording
from .services import AddRecording, add_recording, keep_recording

RATE = 8000


def wav(seconds: int = 2, *, pitch: int = 440) -> bytes:
    """Return a quiet tone."""
    target = io.BytesIO()
    with wave.open(target, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(1)
        sound.setframerate(RATE)
        turn = 2 * math.pi * pitch / RATE
        sound.writeframes(
            bytes(128 + round(40 * math.sin(turn * n)) for n in range(seconds * RATE))
        )
    return target.getvalue()


def jpeg(colour: str = "grey", size: tuple[int, int] = (40, 30)) -> bytes:
    """Return a picture of one colour."""
    target = io.BytesIO()
    Image.new("RGB", size, colour).save(target, "JPEG")
    return target.getvalue()


def mp3(frames: int = 80) -> bytes:
    """Return silent frames of 64 kbit/s, 44.1 kHz."""
    return (b"\xff\xfb\x50\xc4" + bytes(204)) * frames


def movie(seconds: int = 3, handler: bytes = b"vide", data: bytes = b"picture") -> bytes:
    """Return the boxes of an MP4: a header, one track, data that shows nothing."""
    timing = struct.pack(">IIIII", 0, 0, 0, 1000, seconds * 1000)
    head = box(b"mvhd", timing + bytes(80))
    track = box(b"trak", box(b"mdia", box(b"hdlr", bytes(8) + handler + bytes(13))))
    return box(b"ftyp", b"isom\0\0\0\0isom") + box(b"moov", head + track) + box(b"mdat", data)


def box(name: bytes, content: bytes) -> bytes:
    """Return a box of the ISO base media format."""
    return struct.pack(">I4s", len(content) + 8, name) + content


def record(actor: Actor, matter: Matter, content: bytes, clock: Clock, **values: Any) -> Recording:
    """Register a recording of the newest step."""
    kept = keep_recording(actor, io.BytesIO(content), "记录", clock)
    said: dict[str, Any] = {
        "file": kept.uid,
        "step": Step.objects.filter(matter=matter).order_by("-seq")[0].uid,
        "officer": actor.person,
        "started_at": clock.now() - timedelta(hours=1),
        "note": "进入加工间检查。",
        "device": "ZF-0231",
    }
    cmd = AddRecording(**(said | values))
    return add_recording(actor=actor, matter=matter.uid, cmd=cmd, clock=clock)
