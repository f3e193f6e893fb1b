"""Values of fields: what a caller may hand in, how it is frozen, how it reads on paper."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from gongjian.common.clock import HOME_ZONE

# Controls but the end of a line, halves of surrogate pairs, turns of the writing direction.
_UNPRINTED = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069]")


class WrongValue(ValueError):
    """A value that cannot stand on paper; the message completes “…（label）”."""


def frozen(kind: str, value: Any, columns: Mapping[str, Any]) -> Any:
    """Return `value` as plain JSON for a field of `kind`; a blank becomes None.

    line, text, choice: str. date: ISO day. moment: ISO moment of the home zone. money: whole fen
    (int). number: int. list: strings. rows: mappings with `columns`.

    Raises:
        WrongValue: another type, a control character, a column that does not exist.
    """
    if value is None or value in ("", [], ()):
        return None
    match kind:
        case "date":
            return _day(value)
        case "moment":
            return _moment(value)
        case "money":
            return _fen(value)
        case "number":
            return _whole(value)
        case "list":
            return [_text(item) for item in _sequence(value)] or None
        case "rows":
            return [_row(item, columns) for item in _sequence(value)] or None
        case _:
            return _text(value) or None


def shown(kind: str, value: Any) -> str:
    """Return a frozen value as it is printed; a blank gives ""."""
    if value is None:
        return ""
    match kind:
        case "date":
            return day_zh(date.fromisoformat(value))
        case "moment":
            return moment_zh(datetime.fromisoformat(value))
        case "money":
            return money_zh(value)
        case "list":
            return "、".join(value)
        case _:
            return str(value)


def day_zh(day: date) -> str:
    """Return 2026年4月21日.

    Source: GB/T 9704-2012 7.3.5.4 (arabic figures, no leading zeros).
    """
    return f"{day.year}年{day.month}月{day.day}日"


def moment_zh(at: datetime) -> str:
    """Return 2026年3月12日9时30分, in the home zone."""
    local = at.astimezone(HOME_ZONE)
    return f"{day_zh(local.date())}{local.hour}时{local.minute:02d}分"


def money_zh(fen: int) -> str:
    """Return fen as yuan with two decimals and separators: 52,120.00元."""
    return f"{fen // 100:,}.{fen % 100:02d}元"


def _text(value: Any) -> str:
    if not isinstance(value, str):
        msg = f"应为文字，不是{type(value).__name__}"
        raise WrongValue(msg)
    text = unicodedata.normalize("NFC", value.replace("\r\n", "\n").replace("\r", "\n")).strip()
    if found := _UNPRINTED.search(text):
        msg = f"含有不能印出的字符（U+{ord(found[0]):04X}），请删去后重试"
        raise WrongValue(msg)
    return text


def _day(value: Any) -> str:
    if isinstance(value, str):
        try:
            value = date.fromisoformat(value)
        except ValueError:
            msg = f"不是日期：{value[:20]}"
            raise WrongValue(msg) from None
    if type(value) is not date:
        msg = "应为日期"
        raise WrongValue(msg)
    return value.isoformat()


def _moment(value: Any) -> str:
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value)
        except ValueError:
            msg = f"不是时间：{value[:40]}"
            raise WrongValue(msg) from None
    if not isinstance(value, datetime) or value.tzinfo is None:
        msg = "应为带时区的时间"
        raise WrongValue(msg)
    return value.astimezone(HOME_ZONE).isoformat(timespec="seconds")


def _whole(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        msg = "应为整数"
        raise WrongValue(msg)
    return value


def _fen(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        msg = "应为不小于零的金额（分）"
        raise WrongValue(msg)
    return value


def _sequence(value: Any) -> Sequence[Any]:
    if isinstance(value, str) or not isinstance(value, Sequence):
        msg = "应为多项"
        raise WrongValue(msg)
    return value


def _row(value: Any, columns: Mapping[str, Any]) -> dict[str, str]:
    if not isinstance(value, Mapping) or not set(value) <= set(columns):
        msg = f"每一项只能有：{'、'.join(columns)}"
        raise WrongValue(msg)
    row = {code: _text(value.get(code, "")) for code in columns}
    first = next(iter(columns))
    if not row[first]:
        msg = f"每一项都要有{columns[first]}"
        raise WrongValue(msg)
    return row
