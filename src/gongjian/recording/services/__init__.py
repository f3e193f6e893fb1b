"""Handing in, registering and playing recordings."""

from .adding import AddRecording, add_recording
from .handing_in import keep_recording
from .playing import piece_of, played, seen_recording, ticket_for

__all__ = [
    "AddRecording",
    "add_recording",
    "keep_recording",
    "piece_of",
    "played",
    "seen_recording",
    "ticket_for",
]
