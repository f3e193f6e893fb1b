"""Changed items for tests of other apps."""

from typing import Any

from gongjian.cases.choices import WITH_AMOUNT
from gongjian.cases.queries import case_of, decision_of
from gongjian.cases.standing import numbered
from gongjian.matters.models import Matter


def changed_to(
    matter: Matter, fen: int | None = None, **of_kind: Any
) -> tuple[dict[str, Any], ...]:
    """Return the items of a form that changes a decision.

    `fen`: what its sums become, 0: a warning instead; else by kind what changes in that item.
    """
    decision = decision_of(case_of(Matter.objects.get(pk=matter.pk)))
    assert decision is not None
    rows: list[dict[str, Any]] = []
    for number, item in numbered(decision):
        row = {"item": str(number), "kind": item["kind"], "detail": item.get("detail") or ""}
        row |= {key: item[key] for key in ("amount_fen", "days", "value_fen") if item.get(key)}
        if fen is not None and item["kind"] in WITH_AMOUNT:
            row |= {"amount_fen": fen} if fen else {"kind": "warning", "amount_fen": None}
        rows.append(row | of_kind.get(item["kind"], {}))
    return tuple(rows)
