"""Names and short texts: one spelling, and names shown without their owner."""

import re
import unicodedata
from collections.abc import Sequence

_COMPOUND_SURNAMES = (
    "欧阳太史端木上官司马东方独孤南宫万俟闻人夏侯诸葛尉迟公羊赫连澹台皇甫宗政濮阳公冶"
    "太叔申屠公孙慕容仲孙钟离长孙宇文司徒鲜于司空闾丘子车亓官司寇巫马公西颛孙壤驷公良"
    "漆雕乐正宰父谷梁拓跋夹谷轩辕令狐段干百里呼延东郭南门羊舌微生梁丘左丘东门西门南荣"
    "第五"
)
_COMPOUND = frozenset(_COMPOUND_SURNAMES[i : i + 2] for i in range(0, len(_COMPOUND_SURNAMES), 2))
_DOTS = re.compile(r"\s*[·•‧∙・･．。\u0387\u2022\u30fb]\s*")
_CLAUSE = re.compile(r"\b(?:DZ|HN|KM|LF|XM)(\d+(?:\.\d+)*)(?:\((\d+)\))?")
_PARAMETER = re.compile(r"^[a-z]+(?:[-.][a-z]+)+$")
_OWN_CODE = re.compile(r"^[A-Z]{1,3}\d\S*$|\s+(?:DZ|HN|KM|LF|XM)\d\S*$")

_DIGITS = "零一二三四五六七八九"


def clean_name(typed: str) -> str:
    """Return a name in one spelling: NFC, single spaces, the middle dot of names as “·”.

    Rare and old characters (䶮, 堃, 喆) stay as they are: NFKC would replace some of them.
    """
    value = " ".join(unicodedata.normalize("NFC", typed).split())
    if _is_han(value):
        value = _DOTS.sub("·", value).replace(" ", "")
    return value.strip("·")


def mask_name(name: str) -> str:
    """Return a person's name as the public may read it: 张某, 欧阳某, 买某, John → J某.

    Only the surname stays; the number of characters is not told.

    Source: LAW.md 6.6（自然人姓名隐去）.
    """
    clean = clean_name(name)
    if not clean:
        return ""
    first = clean.split("·")[0].split(" ")[0]
    if "·" not in clean and clean[:2] in _COMPOUND and len(clean) > 2:
        return f"{clean[:2]}某"
    return f"{first[0]}某"


def mask_middle(value: str, *, head: int, tail: int) -> str:
    """Return `value` with all but its first and last characters as `*`; all hidden when short."""
    if len(value) <= head + tail:
        return "*" * len(value)
    return value[:head] + "*" * (len(value) - head - tail) + value[len(value) - tail :]


def shorten(text: str, length: int) -> str:
    """Return at most `length` characters, the last one “…” where something was cut."""
    return text if len(text) <= length else text[: length - 1] + "…"


def first_few(names: Sequence[str], most: int = 3) -> str:
    """Return names as a sentence lists them; of many the first, and how many there are."""
    listed = "、".join(names[:most])
    return f"{listed}等{len(names)}人" if len(names) > most else listed


def statutes(source: str) -> str:
    """Return a source as people read it: the statutes, without codes of our own."""
    parts = [_OWN_CODE.sub("", part.strip()) for part in source.replace("；", ";").split(";")]
    return "；".join(part for part in parts if part and not _PARAMETER.match(part))


def item_zh(clause: str) -> str:
    """Return a code of our rule list as its document counts: DZ4(1) → 第4（1）项, HN6 → 第6项."""
    return _CLAUSE.sub(lambda found: _item(*found.groups()), clause)


def _item(number: str, part: str | None) -> str:
    return f"第{number}（{part}）项" if part else f"第{number}项"


def in_groups(text: str, size: int = 16) -> str:
    """Return a long hash in groups, so that a paper can break it."""
    return " ".join(text[at : at + size] for at in range(0, len(text), size))


def _is_han(text: str) -> bool:
    return any("\u3400" <= c <= "\u9fff" or "\U00020000" <= c <= "\U0003ffff" for c in text)


def numeral(number: int) -> str:
    """Return a number from 1 to 99 in Chinese: 十, 十五, 二十."""
    tens, ones = divmod(number, 10)
    head = "十" if tens == 1 else f"{_DIGITS[tens]}十" if tens else ""
    return head + (_DIGITS[ones] if ones else "")
