"""The mark over every page that is read: who reads, when. Pure: a picture in, a picture out."""

import io
from functools import lru_cache

import pylopdf_fonts_zh_cn
from PIL import Image, ImageDraw, ImageFont

QUALITY = 80
_ANGLE = 28
_INK = (20, 60, 140, 52)  # pale enough to read through, too dark to be lost in a copy
_STEP = (900, 300)


def marked(jpeg: bytes, words: str) -> bytes:
    """Return the picture of a page with `words` slantwise all over it."""
    page = Image.open(io.BytesIO(jpeg), formats=("JPEG",)).convert("RGB")
    layer = _layer(page.size, words)
    page.paste(layer, (0, 0), layer)
    target = io.BytesIO()
    page.save(target, "JPEG", quality=QUALITY)
    return target.getvalue()


def _layer(size: tuple[int, int], words: str) -> Image.Image:
    """Return a sheet with the words in rows, turned, as large as the page."""
    side = int((size[0] ** 2 + size[1] ** 2) ** 0.5) + 1
    sheet = Image.new("RGBA", (side, side), (0, 0, 0, 0))
    brush = ImageDraw.Draw(sheet)
    font = _font(max(size[0] // 48, 14))
    for row, top in enumerate(range(0, side, _STEP[1])):
        for left in range(-(row % 2) * _STEP[0] // 2, side, _STEP[0]):
            brush.text((left, top), words, font=font, fill=_INK)
    turned = sheet.rotate(_ANGLE)
    left, top = (side - size[0]) // 2, (side - size[1]) // 2
    return turned.crop((left, top, left + size[0], top + size[1]))


@lru_cache(maxsize=8)
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(pylopdf_fonts_zh_cn.sans_path(), size)
