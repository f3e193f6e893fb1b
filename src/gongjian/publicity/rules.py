"""The gate: may this record be public, whole or in part. Pure; the rule itself is a table."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from gongjian.parties.rules import was_minor
from gongjian.process import Table

from .choices import Answer

__all__ = ["Verdict", "publication_gate", "was_minor"]


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
