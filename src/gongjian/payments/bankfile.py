"""The bank's list of receipts as a CSV file: read, checked row by row, nothing guessed.

Banks write UTF-8 (with or without a mark) or GB18030, and each names its columns in its own way.
Cells are text: a spreadsheet's `="00123"` is unwrapped, any other formula in a column that we read
as a number, code or date is a problem of its row. Days are days at home, whatever the hour.
"""

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from gongjian.common.money import parse_yuan

from .choices import PaymentWay

T = TypeVar("T")
MOST_BYTES = 1_000_000
MOST_ROWS = 2000
ALIASES: Mapping[str, tuple[str, ...]] = {
    "serial": ("银行流水号", "交易流水号", "流水号", "交易流水", "凭证号", "serial"),
    "paid_on": ("入账日期", "交易日期", "交易时间", "入账时间", "日期", "paid_on"),
    "amount": ("金额", "交易金额", "收入金额", "贷方金额", "贷方发生额", "入账金额", "amount"),
    "payer": ("付款人", "付款人名称", "付款户名", "对方户名", "对方名称", "缴款人", "payer"),
    "code": ("缴款码", "缴款书编号", "缴款通知书编号", "缴费码", "code"),
    "memo": ("摘要", "附言", "用途", "备注", "memo"),
    "way": ("渠道", "缴款方式", "交易渠道", "way"),
}
LABELS = {
    "serial": "银行流水号",
    "paid_on": "入账日期",
    "amount": "金额",
    "payer": "付款人",
    "code": "缴款码",
}
NEEDED = ("serial", "paid_on", "amount", "payer")
LONGEST = {"serial": 64, "payer": 100, "code": 64, "memo": 200}
ELECTRONIC = ("电子", "网上", "微信", "支付宝", "扫码", "手机", "electronic")
_FORMULA = ("=", "+", "-", "@")
_WRAPPED = re.compile(r'="([^"]*)"')
_DAY = re.compile(r"(\d{4})[-/.年]?(\d{1,2})[-/.月]?(\d{1,2})日?(?:[ T]\d{1,2}:\d{2}.*)?")
_CLOSE_DAY = re.compile(r"(\d{4})(\d{2})(\d{2})(?:[ T]?\d.*)?")


@dataclass(frozen=True, slots=True)
class ReceiptLine:
    """One receipt as the bank lists it; `number` is the line of the file."""

    number: int
    serial: str = ""
    paid_on: date | None = None
    amount_fen: int = 0
    payer: str = ""
    code: str = ""
    memo: str = ""
    way: str = PaymentWay.BANK
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BankFile:
    """What was read: every row with its problems, and what is wrong with the whole."""

    lines: tuple[ReceiptLine, ...] = ()
    problems: tuple[str, ...] = ()

    @property
    def sound(self) -> bool:
        return not self.problems and not any(line.problems for line in self.lines)

    @property
    def total_fen(self) -> int:
        return sum(line.amount_fen for line in self.lines)


def read(content: bytes, today: date) -> BankFile:
    """Return the receipts of a file with the problems of each row; none is left out."""
    try:
        rows = _rows(content)
        columns = _columns(next(rows, []))
    except ValueError as error:
        return BankFile(problems=(str(error),))
    lines: list[ReceiptLine] = []
    first_seen: dict[str, int] = {}
    for number, cells in enumerate(rows, start=2):
        if not any(cell.strip() for cell in cells):
            continue
        if len(lines) == MOST_ROWS:
            return BankFile(problems=(f"文件超过{MOST_ROWS}行，请按日分开导入",))
        lines.append(_line(number, _named(columns, cells), today, first_seen))
    if not lines:
        return BankFile(problems=("文件中没有到账记录",))
    return BankFile(tuple(lines))


def _rows(content: bytes) -> Iterator[list[str]]:
    if len(content) > MOST_BYTES:
        raise ValueError("文件超过1MB，请按日分开导入")
    text = _text(content)
    if "\0" in text:
        raise ValueError("文件不是文本格式的CSV，请在电子表格中另存为CSV后再导入")
    first = text.split("\n", 1)[0]
    delimiter = max(",\t;，", key=first.count)
    return iter(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))


def _text(content: bytes) -> str:
    """Return the text of a file in UTF-8 or GB18030.

    Raises:
        ValueError: it is in neither.
    """
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ValueError("文件的编码既不是UTF-8也不是GB18030，请另存后再导入")


def _columns(header: Sequence[str]) -> dict[str, int]:
    """Return where each of our columns stands; a header may carry its unit: 金额（元）.

    Raises:
        ValueError: a needed column is missing, or two headers mean the same.
    """
    names = [re.sub(r"[（(].*?[）)]|\s", "", cell) for cell in header]
    found: dict[str, int] = {}
    for column, aliases in ALIASES.items():
        at = [n for n, name in enumerate(names) if name in aliases]
        if len(at) > 1:
            doubled = "”“".join(names[n] for n in at)
            raise ValueError(f"表头“{doubled}”都像是{LABELS.get(column, column)}，请只留一列")
        if at:
            found[column] = at[0]
    missing = "、".join(LABELS[column] for column in NEEDED if column not in found)
    if missing:
        raise ValueError(f"表头中找不到：{missing}。第一行应当是列名")
    return found


def _named(columns: Mapping[str, int], cells: Sequence[str]) -> dict[str, str]:
    return {c: _cell(cells[at]) if at < len(cells) else "" for c, at in columns.items()}


def _cell(typed: str) -> str:
    value = typed.strip().strip("\t")
    wrapped = _WRAPPED.fullmatch(value)
    return wrapped[1].strip() if wrapped else value.removeprefix("'")


def _line(
    number: int, cells: Mapping[str, str], today: date, first_seen: dict[str, int]
) -> ReceiptLine:
    problems = [
        f"“{LABELS[column]}”像是公式（{cells[column][:20]}），请核对原始流水"
        for column in ("serial", "code", "paid_on")
        if cells.get(column, "").startswith(_FORMULA)
    ]
    problems += [f"缺少“{LABELS[c]}”" for c in NEEDED if not cells[c]]
    problems += [
        f"“{LABELS.get(c, c)}”超过{most}字"
        for c, most in LONGEST.items()
        if len(cells.get(c, "")) > most
    ]
    problems += [
        f"“{LABELS.get(c, c)}”含有控制字符"
        for c, value in cells.items()
        if any(ord(char) < 32 or ord(char) == 127 for char in value)
    ]
    serial = cells["serial"]
    if re.fullmatch(r"\d(\.\d+)?[Ee]\+?\d+", serial):
        problems.append(f"流水号被电子表格改成了“{serial}”，请以文本格式重新导出")
    if serial and serial in first_seen:
        problems.append(f"流水号与第{first_seen[serial]}行重复")
    first_seen.setdefault(serial, number)
    paid_on = _attempt(problems, lambda: read_day(cells["paid_on"], today), cells["paid_on"])
    amount = _attempt(problems, lambda: _amount(cells["amount"]), cells["amount"])
    return ReceiptLine(
        number=number,
        serial=serial,
        paid_on=paid_on,
        amount_fen=amount or 0,
        payer=cells["payer"],
        code=cells.get("code", ""),
        memo=cells.get("memo", ""),
        way=_way(cells.get("way", "")),
        problems=tuple(problems),
    )


def _attempt(problems: list[str], reading: Callable[[], T], typed: str) -> T | None:
    if not typed:
        return None
    try:
        return reading()
    except ValueError as error:
        problems.append(str(error))
        return None


def read_day(typed: str, today: date) -> date:
    """Return the day of a date or moment as banks write them; the hour changes nothing.

    Raises:
        ValueError: no day, or one to come.
    """
    found = _CLOSE_DAY.fullmatch(typed) or _DAY.fullmatch(typed)
    try:
        day = date(*map(int, found.groups())) if found else None
    except ValueError:
        day = None
    if day is None or day.year < 1990:
        raise ValueError(f"看不懂日期“{typed[:20]}”，应当像 2026-03-02")
    if day > today:
        raise ValueError(f"入账日期{day.isoformat()}晚于今天，请核对")
    return day


def _amount(typed: str) -> int:
    if typed.startswith(("-", "−", "(", "（")):
        raise ValueError(f"金额“{typed[:20]}”不是收入，请只导出收入流水")
    fen = parse_yuan(typed.removeprefix("+"))
    if fen == 0:
        raise ValueError("金额是0，请核对")
    return fen


def _way(typed: str) -> str:
    return PaymentWay.ELECTRONIC if any(w in typed for w in ELECTRONIC) else PaymentWay.BANK
