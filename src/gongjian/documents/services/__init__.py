"""Making, numbering, rendering, issuing and voiding documents."""

from .issuing import RecordIssue, issue, record_issue
from .making import make, void
from .printing import print_set
from .reading import open_file
from .scanning import AttachScan, attach_scan, keep_upload, open_scan
from .signing import SignOnScreen, keep_fingerprint, open_signed, sign_on_screen
from .templating import AddTemplate, add_template, keep_word, preview, templates_of
from .voiding import VoidDocument, void_document

__all__ = [
    "AddTemplate",
    "AttachScan",
    "RecordIssue",
    "SignOnScreen",
    "VoidDocument",
    "add_template",
    "attach_scan",
    "issue",
    "keep_fingerprint",
    "keep_upload",
    "keep_word",
    "make",
    "open_file",
    "open_scan",
    "open_signed",
    "preview",
    "print_set",
    "record_issue",
    "sign_on_screen",
    "templates_of",
    "void",
    "void_document",
]
