"""What the database asks of the execution of a detention, by its order."""

from gongjian.common.db.triggers import require

LEFT = (
    "SELECT 1 FROM cases_detentionorder o WHERE o.id = NEW.order_id"
    " AND ((NEW.taken_in_on IS NOT NULL AND NEW.credited_days < o.days)"
    " OR (NEW.taken_in_on IS NULL AND NEW.credited_days = o.days))"
)


def declare_detention() -> None:
    """Let no more be credited than was decided, and nobody be taken in of whom nothing is left.

    Source: 治安管理处罚法 第一百一十条.
    """
    require(
        "cases_detentionexecution",
        "taken in exactly where days are left after what is credited",
        f"EXISTS ({LEFT})",
    )
