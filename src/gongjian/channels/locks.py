"""What the database asks of a new row beside its own columns: no person taken unreleased."""

from gongjian.common.db.triggers import require

RELEASED = (
    "EXISTS (SELECT 1 FROM channels_creditbatch b WHERE b.id = NEW.batch_id"
    " AND b.released_by_id IS NOT NULL AND b.released_by_id <> NEW.taken_by_id)"
)


def declare() -> None:
    """Tell the triggers on what a taking rests (called at start-up)."""
    require("channels_personstaking", "persons released by another", RELEASED)
