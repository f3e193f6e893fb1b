"""What the database asks before a list is urged: a task that is open and late."""

from gongjian.common.db.triggers import require

LATE = (
    "SELECT 1 FROM exante_adjustment a WHERE a.id = NEW.adjustment_id"
    " AND a.closed_on IS NULL AND a.due_on < NEW.urged_on"
)


def declare() -> None:
    """Let nothing be urged that is not late, nor with its answer (called at start-up)."""
    require("exante_listurge", "a late task", f"NEW.answer = '' AND EXISTS ({LATE})")
