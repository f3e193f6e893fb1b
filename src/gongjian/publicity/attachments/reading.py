"""From a file to pictures of its pages and the places of its characters. Pure; no Django.

Runs in a process of its own (`apart`): a file that breaks the reader breaks nothing else.
"""

import ctypes
import io
import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image, ImageOps

from .raster import DPI, Picture

MOST_PAGES = 60
MOST_PIXELS = 24_000_000  # of a page as it is drawn: A2 at 150 dpi has 17 million
MOST_SOURCE_PIXELS = 80_000_000  # of a photograph as it was taken
LONGEST_SIDE = 2400
QUALITY = 85
_POINTS = 72
_GRID = 1_000_000
# What stands where a font does not say which character it draws.
_UNTOLD = {0, 0xFFFD, *range(0xE000, 0xF900)}
_SOFT_HYPHEN = 0xFFFE
_LINES_OF_A_CODE = 200


class BadAttachment(ValueError):
    """A file of which no public copy can be made; the message says what to do."""


Place = tuple[float, float, float, float]
Across = Callable[[float, float], tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Char:
    """A character and where it stands, in parts of the page: 0 is left or top, 1 right or bottom.

    A line end or a space that the reader made up has no place (None).
    """

    text: str
    place: Place | None


@dataclass(frozen=True, slots=True)
class Page:
    """One page. `bare`: not all that can be read on it is known as text, so a person must look.

    `codes`: where drawings stand that look like a QR code.
    """

    picture: Picture
    chars: tuple[Char, ...]
    bare: bool
    codes: tuple[Place, ...] = ()


def read(content: bytes, media: str) -> list[Page]:
    """Return the pages of a PDF, or the one page that a photograph is.

    Raises:
        BadAttachment: encrypted, damaged, too large, or with too many pages.
    """
    if media == "pdf":
        return list(_pdf(content))
    return [Page(picture_of(_photograph(content)), (), bare=True)]


def picture_of(image: Image.Image) -> Picture:
    """Return a picture made of the pixels alone: no EXIF, no XMP, no profile, no comment."""
    fresh = Image.frombytes("RGB", image.size, image.tobytes())
    target = io.BytesIO()
    fresh.save(target, "JPEG", quality=QUALITY)
    return Picture(target.getvalue(), *fresh.size)


def _photograph(content: bytes) -> Image.Image:
    try:
        image = Image.open(io.BytesIO(content), formats=("JPEG", "PNG"))
        wide, high = image.size
        if wide * high > MOST_SOURCE_PIXELS:
            raise BadAttachment(f"图片太大（{wide}×{high}像素），请降低分辨率后重新上传")
        # As people see it: the camera's turn is carried out, what is transparent becomes paper.
        turned = ImageOps.exif_transpose(image)
        whole = turned.convert("RGBA")
    except Image.DecompressionBombError:
        raise BadAttachment("图片太大，请降低分辨率后重新上传") from None
    except (OSError, SyntaxError, EOFError, struct.error) as error:
        raise BadAttachment("图片已损坏，打不开，请重新扫描后上传") from error
    paper = Image.new("RGBA", whole.size, "white")
    paper.alpha_composite(whole)
    shown = paper.convert("RGB")
    shown.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    return shown


def _pdf(content: bytes) -> Iterator[Page]:
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        if "assword" in str(error):
            raise BadAttachment("PDF 设有密码或者加密，请去掉密码后重新上传") from None
        raise BadAttachment("PDF 已损坏，打不开，请重新扫描后上传") from None
    if pdfium.FPDF_GetSecurityHandlerRevision(document) != -1:
        raise BadAttachment("PDF 设有密码或者加密，请去掉密码后重新上传")
    pages = len(document)
    if not 0 < pages <= MOST_PAGES:
        raise BadAttachment(f"PDF 有{pages}页，一份附件最多{MOST_PAGES}页，请分成几份")
    document.init_forms()
    for number in range(pages):
        try:
            yield _page(document[number], number + 1)
        except pypdfium2.PdfiumError as error:
            raise BadAttachment(f"PDF 第{number + 1}页已损坏，打不开，请重新扫描") from error


def _page(page: Any, number: int) -> Page:
    scale = DPI / _POINTS
    wide, high = (side * scale for side in page.get_size())
    if wide * high > MOST_PIXELS or min(wide, high) < 8:
        raise BadAttachment(f"PDF 第{number}页的幅面过大或者过小，请按 A4 或者 A3 重新输出")
    image = page.render(scale=scale).to_pil().convert("RGB")
    text = page.get_textpage()
    codes = [pdfium.FPDFText_GetUnicode(text, n) for n in range(text.count_chars())]
    across = _affine(page)
    chars = tuple(_chars(text, codes, across))
    seen = any(char.place for char in chars)
    pictures = next(page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=8), None)
    marks = pdfium.FPDFPage_GetAnnotCount(page)
    bare = not seen or pictures is not None or marks > 0 or not _UNTOLD.isdisjoint(codes)
    return Page(picture_of(image), chars, bare, tuple(_drawn_codes(page, across)))


def _drawn_codes(page: Any, across: Across) -> Iterator[Place]:
    """Yield where one drawing of very many lines fills a square."""
    for drawn in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH], max_depth=8):
        if pdfium.FPDFPath_CountSegments(drawn) < _LINES_OF_A_CODE:
            continue
        left, bottom, right, top = drawn.get_bounds()
        if 0.8 < (right - left) / max(top - bottom, 1) < 1.25:
            yield _place(across, left, bottom, right, top)


def _place(across: Across, left: float, bottom: float, right: float, top: float) -> Place:
    (x1, y1), (x2, y2) = across(left, bottom), across(right, top)
    return (min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2))


def _chars(text: Any, codes: list[int], across: Across) -> Iterator[Char]:
    box, half = pdfium.FS_RECTF(), 0
    for n, code in enumerate(codes):
        if 0xD800 <= code < 0xDC00:
            half = code  # a rare character told in two halves
            continue
        if 0xDC00 <= code < 0xE000 and half:
            code = 0x10000 + ((half - 0xD800) << 10) + (code - 0xDC00)
        half = 0
        word = "-" if code == _SOFT_HYPHEN else chr(code) if 0 < code < 0x110000 else "\ufffd"
        if word.isspace() or not pdfium.FPDFText_GetLooseCharBox(text, n, box):
            yield Char(word, None)
            continue
        yield Char(word, _place(across, box.left, box.bottom, box.right, box.top))


def _affine(page: Any) -> Across:
    """Return from a point of the page to its place in the picture, turned pages included."""
    (ox, oy), (ax, ay), (bx, by) = (_device(page, *p) for p in ((0, 0), (1000, 0), (0, 1000)))

    def across(x: float, y: float) -> tuple[float, float]:
        return (
            (ox + (ax - ox) * x / 1000 + (bx - ox) * y / 1000) / _GRID,
            (oy + (ay - oy) * x / 1000 + (by - oy) * y / 1000) / _GRID,
        )

    return across


def _device(page: Any, x: float, y: float) -> tuple[int, int]:
    left, top = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDF_PageToDevice(page, 0, 0, _GRID, _GRID, 0, x, y, left, top)
    return left.value, top.value
