"""What the database asks of several acts of one person: each has its own position."""

from gongjian.common.db.triggers import require

OF = "SELECT 1 FROM cases_draft d WHERE d.id = NEW.draft_id"
ONES = "FROM cases_actposition p WHERE p.draft_id = d.id"
ALL = (
    f"d.act_count = (SELECT COUNT(*) {ONES})"
    f" AND (d.act_count = 0 OR (d.fine_fen = (SELECT SUM(p.fine_fen) {ONES})"
    f" AND d.days = (SELECT SUM(p.days) {ONES}) AND COALESCE(d.act_days, 0) ="
    f" (SELECT MAX(p.days) {ONES})))"
)


def declare_acts() -> None:
    """Let nothing rest on a draft of several acts unless every one of them was weighed.

    Their fines and days together are those of the draft, so no sum escapes its own range.

    Source: 行政处罚法 第三十四条; 治安管理处罚法 第十六条.
    """
    require(
        "cases_draft",
        "a draft that names acts counts them",
        "(NEW.act_count = 0) = (CAST(NEW.acts AS TEXT) = '[]') AND NEW.act_count <> 1",
    )
    require(
        "cases_actposition",
        "it is of an act of its draft, the first of the cause of the draft",
        f"EXISTS ({OF} AND NEW.number <= d.act_count"
        " AND (NEW.number > 1 OR NEW.cause_code = d.cause_code))",
    )
    for table in ("cases_notice", "cases_decision"):
        require(table, "each act of its draft has a position", f"EXISTS ({OF} AND {ALL})")
