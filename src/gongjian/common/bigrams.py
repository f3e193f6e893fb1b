"""Chinese text cut into pairs of characters, so that any part of a name is found.

Dictionaries cut names wrongly: word by word only half of the halves of names were found, pair by
pair all of them. Letters and digits stay whole: `〔2026〕1号` must not find `〔2026〕11号`.
"""

import re
import unicodedata
from dataclasses import dataclass

_HAN = "\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_RUN = re.compile(rf"[{_HAN}]+|[^\W_{_HAN}]+")
_CHARACTER = re.compile(rf"[{_HAN}]")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What one typed word asks for: tokens in this order, side by side, and single characters."""

    tokens: tuple[str, ...]
    characters: tuple[str, ...]


def tokens(text: str) -> list[str]:
    """Return the tokens of a text in order: 未批先建 → 未批 批先 先建; 〔2026〕1号 → 2026 1 号."""
    return [token for run in _runs(text) for token in _pairs(run)]


def characters(text: str) -> set[str]:
    """Return every single Chinese character of a text."""
    return set(_CHARACTER.findall(_plain(text)))


def wanted(word: str) -> Wanted:
    """Return what a typed word asks for.

    A single character at its edge may stand within a longer run of the text (… 1号 before 决定): it
    is asked for by itself.
    """
    runs = _runs(word)
    first = [runs.pop(0)] if runs and _alone(runs[0]) else []
    last = [runs.pop()] if runs and _alone(runs[-1]) else []
    return Wanted(tuple(t for run in runs for t in _pairs(run)), (*first, *last))


def compact(text: str) -> str:
    """Return a number as it is compared: no brackets, no blanks, one width, small letters."""
    return "".join(_runs(text))


def _runs(text: str) -> list[str]:
    return _RUN.findall(_plain(text))


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).lower()


def _pairs(run: str) -> list[str]:
    if len(run) == 1 or not _CHARACTER.match(run):
        return [run]
    return [run[i : i + 2] for i in range(len(run) - 1)]


def _alone(run: str) -> bool:
    return len(run) == 1 and bool(_CHARACTER.match(run))
