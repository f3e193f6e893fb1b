"""What in a public text betrays a person or a closed decision. Pure.

It shares no pattern with the redaction, whose blind spots it has to find. Certain finds are taken
down at once; likely ones wait for a person.

Source: LAW.md 11.3; 政府信息公开条例 第十五条; 治安管理处罚法 第一百三十六条.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from gongjian.common.identifiers import PROVINCES, citizen_check

from .kinds import LeakKind

_FULL = {full: full - 0xFEE0 for full in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_GAP = r"[\s\-‐‑–—.·\u200b-\u200f\u2060\ufeff]{0,2}"
_LOOSE = re.compile(r"[\s\-‐‑–—·\u200b-\u200f\u2060\ufeff]+")
_CITIZEN = re.compile(rf"(?<![0-9A-Za-z])[1-9](?:{_GAP}[0-9]){{16}}{_GAP}[0-9Xx](?![0-9A-Za-z])")
_MOBILE = re.compile(rf"(?<![0-9A-Za-z])1{_GAP}[3-9](?:{_GAP}[0-9]){{9}}(?![0-9A-Za-z])")
_CARD = re.compile(r"(?<![0-9A-Za-z])[1-9][0-9]{3}(?:[ \-]?[0-9]{4}){3}[0-9]{0,3}(?![0-9A-Za-z])")
_PLATE = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼]"
    r"[A-HJ-NP-Z][·\s\-]{0,2}(?:[A-HJ-NP-Z0-9]{5,6}|[A-HJ-NP-Z0-9]{4}[挂学警港澳])(?![0-9A-Za-z])"
)
# Numbers read out: 一三八零八… counts as 13808….
_READ_OUT = str.maketrans("零〇一幺二两三四五六七八九", "0011223456789")
_SPELT = re.compile(r"(?:[零〇一幺二两三四五六七八九][ \-]?){10,}[零〇一幺二两三四五六七八九]")
_NUMBER = re.compile(r"[〔\[(（][0-9]{4}[〕\])）][0-9]{1,6}号")
_MARKUP = re.compile(r"<[^<>]*>")
KEPT = "□"
MOST_GROUPS = 4


@dataclass(frozen=True, slots=True)
class Known:
    """What the file itself knows to identify somebody: the words, of which kind, how certain."""

    words: str
    kind: LeakKind
    certain: bool


@dataclass(frozen=True, slots=True)
class Hit:
    kind: LeakKind
    value: str
    certain: bool


@dataclass
class Closed:
    """The numbers of decisions that are closed with their number, by their end 〔2026〕5号."""

    heads: dict[str, set[str]] = field(default_factory=dict)

    def add(self, number: str) -> None:
        head, _, tail = number.partition("〔")
        self.heads.setdefault(f"〔{tail}", set()).add(head)

    def found_in(self, text: str) -> Iterable[str]:
        """Yield each closed number that stands in a text whole: 5号 is not 15号."""
        for match in _NUMBER.finditer(text):
            tail = f"〔{match[0][1:5]}〕{match[0][6:]}"
            for head in self.heads.get(tail, ()):
                if text.endswith(head, 0, match.start()):
                    yield head + tail


def find(text: str, known: Iterable[Known], kept: Iterable[str], closed: Closed) -> list[Hit]:
    """Return what must not stand in a text, each value once.

    `kept` (organisations, officers, the agency's own telephone) may stand there.
    """
    plain = text.translate(_FULL)
    found = {Hit(LeakKind.CLOSED_NUMBER, n, certain=True) for n in closed.found_in(plain)}
    for words in sorted(set(kept), key=len, reverse=True):
        plain = plain.replace(words.translate(_FULL), KEPT)
    squeezed = _LOOSE.sub("", plain)
    read_out = squeezed.translate(_READ_OUT)
    for one in known:
        words = _LOOSE.sub("", one.words.translate(_FULL))
        if words and (words in squeezed or (words[:-1].isdecimal() and words in read_out)):
            found.add(Hit(one.kind, words, one.certain))
    found |= set(_by_form(plain, {hit.value for hit in found}))
    return sorted(found, key=lambda hit: (not hit.certain, hit.kind, hit.value))


def _by_form(plain: str, seen: set[str]) -> Iterable[Hit]:
    for match in _CITIZEN.finditer(plain):
        value = _compact(match[0])
        if value not in seen and _one_number(match[0]) and is_citizen_number(value):
            yield Hit(LeakKind.ID_NUMBER, value, certain=True)
    for match in _SPELT.finditer(plain):
        if (value := _compact(match[0]).translate(_READ_OUT)) not in seen:
            yield Hit(LeakKind.PHONE, value, certain=False)
    for kind, pattern, holds in (
        (LeakKind.PHONE, _MOBILE, bool),
        (LeakKind.BANK_CARD, _CARD, luhn),
        (LeakKind.PLATE, _PLATE, bool),
    ):
        for match in pattern.finditer(plain):
            value = _compact(match[0])
            if value not in seen and _one_number(match[0]) and holds(value):
                yield Hit(kind, value, certain=False)


def is_citizen_number(value: str) -> bool:
    """Tell whether 18 characters are a citizen number: province, day of birth, check digit.

    Source: GB 11643.
    """
    if value[:2] not in PROVINCES or citizen_check(value[:17]) != value[17]:
        return False
    try:
        born = date(int(value[6:10]), int(value[10:12]), int(value[12:14]))
    except ValueError:
        return False
    return born.year >= 1900


def luhn(number: str) -> bool:
    """Tell whether the digits of a card add up. Source: ISO/IEC 7812-1."""
    digits = [int(c) for c in reversed(number)]
    total = sum(digits[0::2]) + sum(sum(divmod(2 * d, 10)) for d in digits[1::2])
    return total % 10 == 0


def masked(hit: Hit) -> str:
    """Return a value so that who knows the file recognises it, and nobody learns it."""
    if hit.kind == LeakKind.ATTACHMENT:
        return hit.value  # which attachment and what kind of thing: nothing of its content
    return hit.value[:1] + "*" * (len(hit.value) - 1)


def strings_of(value: object) -> Iterable[str]:
    """Yield every text in a rendition, however deep; of a chart its words, not its coordinates."""
    if isinstance(value, str):
        yield _MARKUP.sub(" ", value) if value.startswith("<svg") else value
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from strings_of(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from strings_of(inner)


def _one_number(text: str) -> bool:
    """Tell whether digits stand together, in a few groups or all apart: not a row of dates."""
    gaps = len(_LOOSE.findall(text))
    return gaps <= MOST_GROUPS or gaps >= len(_compact(text)) - 1


def _compact(value: str) -> str:
    return re.sub(r"[^0-9A-Za-z\u4e00-\u9fff]", "", value).upper()
