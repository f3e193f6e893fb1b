"""Word from the same blocks: what an agency may edit and print for itself. It bears no seal."""

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any
from xml.sax.saxutils import escape

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.section import WD_SECTION
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph as WordParagraph

from . import qr
from .blocks import (
    Block,
    Cell,
    Closing,
    Heading,
    Line,
    Note,
    Paragraph,
    SignLine,
    Table,
    Title,
    Verify,
)

BODY, BLACK, TITLE, LATIN = "仿宋_GB2312", "黑体", "方正小标宋简体", "Times New Roman"
RED = RGBColor(0xE6, 0x00, 0x12)
PITCH = Pt(28.95)
_EMPTY_DATE = "　　年　　月　　日"
_STAMP = (1980, 1, 1, 0, 0, 0)


def render(blocks: Sequence[Block], *, at: datetime, demo: bool = False) -> bytes:
    """Return the document as .docx: same blocks, same bytes.

    Page and margins as the PDF's.

    Source: GB/T 9704-2012 5.2 (A4, 天头 37 mm, 订口 28 mm, 版心 156 × 225 mm).
    """
    title = next((block for block in blocks if isinstance(block, Title)), Title("", "文书"))
    document = Document()
    _page(document, outward=title.red, demo=demo)
    _properties(document, title, at)
    for block, after in zip(blocks, [*blocks[1:], None], strict=True):
        _DRAW[type(block)](document, block)
        if isinstance(block, Line | Paragraph) and isinstance(after, Closing | SignLine):
            document.paragraphs[-1].paragraph_format.keep_with_next = True
    out = io.BytesIO()
    document.save(out)
    return same_bytes(out.getvalue())


def _page(document: WordDocument, *, outward: bool, demo: bool) -> None:
    section = document.sections[0]
    section.start_type = WD_SECTION.NEW_PAGE
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.top_margin, section.bottom_margin = (Mm(37), Mm(35)) if outward else (Mm(28), Mm(27))
    section.footer_distance = Mm(25 if outward else 17)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "zh-CN")
    language.set(qn("w:eastAsia"), "zh-CN")
    document.styles["Normal"].element.get_or_add_rPr().append(language)
    document.settings.odd_and_even_pages_header_footer = True
    _page_number(section.footer.paragraphs[0], WD_ALIGN_PARAGRAPH.RIGHT)
    _page_number(section.even_page_footer.paragraphs[0], WD_ALIGN_PARAGRAPH.LEFT)
    if demo:
        for header in (section.header, section.even_page_header):
            mark = header.paragraphs[0]
            mark.alignment = WD_ALIGN_PARAGRAPH.CENTER
            _run(mark, "演示文书　不具有法律效力", size=10.5, font=BLACK, color=RED)


def _properties(document: WordDocument, title: Title, at: datetime) -> None:
    properties = document.core_properties
    properties.title = f"{title.text} {title.number}".strip()
    properties.author = properties.last_modified_by = title.issuer
    properties.comments = ""
    properties.created = properties.modified = at.replace(tzinfo=None)


def _page_number(paragraph: WordParagraph, alignment: Any) -> None:
    paragraph.alignment = alignment
    indent = paragraph.paragraph_format
    indent.left_indent = indent.right_indent = Pt(14)
    _run(paragraph, "— ", size=14, font="宋体")
    for kind, text in (("begin", None), (None, "PAGE"), ("end", None)):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = text
        _run(paragraph, "", size=14, font="宋体")._r.append(element)
    _run(paragraph, " —", size=14, font="宋体")


def _paragraph(where: Any, *, indent: float = 0, exact: bool = True) -> WordParagraph:
    paragraph: WordParagraph = where.add_paragraph()
    layout = paragraph.paragraph_format
    layout.space_before = layout.space_after = Pt(0)
    layout.line_spacing_rule = WD_LINE_SPACING.EXACTLY if exact else WD_LINE_SPACING.AT_LEAST
    layout.line_spacing = PITCH
    if indent:
        layout.first_line_indent = Pt(indent)
    return paragraph


def _run(
    paragraph: WordParagraph,
    text: str,
    *,
    size: float = 16,
    font: str = BODY,
    color: RGBColor | None = None,
) -> Any:
    run = paragraph.add_run(text)
    run.font.size = Pt(size)
    run.font.name = LATIN
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)
    if color is not None:
        run.font.color.rgb = color
    return run


def _title(document: WordDocument, block: Title) -> None:
    for text, size, color in (
        (block.issuer, 36 if block.red else 18, RED if block.red else None),
        (block.text, 22, None),
    ):
        paragraph = _paragraph(document, exact=False)
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.paragraph_format.space_after = Pt(10 if block.red else 2)
        fit = min(size, 440 / max(len(text), 1))
        _run(paragraph, text, size=fit, font=TITLE, color=color)
    if not block.number:
        return
    number = _paragraph(document)
    number.alignment = WD_ALIGN_PARAGRAPH.CENTER if block.red else WD_ALIGN_PARAGRAPH.RIGHT
    _run(number, block.number, size=16 if block.red else 12)
    if block.red:
        _rule(number, "bottom", "E60012", 12)
        number.paragraph_format.space_after = Pt(8)


def _rule(paragraph: WordParagraph, side: str, color: str, eighths: int) -> None:
    borders, border = OxmlElement("w:pBdr"), OxmlElement(f"w:{side}")
    for key, value in (("val", "single"), ("sz", str(eighths)), ("space", "6"), ("color", color)):
        border.set(qn(f"w:{key}"), value)
    borders.append(border)
    paragraph._p.get_or_add_pPr().append(borders)


def _line(document: WordDocument, block: Line) -> None:
    paragraph = _paragraph(document)
    _run(paragraph, f"{block.label}：", font=BLACK)
    _run(paragraph, block.text)


def _heading(document: WordDocument, block: Heading) -> None:
    paragraph = _paragraph(document, indent=32)
    paragraph.paragraph_format.keep_with_next = True
    _run(paragraph, block.text, font=BLACK)


def _text(document: WordDocument, block: Paragraph) -> None:
    for line in block.lines:
        paragraph = _paragraph(document, indent=0 if block.flush else 32)
        paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
        paragraph.paragraph_format.keep_with_next = line.endswith("：")
        _run(paragraph, line)


def _table(document: WordDocument, block: Table) -> None:
    """Write the rows as XML at once: python-docx looks the whole table over for every cell."""
    table = document.add_table(rows=0, cols=len(block.columns), style="Table Grid")
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    widths = [Mm(156 * share / sum(block.columns)) for share in block.columns]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for number, row in enumerate(block.rows):
        table._tbl.append(parse_xml(_row(row, widths, header=block.header and number == 0)))
    after = _paragraph(document)
    after.paragraph_format.line_spacing = Pt(8)


def _row(row: Sequence[Cell], widths: Sequence[int], *, header: bool) -> str:
    height = Pt(22 * max(cell.height + bool(cell.sign or cell.day) for cell in row))
    cells, start = [], 0
    for cell in row:
        cells.append(_cell(cell, sum(widths[start : start + cell.span])))
        start += cell.span
    repeated = "<w:tblHeader/>" if header else ""
    layout = f'<w:trPr><w:trHeight w:val="{_twips(height)}"/>{repeated}</w:trPr>'
    return f"<w:tr {nsdecls('w')}>{layout}{''.join(cells)}</w:tr>"


def _cell(cell: Cell, width: int) -> str:
    lines = [(line, "center" if cell.label else "") for line in cell.lines]
    if cell.sign or cell.day:
        signed = f"{cell.sign}{cell.name or '＿＿＿＿＿'}　{cell.day or _EMPTY_DATE}"
        lines.append((signed, "right"))
    font = BLACK if cell.label else BODY
    written = "".join(_cell_line(text, where, font) for text, where in lines or [("", "")])
    span = f'<w:gridSpan w:val="{cell.span}"/>' if cell.span > 1 else ""
    layout = f'<w:tcW w:type="dxa" w:w="{_twips(width)}"/>{span}<w:vAlign w:val="center"/>'
    return f"<w:tc><w:tcPr>{layout}</w:tcPr>{written}</w:tc>"


def _cell_line(text: str, where: str, font: str) -> str:
    side = f'<w:jc w:val="{where}"/>' if where else ""
    spacing = '<w:spacing w:before="40" w:after="40" w:line="360" w:lineRule="exact"/>'
    fonts = f'<w:rFonts w:ascii="{LATIN}" w:hAnsi="{LATIN}" w:eastAsia="{font}"/>'
    words = f'<w:t xml:space="preserve">{escape(text)}</w:t>' if text else ""
    return (
        f"<w:p><w:pPr>{spacing}{side}</w:pPr>"
        f'<w:r><w:rPr>{fonts}<w:sz w:val="24"/></w:rPr>{words}</w:r></w:p>'
    )


def _twips(length: int) -> int:
    """Return a length in twentieths of a point, as Word's tables want it."""
    return round(length / Pt(1) * 20)


def _sign(document: WordDocument, block: SignLine) -> None:
    paragraph = _paragraph(document)
    _run(paragraph, f"{block.label}：", size=14, font=BLACK)
    paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(156), WD_TAB_ALIGNMENT.RIGHT)
    _run(paragraph, f"{block.name}　＿＿＿＿＿\t{block.day or _EMPTY_DATE}", size=14)


def _closing(document: WordDocument, block: Closing) -> None:
    _paragraph(document)
    for name in (block.issuer, *block.others) if block.others else ():
        paragraph = _paragraph(document)
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        paragraph.paragraph_format.right_indent = Pt(64)
        paragraph.paragraph_format.keep_with_next = True
        _run(paragraph, name)
    if block.others:
        _dated(document, block)
        return
    # The shorter of the two lines is set in, so that issuer and date share one middle.
    issuer, day = len(block.issuer) * 16.0, sum(8 if c.isascii() else 16 for c in block.day)
    for text, width in ((block.issuer, issuer), (block.day, day)):
        paragraph = _paragraph(document)
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        paragraph.paragraph_format.right_indent = Pt(max(64 + (day - width) / 2, 0))
        paragraph.paragraph_format.keep_with_next = text == block.issuer
        _run(paragraph, text)


def _dated(document: WordDocument, block: Closing) -> None:
    paragraph = _paragraph(document)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    paragraph.paragraph_format.right_indent = Pt(64)
    _run(paragraph, block.day)


def _note(document: WordDocument, block: Note) -> None:
    _run(_paragraph(document), block.text, size=14)


def _verify(document: WordDocument, block: Verify) -> None:
    rule = _paragraph(document)
    rule.paragraph_format.line_spacing = Pt(12)
    rule.paragraph_format.keep_with_next = True
    _rule(rule, "bottom", "000000", 6)
    table = document.add_table(rows=1, cols=2)
    table.autofit = False
    for column, width in zip(table.columns, (Mm(120), Mm(36)), strict=True):
        column.width = width
    words, picture = table.rows[0].cells
    words.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    lines = (block.text, "扫描右侧二维码，或者访问下列网址，核验本文书真伪：", block.url)
    for number, text in enumerate(lines):
        paragraph = words.paragraphs[0] if number == 0 else words.add_paragraph()
        paragraph.paragraph_format.space_after = Pt(2)
        _run(paragraph, text, size=10.5)
    right = picture.paragraphs[0]
    right.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    right.add_run().add_picture(io.BytesIO(qr.png(block.url)), width=Mm(32))


def same_bytes(content: bytes) -> bytes:
    """Write the package anew with fixed dates: python-docx stamps the machine's time."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, _STAMP)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, old.read(name))
    return out.getvalue()


_DRAW: Mapping[type[Any], Callable[[WordDocument, Any], None]] = {
    Title: _title,
    Line: _line,
    Heading: _heading,
    Paragraph: _text,
    Table: _table,
    SignLine: _sign,
    Closing: _closing,
    Note: _note,
    Verify: _verify,
}
