"""What the database asks before a list is urged, or confirmed to hold unchanged."""

from gongjian.common.db.triggers import require

from .announcements.models import OF_NO_CLOSED_HEARING

LATE = (
    "SELECT 1 FROM exante_adjustment a WHERE a.id = NEW.adjustment_id"
    " AND a.closed_on IS NULL AND a.due_on < NEW.urged_on"
)
# The newest public version, which another drew, with nothing newer waiting for its check.
CONFIRMABLE = (
    "SELECT 1 FROM exante_openlist o WHERE o.id = NEW.list_id AND o.state = 'published'"
    " AND o.closed_on IS NULL AND o.valid_from <= NEW.confirmed_on"
    " AND (o.drafted_by_id IS NULL OR o.drafted_by_id <> NEW.confirmed_by_id)"
    " AND NOT EXISTS (SELECT 1 FROM exante_openlist n WHERE n.agency_id = o.agency_id"
    " AND n.kind = o.kind AND (n.state = 'drafted'"
    " OR (n.state = 'published' AND n.version > o.version)))"
)


def declare() -> None:
    """Let nothing be urged that is not late, nor confirmed that may not be (called at start-up)."""
    require("exante_announcement", "of no closed hearing", OF_NO_CLOSED_HEARING)
    require("exante_listurge", "a late task", f"NEW.answer = '' AND EXISTS ({LATE})")
    require("exante_listconfirmation", "the newest version of another", f"EXISTS ({CONFIRMABLE})")
