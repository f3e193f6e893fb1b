"""What the database asks of a new row of money beside its own columns."""

from gongjian.common.db.triggers import require


def declare() -> None:
    """Ask of a notice that the leading agency charges, of goods that their decision stands."""
    require(
        "payments_paymentnotice",
        "the leading agency charges a common decision",
        "NOT EXISTS (SELECT 1 FROM cases_decision d WHERE d.id = NEW.decision_id"
        " AND d.common_with_id IS NOT NULL)",
    )
    require(
        "payments_goodshandling",
        "goods of a decision out of force are given back",
        "NOT EXISTS (SELECT 1 FROM payments_confiscateditem i"
        " JOIN cases_overturn o ON o.decision_id = i.decision_id WHERE i.id = NEW.item_id)",
    )
