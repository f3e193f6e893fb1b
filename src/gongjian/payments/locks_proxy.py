"""What the database asks of a performance in the party's stead (代履行)."""

from gongjian.cases.locks_resting import CONCERNED
from gongjian.common.db.triggers import require

# The order's own paper fell, by a review or a lawsuit.
FELL = (
    "SELECT 1 FROM cases_correctionorder o JOIN cases_delivery v ON v.id = o.delivery_id"
    " JOIN cases_paperoverturn f ON f.document_id = v.document_id"
    " WHERE o.id = {order} AND f.ground <> 'unlawful'"
)
# The duty was ordered and served in this very case, and found undone after its time.
UNDONE = (
    "SELECT 1 FROM cases_correctionorder o JOIN cases_recheck r ON r.order_id = o.id"
    " WHERE o.id = {order} AND o.case_id = {case} AND o.state = 'checked'"
    " AND r.result IN ('refused', 'obstructed', 'partly') AND r.checked_on > o.correct_by"
)
# Execution of the decision in which the order stands is stayed; `remedies` locks a stay of its own.
STAYED = (
    "SELECT 1 FROM cases_decision d JOIN payments_proceeding g ON g.decision_id = d.id"
    " WHERE d.case_id = {case} AND g.surcharge_id IS NULL AND g.ended_on IS NULL"
    " AND g.stayed_on IS NOT NULL"
)
# A paper of a kind that counts, and that reached the party.
SERVED = (
    "SELECT 1 FROM payments_proxypaper p JOIN documents_document d ON d.id = p.document_id"
    " WHERE p.proxy_id = NEW.proxy_id AND p.kind = '{kind}' AND d.state <> 'void'"
    " AND p.served_on IS NOT NULL"
)
ORDER_OF = "(SELECT x.order_id FROM payments_proxy x WHERE x.id = NEW.proxy_id)"
CASE_OF = "(SELECT x.case_id FROM payments_proxy x WHERE x.id = NEW.proxy_id)"
OPEN = "SELECT 1 FROM payments_proxy x WHERE x.id = NEW.proxy_id AND x.state = 'open'"
AT_ONCE = "SELECT 1 FROM payments_proxy x WHERE x.id = NEW.proxy_id AND x.order_id IS NULL"
AS_DECIDED = (
    "SELECT 1 FROM payments_proxydecision c WHERE c.proxy_id = NEW.proxy_id"
    " AND c.planned_on <= NEW.performed_on"
)
# What keeps a case open.
UNFINISHED = (
    "SELECT 1 FROM payments_proxy x JOIN cases_case c ON c.id = x.case_id"
    " WHERE c.matter_id = NEW.matter_id AND (x.state = 'open' OR (x.state = 'done'"
    " AND NOT EXISTS (SELECT 1 FROM payments_proxycost t WHERE t.proxy_id = x.id))"
    " OR EXISTS (SELECT 1 FROM payments_proxypaper p JOIN documents_document d"
    " ON d.id = p.document_id WHERE p.proxy_id = x.id AND p.kind IN ('told', 'cost')"
    " AND d.state <> 'void' AND p.served_on IS NULL))"
)
CLOSING = "('close', 'close_common', 'end_unpunished')"


def _stands(order: str, case: str) -> str:
    """Return the condition that an order is still to be performed, and not stayed."""
    undone = f"EXISTS ({UNDONE.format(order=order, case=case)})"
    stayed = f"NOT EXISTS ({STAYED.format(case=case)})"
    return f"({undone} AND {stayed} AND NOT EXISTS ({FELL.format(order=order)}))"


def declare_proxy() -> None:
    """Lock the way from an unperformed duty to its performance by another, and to the cost.

    Source: 行政强制法 第三十五条至第三十九条、第五十条至第五十二条.
    """
    require(
        "payments_proxy",
        "another performs what was found undone after its time, or clears at once",
        "NEW.state = 'open' AND (NEW.order_id IS NULL"
        f" OR {_stands('NEW.order_id', 'NEW.case_id')})",
    )
    require(
        "payments_proxy",
        "nobody performs in a case that is closed",
        "EXISTS (SELECT 1 FROM cases_case c JOIN matters_matter m ON m.id = c.matter_id"
        " WHERE c.id = NEW.case_id AND m.closed_at IS NULL)",
    )
    require(
        "payments_proxydecision",
        "it is decided after the time of a demand that reached the party, while not stayed",
        f"EXISTS ({OPEN}) AND EXISTS ({SERVED.format(kind='demand')}"
        " AND p.over_on = NEW.demand_over_on)"
        f" AND {_stands(ORDER_OF, CASE_OF)}",
    )
    concerned = CONCERNED.format(case=CASE_OF, who="NEW.decided_by_id")
    require(
        "payments_proxydecision",
        "decided by nobody who handled, reviewed or heard the case, or keeps away from it",
        f"NOT EXISTS ({concerned})",
    )
    require(
        "payments_proxypaper",
        "the party is urged again after the decision reached it",
        f"NEW.kind <> 'again' OR EXISTS ({SERVED.format(kind='decision')})",
    )
    require(
        "payments_proxyvisit",
        "nobody performs before the decision reached the party and three days after it was urged"
        " again, unless at once",
        f"EXISTS ({OPEN}) AND (EXISTS ({AT_ONCE}) AND NEW.approved <> ''"
        f" OR EXISTS ({AS_DECIDED}) AND EXISTS ({SERVED.format(kind='decision')})"
        f" AND EXISTS ({SERVED.format(kind='again')} AND p.over_on < NEW.performed_on)"
        f" AND {_stands(ORDER_OF, CASE_OF)})",
    )
    require(
        "payments_proxycost",
        "what was performed has a cost, told to the party that bears it",
        "EXISTS (SELECT 1 FROM payments_proxy x WHERE x.id = NEW.proxy_id AND x.state = 'done')"
        " AND (NEW.paper_id IS NULL OR EXISTS (SELECT 1 FROM payments_proxypaper p"
        " WHERE p.id = NEW.paper_id AND p.proxy_id = NEW.proxy_id AND p.kind = 'cost'))",
    )
    require(
        "matters_step",
        "no case is closed while another performs, or its cost is not settled and told",
        f"NEW.code NOT IN {CLOSING} OR NOT EXISTS ({UNFINISHED})",
    )
