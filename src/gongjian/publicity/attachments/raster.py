"""A PDF of pictures and nothing else, written and read back. Pure.

Written by hand because every library adds something: a producer, a date, an identifier. What is
not written here cannot be in the file: no text, no fonts, no metadata, no links, no scripts.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

DPI = 150
_POINTS = 72
_HEAD = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"
_PICTURE = re.compile(rb"/Filter /DCTDecode /Length ([0-9]+) >>\nstream\n")


@dataclass(frozen=True, slots=True)
class Picture:
    """A page as a JPEG, with its size in pixels."""

    jpeg: bytes
    width: int
    height: int


def pdf_of(pages: Sequence[Picture]) -> bytes:
    """Return a PDF with one picture a page; the same pictures give the same bytes."""
    kids = b" ".join(b"%d 0 R" % (3 + 3 * n) for n in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count %d /Kids [%b] >>" % (len(pages), kids),
    ]
    for n, page in enumerate(pages):
        objects += _page(page, 3 + 3 * n)
    body, places = bytearray(_HEAD), []
    for number, content in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    start = len(body)
    body += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    body += b"".join(b"%010d 00000 n \n" % place for place in places)
    body += b"trailer\n<< /Size %d /Root 1 0 R >>\n" % (len(objects) + 1)
    return bytes(body + b"startxref\n%d\n%%%%EOF\n" % start)


def _page(page: Picture, first: int) -> list[bytes]:
    """Return page, what it draws, and the picture; numbered from `first` on."""
    wide, high = (side * _POINTS / DPI for side in (page.width, page.height))
    size = f"{wide:.2f} {high:.2f}".encode()
    drawn = f"q {wide:.2f} 0 0 {high:.2f} 0 0 cm /P Do Q".encode()
    return [
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %b] /Contents %d 0 R"
        b" /Resources << /XObject << /P %d 0 R >> >> >>" % (size, first + 1, first + 2),
        b"<< /Length %d >>\nstream\n%b\nendstream" % (len(drawn), drawn),
        b"<< /Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceRGB"
        b" /BitsPerComponent 8 /Filter /DCTDecode /Length %d >>\nstream\n%b\nendstream"
        % (page.width, page.height, len(page.jpeg), page.jpeg),
    ]


def pictures_in(content: bytes) -> Iterator[bytes]:
    """Yield the JPEG of every page of a file that `pdf_of` wrote."""
    at = 0
    while found := _PICTURE.search(content, at):
        at = found.end() + int(found[1])
        yield content[found.end() : at]
