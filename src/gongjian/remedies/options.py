"""What a person may choose in the forms of remedies."""

from typing import Any

from gongjian.cases.papers import item_line
from gongjian.cases.queries import case_of, decision_of
from gongjian.cases.standing import numbered
from gongjian.common.acts import Actor
from gongjian.common.money import yuan
from gongjian.ui.options import Choices, options

from .choices import Challenged
from .contested import contested
from .queries import (
    RUNNING,
    lists_to_undo,
    penalty_challenged,
    remedies_of,
    running_against,
    surcharge_stands,
    surcharges_in_force,
)
from .services import corrections_issued


@options("remedies.running")
def running_remedies(actor: Actor, matter: Any) -> Choices:
    """List the reviews and lawsuits of the matter that run."""
    if matter is None:
        return []
    rows = remedies_of(matter).filter(state__in=RUNNING).order_by("-id")
    return [
        (
            str(r.uid),
            f"{r.get_kind_display()} {r.body} {r.number or r.lodged_on.isoformat()}"
            f"（{r.get_challenged_display()}）",
        )
        for r in rows
    ]


@options("remedies.contested")
def contested_decisions(actor: Actor, matter: Any) -> Choices:
    """List the decisions of the matter that may be challenged, the penalty first."""
    if matter is None:
        return []
    standing = [one for one in contested(matter) if not one.fallen]
    return [
        (str(one.paper.uid), f"{one.label}（{one.challenged.label}，{one.reached_on}送达）")
        for one in standing
    ]


@options("remedies.fallen_list")
def fallen_lists(actor: Actor, matter: Any) -> Choices:
    """List the lists of collected goods that fell and whose goods are not given back yet."""
    if matter is None:
        return []
    return [(str(row.uid), str(row.document)) for row in lists_to_undo(matter)]


@options("remedies.correction")
def corrections(actor: Actor, matter: Any) -> Choices:
    """List the issued correction decisions of the matter."""
    if matter is None:
        return []
    return [(str(paper.uid), str(paper)) for paper in corrections_issued(matter)]


@options("remedies.surcharge")
def surcharges(actor: Actor, matter: Any) -> Choices:
    """List the surcharges of the matter that its agency may still revoke or lessen."""
    if matter is None:
        return []
    return [
        (str(one.document.uid), f"{one.document}（{yuan(surcharge_stands(one.document_id))}元）")
        for one in surcharges_in_force(matter)
    ]


@options("remedies.standing_item")
def standing_items(actor: Actor, matter: Any) -> Choices:
    """List the items of the matter's decision that stand, by their number."""
    decision = decision_of(case_of(matter)) if matter is not None else None
    if decision is None:
        return []
    return [(str(number), item_line(item)) for number, item in numbered(decision)]


@options("remedies.challenged_item")
def challenged_items(actor: Actor, matter: Any) -> Choices:
    """List the items that a result may change: none where only something else is challenged."""
    if matter is None or not penalty_challenged(matter):
        return []
    return standing_items(actor, matter)


def _where_challenged(kind: Challenged) -> Any:
    """Return a list of one entry where a decision of a kind is challenged now, else of none."""

    def listed(actor: Actor, matter: Any) -> Choices:
        if matter is None or running_against(matter, kind) is None:
            return []
        return [(kind.value, kind.label)]

    return listed


for _kind in (Challenged.SURCHARGE, Challenged.DEPOSIT, Challenged.CORRECTION):
    options(f"remedies.{_kind}_challenged")(_where_challenged(_kind))
