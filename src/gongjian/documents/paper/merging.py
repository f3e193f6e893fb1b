"""Several PDFs as one: a list in front, then the parts, numbered through at the lower right."""

import ctypes
import io
from collections.abc import Iterable
from typing import Any, Final

import pypdfium2
import pypdfium2.raw as pdfium

SIZE: Final = 10.5  # points, 五号
RIGHT, UP = 48.0, 26.0  # points from the right edge, to the end of the number, and from below


def pages_of(content: bytes) -> int:
    """Return how many pages a PDF has."""
    document = pypdfium2.PdfDocument(content)
    try:
        return len(document)
    finally:
        document.close()


def merged(head: bytes, parts: Iterable[bytes]) -> bytes:
    """Return one PDF: `head` as it is, then the parts with page numbers from 1."""
    whole = pypdfium2.PdfDocument.new()
    try:
        _append(whole, head)
        first = len(whole)
        for part in parts:
            _append(whole, part)
        font = pdfium.FPDFText_LoadStandardFont(whole.raw, b"Helvetica")
        for at in range(first, len(whole)):
            _number(whole, font, at, str(at - first + 1))
        target = io.BytesIO()
        whole.save(target)
        return target.getvalue()
    finally:
        whole.close()


def _append(whole: Any, content: bytes) -> None:
    part = pypdfium2.PdfDocument(content)
    try:
        # The seal becomes part of the page: what is seen stays, the signature does not.
        for page in part:
            pdfium.FPDFPage_Flatten(page.raw, pdfium.FLAT_NORMALDISPLAY)
            page.close()
        whole.import_pages(part)
    finally:
        part.close()


def _number(whole: Any, font: Any, at: int, number: str) -> None:
    page = whole[at]
    text = pdfium.FPDFPageObj_CreateTextObj(whole.raw, font, SIZE)
    wide = (number + "\0").encode("utf-16-le")
    letters = ctypes.cast(ctypes.create_string_buffer(wide), pdfium.FPDF_WIDESTRING)
    pdfium.FPDFText_SetText(text, letters)
    width, _ = page.get_size()
    # A digit of Helvetica is 0.556 of its size wide.
    left = width - RIGHT - len(number) * SIZE * 0.556
    pdfium.FPDFPageObj_Transform(text, 1, 0, 0, 1, left, UP)
    pdfium.FPDFPage_InsertObject(page.raw, text)
    page.gen_content()
    page.close()
