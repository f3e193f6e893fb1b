"""News of remedies for higher apps."""

from dataclasses import dataclass
from datetime import date

from gongjian.cases.models import Decision


@dataclass(frozen=True, slots=True)
class ResultTookEffect:
    """A decision was changed, revoked, found unlawful or void, or is to be made anew.

    `ground` is one of publicity's grounds of withdrawal: changed, revoked, unlawful, void, remade.
    Source: 行政处罚法 第四十八条第二款.
    """

    decision: Decision
    ground: str
    effective_on: date
