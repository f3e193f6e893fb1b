"""What the database asks of a new payment notice beside its own columns."""

from gongjian.common.db.triggers import require


def declare() -> None:
    """Let a decision in the common name of several agencies be charged by the leading one alone."""
    require(
        "payments_paymentnotice",
        "the leading agency charges a common decision",
        "NOT EXISTS (SELECT 1 FROM cases_decision d WHERE d.id = NEW.decision_id"
        " AND d.common_with_id IS NOT NULL)",
    )
