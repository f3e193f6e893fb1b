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


_WORTH = {digit: value for value, digit in enumerate(_DIGITS)}
_UNITS = {"拾": 10, "佰": 100, "仟": 1000}
_ALIKE = str.maketrans({"圆": "元", "正": "整", "〇": "零", "貳": "贰", "萬": "万", "億": "亿"})


def parse_capital(written: str) -> int:
    """Return the fen of a sum in capital characters: 壹仟贰佰元整 → 120000. Inverse of the above.

    圆 and 正 are read as 元 and 整; a 零 after 元, 万 or 亿 may stand or fall, as may 整.
    Nothing else is guessed: 贰仟叁万元 might mean two sums.

    Raises:
        ValueError: it is no such sum, or one that nobody would write like this.
    """
    text = written.strip().removeprefix("人民币").translate(_ALIKE)
    whole, yuan_sign, rest = text.rpartition("元")
    fen = (_read_whole(whole) if yuan_sign else 0) * 100
    for unit, worth in (("角", 10), ("分", 1)):
        head, found, tail = rest.partition(unit)
        if found:
            fen += _digit(head.removeprefix("零")) * worth
            rest = tail
    if (
        not text
        or rest not in {"", "整"}
        or (yuan_sign and not whole)
        or _bare(capital_yuan(fen)) != _bare(text)
    ):
        raise ValueError(f"“{written}”不是规范的大写金额，请核对")
    return fen


def _bare(text: str) -> str:
    """Leave out what may stand or fall."""
    return re.sub("(?<=[元万亿])零", "", text).removesuffix("整")


def _digit(char: str) -> int:
    if char not in _WORTH or len(char) != 1:
        raise ValueError(f"“{char}”不是大写数字，请核对")
    return _WORTH[char]


def _read_whole(text: str) -> int:
    for unit, worth in (("亿", 10**8), ("万", 10**4)):
        head, found, tail = text.rpartition(unit)
        if found:
            return _read_whole(head) * worth + (_read_whole(tail) if tail else 0)
    total, digit = 0, 0
    for char in text:
        if char in _UNITS:
            total, digit = total + digit * _UNITS[char], 0
        else:
            digit = _digit(char)
    return total + digit
