"""What the database asks of the law a penalty is weighed by (从旧兼从轻)."""

from gongjian.common.db.triggers import require

GOVERNS = "(c.newer_law OR c.act_ended_on IS NULL OR {day} = c.act_ended_on)"
CHOSEN = (
    "SELECT 1 FROM cases_case c WHERE c.id = NEW.case_id AND NEW.newer_law IS NOT NULL"
    " AND c.newer_law = NEW.newer_law AND c.newer_law_reason = NEW.newer_law_reason"
)
# Drafts of before this was kept say nothing of it.
OTHERWISE = (
    "SELECT 1 FROM cases_draft d JOIN cases_case c ON c.id = d.case_id WHERE d.id = NEW.draft_id"
    " AND d.newer_law IS NOT NULL AND NOT (c.newer_law = d.newer_law AND {governs})"
)


def declare_law() -> None:
    """Bind draft, notice and decision to the law that was chosen, with its reason.

    Source: 行政处罚法 第三十七条.
    """
    require(
        "cases_draft",
        "a draft is weighed by the law that was chosen for its case",
        f"EXISTS ({CHOSEN} AND {GOVERNS.format(day='NEW.law_on')})",
    )
    other = OTHERWISE.format(governs=GOVERNS.format(day="d.law_on"))
    for table in ("cases_notice", "cases_decision"):
        require(
            table,
            "it rests on a draft of the law that governs the act",
            f"NOT EXISTS ({other})",
        )
