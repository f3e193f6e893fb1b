"""Procedures as they were before some acts, and the facts that ask for them, were added."""

import re
from collections.abc import Collection

from gongjian.common.acts import SYSTEM
from gongjian.common.data import data_folder
from gongjian.matters.models import ProcessVersion
from gongjian.matters.services import ActivateProcess, activate_process


def put_in_force(code: str, acts: Collection[str], facts: Collection[str]) -> ProcessVersion:
    """Put a procedure in force that has neither these acts nor these facts."""
    shipped = (data_folder("processes") / f"{code}.toml").read_text(encoding="utf-8")
    text = without(shipped, acts, facts).replace('version = "2026.1"', 'version = "2025.9"')
    made: ProcessVersion = activate_process(actor=SYSTEM, cmd=ActivateProcess(text=text))
    return made


def without(text: str, acts: Collection[str], facts: Collection[str]) -> str:
    """Return the text of a procedure without some steps, facts and what speaks of them."""
    steps = {code for one in acts for code in _codes(text, one)}
    words = "|".join(facts)
    kept = [part for part in re.split(r"\n(?=\[\[)", text) if not _gone(part, acts, facts, steps)]
    left = "\n".join(kept)
    for pattern in (rf"\s+and\s+(?:not\s+)?(?:{words})\b", rf"\b(?:not\s+)?(?:{words})\s+and\s+"):
        left = re.sub(pattern, "", left)
    return re.sub(rf'^when = "(?:not )?(?:{words})"\n', "", left, flags=re.MULTILINE)


def _codes(text: str, act: str) -> list[str]:
    return re.findall(rf'^code = "(\w+)"\nact = "{re.escape(act)}"$', text, re.MULTILINE)


def _gone(part: str, acts: Collection[str], facts: Collection[str], steps: set[str]) -> bool:
    if part.startswith("[[fact]]"):
        return any(f'code = "{fact}"' in part for fact in facts)
    if part.startswith("[[invariant]]"):
        asked = any(re.search(rf"\b{fact}\b", part) for fact in facts)
        return asked or any(f"{quote}{step}{quote}" in part for step in steps for quote in "\"'")
    return any(f'act = "{act}"\n' in part for act in acts)
