"""Making, numbering, rendering, issuing and voiding documents."""

from .issuing import RecordIssue, issue, record_issue
from .making import make, void
from .reading import open_file
from .voiding import VoidDocument, void_document

__all__ = [
    "RecordIssue",
    "VoidDocument",
    "issue",
    "make",
    "open_file",
    "record_issue",
    "void",
    "void_document",
]
