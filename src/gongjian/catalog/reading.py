"""Provisions as people write them in a text, read back: 《…》第…条第…款第（…）项.

Pure. Reads what `citing` writes and what hands write beside it: Chinese numerals and digits, lists
(第一、三项), spans (第三十条至第三十三条), 之一, 本法, and a law's name without its marks.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from .definitions import MOST_ARTICLES

STATE = "中华人民共和国"
# A longer span is a slip of the pen; reading it out would hide everything else.
_LONGEST_SPAN = 60

_VALUES = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_WIDE = str.maketrans("０１２３４５６７８９", "0123456789")
_NUMBER = r"[零〇○一二两三四五六七八九十百千0-9０-９]+"
_ONE = rf"(?:[（(]\s*{_NUMBER}\s*[）)]|{_NUMBER})"
_MORE = rf"(?:\s*[、，,和及与]?\s*第?\s*{_ONE})*"
_LAW = r"《(?P<law>[^》]+)》(?:\s*[（(](?P<said>[^（）()]*(?:《[^》]*》)?[^（）()]*)[）)])?"
_BARE = r"(?P<bare>[\u4e00-\u9fff]{2,40}?(?:法典|法|条例|规定|办法|细则|规则))(?=\s*第)"
_PLACE = (
    rf"(?:第\s*(?P<some>{_ONE}{_MORE})|(?P<marked>[（(]\s*{_NUMBER}\s*[）)]{_MORE}))"
    rf"\s*(?P<level>条|款|项)(?:\s*之(?P<sub>{_NUMBER}))?"
)
_TOKEN = re.compile(rf"{_LAW}|{_PLACE}|{_BARE}")
_NUMBERS = re.compile(_NUMBER)
_SPAN = re.compile(r"\s*(?:至|到|[-—–~～])\s*")
_SHORT = re.compile(r"简称[：:“\"]?《?([^》”\"]+)")
# 和 stands inside names (市容和环境卫生), so it is cut only where it leads.
_LEADING = re.compile(
    r"^(?:.*(?:依据|根据|依照|按照|违反了?|适用|参照|触犯)|和|与|及|以及|并)(?=.{2})"
)
_SAME = {"本法", "该法", "同法", "本条例", "该条例", "本办法", "该办法", "本规定", "该规定"}


@dataclass(frozen=True, slots=True)
class Cited:
    """One provision of a text. `law` is as written, "" where none is named; 0 is what is not said.

    `sub` is the 之一 of an article; `edition` what stands in brackets behind the law's name.
    """

    law: str
    article: int
    sub: int = 0
    paragraph: int = 0
    item: int = 0
    edition: str = ""


@dataclass(slots=True)
class _Hand:
    """Where the reader is: the law named last and the levels said since."""

    law: str = ""
    edition: str = ""
    articles: list[int] = field(default_factory=list)
    sub: int = 0
    paragraphs: list[int] = field(default_factory=list)
    items: list[int] = field(default_factory=list)
    told: bool = True

    def provisions(self) -> Iterator[Cited]:
        """Yield what was said since the last time."""
        if not self.told:
            for article in self.articles:
                base = Cited(self.law, article, self.sub, edition=self.edition)
                for paragraph in self.paragraphs or [0]:
                    for item in self.items or [0]:
                        yield replace(base, paragraph=paragraph, item=item)
        self.told = True


def read(text: str) -> list[Cited]:
    """Return every provision of a text, in its order."""
    hand, found = _Hand(), list[Cited]()
    known: dict[str, str] = {}
    end = 0
    for token in _TOKEN.finditer(text):
        name = token["law"] or _LEADING.sub("", token["bare"] or "")
        if not name:
            spans = _SPAN.fullmatch(text[end : token.start()]) is not None
            found += _place(hand, token, spans=spans)
        elif name not in _SAME:
            found += hand.provisions()
            _turn(hand, name, token["said"] or "", known)
        end = token.end()
    return [*found, *hand.provisions()]


def plain(law: str) -> str:
    """Return a law's name as it is compared: without the state's name, marks and spaces."""
    return re.sub(r"[\s《》〈〉<>]", "", law).removeprefix(STATE)


def number(text: str) -> int:
    """Return a number in Chinese numerals or digits: 一百一十二, 一〇八, 112, １１２.

    Raises:
        ValueError: it is none below 10,000.
    """
    digits = text.translate(_WIDE)
    if digits.isascii():
        value = int(digits)
    elif any(c in _UNITS for c in digits):
        value = _with_units(digits)
    else:
        value = int("".join(str(_VALUES[c]) for c in digits))
    if not 0 < value < MOST_ARTICLES:
        msg = f"no provision is numbered {text}"
        raise ValueError(msg)
    return value


def _with_units(text: str) -> int:
    value, last = 0, 0
    for c in text:
        if c in _UNITS:
            value, last = value + (last or 1) * _UNITS[c], 0
        else:
            last = _VALUES[c] if c in _VALUES else int(c)
    return value + last


def _turn(hand: _Hand, law: str, said: str, known: dict[str, str]) -> None:
    """Turn to another law; a short name said in brackets stands for it from here on."""
    if short := _SHORT.search(said):
        known[plain(short[1])] = law
        said = ""
    hand.law, hand.edition = known.get(plain(law), law), said
    hand.articles, hand.sub, hand.paragraphs, hand.items = [], 0, [], []


def _place(hand: _Hand, token: "re.Match[str]", *, spans: bool) -> Iterable[Cited]:
    """Take one more level in; return what is thereby complete."""
    try:
        numbers = [number(n) for n in _NUMBERS.findall(token["some"] or token["marked"])]
    except ValueError:
        return []
    level = token["level"]
    held = {"条": hand.articles, "款": hand.paragraphs, "项": hand.items}[level]
    if spans and held and 0 < numbers[0] - held[-1] <= _LONGEST_SPAN:
        numbers = [*range(held[-1] + 1, numbers[0]), *numbers]
    if level != "条" and not hand.articles:
        return []
    again = level == "条" or hand.items or (level == "款" and hand.paragraphs)
    done = list(hand.provisions()) if again else []
    if level == "条":
        hand.articles, hand.paragraphs, hand.items = numbers, [], []
        hand.sub = number(token["sub"]) if token["sub"] else 0
    elif level == "款":
        hand.paragraphs, hand.items = numbers, []
    else:
        hand.items = numbers
    hand.told = False
    return done
