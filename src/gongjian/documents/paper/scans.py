"""Is this a scan that may be kept? Told by its content, never by its name."""

import io
import zlib
from collections.abc import Iterator
from typing import Any, Final

import pypdfium2
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader

PNG: Final = b"\x89PNG\r\n\x1a\n"
MOST_OBJECTS: Final = 200_000
# What a scanner never writes: programs, and calls to other programs.
_ACTIVE = frozenset({"/JavaScript", "/JS", "/Launch", "/EmbeddedFiles", "/XFA", "/RichMedia"})
_NO_SIZE = frozenset({0xC4, 0xC8, 0xCC})  # between the start-of-frame markers, but none of them


class BadScan(ValueError):
    """Not a scan that can be kept; the message says what to do."""


def media_of(content: bytes) -> str:
    """Return pdf, jpg or png.

    Raises:
        BadScan: another kind, damaged, encrypted, or a PDF with a program inside.
    """
    if content.startswith(b"%PDF-"):
        _refuse_bad_pdf(content)
        return "pdf"
    if content.startswith(b"\xff\xd8\xff"):
        if not _whole_jpeg(content):
            raise BadScan("图片（JPG）不完整，请重新扫描后上传")
        return "jpg"
    if content.startswith(PNG):
        if not _whole_png(content):
            raise BadScan("图片（PNG）不完整，请重新扫描后上传")
        return "png"
    raise BadScan("只收 PDF、JPG、PNG 格式的扫描件（按内容识别，改扩展名无效），请转换后上传")


def _refuse_bad_pdf(content: bytes) -> None:
    try:
        reader = PdfFileReader(io.BytesIO(content), strict=False)
        if reader.encrypted:
            raise BadScan("PDF 设有密码或者加密，请去掉密码后重新上传")
        found = next(_active(reader), "")
    except (PdfError, ValueError, TypeError, KeyError, IndexError, RecursionError) as error:
        if isinstance(error, BadScan):
            raise
        raise BadScan("PDF 已损坏，打不开，请重新扫描后上传") from None
    if found:
        raise BadScan(f"PDF 里有程序或者附件（{found}），扫描件不应当有，请重新扫描后上传")
    try:
        document = pypdfium2.PdfDocument(content)
        pages = len(document)
        document.close()
    except pypdfium2.PdfiumError:
        raise BadScan("PDF 已损坏，打不开，请重新扫描后上传") from None
    if not pages:
        raise BadScan("PDF 一页也没有，请重新扫描后上传")


def _active(reader: Any) -> Iterator[str]:
    """Yield the names of active parts, wherever in the file they hang."""
    waiting: list[Any] = [reader.trailer_view.raw_get("/Root")]
    seen: set[Any] = set()
    while waiting:
        value = waiting.pop()
        if isinstance(value, generic.IndirectObject):
            if value.reference in seen:
                continue
            seen.add(value.reference)
            if len(seen) > MOST_OBJECTS:
                raise BadScan("PDF 内部过于复杂，不像扫描件，请重新扫描后上传")
            value = reader.get_object(value.reference)
        if isinstance(value, generic.DictionaryObject):
            yield from (name for name in value if name in _ACTIVE)
            if value.get("/S") in _ACTIVE:
                yield str(value["/S"])
            waiting += [value.raw_get(name) for name in value]
        elif isinstance(value, generic.ArrayObject):
            waiting += [value.raw_get(at) for at in range(len(value))]


def _whole_jpeg(content: bytes) -> bool:
    """Walk the segments: a frame with a size, picture data, and the end marker."""
    at, sized = 2, False
    while at + 4 <= len(content):
        if content[at] != 0xFF:
            return False
        marker = content[at + 1]
        if marker == 0xFF:
            at += 1
            continue
        length = int.from_bytes(content[at + 2 : at + 4], "big")
        if 0xC0 <= marker <= 0xCF and marker not in _NO_SIZE:
            sized = any(content[at + 5 : at + 9]) and length >= 8
        if marker == 0xDA:
            return sized and content.rstrip(b"\x00\n\r").endswith(b"\xff\xd9")
        at += 2 + length
    return False


def _whole_png(content: bytes) -> bool:
    """Check every piece's checksum, from the header to the end, with nothing after it."""
    at, names = len(PNG), []
    while at + 12 <= len(content):
        length = int.from_bytes(content[at : at + 4], "big")
        name, end = content[at + 4 : at + 8], at + 8 + length
        crc = content[end : end + 4]
        if zlib.crc32(content[at + 4 : end]).to_bytes(4, "big") != crc:
            return False
        names.append(name)
        at = end + 4
    return at == len(content) and names[:1] == [b"IHDR"] and names[-1:] == [b"IEND"]
