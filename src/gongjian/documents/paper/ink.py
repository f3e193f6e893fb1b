"""Pictures of a signature and of a finger: drawn here or drawn again, so nothing else is kept."""

import io
import re
from itertools import pairwise
from typing import Final

from PIL import Image, ImageDraw, ImageOps, ImageStat, UnidentifiedImageError

WIDE, HIGH = 1000, 400  # the field in which strokes are drawn
MOST_POINTS: Final = 6_000
LEAST_INK: Final = 250  # a shorter line is a slip of the finger, no name
_PEN: Final = 9
_STROKES = re.compile(
    r"\d{1,4},\d{1,3}(?: \d{1,4},\d{1,3})*(?:;\d{1,4},\d{1,3}(?: \d{1,4},\d{1,3})*)*"
)
_MOST_PIXELS: Final = 40_000_000
_LEAST_SIDE, _MOST_SIDE = 100, 800
_PLAIN: Final = 4.0  # standard deviation of grey; less is an empty sheet

Points = list[tuple[int, int]]


class BadInk(ValueError):
    """No signature or no picture of a finger; the message says what to do."""


def signature(strokes: str) -> bytes:
    """Return the PNG of strokes written as `x,y x,y;x,y …` in a field of 1000 × 400.

    Raises:
        BadInk: not written so, outside the field, too much of it, or hardly anything drawn.
    """
    drawn = _points(strokes)
    ink = sum(abs(b[0] - a[0]) + abs(b[1] - a[1]) for s in drawn for a, b in pairwise(s))
    if ink < LEAST_INK:
        raise BadInk("签名处几乎是空白的，请签名人写出姓名")
    mask = Image.new("L", (WIDE, HIGH), 0)
    pen = ImageDraw.Draw(mask)
    for points in drawn:
        pen.line(points, fill=255, width=_PEN, joint="curve")
        for x, y in (points[0], points[-1]):
            pen.ellipse((x - _PEN // 2, y - _PEN // 2, x + _PEN // 2, y + _PEN // 2), fill=255)
    picture = Image.new("LA", (WIDE, HIGH), (16, 0))
    picture.putalpha(mask)
    return _png(picture)


def fingerprint(content: bytes) -> bytes:
    """Return a picture of a finger as a grey PNG without anything that stood beside the pixels.

    Raises:
        BadInk: no PNG or JPEG, damaged, far too large or small, or an empty sheet.
    """
    try:
        with Image.open(io.BytesIO(content), formats=("PNG", "JPEG")) as opened:
            if opened.width * opened.height > _MOST_PIXELS:
                raise BadInk("指印图像过大，请只拍指印或者降低分辨率")
            if min(opened.size) < _LEAST_SIDE:
                raise BadInk(f"指印图像太小，宽和高都不能少于{_LEAST_SIDE}点，请重新采集")
            picture = ImageOps.exif_transpose(opened).convert("RGB").convert("L")
    except (UnidentifiedImageError, OSError, SyntaxError, Image.DecompressionBombError):
        raise BadInk("指印图像只收完整的 PNG 或者 JPG，请重新采集") from None
    picture.thumbnail((_MOST_SIDE, _MOST_SIDE))
    if ImageStat.Stat(picture).stddev[0] < _PLAIN:
        raise BadInk("指印图像是空白的，请重新采集")
    return _png(picture)


def _points(strokes: str) -> list[Points]:
    if not strokes:
        raise BadInk("还没有签名，请签名人在屏幕上写出姓名；不便书写的，打印后签名再附扫描件")
    if not _STROKES.fullmatch(strokes):
        raise BadInk("签名笔迹的格式不对，请清除后重新签名")
    drawn = [
        [(int(x), int(y)) for x, y in (point.split(",") for point in stroke.split(" "))]
        for stroke in strokes.split(";")
    ]
    if sum(len(points) for points in drawn) > MOST_POINTS:
        raise BadInk("签名笔迹过多，请清除后只写姓名")
    if any(x > WIDE or y > HIGH for points in drawn for x, y in points):
        raise BadInk("签名笔迹超出了签名框，请清除后重新签名")
    return drawn


def _png(picture: Image.Image) -> bytes:
    plain = Image.frombytes(picture.mode, picture.size, picture.tobytes())
    target = io.BytesIO()
    plain.save(target, "PNG", optimize=True)
    return target.getvalue()
