"""What the database asks of a new row beside its own columns: no attachment past two persons."""

from gongjian.common.db.triggers import require

CONFIRMED = (
    "SELECT 1 FROM publicity_attachment a WHERE a.id = NEW.attachment_id"
    " AND a.state IN ('drawing', 'ready') AND a.confirmed_by_id IS NOT NULL"
)
CHECKED = (
    "SELECT 1 FROM publicity_attachmentresult r"
    " JOIN publicity_attachment a ON a.id = r.attachment_id"
    " JOIN publicity_releaseattachment j ON j.attachment_id = a.id"
    " JOIN publicity_publicitem i ON i.release_id = j.release_id"
    " WHERE r.id = NEW.result_id AND i.id = NEW.item_id AND r.sha256 = NEW.sha256"
    " AND a.state = 'ready' AND a.confirmed_by_id <> i.checked_by_id"
)
FRESH = "NEW.state = 'reading' AND NEW.confirmed_by_id IS NULL"

SHOWN = (
    "SELECT 1 FROM publicity_publicitem i WHERE i.decision_id = NEW.decision_id"
    " AND i.state IN ('live', 'suspended')"
)
URGED = (
    f"NEW.state = 'open' AND ((NEW.kind = 'late' AND NOT EXISTS ({SHOWN}))"
    f" OR (NEW.kind = 'improper' AND EXISTS ({SHOWN})))"
)
COPY = (
    "SELECT 1 FROM cases_decision d WHERE d.id = NEW.decision_id AND d.common_with_id IS NOT NULL"
)


def declare() -> None:
    """Tell the triggers what an attachment rests on (called at start-up)."""
    for table in ("publicity_release", "publicity_publicitem"):  # 行政处罚法 第四十八条
        require(table, "the leading agency publishes a common decision", f"NOT EXISTS ({COPY})")
    require("publicity_attachment", "begins unread", FRESH)
    require("publicity_attachmentresult", "boxes confirmed before", f"EXISTS ({CONFIRMED})")
    require("publicity_publicattachment", "the copy that two persons saw", f"EXISTS ({CHECKED})")
    require("publicity_urge", "a fault that is there", URGED)
