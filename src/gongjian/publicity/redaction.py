"""Hiding what identifies a person in free text. Pure: words in, words and a register out.

The text is never edited in place: a new one is written, and every hidden span is registered with
its place, its kind and the ground, never with the words that were hidden. Matching runs over a copy
in which full-width and other digits are plain ones, character for character: places agree.

Source: LAW.md 6.6, 11.2, 11.3; 政府信息公开条例 第十五条; 个人信息保护法 第六条、第二十八条.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from .card import certainty_of
from .patterns import GAP, KNOWN, PATTERNS, SPELT, SPELT_DIGITS, Pattern


@dataclass(frozen=True, slots=True)
class Term:
    """Words that are known to identify someone, and what stands in their place."""

    words: str
    shown: str
    what: str
    ground: str


@dataclass(frozen=True, slots=True)
class Hidden:
    """One hidden span: where it lay in the original, what it was, why it is hidden.

    `asked`: the find is a proposal that people decide. `certainty` in percent, as measured for the
    rule that found it (`rule`, of the detector's card); what the case's own rows know is certain.
    """

    at: int
    length: int
    shown: str
    what: str
    ground: str
    certainty: int = KNOWN
    asked: bool = False
    rule: str = ""


def redact(
    text: str,
    terms: Iterable[Term],
    kept: Iterable[str] = (),
    spared: Iterable[tuple[int, int]] = (),
    likely: Mapping[str, Hidden] = MappingProxyType({}),
) -> tuple[str, list[Hidden]]:
    """Return `text` without what identifies a person, and the register in the order of the text.

    `terms` are hidden wherever they stand, also spaced out; then numbers, accounts, plates, health
    and names after words such as 证人. `kept` (organisations, officers, document numbers) stay.
    `spared` (start, end): places where people found that a merely likely find identifies nobody.
    `likely`: names that were found somewhere in the file (`names_in`): asked about everywhere.
    """
    plain = _plain(text)
    taken = [False] * len(plain)
    for words in sorted(set(kept), key=len, reverse=True):
        for span in _spans(plain, words):
            taken[slice(*span)] = [True] * (span[1] - span[0])
    found: list[Hidden] = []
    for term in sorted(terms, key=lambda t: len(t.words), reverse=True):
        for start, end in _spans(plain, term.words):
            _take(taken, found, Hidden(start, end - start, term.shown, term.what, term.ground))
    sure = [p for p in PATTERNS if not p.asked]
    _search(plain, sure, taken, found)
    for start, end in spared:
        taken[start:end] = [True] * len(taken[start:end])
    _search(plain, [p for p in PATTERNS if p.asked], taken, found)
    for words in sorted(likely, key=len, reverse=True):
        for start, end in _spans(plain, words):
            _take(taken, found, replace(likely[words], at=start, length=end - start))
    found.sort(key=lambda h: h.at)
    return _rewritten(text, found), found


def names_in(text: str, terms: Iterable[Term], kept: Iterable[str] = ()) -> dict[str, Hidden]:
    """Return the words that are likely names in a text, each with the find that told so.

    What people spared does not count: whether the same words are asked about elsewhere must not
    hang on what was decided about them here.
    """
    found = redact(text, terms, kept)[1]
    names = [h for h in found if h.asked and h.what == "姓名"]
    words = {"".join(text[h.at : h.at + h.length].split()): h for h in names}
    return {name: hidden for name, hidden in words.items() if len(name) > 1}


def county_of(address: str) -> str:
    """Return an address down to the county, district or banner: all the public may read.

    Source: LAW.md 11.3（地址只保留到县区）.
    """
    province = r"[^省市县区路街号]{1,12}?(?:省|自治区|特别行政区)"
    city = r"[^省市县区路街号村镇乡]{1,12}?(?:市|自治州|盟|地区)"
    county = r"[^省市县区路街号村镇乡]{1,12}?(?:自治县|自治旗|县|市|(?<![小社园新发])区|旗)"
    found = re.match(rf"(?:{province})?(?:{city})?(?:{county})?", address)
    return found[0] if found else ""


def _search(
    plain: str, patterns: Iterable[Pattern], taken: list[bool], found: list[Hidden]
) -> None:
    for pattern in patterns:
        for match in pattern.find.finditer(plain):
            start, end = match.span("x")
            if end > start and pattern.holds(match["x"]):
                _take(taken, found, _found(pattern, start, end))


def _found(pattern: Pattern, start: int, end: int) -> Hidden:
    return Hidden(
        start,
        end - start,
        pattern.shown,
        pattern.what,
        pattern.ground,
        certainty_of(pattern.code),
        pattern.asked,
        pattern.code,
    )


def _take(taken: list[bool], found: list[Hidden], hidden: Hidden) -> None:
    """Register what of the span is still free: the rest is kept, or hidden already."""
    for start, end in _free(taken, hidden.at, hidden.at + hidden.length):
        if hidden.asked and end - start < min(hidden.length, 2):
            continue  # one character beside what is hidden already: nobody need be asked about it
        taken[start:end] = [True] * (end - start)
        found.append(replace(hidden, at=start, length=end - start))


def _free(taken: Sequence[bool], start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end:
        if taken[start]:
            start += 1
            continue
        stop = next((n for n in range(start, end) if taken[n]), end)
        yield start, stop
        start = stop


def _rewritten(text: str, found: Sequence[Hidden]) -> str:
    parts, last = [], 0
    for hidden in found:
        parts += [text[last : hidden.at], hidden.shown]
        last = hidden.at + hidden.length
    return "".join([*parts, text[last:]])


def _spans(plain: str, words: str) -> list[tuple[int, int]]:
    letters = [re.escape(c) for c in _plain(words) if not c.isspace()]
    if not letters:
        return []
    return [m.span() for m in re.finditer(GAP.join(letters), plain, re.IGNORECASE)]


def _plain(text: str) -> str:
    """Return the text with every digit and full-width letter as the plain one, place for place.

    Digits in words (一三八零八…) or in circles count as digits where so many stand together that
    they can be nothing but a number.
    """
    plain = "".join(_plain_char(c) for c in text)
    return _CIRCLED.sub(_as_digits, _SPELT.sub(_as_digits, plain))


_SPELT = re.compile(rf"(?:[{SPELT}](?:{GAP}[0-9])*{GAP}){{6,}}[{SPELT}0-9]")
_CIRCLED = re.compile(rf"(?:[⓪①-⑨]{GAP}){{6,}}[⓪①-⑨]")


def _as_digits(match: re.Match[str]) -> str:
    return "".join(
        str(unicodedata.digit(c, -1)) if c in "⓪①②③④⑤⑥⑦⑧⑨" else SPELT_DIGITS.get(c, c)
        for c in match[0]
    )


def _plain_char(char: str) -> str:
    if char.isascii():
        return char
    digit = unicodedata.decimal(char, None)
    if digit is not None:
        return str(digit)
    if "\uff21" <= char <= "\uff5a" or char in "＋－＠．／＿":
        return chr(ord(char) - 0xFEE0)
    return char
