"""What the database asks of the execution of a detention, and of asking it to wait."""

from gongjian.common.db.triggers import require

LEFT = (
    "SELECT 1 FROM cases_detentionorder o WHERE o.id = NEW.order_id"
    " AND ((NEW.taken_in_on IS NOT NULL AND NEW.credited_days < o.days)"
    " OR (NEW.taken_in_on IS NULL AND NEW.credited_days = o.days))"
)


# Drafts of before it was kept say nothing of their days.
DECIDED = (
    "SELECT 1 FROM cases_decision e JOIN cases_draft d ON d.id = e.draft_id"
    " WHERE e.id = NEW.decision_id AND (d.days IS NULL OR d.days = NEW.decided_days)"
)


def declare_detention() -> None:
    """Let no more be credited than was decided, and nobody be taken in of whom nothing is left.

    And no detention be asked to wait without a ground of the article; that a remedy runs is asked
    where remedies are known (`remedies.locks`).

    Source: 治安管理处罚法 第十六条、第一百一十条、第一百二十六条第一款.
    """
    require(
        "cases_detentionorder",
        "of the days that were decided it orders as many as may be executed together",
        f"EXISTS ({DECIDED})",
    )
    require(
        "cases_detentionexecution",
        "taken in exactly where days are left after what is credited",
        f"EXISTS ({LEFT})",
    )
    require(
        "cases_detentionsuspension",
        "a ground that the article names, or another event in words",
        "NEW.ground IN ('exam', 'birth', 'dying', 'appeal')"
        " OR (NEW.ground = 'other' AND NEW.ground_words <> '')",
    )
