"""What the database itself asks before a draw."""

from gongjian.common.db.triggers import require

# No text of a list is searched with a pattern: both engines replace, and tell what is left alike.
SHOWN = (
    "SELECT 1 FROM exante_openlist l JOIN exante_checkplan p ON p.agency_id = l.agency_id"
    " WHERE p.id = NEW.plan_id AND l.kind = 'check-plans' AND l.state = 'published'"
    " AND replace(CAST(l.content AS text), p.pool, '') <> CAST(l.content AS text)"
)


def declare() -> None:
    """Let nothing be drawn from a pool that no published list shows (called at start-up).

    Source: REQUIREMENTS X3; LAW 7.2.
    """
    require("exante_checkdraw", "the pool is public before a draw", f"EXISTS ({SHOWN})")
