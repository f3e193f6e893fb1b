"""What the database asks of a recording, and that no view is taken from the register of views."""

from gongjian.common.db.triggers import Guard, guard, require

from .models import RecordingAccess

STEP = (
    "SELECT 1 FROM matters_step s JOIN matters_matter m ON m.id = s.matter_id"
    " WHERE s.id = NEW.step_id AND s.matter_id = NEW.matter_id"
    " AND m.secret_since IS NULL AND m.closed_at IS NULL"
)


def declare() -> None:
    """Tell the triggers what a recording rests on (called at start-up)."""
    require("recording_recording", "a step of this open case", f"EXISTS ({STEP})")
    columns = tuple(field.attname for field in RecordingAccess._meta.concrete_fields)
    guard(Guard("recording_recordingaccess", columns))
