"""Draw labelled texts with a seed: the same set on every machine."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

from . import numbers, words
from .styles import STYLES

SEED = 20261126
EACH = 30
KNOWN_NAME = "已知姓名"
_SLOT = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Label:
    """One span that identifies a person: [start, end) and what it is."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class Labelled:
    """One text. `known`: names that stand in the rows of the case; `kept`: what must stay."""

    style: str
    text: str
    labels: tuple[Label, ...]
    known: tuple[str, ...]
    kept: tuple[str, ...]


def labelled_set(seed: int = SEED, each: int = EACH) -> list[Labelled]:
    """Return `each` texts in the style of every agency, drawn with `seed`."""
    drawn = []
    for number, (style, forms) in enumerate(STYLES.items()):
        chance = Random(seed * 100 + number)  # noqa: S311 -- invented data, to be repeated
        drawn += [_text(style, forms[n % len(forms)], chance) for n in range(each)]
    return drawn


@dataclass
class _Sheet:
    """A text being written."""

    parts: list[str] = field(default_factory=list)
    labels: list[Label] = field(default_factory=list)
    known: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    length: int = 0

    def put(self, text: str, kind: str = "") -> None:
        if kind:
            self.labels.append(Label(self.length, self.length + len(text), kind))
        self.parts.append(text)
        self.length += len(text)


def _text(style: str, form: str, chance: Random) -> Labelled:
    sheet = _Sheet()
    for n, part in enumerate(_SLOT.split(form)):
        if n % 2:
            _fill(sheet, part, chance)
        else:
            sheet.put(part)
    text = "".join(sheet.parts)
    return Labelled(style, text, tuple(sheet.labels), tuple(sheet.known), tuple(sheet.kept))


def _fill(sheet: _Sheet, slot: str, chance: Random) -> None:
    if slot == "known":
        sheet.known = sheet.known or [_name(chance)]
        sheet.put(sheet.known[0], KNOWN_NAME)
    elif slot == "home":
        # Down to the county everyone may read it.
        sheet.put(chance.choice(words.TOWNS))
        sheet.put(_home(chance), "住址")
    elif slot == "birth":
        sheet.put(f"{chance.randint(1950, 2003)}年")
        sheet.put(f"{chance.randint(1, 12)}月{chance.randint(1, 28)}日", "出生日期")
    elif slot in SLOTS:
        kind, draw = SLOTS[slot]
        sheet.put(draw(chance), kind)
    else:
        word = OTHERS[slot](chance)
        if slot in {"agency", "uscc"}:
            sheet.kept.append(word)
        sheet.put(word)


def _name(chance: Random) -> str:
    way = chance.random()
    if way < 0.04:
        return chance.choice(words.FAR)
    family = words.FAMILY if way < 0.8 else words.RARE if way < 0.95 else words.DOUBLE
    size = 1 if chance.random() < 0.25 else 2
    return chance.choice(family) + "".join(_given(chance) for _ in range(size))


def _given(chance: Random) -> str:
    return chance.choice(words.SELDOM if chance.random() < 0.12 else words.GIVEN)


def _home(chance: Random) -> str:
    door = chance.randint(1, 96)
    if chance.random() < 0.4:
        return f"{chance.choice(words.VILLAGES)}{chance.randint(1, 9)}组{door}号"
    room = f"{chance.randint(1, 28)}栋{chance.randint(1, 4)}单元{chance.randint(101, 2604)}室"
    return f"{chance.choice(words.STREETS)}{door}号{chance.choice(words.ESTATES)}{room}"


def _day(chance: Random) -> str:
    return f"{chance.randint(2024, 2026)}年{chance.randint(1, 12)}月{chance.randint(1, 28)}日"


# What identifies a person, by slot.
SLOTS: dict[str, tuple[str, Callable[[Random], str]]] = {
    "who": ("姓名", _name),
    "id": ("证件号码", numbers.citizen),
    "passport": ("证件号码", numbers.passport),
    "mobile": ("电话", numbers.mobile),
    "landline": ("电话", numbers.landline),
    "card": ("账户", numbers.card),
    "wechat": ("账户", lambda c: f"{c.choice(['wx', 'lin', 'hao'])}_{c.randrange(10**6):06}"),
    "mail": ("账户", lambda c: f"{c.choice(['zhao', 'k.lin'])}{c.randrange(999)}@example.com"),
    "plate": ("车牌", numbers.plate),
    "ill": ("健康", lambda c: c.choice(words.ILLS)),
    "age": ("未成年人", lambda c: f"{c.randint(4, 17)}{c.choice(['岁', '周岁'])}"),
    "school": ("未成年人", lambda c: c.choice(words.SCHOOLS)),
}
# What identifies nobody and must stay.
OTHERS: dict[str, Callable[[Random], str]] = {
    "firm": lambda c: c.choice(words.TOWNS) + c.choice(words.FIRMS),
    "product": lambda c: c.choice(words.PRODUCTS),
    "campus": lambda c: c.choice(words.SCHOOLS[:3]),
    "road": lambda c: f"{c.choice(words.TOWNS)}{c.choice(words.STREETS)}",
    "agency": lambda c: f"{c.choice(words.TOWNS)}{c.choice(['监测站', '公安局', '检验所'])}",
    "uscc": numbers.code,
    "doc": lambda c: f"{c.choice(words.TOWNS)[0]}决字〔2026〕{c.randint(1, 900)}号",
    "batch": lambda c: f"{c.choice(['', 'PB', 'No'])}{c.randrange(10**9):09}",
    "money": lambda c: f"{c.randint(2, 98)},{c.randrange(10) * 100:03}",
    "count": lambda c: str(c.randint(2, 480)),
    "adult": lambda c: f"{c.randint(19, 66)}岁",
    "day": _day,
    "time": lambda c: f"{c.randint(7, 22)}时{c.randint(10, 59)}分",
}
