"""Reading the file: asked for by the party, granted part by part or refused, opened, ended."""

from .asking import ApplyToRead, apply_to_read
from .drawing import DRAW, PageDrawn, RecordDrawing, record_drawing
from .granting import GrantReading, RefuseReading, grant_reading, refuse_reading
from .opening import EndReading, OpenReading, end_reading, open_reading

__all__ = [
    "DRAW",
    "ApplyToRead",
    "EndReading",
    "GrantReading",
    "OpenReading",
    "PageDrawn",
    "RecordDrawing",
    "RefuseReading",
    "apply_to_read",
    "end_reading",
    "grant_reading",
    "open_reading",
    "record_drawing",
    "refuse_reading",
]
