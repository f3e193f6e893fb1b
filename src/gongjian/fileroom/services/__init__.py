"""Reading the file: asked for by the party, granted part by part or refused, opened, ended."""

from .asking import ApplyToRead, apply_to_read
from .covering import AddMask, LiftMasks, add_mask, lift_masks
from .drawing import DRAW, MaskFound, PageDrawn, RecordDrawing, record_drawing
from .granting import GrantReading, RefuseReading, grant_reading, refuse_reading
from .opening import EndReading, OpenReading, end_reading, open_reading

__all__ = [
    "DRAW",
    "AddMask",
    "ApplyToRead",
    "EndReading",
    "GrantReading",
    "LiftMasks",
    "MaskFound",
    "OpenReading",
    "PageDrawn",
    "RecordDrawing",
    "RefuseReading",
    "add_mask",
    "apply_to_read",
    "end_reading",
    "grant_reading",
    "lift_masks",
    "open_reading",
    "record_drawing",
    "refuse_reading",
]
