"""The public copy: the pictures of the pages with the boxes painted over. Pure."""

import io
import math
from collections.abc import Iterable, Sequence
from typing import Protocol

from PIL import Image, ImageDraw

from .finding import WHOLE
from .raster import Picture, pdf_of
from .reading import picture_of


class Box(Protocol):
    """A rectangle in thousandths of a page (from 1)."""

    @property
    def page(self) -> int: ...

    @property
    def x(self) -> int: ...

    @property
    def y(self) -> int: ...

    @property
    def width(self) -> int: ...

    @property
    def height(self) -> int: ...


def drawn(pages: Sequence[bytes], boxes: Iterable[Box]) -> bytes:
    """Return the PDF of the pictures of the pages, black wherever a box lies."""
    by_page: dict[int, list[Box]] = {}
    for box in boxes:
        by_page.setdefault(box.page, []).append(box)
    return pdf_of([painted(jpeg, by_page.get(n, ())) for n, jpeg in enumerate(pages, 1)])


def painted(jpeg: bytes, boxes: Iterable[Box]) -> Picture:
    """Return a picture in which nothing is left of what lay under the boxes."""
    image = Image.open(io.BytesIO(jpeg), formats=("JPEG",)).convert("RGB")
    return picture_of(covered(image, boxes))


def covered(image: Image.Image, boxes: Iterable[Box]) -> Image.Image:
    """Paint an image black under the boxes, before anything is compressed."""
    wide, high = image.size
    brush = ImageDraw.Draw(image)
    for box in boxes:
        left, top = math.floor(box.x * wide / WHOLE), math.floor(box.y * high / WHOLE)
        right = math.ceil((box.x + box.width) * wide / WHOLE)
        bottom = math.ceil((box.y + box.height) * high / WHOLE)
        brush.rectangle((left, top, right, bottom), fill=(0, 0, 0))
    return image
