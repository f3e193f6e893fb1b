"""What the database asks before the higher agency is asked who is competent (报请指定管辖)."""

from gongjian.common.db.triggers import require

# The newest record of a consultation that stands says that it failed.
FAILED = (
    "SELECT 1 FROM documents_document d WHERE d.matter_id = NEW.matter_id"
    " AND d.kind = 'jurisdiction-consultation' AND d.state <> 'void'"
    """ AND d.data LIKE '%"consulted_result":"协商不成"%' AND NOT EXISTS (SELECT 1"""
    " FROM documents_document e WHERE e.matter_id = d.matter_id AND e.kind = d.kind"
    " AND e.state <> 'void' AND e.id > d.id)"
)


def declare_disputing() -> None:
    """Lock the request for a designation. Source: 行政处罚法 第二十五条第二款."""
    require(
        "documents_document",
        "a consultation that failed before a designation is asked for",
        f"NEW.kind <> 'designation-request' OR EXISTS ({FAILED})",
    )
