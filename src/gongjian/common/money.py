"""Money in whole fen: typed, shown, and written in capital characters as documents need it."""

import re

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_SMALL = ("", "拾", "佰", "仟")
MOST_FEN = 10**18 - 1
_TYPED = re.compile(r"(\d+|\d{1,3}(?:,\d{3})+)(?:\.(\d{1,2}))?")
_HALF_WIDTH = str.maketrans("０１２３４５６７８９．，￥　", "0123456789.,¥ ")


def parse_yuan(typed: str) -> int:
    """Return the fen of a typed sum of yuan: `1234.5`, `1,234.50`, `￥1,234.50`, `1234元`.

    Raises:
        ValueError: says in Chinese what is wrong; nothing is guessed or rounded.
    """
    value = typed.translate(_HALF_WIDTH).strip().removeprefix("¥").removesuffix("元").strip()
    found = _TYPED.fullmatch(value) if value.isascii() else None
    if found is None:
        raise ValueError("金额应为以元计的数字，最多两位小数，例如 1,234.50，请核对")
    fen = int(found[1].replace(",", "")) * 100 + int((found[2] or "").ljust(2, "0"))
    if fen > MOST_FEN:
        raise ValueError("金额过大，请核对是否多写了数字")
    return fen


def yuan(fen: int) -> str:
    """Return a sum with separators and two decimals, without unit: `1,234.50`."""
    sign, rest = "-" * (fen < 0), abs(fen)
    return f"{sign}{rest // 100:,}.{rest % 100:02d}"


def capital_yuan(fen: int) -> str:
    """Return a sum in capital characters: 120000 → 壹仟贰佰元整, 5 → 伍分, 0 → 零元整.

    Raises:
        ValueError: negative, or above 9,999 万亿元.

    Source: 支付结算办法 附一《正确填写票据和结算凭证的基本规定》.
    """
    if not 0 <= fen <= MOST_FEN:
        msg = f"{fen} fen cannot be written in capital characters"
        raise ValueError(msg)
    whole, jiao, rest = fen // 100, fen // 10 % 10, fen % 10
    text = f"{_whole(whole)}元" if whole else ""
    if jiao:
        # Between a sum of yuan that ends in zero and 角 a 零 may stand or fall; we drop it.
        text += f"{_DIGITS[jiao]}角"
    elif rest and whole:
        text += "零"
    text += f"{_DIGITS[rest]}分" if rest else "整" if text else "零元整"
    return text


def _whole(number: int) -> str:
    for unit, name in ((10**8, "亿"), (10**4, "万")):
        if number >= unit:
            head, rest = divmod(number, unit)
            zero = "零" if 0 < rest < unit // 10 else ""
            return f"{_whole(head)}{name}{zero}{_whole(rest) if rest else ''}"
    return _below_wan(number)


def _below_wan(number: int) -> str:
    text, gap = "", False
    for power in range(3, -1, -1):
        digit = number // 10**power % 10
        if digit:
            text += ("零" if gap and text else "") + _DIGITS[digit] + _SMALL[power]
        gap = not digit
    return text
