"""From which value confiscated goods ask for a discussion or open a hearing, kept with the draft.

The database compares these with what the goods are worth (`locks_goods`): amounts are data of a
place that an upgrade changes, no trigger could hold them.
"""

from collections.abc import Callable, Mapping
from typing import Any

from gongjian.matters.models import Matter
from gongjian.matters.tables import table
from gongjian.process import Table

from .models import Case
from .rules import BEYOND_FEN, GOODS
from .scopes import Findings

Asked = Mapping[str, Any]


def goods_reach(matter: Matter, case: Case, found: Findings) -> dict[str, int]:
    """Return the columns of a draft that say so, in fen; `BEYOND_FEN` where no sum does.

    `discussion_from_fen`: fine, gain and goods together. `hearing_goods_from_fen`: goods alone;
    `hearing_from_fen`: gain and goods together.

    Source: 行政处罚法 第五十七条第二款、第六十三条第一款第二项.
    """
    goods: dict[str, Any] = {"domain": matter.domain, "party_kind": case.party.kind}
    goods |= {"penalty_kind": GOODS.value, "unvalued": False}
    discussed = {**goods, "complex": found.complex, "hearing_held": False}
    discussion = table("discussion-scope", matter.profile)
    hearing = table("hearing-threshold", matter.profile)

    def sums(alone: int, taken: int) -> Asked:
        return goods | {"amount_fen": alone, "confiscated_fen": taken}

    return {
        "discussion_from_fen": _first(
            discussion, "total_fen", lambda fen: discussed | {"total_fen": fen}
        ),
        "hearing_goods_from_fen": _first(hearing, "amount_fen", lambda fen: sums(fen, 0)),
        "hearing_from_fen": _first(hearing, "confiscated_fen", lambda fen: sums(0, fen)),
    }


def _first(rules: Table, code: str, asked: Callable[[int], Asked]) -> int:
    """Return the lowest bound of an input from which a table answers that it is so."""
    return next((fen for fen in rules.bounds(code) if rules.decide(asked(fen)).value), BEYOND_FEN)
