"""Making, numbering, rendering, issuing and voiding documents."""

from .issuing import RecordIssue, issue, record_issue
from .making import make, void
from .reading import open_file

__all__ = ["RecordIssue", "issue", "make", "open_file", "record_issue", "void"]
