"""Pure rules of documents."""

import hashlib
import json
from typing import Any


def number_text(short_name: str, series: str, year: int, serial: int) -> str:
    """Return the number as it is printed: 青环行罚决字〔2026〕1号.

    Source: GB/T 9704-2012 7.2.5 (six-cornered brackets, no leading zeros, no 第).
    """
    return f"{short_name}{series}字〔{year}〕{serial}号"


def canonical(value: Any) -> str:
    """Return plain JSON (texts, whole numbers, truth values, null) in its one canonical form.

    Equal to RFC 8785 for these values and ASCII keys (a test compares the two).

    Source: RFC 8785.
    """
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(text: str) -> str:
    """Return the SHA-256 of a text in hex."""
    return hashlib.sha256(text.encode()).hexdigest()
