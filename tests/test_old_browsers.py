"""Pages work in Chromium 86: what came later may embellish, nothing may depend on it."""

import re
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "src" / "gongjian"
FILES = sorted(p for kind in ("css", "js") for p in SOURCE.glob(f"*/static/**/*.{kind}"))
# What an older browser does not know, so that a rule or a script would be lost, and since when.
LATER = {
    "inset": r"\binset(-block|-inline)?\s*:",  # 87
    ":is, :where, :has": r":(is|where|has)\(",  # 88, 105
    "nesting": r"(?m)^\s*&",  # 112
    "container, layer": r"@(container|layer)\b",  # 105, 99
    "small viewport units": r"\d[dsl]v[hw]\b",  # 108
    "color-mix": r"color-mix\(",  # 111
    "at, findLast, hasOwn": r"\.(at|findLast|hasOwn|toSorted)\(",  # 92, 97, 93, 110
    "structuredClone": r"\bstructuredClone\(",  # 98
    "class blocks": r"\bstatic\s*\{",  # 94
}
# A rule that is lost in an older browser without harm.
HARMLESS = {".menu li:has(> a[aria-current]) { scroll-initial-target: nearest; }"}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_nothing_is_used_that_chromium_86_does_not_know(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for rule in HARMLESS:
        text = text.replace(rule, "")
    used = [name for name, form in LATER.items() if re.search(form, text)]

    assert used == [], f"{path.relative_to(SOURCE)}: {used}"
