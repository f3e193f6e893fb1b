"""The file itself: CSV or a workbook, written and read again. Every cell is text."""

import csv
import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from openpyxl import Workbook, load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from gongjian.common.cells import harmless, plain

from .fields import Format

MOST_BYTES = 5_000_000
MOST_ROWS = 20_000
GONE_HEAD = ("CF_WSH", "撤下日期", "撤下原因", "公开说明的理由")


@dataclass(frozen=True, slots=True)
class Read:
    """What a file holds, by the codes of our columns, and what is wrong with it as a whole."""

    rows: tuple[dict[str, str], ...] = ()
    problems: tuple[str, ...] = ()


def write_csv(rows: Iterable[Mapping[str, str]], form: Format) -> bytes:
    """Return the rows as CSV: UTF-8 with a mark, CRLF, the codes of the fields as heading."""
    return lines_csv(form.codes, ([row[code] for code in form.codes] for row in rows))


def lines_csv(head: Sequence[str], lines: Iterable[Sequence[str]]) -> bytes:
    """Return lines as CSV of which no cell runs in a spreadsheet."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows([harmless(cell) for cell in line] for line in lines)
    return ("\ufeff" + out.getvalue()).encode()


def write_xlsx(rows: Iterable[Mapping[str, str]], form: Format) -> bytes:
    """Return the rows as a workbook, every cell a text, the fields' Chinese names as heading."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("行政处罚")
    sheet.append([field.name for field in form.fields])
    for row in rows:
        sheet.append([harmless(row[code]) for code in form.codes])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def read_file(content: bytes, form: Format) -> Read:
    """Return the rows of a CSV (UTF-8 or GB18030) or workbook; headings by code, name or alias.

    Columns we do not know and columns that are missing are problems of the file.
    """
    if len(content) > MOST_BYTES:
        return Read(problems=("文件超过5MB，请分批核对",))
    try:
        lines = _lines_xlsx(content) if content[:2] == b"PK" else _lines_csv(content)
    except ValueError as error:
        return Read(problems=(str(error),))
    if not lines:
        return Read(problems=("文件是空的，第一行应当是数据项的代码或者名称",))
    columns, problems = _columns(lines[0], form)
    if problems:
        return Read(problems=problems)
    if len(lines) - 1 > MOST_ROWS:
        return Read(problems=(f"文件超过{MOST_ROWS}行，请分批核对",))
    rows = [
        {code: _plain(cells[at]) if at < len(cells) else "" for code, at in columns.items()}
        for cells in lines[1:]
        if any(cell.strip() for cell in cells)
    ]
    return Read(tuple(rows))


def _columns(head: Sequence[str], form: Format) -> tuple[dict[str, int], tuple[str, ...]]:
    by_name = {name: field.code for field in form.fields for name in field.names}
    found: dict[str, int] = {}
    problems = []
    for at, cell in enumerate(cell.strip() for cell in head):
        code = by_name.get(cell)
        if code is None and cell:
            problems.append(f"第{at + 1}列的表头“{cell[:30]}”不是数据项，请删去这一列或者改正表头")
        elif code in found:
            problems.append(f"表头“{cell}”重复，请只留一列")
        elif code:
            found[code] = at
    if missing := [code for code in form.codes if code not in found]:
        problems.append(f"缺少数据项：{'、'.join(missing)}。请补上这些列，没有内容的留空")
    return found, tuple(problems)


def _lines_csv(content: bytes) -> list[list[str]]:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            break
        try:
            return list(csv.reader(io.StringIO(text, newline="")))
        except csv.Error:
            break
    raise ValueError("文件不是CSV，也不是XLSX，请在电子表格中另存为其中一种再核对")


def _lines_xlsx(content: bytes) -> list[list[str]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > 20 * MOST_BYTES:
                raise ValueError("文件解压后过大，请分批核对")
        book = load_workbook(io.BytesIO(content), read_only=True)
        sheet = book.worksheets[0]
        return [[_text(v) for v in row] for row in sheet.iter_rows(values_only=True)]
    except (zipfile.BadZipFile, InvalidFileException, KeyError, IndexError) as error:
        raise ValueError("打不开这个XLSX文件，请重新另存后再核对") from error


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _plain(cell: str) -> str:
    """Return a cell as it was before it was made harmless; line ends as we write them."""
    return plain(cell.replace("\r\n", "\n").strip())
