"""Does a public copy hold anything but pictures? Asked before it is kept, and again every night.

It shares no line with what writes the copy, whose mistakes it has to find.
"""

import io

import pypdfium2
import pypdfium2.raw as pdfium
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader

_ROOT = {"/Type", "/Pages"}
# Parts of a JPEG that can carry words: EXIF and XMP, Photoshop, profiles, comments.
_TELLING = {*range(0xE1, 0xF0), 0xFE}


def more_than_pictures(content: bytes) -> str:
    """Return what a public copy holds beside pictures of its pages, "" when nothing."""
    try:
        reader = PdfFileReader(io.BytesIO(content), strict=False)
        if "/Info" in reader.trailer_view or set(reader.root) - _ROOT:
            return "文件属性"
        document = pypdfium2.PdfDocument(content)
    except (PdfError, ValueError, TypeError, KeyError, pypdfium2.PdfiumError):
        return "无法读取的内容"
    if document.get_metadata_dict(skip_empty=True) or document.count_attachments():
        return "文件属性"
    try:
        return next((found for n in range(len(document)) if (found := _on(document[n]))), "")
    except pypdfium2.PdfiumError:
        return "无法读取的内容"


def _on(page: object) -> str:
    if page.get_textpage().count_chars():  # type: ignore[attr-defined]  # pdfium has no types
        return "文字层"
    if pdfium.FPDFPage_GetAnnotCount(page):
        return "批注或者表单"
    for drawn in page.get_objects(max_depth=8):  # type: ignore[attr-defined]  # as above
        if drawn.type != pdfium.FPDF_PAGEOBJ_IMAGE:
            return "图片以外的内容"
        if _tells(bytes(drawn.get_data(decode_simple=False))):
            return "图片属性（EXIF、XMP）"
    return ""


def _tells(jpeg: bytes) -> bool:
    """Tell whether a JPEG carries anything but its picture."""
    at = 2
    while at + 4 <= len(jpeg) and jpeg[at] == 0xFF:
        marker = jpeg[at + 1]
        if marker in _TELLING:
            return True
        if marker == 0xDA:
            return False
        at += 2 + int.from_bytes(jpeg[at + 2 : at + 4], "big")
    return True
