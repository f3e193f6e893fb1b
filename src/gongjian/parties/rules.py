"""What must be true of a party's papers, by kind."""

import re
from dataclasses import dataclass
from datetime import date

from gongjian.common import identifiers

from .choices import IdKind, PartyKind

ADULT = 18
_PAPERS = {
    IdKind.PASSPORT: (re.compile(r"[A-Z0-9]{5,15}"), "护照号码应为5至15位字母或数字，请核对"),
    IdKind.HONG_KONG_MACAO: (
        re.compile(r"[HM][0-9]{8,10}"),
        "通行证号码应为H或M加8至10位数字，请核对",
    ),
    IdKind.TAIWAN: (re.compile(r"[0-9]{8}([0-9]{2})?"), "通行证号码应为8位或10位数字，请核对"),
    IdKind.FOREIGN_RESIDENT: (
        re.compile(r"[A-Z]{3}[0-9]{12}|9[0-9]{16}[0-9X]"),
        "永久居留身份证号码应为15位或18位，请核对",
    ),
}


@dataclass(frozen=True, slots=True)
class Papers:
    """What a party is identified by, normalised."""

    id_kind: str = ""
    id_number: str = ""
    uscc: str = ""
    born_on: str = ""

    @property
    def key(self) -> str:
        """The text that stands for this party in the blind index; "" without any id."""
        if self.uscc:
            return f"uscc:{self.uscc}"
        return f"{self.id_kind}:{self.id_number}" if self.id_number else ""


def check_papers(
    *, kind: str, id_kind: str, id_number: str, uscc: str, today: date
) -> tuple[Papers, dict[str, str]]:
    """Return the normalised papers and the problems by field ({} when none).

    A natural person's number without a kind of paper is taken as a citizen number.

    Source: GB 11643-1999, GB 32100-2015; LAW.md 6.3, 6.4.
    """
    if kind == PartyKind.NATURAL:
        return _of_person(id_kind, id_number, uscc, today)
    problems: dict[str, str] = {}
    if id_kind or id_number:
        problems["id_number"] = "单位和个体工商户以统一社会信用代码识别，此处请留空"
    try:
        code = identifiers.unified_code(uscc) if uscc else ""
    except ValueError as error:
        return Papers(), problems | {"uscc": str(error)}
    is_trader = code[:2] == "92"
    if code and is_trader != (kind == PartyKind.SOLE_TRADER):
        kinds = "个体工商户" if is_trader else "单位"
        problems["uscc"] = f"这是{kinds}的代码，与所选的当事人类型不符，请核对"
    return Papers(uscc=code), problems


def _of_person(
    id_kind: str, id_number: str, uscc: str, today: date
) -> tuple[Papers, dict[str, str]]:
    problems: dict[str, str] = {}
    if uscc:
        problems["uscc"] = "自然人没有统一社会信用代码，请留空，或改选当事人类型"
    if not id_number:
        if id_kind:
            problems["id_number"] = "请填写“证件号码”，或将“证件种类”改为“无”"
        return Papers(), problems
    if id_kind in ("", IdKind.CITIZEN):
        try:
            found = identifiers.citizen_id(id_number, today)
        except ValueError as error:
            return Papers(), problems | {"id_number": str(error)}
        return Papers(IdKind.CITIZEN, found.value, born_on=found.born_on.isoformat()), problems
    number = re.sub(r"\s", "", id_number).upper()
    if id_kind not in _PAPERS:
        problems["id_kind"] = "请选择“证件种类”"
    elif not _PAPERS[IdKind(id_kind)][0].fullmatch(number):
        problems["id_number"] = _PAPERS[IdKind(id_kind)][1]
    return Papers(id_kind, number), problems


def female_by_number(number: str) -> bool:
    """Tell whether a citizen's number is that of a woman; False where there is no such number.

    Source: GB 11643-1999 (the last digit of the order code is even for women).
    """
    return len(number) == 18 and number[16].isdigit() and int(number[16]) % 2 == 0


def age_on(born_on: date, day: date) -> int:
    """Return the age in full years; who was born on 29 February ages on 1 March of common years.

    Source: 民法典 第一百九十九条、第二百条; 行政处罚法 第三十条（周岁，自生日的第二天起算）.
    """
    had_birthday = (day.month, day.day) > (born_on.month, born_on.day)
    return max(day.year - born_on.year - (0 if had_birthday else 1), 0)


def was_minor(born_on: date | None, *days: date) -> bool:
    """Tell whether the person was under 18 on any of the days; unknown birth: no.

    Source: 未成年人保护法 第一百零三条; LAW.md 4.5, 11.3（行为时或者公布时）.
    """
    return born_on is not None and any(age_on(born_on, day) < ADULT for day in days)
