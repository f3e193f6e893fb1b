"""PDF: same bytes, literal texts, every name readable, fonts embedded."""

import io
from datetime import UTC, datetime

import pylopdf_fonts_zh_cn
import pypdfium2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import PdfFileReader

from gongjian.documents.paper import pdf
from gongjian.documents.paper.blocks import (
    Block,
    Cell,
    Closing,
    Line,
    Paragraph,
    Table,
    Title,
    texts_of,
)
from gongjian.documents.paper.fonts import characters_of, font_set
from gongjian.documents.testing import AT, CORE, SAMPLES, blocks_of

HOSTILE = [
    '#strong[红] #panic() #read("/etc/passwd")',
    "$ x^2 $ $$",
    "\\ \\n \\u{5b57} \\*",
    "@ref <label> <script>alert(1)</script> &amp; %%EOF",
    "*粗* _斜_ `码` ```rust fn```",
    "= 标题 - 列 + 列 / 词: 义 // 注 /* 注 */ ~ --- ...",
    "{court} {{item}} [内容] (内容)",
    "https://example.cn/a?b=c#d",
    "\"引号\" '单引号' “中文引号”",
]


def text_of(content: bytes) -> str:
    """Return all text of a PDF without spaces and line ends."""
    document = pypdfium2.PdfDocument(content)
    pages = (document[i].get_textpage().get_text_range() for i in range(len(document)))
    return squeezed("".join(pages))


def squeezed(text: str) -> str:
    """Leave out what a reader of PDF adds or drops at the end of a line, hyphens too."""
    return "".join(c for c in text if not c.isspace() and c not in "\ufffe\u200b-")


def fonts_of(content: bytes) -> dict[str, bool]:
    """Return the fonts a PDF names, and whether each carries its own file."""
    reader = PdfFileReader(io.BytesIO(content))
    found = {}
    for number in range(1, reader.trailer["/Size"]):
        place = generic.Reference(number, 0, reader)
        value = reader.get_object(place)  # type: ignore[no-untyped-call]  # pyHanko
        if isinstance(value, dict) and value.get("/Type") == "/FontDescriptor":
            embedded = any(key in value for key in ("/FontFile", "/FontFile2", "/FontFile3"))
            found[str(value["/FontName"])] = embedded
    return found


@pytest.mark.parametrize("kind", sorted(CORE))
def test_the_same_document_gives_the_same_bytes(kind: str) -> None:
    first = pdf.render(blocks_of(kind), at=AT)
    pdf.render(blocks_of("delivery-receipt"), at=AT)

    assert pdf.render(blocks_of(kind), at=AT) == first


def test_the_date_of_the_file_is_the_one_given() -> None:
    other = datetime(2026, 4, 22, 2, 0, tzinfo=UTC)

    assert pdf.render(blocks_of("delivery-receipt"), at=other) != pdf.render(
        blocks_of("delivery-receipt"), at=AT
    )


@pytest.mark.parametrize("kind", sorted(SAMPLES))
def test_every_document_is_drawn_whole_with_known_fonts_inside(kind: str) -> None:
    content = pdf.render(blocks_of(kind), at=AT).content
    fonts = fonts_of(content)
    said = text_of(content)

    texts = [squeezed(text) for text in texts_of(blocks_of(kind)).split("\n")]
    assert [text for text in texts if len(text) < 20 and text not in said] == []
    assert fonts
    assert all(fonts.values())
    assert {name.split("+")[1].split("-")[0] for name in fonts} <= {"NotoSerifSC", "NotoSansSC"}


@pytest.mark.parametrize("hostile", HOSTILE)
@pytest.mark.parametrize("code", ["party_name", "party_address", "facts", "violated", "statement"])
def test_markup_in_a_field_is_printed_as_typed(code: str, hostile: str) -> None:
    text = text_of(pdf.render(blocks_of("penalty-decision", **{code: hostile}), at=AT).content)

    assert squeezed(hostile) in text


@pytest.mark.parametrize("hostile", HOSTILE)
def test_markup_in_rows_and_cells_is_printed_as_typed(hostile: str) -> None:
    rows = [{"item": hostile, "finding": hostile, "remark": hostile}]
    content = pdf.render(blocks_of("legal-review-opinion", checks=rows), at=AT).content

    assert text_of(content).count(squeezed(hostile)) == 3


@pytest.mark.parametrize("name", [*"喆堃䶮珺祎𬀩", "买买提·艾力"])
def test_a_rare_name_is_readable_and_no_empty_box(name: str) -> None:
    # PDF/A-2 forbids the empty glyph: a font without the sign would have stopped the rendering.
    text = text_of(pdf.render(blocks_of("penalty-notice", contact=name), at=AT).content)

    assert f"联系人：{name}" in text


def test_a_character_without_font_is_refused_by_name() -> None:
    with pytest.raises(pdf.Unprintable) as refused:
        pdf.render(blocks_of("penalty-notice", contact="王𠮷"), at=AT)

    assert refused.value.characters == ("𠮷",)
    assert "U+20BB7" in str(refused.value)


def test_the_shipped_fonts_have_every_character_of_gb_2312() -> None:
    codes = (bytes([high, low]) for high in range(0xB0, 0xF8) for low in range(0xA1, 0xFF))
    wanted = {c for code in codes for c in code.decode("gb2312", errors="ignore")}

    assert len(wanted) == 6763
    assert {c for c in wanted if ord(c) not in font_set().characters} == set()


def test_a_long_text_runs_over_pages_and_loses_nothing() -> None:
    long = "".join(chr(0x4E00 + n % 3000) for n in range(5000))
    content = pdf.render(blocks_of("filing-approval", facts=long), at=AT).content

    assert len(pypdfium2.PdfDocument(content)) >= 5
    assert long in text_of(content).replace("—", "").translate({ord(d): None for d in "0123456789"})


def test_line_ends_are_kept() -> None:
    content = pdf.render(blocks_of("penalty-decision", facts="甲甲甲\n乙乙乙"), at=AT).content
    lines = pypdfium2.PdfDocument(content)[0].get_textpage().get_text_range().splitlines()

    assert "甲甲甲" in [line.strip() for line in lines]


def test_a_demo_document_says_so_on_every_page() -> None:
    content = pdf.render(blocks_of("penalty-decision"), at=AT, demo=True).content
    pages = pypdfium2.PdfDocument(content)

    assert all("演示文书" in pages[i].get_textpage().get_text_range() for i in range(len(pages)))
    assert "演示" not in text_of(pdf.render(blocks_of("penalty-decision"), at=AT).content)


def test_pages_are_numbered_odd_right_even_left() -> None:
    document = pypdfium2.PdfDocument(pdf.render(blocks_of("penalty-decision"), at=AT).content)

    for index in range(len(document)):
        found = document[index].get_textpage().search(f"— {index + 1} —").get_next()
        left = document[index].get_textpage().get_charbox(found[0])[0]
        assert (left > 297) == (index % 2 == 0)


@pytest.mark.parametrize("length", range(0, 900, 60))
def test_no_seal_stands_on_a_page_without_text(length: int) -> None:
    # GB/T 9704-2012 7.3.5.5: never a page with a seal and nothing else.
    drawn = pdf.render(blocks_of("penalty-notice", facts="事" * (length + 1)), at=AT)
    assert drawn.seal is not None
    page = pypdfium2.PdfDocument(drawn.content)[drawn.seal.page - 1]

    assert "联系地址" in page.get_textpage().get_text_range()


def test_only_a_sealed_closing_has_a_place_for_the_seal() -> None:
    sealed = pdf.render([Title("局", "书", "", True), Closing("局", "2026年1月1日", True)], at=AT)
    plain = pdf.render([Title("局", "书"), Closing("局", "2026年1月1日")], at=AT)

    assert sealed.seal is not None
    assert plain.seal is None


def test_each_of_several_issuers_has_a_seal_on_its_name_and_the_first_one_signs() -> None:
    # GB/T 9704-2012 7.3.5.2: in their order, no two seals touching.
    title = Title("甲局、乙局", "行政处罚决定书", "", True)
    closing = Closing("甲局", "2026年1月1日", True, ("乙局", "丙局"))
    drawn = pdf.render([title, closing], at=AT)
    page = pypdfium2.PdfDocument(drawn.content)[0]
    text = page.get_textpage()
    (own, other, last) = (text.get_charbox(text.get_text_range().rindex(n)) for n in "甲乙丙")
    image = page.render(scale=1).to_pil().convert("RGB")

    def red_around(box: tuple[float, ...]) -> int:
        x, y = int(box[0]), 842 - int(box[1])
        spots = ((i, j) for i in range(x - 57, x + 57) for j in range(y - 57, y + 57))
        return sum(image.getpixel(at)[0] > 180 > image.getpixel(at)[1] + 80 for at in spots)

    assert drawn.seal is not None
    assert abs(drawn.seal.x - own[0]) < 20
    assert max(own[1], other[1], last[1]) - min(own[1], other[1], last[1]) < 3
    assert other[0] - own[0] > 40 * 72 / 25.4
    assert last[0] - other[0] > 40 * 72 / 25.4
    assert red_around(own) == 0
    assert min(red_around(other), red_around(last)) > 300


def test_the_seal_lies_over_the_date() -> None:
    drawn = pdf.render(blocks_of("penalty-decision"), at=AT)
    assert drawn.seal is not None
    page = pypdfium2.PdfDocument(drawn.content)[drawn.seal.page - 1].get_textpage()
    found = page.search("2026 年 4 月 21 日").get_next() or page.search("2026年4月21日").get_next()
    left, bottom, _, top = page.get_charbox(found[0])
    right = page.get_charbox(found[0] + found[1] - 1)[2]

    assert abs(drawn.seal.x - (left + right) / 2) < 3
    assert 0 < (bottom + top) / 2 - (842 - drawn.seal.y - 57) < 57


signs = st.characters(codec="gb2312", exclude_categories=["Cc", "Zs", "Zl", "Zp"])
words = st.text(signs, min_size=1, max_size=80)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(words, words, words)
def test_any_text_comes_out_as_it_went_in(label: str, line: str, cell: str) -> None:
    blocks: list[Block] = [Line(label, line), Paragraph((line,)), Table((1,), ((Cell((cell,)),),))]
    text = text_of(pdf.render(blocks, at=AT).content)

    assert text.count(squeezed(line)) >= 2
    assert squeezed(cell) in text


def test_both_forms_of_a_character_map_are_read() -> None:
    assert {ord("A"), ord("䶮")} <= characters_of(pylopdf_fonts_zh_cn.serif_path())
