"""The card of the detector: what it was measured on and how often each of its rules errs.

Written by `gongjian redaction --write-card`; a test measures anew and compares.

Source: REQUIREMENTS Q16.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .measuring import Measured

VERSION = 2
DATA = "虚构的处罚文书片段，按十二类机关的文风由种子生成；与识别规则不共用任何词表"
CONTEST = "每一处建议由拟定人和复核人逐处决定；认为识别有误的，选保留，或者在“还需隐去的文字”中补充"
HEAD = """\
# Measured by `gongjian redaction --write-card`; not edited by hand.
version = {version}
data = "{data}"
texts = {texts}
unseen_texts = {unseen_texts}
contest = "{contest}"
"""


@cache
def card() -> dict[str, Any]:
    """Return the card as it was last measured."""
    return tomllib.loads((files("gongjian.publicity") / "card.toml").read_text("utf-8"))


def certainty_of(rule: str) -> int:
    """Return of a hundred finds of a rule how many identify a person: measured, rounded down.

    (right + 1) / (finds + 2), so that no rule is ever certain and an unmeasured one is 50.
    """
    counted = card().get("rules", {}).get(rule, {"finds": 0, "right": 0})
    return int(100 * (counted["right"] + 1) / (counted["finds"] + 2))


def written(everything: Measured, unseen: Measured) -> str:
    """Return the card of a measurement as TOML."""
    head = HEAD.format(
        version=VERSION,
        data=DATA,
        contest=CONTEST,
        texts=everything.texts,
        unseen_texts=unseen.texts,
    )
    return (
        head
        + _recalls("recall", everything)
        + _recalls("recall_unseen", unseen)
        + ("\n".join(["\n[rules]", *_rules(everything)]) + "\n")
    )


def _recalls(name: str, counted: Measured) -> str:
    lines = [
        f'"{kind}" = {{ labels = {count}, found = {counted.found[kind]} }}'
        for kind, count in sorted(counted.labels.items())
    ]
    return "\n".join([f"\n[{name}]", *lines]) + "\n"


def _rules(counted: Measured) -> list[str]:
    names = sorted({rule for rule, _ in counted.by_pattern if rule})
    lines = []
    for rule in names:
        right, wrong = counted.by_pattern[rule, True], counted.by_pattern[rule, False]
        lines.append(f"{rule} = {{ finds = {right + wrong}, right = {right} }}")
    return lines
