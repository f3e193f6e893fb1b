"""Making, numbering, rendering, issuing and voiding documents."""

from .issuing import RecordIssue, issue, record_issue
from .making import make, void
from .printing import print_set
from .reading import open_file
from .scanning import AttachScan, attach_scan, keep_upload, open_scan
from .voiding import VoidDocument, void_document

__all__ = [
    "AttachScan",
    "RecordIssue",
    "VoidDocument",
    "attach_scan",
    "issue",
    "keep_upload",
    "make",
    "open_file",
    "open_scan",
    "print_set",
    "record_issue",
    "void",
    "void_document",
]
