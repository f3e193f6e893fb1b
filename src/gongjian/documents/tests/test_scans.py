"""What may be kept as a scan: told by content; programs, passwords and damage are refused."""

import contextlib
import io
import zlib
from typing import Any

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyhanko.pdf_utils import generic as untyped
from pyhanko.pdf_utils.writer import PageObject, PdfFileWriter

from gongjian.documents.paper.merging import merged, pages_of
from gongjian.documents.paper.scans import PNG, BadScan, media_of

# pyHanko's writing side carries no types.
generic: Any = untyped
Make: Any = PageObject
Writer: Any = PdfFileWriter


def pdf(
    root: dict[str, object] | None = None,
    *,
    password: str = "",
    asked: bool = True,
    pages: int = 1,
) -> bytes:
    """Return a small PDF, with entries of its catalogue or a password as asked."""
    writer = Writer()
    for _ in range(pages):
        stream = generic.StreamObject(stream_data=b"")
        box = generic.ArrayObject([generic.NumberObject(n) for n in (0, 0, 595, 842)])
        writer.insert_page(Make(contents=writer.add_object(stream), media_box=box))
    for name, value in (root or {}).items():
        writer.root[name] = value
    if password:
        writer.encrypt(owner_pass=password, user_pass=password if asked else "")
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


def name(text: str) -> Any:
    return generic.NameObject(text)


def program() -> Any:
    return generic.DictionaryObject(
        {name("/S"): name("/JavaScript"), name("/JS"): generic.TextStringObject("app.alert(1)")}
    )


def png() -> bytes:
    def piece(kind: bytes, data: bytes) -> bytes:
        checksum = zlib.crc32(kind + data).to_bytes(4, "big")
        return len(data).to_bytes(4, "big") + kind + data + checksum

    head = (1).to_bytes(4, "big") * 2 + bytes([8, 0, 0, 0, 0])
    picture = zlib.compress(b"\x00\x00")
    return PNG + piece(b"IHDR", head) + piece(b"IDAT", picture) + piece(b"IEND", b"")


def jpeg() -> bytes:
    """Return the segments of a grey picture of one point."""
    frame = b"\xff\xc0\x00\x0b\x08\x00\x01\x00\x01\x01\x01\x11\x00"
    scan = b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00\x37"
    return b"\xff\xd8\xff\xe0\x00\x04\x00\x00" + frame + scan + b"\xff\xd9"


@pytest.mark.parametrize(("content", "media"), [(pdf(), "pdf"), (png(), "png"), (jpeg(), "jpg")])
def test_scans_are_known_by_their_content(content: bytes, media: str) -> None:
    assert media_of(content) == media


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"MZ\x90\x00", "只收"),
        (b"<html>", "只收"),
        (b"", "只收"),
        (b"%PDF-1.7 nothing", "损坏"),
        (pdf()[:200], "损坏"),
        (png()[:-4], "不完整"),
        (png() + b"more", "不完整"),
        (png().replace(b"IDAT", b"IDAX"), "不完整"),
        (jpeg()[:-2], "不完整"),
        (jpeg()[:12], "不完整"),
        (pdf(password="secret"), "密码"),
        (pdf({"/OpenAction": program()}), "程序"),
    ],
)
def test_what_is_no_whole_harmless_scan_is_refused_with_advice(content: bytes, said: str) -> None:
    with pytest.raises(BadScan, match=said) as refused:
        media_of(content)

    assert "请" in str(refused.value)


def test_a_program_is_found_however_deep_it_hangs() -> None:
    deep = program()
    for _ in range(50):
        deep = generic.ArrayObject([generic.DictionaryObject({name("/Kids"): deep})])

    with pytest.raises(BadScan, match="程序"):
        media_of(pdf({"/Surprise": deep}))


def test_a_file_that_opens_without_password_but_is_encrypted_is_refused() -> None:
    content = pdf(password="owner", asked=False)

    with pytest.raises(BadScan, match="密码"):
        media_of(content)


@given(st.binary(max_size=300), st.sampled_from([b"%PDF-1.7\n", PNG, b"\xff\xd8\xff", b""]))
def test_nothing_thrown_at_it_breaks_it(noise: bytes, head: bytes) -> None:
    with contextlib.suppress(BadScan):
        assert media_of(head + noise) in {"pdf", "jpg", "png"}


def test_a_merged_file_has_all_pages_and_numbers_them_from_the_first_part() -> None:
    whole = merged(pdf(), [pdf(pages=2), pdf(pages=3)])

    document = pypdfium2.PdfDocument(whole)
    said = [page.get_textpage().get_text_bounded().strip() for page in document]
    assert pages_of(whole) == 6
    assert said == ["", "1", "2", "3", "4", "5"]
