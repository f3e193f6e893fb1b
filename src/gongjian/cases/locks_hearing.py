"""What the database asks before a hearing is announced to everybody (听证公告)."""

from gongjian.common.db.triggers import require

# A hearing of this very case that is called, not yet held, and open.
OPEN = (
    "SELECT 1 FROM cases_hearing h JOIN cases_case c ON c.id = h.case_id"
    " WHERE c.matter_id = NEW.matter_id AND h.outcome = '' AND h.open_to_public"
)


def declare_hearing() -> None:
    """Lock the announcement of a hearing. Source: 行政处罚法 第六十四条第三项."""
    require(
        "documents_document",
        "only an open hearing that is called is announced",
        f"NEW.kind <> 'hearing-announcement' OR EXISTS ({OPEN})",
    )
