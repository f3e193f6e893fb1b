"""Numbers that identify: citizens, organisations, telephones. Each message says what to do next."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

_PROVINCES_BY_REGION = (
    range(11, 16),
    range(21, 24),
    range(31, 38),
    range(41, 47),
    range(50, 55),
    range(61, 66),
    (71, 81, 82, 83),
)
PROVINCES = frozenset(str(code) for region in _PROVINCES_BY_REGION for code in region)

_CITIZEN_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CITIZEN_CHECKS = "10X98765432"
_CODE_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CODE_WEIGHTS = tuple(pow(3, i, 31) for i in range(17))
_ORG_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_ORG_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
PLACEHOLDER_CODE = "0" * 17 + "X"


@dataclass(frozen=True, slots=True)
class CitizenId:
    """A checked citizen number and what it tells."""

    value: str
    born_on: date
    sex: Literal["男", "女"]


def citizen_id(typed: str, today: date) -> CitizenId:
    """Return the 18-digit number, x written as X; `today` bounds the day of birth.

    Raises:
        ValueError: says in Chinese what is wrong and what to do.

    Source: GB 11643-1999.
    """
    value = _compact(typed)
    if re.fullmatch(r"[0-9]{15}", value):
        raise ValueError("15位的旧身份证号码已停止使用，请填写18位公民身份号码")
    if not re.fullmatch(r"[0-9]{17}[0-9X]", value):
        raise ValueError("公民身份号码应为18位：前17位是数字，末位是数字或X，请核对")
    if value[:2] not in PROVINCES or (value[2:4] == "00" and value[4:6] != "00"):
        raise ValueError(f"公民身份号码的地区代码“{value[:6]}”不存在，请核对前6位")
    born_on = _born_on(value[6:14], today)
    if citizen_check(value[:17]) != value[17]:
        raise ValueError("公民身份号码校验不通过，可能有一位写错，请逐位核对")
    return CitizenId(value, born_on, "男" if int(value[16]) % 2 else "女")


def citizen_check(body: str) -> str:
    """Return the check character of the first 17 digits."""
    total = sum(int(c) * w for c, w in zip(body, _CITIZEN_WEIGHTS, strict=True))
    return _CITIZEN_CHECKS[total % 11]


def _born_on(digits: str, today: date) -> date:
    try:
        born_on = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        born_on = date.min
    if born_on.year < 1850:
        raise ValueError(f"公民身份号码中的出生日期“{digits}”不存在，请核对第7至14位")
    if born_on > today:
        raise ValueError(f"公民身份号码中的出生日期“{digits}”晚于今天，请核对第7至14位")
    return born_on


def unified_code(typed: str) -> str:
    """Return the unified social credit code in capitals, its checksums right.

    The organisation code inside (9th to 17th) has a checksum of its own, which the registers of
    sole traders (`92…`) do not keep to: there the code's own check alone decides.

    The placeholder of the credit platform (seventeen 0 and X) stands for "has none" and is refused.

    Raises:
        ValueError: says in Chinese what is wrong and what to do.

    Source: GB 32100-2015; GB 11714-1997.
    """
    value = _compact(typed)
    if value == PLACEHOLDER_CODE:
        raise ValueError("“00000000000000000X”只是“无代码”的占位，没有统一社会信用代码时请留空")
    if len(value) != 18 or any(c not in _CODE_ALPHABET for c in value):
        raise ValueError(
            "统一社会信用代码应为18位数字或大写字母（不含I、O、Z、S、V），请对照营业执照核对"
        )
    if not value[2:8].isdigit() or value[2:4] not in PROVINCES | {"10"}:
        raise ValueError(f"统一社会信用代码的登记地代码“{value[2:8]}”不存在，请核对第3至8位")
    if unified_check(value[:17]) != value[17] or not _body_holds(value):
        raise ValueError("统一社会信用代码校验不通过，可能有一位写错，请逐位核对")
    return value


def _body_holds(value: str) -> bool:
    return value.startswith("92") or organisation_check(value[8:16]) == value[16]


def organisation_check(body: str) -> str:
    """Return the check character of an eight-character organisation code (GB 11714)."""
    pairs = zip(body, _ORG_WEIGHTS, strict=True)
    left = 11 - sum(_ORG_ALPHABET.index(c) * w for c, w in pairs) % 11
    return {10: "X", 11: "0"}.get(left, str(left))


def unified_check(body: str) -> str:
    """Return the check character of the first seventeen characters (GB 32100)."""
    pairs = zip(body, _CODE_WEIGHTS, strict=True)
    return _CODE_ALPHABET[-sum(_CODE_ALPHABET.index(c) * w for c, w in pairs) % 31]


def phone(typed: str) -> str:
    """Return a mainland telephone number: mobile, or area code and number with a hyphen.

    Raises:
        ValueError: says in Chinese what is wrong and what to do.
    """
    value = re.sub(r"[\s()（）]", "", typed.translate(_FULL_WIDTH)).removeprefix("+86")
    if re.fullmatch(r"1[3-9][0-9]{9}", value.replace("-", "")):
        return value.replace("-", "")
    if found := re.fullmatch(
        r"(0(?:10|2[0-9]|[3-9][0-9]{2}))-?([2-9][0-9]{6,7})(-[0-9]{1,6})?", value
    ):
        return f"{found[1]}-{found[2]}{found[3] or ''}"
    raise ValueError("电话应为11位手机号码，或“区号-号码”形式的固定电话，请核对")


_FULL_WIDTH = {0xFF01 + i: 0x21 + i for i in range(94)} | {0x3000: 0x20, 0x2014: 0x2D}


def _compact(typed: str) -> str:
    return re.sub(r"\s", "", typed.translate(_FULL_WIDTH)).upper()
