"""The gate: may this record be public, whole or in part. Pure; the rule itself is a table."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from gongjian.process import Table

from .choices import Answer

ADULT = 18


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the gate answers, by which clause, in which version of the table."""

    answer: Answer
    clause: str
    reason: str
    version: str

    @property
    def withheld(self) -> bool:
        return self.answer is Answer.WITHHOLD


def publication_gate(facts: Mapping[str, Any], gate: Table) -> Verdict:
    """Ask the table of the profile whether a decision may be public.

    Source: the row that is hit; 治安管理处罚法 第一百三十六条, 政府信息公开条例 第十四条至第十六条.
    """
    hit = gate.decide(facts)
    return Verdict(Answer(str(hit.value)), hit.source, hit.name, gate.version)


def was_minor(born_on: date | None, *days: date) -> bool:
    """Tell whether the person was under 18 on any of the days; unknown birth: no.

    Who was born on 29 February comes of age on 1 March of a common year.

    Source: 未成年人保护法 第一百零三条; LAW.md 4.5, 11.3（行为时或者公布时）.
    """
    if born_on is None:
        return False
    adult = (born_on.year + ADULT, born_on.month, born_on.day)
    return any((day.year, day.month, day.day) < adult for day in days)
