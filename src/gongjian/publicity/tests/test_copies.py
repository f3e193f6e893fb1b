"""Public copies: nothing but pixels, and of what was covered not one."""

import io
from collections.abc import Sequence
from typing import Any

import pypdfium2
import pytest
from PIL import Image, PngImagePlugin
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import copy_into_new_writer

from gongjian.documents.paper import pdf
from gongjian.documents.paper.blocks import Paragraph
from gongjian.documents.testing import AT
from gongjian.publicity.attachments.apart import read_apart
from gongjian.publicity.attachments.checking import more_than_pictures
from gongjian.publicity.attachments.drawing import covered, drawn, painted
from gongjian.publicity.attachments.finding import WHOLE, Found, found_in
from gongjian.publicity.attachments.raster import DPI, Picture, pdf_of, pictures_in
from gongjian.publicity.attachments.reading import BadAttachment, Page, read
from gongjian.publicity.redaction import Term

NAME, NUMBER = "欧阳喆堃", "11010519491231002X"
EDGE = 9
TERMS = [Term(NAME, "", "姓名", "g"), Term(NUMBER, "", "证件号码", "g")]


def paper(*lines: str) -> bytes:
    """Return a PDF of these paragraphs."""
    return pdf.render([Paragraph(lines)], at=AT).content


def copy(content: bytes, boxes: Sequence[Any] | None = None) -> tuple[list[Page], bytes]:
    pages = read(content, "pdf")
    boxes = found_in(pages, TERMS, ()) if boxes is None else boxes
    return pages, drawn([page.picture.jpeg for page in pages], boxes)


def under(content: bytes, box: Found) -> set[int]:
    """Return how bright the copy is well under a box: every value of every colour that occurs.

    At its edge the compression mixes in what stands beside it.
    """
    image = Image.open(io.BytesIO(list(pictures_in(content))[box.page - 1]))
    wide, high = image.size
    left, top = box.x * wide // WHOLE + EDGE, box.y * high // WHOLE + EDGE
    right = (box.x + box.width) * wide // WHOLE - EDGE
    bottom = (box.y + box.height) * high // WHOLE - EDGE
    return set(image.crop((left, top, right, bottom)).tobytes())


@pytest.mark.requirement("P13")
def test_nothing_of_what_is_covered_can_be_had_back() -> None:
    content = paper(f"当事人{NAME}，证件号码{NUMBER}。")

    pages, result = copy(content)

    boxes = found_in(pages, TERMS, ())
    text = pypdfium2.PdfDocument(result)[0].get_textpage()
    assert {box.what for box in boxes} == {"姓名", "证件号码"}
    assert all(max(under(result, box)) < 8 for box in boxes)
    assert text.count_chars() == 0
    assert more_than_pictures(result) == ""
    assert more_than_pictures(content) != ""


def test_what_lies_under_a_box_changes_nothing_in_the_copy() -> None:
    box = Found(1, 100, 200, 300, 250, "", "", 100, "", asked=False)
    plain = Image.effect_noise((200, 100), 60).convert("RGB")
    other = plain.copy()
    other.paste((255, 255, 255), (20, 20, 80, 45))

    assert plain.tobytes() != other.tobytes()
    assert covered(plain, [box]).tobytes() == covered(other, [box]).tobytes()


def test_a_known_name_is_covered_wherever_the_line_breaks() -> None:
    lines = [f"{'查' * n}{NAME}{'处' * 30}" for n in range(24, 42)]
    spaced = f"姓 名　{'　'.join(NAME)}"
    pages = read(paper(*lines, spaced), "pdf")

    boxes = found_in(pages, TERMS, ())

    left = [
        char.text
        for number, page in enumerate(pages, 1)
        for char in page.chars
        if char.text in NAME and char.place and not _covered(number, char.place, boxes)
    ]
    drawn_over = sum(c.text == "喆" for page in pages for c in page.chars)
    assert drawn_over == len(lines) + 1
    assert left == []


def _covered(page: int, place: tuple[float, float, float, float], boxes: Sequence[Found]) -> bool:
    left, top, right, bottom = (round(side * WHOLE, 3) for side in place)
    return any(
        b.page == page
        and b.x <= left
        and b.y <= top
        and b.x + b.width >= right
        and b.y + b.height >= bottom
        for b in boxes
    )


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_turned_and_cropped_page_is_covered_in_the_right_place(turn: int) -> None:
    document = pypdfium2.PdfDocument(paper(f"当事人{NAME}"))
    document[0].set_rotation(turn)
    document[0].set_cropbox(40, 60, 560, 820)
    target = io.BytesIO()
    document.save(target)

    pages, result = copy(target.getvalue())

    (box,) = found_in(pages, TERMS, ())
    letters = under(copy(target.getvalue(), [])[1], box)
    assert min(letters) < 60 < 200 < max(letters)
    assert max(under(result, box)) < 8


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_photograph_loses_place_maker_and_comment(kind: str) -> None:
    image = Image.new("RGB", (300, 200), "white")
    target = io.BytesIO()
    exif = Image.Exif()
    exif[0x010F], exif[0x0112] = "照相机 31.21N", 6
    if kind == "JPEG":
        image.save(target, kind, exif=exif, comment=b"secret-word", xmp=b"<x>secret-word</x>")
    else:
        words = PngImagePlugin.PngInfo()
        words.add_text("Author", "secret-word")
        image.save(target, kind, exif=exif, pnginfo=words)

    (page,) = read(target.getvalue(), "jpg")
    result = drawn([page.picture.jpeg], [])

    assert (page.picture.width, page.picture.height) == (200, 300)  # turned as the camera said
    assert page.bare
    assert b"secret-word" in target.getvalue()
    assert b"secret-word" not in result
    assert b"Exif" not in result
    assert more_than_pictures(result) == ""


def test_what_lay_behind_a_transparent_place_does_not_come_out() -> None:
    image = Image.new("RGBA", (64, 64), (255, 0, 0, 0))
    target = io.BytesIO()
    image.save(target, "PNG")

    (page,) = read(target.getvalue(), "png")

    assert min(Image.open(io.BytesIO(page.picture.jpeg)).tobytes()) > 250


def test_a_copy_with_anything_else_in_it_is_told() -> None:
    image = Image.new("RGB", (80, 60), "white")
    exif = Image.Exif()
    exif[0x010F] = "照相机"
    told, plain = io.BytesIO(), io.BytesIO()
    image.save(told, "JPEG", exif=exif)
    image.save(plain, "PDF")

    assert "EXIF" in more_than_pictures(pdf_of([Picture(told.getvalue(), 80, 60)]))
    assert more_than_pictures(plain.getvalue()) == "文件属性"
    assert more_than_pictures(b"%PDF-1.4 nothing") == "无法读取的内容"


def test_the_same_boxes_give_the_same_bytes_and_the_size_of_the_paper() -> None:
    content = paper("一", "二")

    first, second = copy(content)[1], copy(content)[1]

    page = pypdfium2.PdfDocument(first)[0]
    assert first == second
    assert page.get_size() == pytest.approx((595.28, 841.89), abs=0.5)
    assert DPI == 150


def test_files_that_cannot_be_read_say_what_to_do() -> None:
    content = paper("一")
    writer = copy_into_new_writer(PdfFileReader(io.BytesIO(content)))
    writer.encrypt("owner", "user")  # type: ignore[no-untyped-call]  # pyHanko
    locked, huge = io.BytesIO(), pypdfium2.PdfDocument.new()
    writer.write(locked)  # type: ignore[no-untyped-call]  # pyHanko
    huge.new_page(5000, 5000)
    wide = io.BytesIO()
    huge.save(wide)
    for _ in range(61):
        huge.new_page(100, 100)
    many = io.BytesIO()
    huge.save(many)

    said = {}
    for name, bad in (("locked", locked), ("wide", wide), ("many", many)):
        with pytest.raises(BadAttachment) as refused:
            read(bad.getvalue(), "pdf")
        said[name] = str(refused.value)
    with pytest.raises(BadAttachment, match="损坏"):
        read_apart(content[: len(content) // 2], "pdf")

    assert "密码" in said["locked"]
    assert "幅面" in said["wide"]
    assert "最多60页" in said["many"]


def test_a_page_with_a_picture_wants_a_person_and_a_page_of_words_does_not() -> None:
    words = read(paper("一二三"), "pdf")
    scan = read(copy(paper("一二三"))[1], "pdf")

    assert [page.bare for page in words] == [False]
    assert [page.bare for page in scan] == [True]


def test_paint_goes_to_the_edge_of_the_page() -> None:
    image = Image.new("RGB", (37, 53), "white")
    target = io.BytesIO()
    image.save(target, "JPEG")
    whole = Found(1, 0, 0, WHOLE, WHOLE, "", "", 100, "", asked=False)

    picture = painted(target.getvalue(), [whole])

    assert set(Image.open(io.BytesIO(picture.jpeg)).tobytes()) == {0}
