"""Is this a recording that may be kept? Told by its content, never by its name.

Files are read in pieces: a recording of an hour does not fit into memory.
"""

import math
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Final

from PIL import Image, UnidentifiedImageError
from tinytag import TinyTag, TinyTagException

from .choices import Kind, Media

MOST_BOXES: Final = 20_000
LONGEST_SECONDS: Final = 48 * 3600
WANTED = (
    "只收 MP4 录像、WAV 或者 MP3 录音、JPG 照片（按内容识别，改扩展名无效），"
    "请用执法记录仪的配套软件导出成其中一种后上传"
)
CUT = "文件不完整，可能没有复制完或者录制时断电，请从设备重新导出后上传"


class BadRecording(ValueError):
    """Not a recording that can be kept; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Content:
    """What a file is; `seconds` is 0 for a photo."""

    kind: Kind
    media: Media
    seconds: int


def content_of(file: IO[bytes]) -> Content:
    """Return what a file is; it is left at its beginning.

    Raises:
        BadRecording: another kind, cut short, or without a length.
    """
    size = file.seek(0, 2)
    file.seek(0)
    head = file.read(16)
    found = _told(file, head, size)
    file.seek(0)
    return found


def _told(file: IO[bytes], head: bytes, size: int) -> Content:
    if head.startswith(b"\xff\xd8\xff"):
        _refuse_bad_photo(file)
        return Content(Kind.PHOTO, Media.JPG, 0)
    if head[4:8] == b"ftyp":
        kind = _kind_of_movie(file, size)
        return Content(kind, Media.MP4, _seconds(file))
    if head.startswith(b"RIFF") and head[8:12] == b"WAVE":
        if int.from_bytes(head[4:8], "little") + 8 > size:
            raise BadRecording(f"录音（WAV）{CUT}")
        return Content(Kind.AUDIO, Media.WAV, _seconds(file))
    if _is_mp3(file, head):
        return Content(Kind.AUDIO, Media.MP3, _seconds(file))
    raise BadRecording(WANTED)


def _seconds(file: IO[bytes]) -> int:
    file.seek(0)
    try:
        told = TinyTag.get(file_obj=file, tags=False).duration  # type: ignore[arg-type]
    except (TinyTagException, OSError) as error:
        raise BadRecording(CUT) from error
    if not told or not math.isfinite(told) or not 0 < told <= LONGEST_SECONDS:
        raise BadRecording("读不出录了多长时间，请用设备的配套软件重新导出后上传")
    return math.ceil(told)


# --- ISO base media: boxes within boxes ---------------------------------------------------------


def _kind_of_movie(file: IO[bytes], size: int) -> Kind:
    """Walk the boxes: a movie header, its data whole, and a track with pictures or with sound."""
    boxes = {name: (start, end) for name, start, end in _boxes(file, 0, size)}
    if not {b"moov", b"mdat"} <= boxes.keys():
        raise BadRecording(f"录像（MP4）{CUT}")
    tracks = set()
    for name, start, end in _boxes(file, *boxes[b"moov"]):
        if name == b"trak":
            tracks.add(_handler(file, start, end))
    if b"vide" in tracks:
        return Kind.VIDEO
    if b"soun" in tracks:
        return Kind.AUDIO
    raise BadRecording("文件（MP4）里既没有画面，也没有声音，请核对后上传")


def _handler(file: IO[bytes], start: int, end: int) -> bytes:
    """Return the kind of a track, from its `mdia/hdlr`."""
    for name, inner, inner_end in _boxes(file, start, end):
        if name != b"mdia":
            continue
        for part, at, _ in _boxes(file, inner, inner_end):
            if part == b"hdlr":
                file.seek(at + 8)
                return file.read(4)
    return b""


def _boxes(file: IO[bytes], at: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """Yield name, beginning and end of what each box holds; all lie whole between the two places.

    Raises:
        BadRecording: a box goes beyond what holds it.
    """
    for _ in range(MOST_BOXES):
        if at >= end:
            return
        file.seek(at)
        head = file.read(16)
        if len(head) < 8:
            break
        size, name = struct.unpack(">I4s", head[:8])
        skipped = 8
        if size == 1 and len(head) == 16:
            size, skipped = int.from_bytes(head[8:], "big"), 16
        elif size == 0:
            size = end - at
        if size < skipped or at + size > end:
            break
        yield name, at + skipped, at + size
        at += size
    raise BadRecording(f"录像（MP4）{CUT}")


# --- the others ---------------------------------------------------------------------------------


def _is_mp3(file: IO[bytes], head: bytes) -> bool:
    """Tell whether sound of MPEG layer III begins here, or after a tag."""
    at = 0
    if head.startswith(b"ID3") and len(head) > 10:
        at = 10
        for place, seven in zip((21, 14, 7, 0), head[6:10], strict=True):
            at += (seven & 0x7F) << place
    file.seek(at)
    sync, version, rate = (file.read(3) + b"\0\0\0")[:3]
    layer_three = version & 0xE0 == 0xE0 and version & 0x06 == 0x02 and version & 0x18 != 0x08
    return sync == 0xFF and layer_three and rate >> 4 not in {0, 15} and rate & 0x0C != 0x0C


def _refuse_bad_photo(file: IO[bytes]) -> None:
    """Draw it as small as can be: what cannot be drawn, or ends too early, is no photo."""
    file.seek(0)
    try:
        with Image.open(file, formats=["JPEG"]) as image:
            image.draft("L", (image.width // 8 or 1, image.height // 8 or 1))
            image.load()
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError) as error:
        told = "照片（JPG）不完整或者打不开，请从设备重新导出后上传"
        raise BadRecording(told) from error
