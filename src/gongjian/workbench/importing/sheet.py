"""Reading a sheet with limits, and making an empty one to be filled."""

import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.utils.exceptions import InvalidFileException

from .kinds import Column, Kind

MOST_BYTES = 1 << 20
MOST_UNPACKED = 32 << 20
MOST_ROWS = 1_000
MOST_COLUMNS = 40
SAFE_DIGITS = 15
SHEET = "数据"


class BadSheet(Exception):
    """The file as a whole cannot be read; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the sheet: its number as the spreadsheet shows it, its cells by heading."""

    number: int
    cells: dict[str, Any]


def read_sheet(content: bytes, kind: Kind) -> list[Line]:
    """Return the filled rows of the first sheet, cells by the name of their column.

    Raises:
        BadSheet: no spreadsheet, too large, or its headings are not those of the template.
    """
    _refuse_bombs(content)
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        rows = book.worksheets[0].iter_rows(max_col=MOST_COLUMNS, max_row=MOST_ROWS + 2)
        cells = [tuple(cell.value for cell in row) for row in rows]
        book.close()
    except (InvalidFileException, KeyError, ValueError, IndexError, OSError, TypeError) as error:
        raise BadSheet("文件不是可以读取的 .xlsx 表格，请用下载的模板填写后另存") from error
    if not cells:
        raise BadSheet("表格是空的，请用下载的模板填写")
    names = _names(cells[0], kind)
    lines = [
        Line(number, {n: v for n, v in zip(names, row, strict=False) if n})
        for number, row in enumerate(cells[1:], 2)
        if any(_filled(value) for value in row)
    ]
    if len(cells) > MOST_ROWS + 1:
        raise BadSheet(f"一次最多导入 {MOST_ROWS} 行，请拆成几个文件")
    if not lines:
        raise BadSheet("表格里没有一行数据")
    return lines


def template(kind: Kind) -> bytes:
    """Return an empty sheet: headings in order, required ones marked, help as comments."""
    book = Workbook()
    sheet = book.active
    sheet.title = SHEET
    for number, column in enumerate(kind.columns, 1):
        cell = sheet.cell(1, number, column.heading)
        cell.font = Font(bold=True)
        if column.required:
            cell.fill = PatternFill("solid", fgColor="FFE8CC")
        if told := "\n".join(_told(column)):
            cell.comment = Comment(told, "公鉴")
        letter = cell.column_letter
        sheet.column_dimensions[letter].width = max(12, 2 * len(column.heading) + 4)
        for row in range(2, 202):  # as text, so that long numbers keep their digits
            sheet.cell(row, number).number_format = "yyyy-mm-dd" if column.date else "@"
    sheet.freeze_panes = "A2"
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def value_of(cell: Any, column: Column) -> Any:
    """Return a cell as the command takes it; "" or None where it is empty.

    Raises:
        ValueError: the cell is not of the column's kind; the message is for the person.
    """
    if not _filled(cell):
        return None if column.date else ""
    if column.date:
        return _day(cell)
    text = _text(cell)
    if not column.choices:
        return text
    for code, label in column.choices:
        if text in (code, label):
            return code
    allowed = "、".join(label for _, label in column.choices)
    raise ValueError(f"“{text}”不在可选范围：{allowed}")


def _refuse_bombs(content: bytes) -> None:
    if len(content) > MOST_BYTES:
        raise BadSheet(f"文件超过 {MOST_BYTES >> 20} MB，请拆成几个文件")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            unpacked = sum(part.file_size for part in archive.infolist())
    except zipfile.BadZipFile as error:
        raise BadSheet("文件不是 .xlsx 表格，请用下载的模板填写后另存") from error
    if unpacked > MOST_UNPACKED:
        raise BadSheet("文件展开后过大，没有读取。请用下载的模板重新填写")


def _names(headings: Sequence[Any], kind: Kind) -> list[str]:
    by_heading = {column.heading: column.name for column in kind.columns}
    told = ["" if value is None else str(value).strip() for value in headings]
    if unknown := [heading for heading in told if heading and heading not in by_heading]:
        raise BadSheet(f"不认识的列“{'”、“'.join(unknown)}”，请用下载的模板")
    if len(set(filter(None, told))) != len([heading for heading in told if heading]):
        raise BadSheet("有两列同名，请用下载的模板")
    needed = [column.heading for column in kind.columns if column.required]
    if missing := [heading for heading in needed if heading not in told]:
        raise BadSheet(f"缺少列“{'”、“'.join(missing)}”，请用下载的模板")
    return [by_heading.get(heading, "") for heading in told]


def _told(column: Column) -> Iterator[str]:
    yield "必填" if column.required else "选填"
    if column.help:
        yield column.help
    if column.choices:
        yield "可填：" + "、".join(label for _, label in column.choices)
    if column.date:
        yield "日期，例如 2026-01-31"


def _filled(value: Any) -> bool:
    return value is not None and str(value).strip() != ""


def _day(cell: Any) -> date:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    try:
        return date.fromisoformat(str(cell).strip().replace("/", "-").replace(".", "-"))
    except ValueError as error:
        raise ValueError(f"不是日期（应如 2026-01-31）：{cell}") from error


def _text(cell: Any) -> str:
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, int | float):
        whole = int(cell)
        if whole != cell or len(str(abs(whole))) > SAFE_DIGITS:
            raise ValueError("是数字格式，可能已丢失末位；请把这一列设为“文本”后重新填写")
        return str(whole)
    return str(cell).strip()
