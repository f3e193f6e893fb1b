"""What the database asks of a new row beside its own columns.

No person is taken unreleased, nor without a certificate of the receiver that holds.
"""

from gongjian.common.db.triggers import require

RELEASED = (
    "EXISTS (SELECT 1 FROM channels_creditbatch b WHERE b.id = NEW.batch_id"
    " AND b.released_by_id IS NOT NULL AND b.released_by_id <> NEW.taken_by_id)"
)
HOLDS = (
    "EXISTS (SELECT 1 FROM channels_creditbatch b JOIN channels_personsreceiver r"
    " ON r.id = b.released_to_id WHERE b.id = NEW.batch_id AND r.id = NEW.receiver_id"
    " AND r.agency_id = b.agency_id AND r.closed_at IS NULL"
    " AND NEW.taken_at BETWEEN r.valid_from AND r.valid_until)"
)


def declare() -> None:
    """Tell the triggers on what a taking rests (called at start-up)."""
    require("channels_personstaking", "persons released by another", RELEASED)
    require("channels_personstaking", "a certificate of the receiver that holds", HOLDS)
