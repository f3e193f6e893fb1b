"""What the database itself holds of signatures given on the screen, on both engines."""

from gongjian.common.db.triggers import require

# The signature stands under the very file and text that were issued, of a paper that still counts.
OF_THE_PAPER = (
    "SELECT 1 FROM documents_document d"
    " JOIN documents_documentfile f ON f.document_id = d.id AND f.format = 'pdf'"
    " WHERE d.id = NEW.document_id AND d.state = 'issued'"
    " AND d.data_hash = NEW.data_hash AND f.sha256 = NEW.paper_sha256"
)
SO_MANY = "(SELECT COUNT(*) FROM documents_screensignature s WHERE s.document_id = NEW.document_id)"


def hold() -> None:
    """Declare them (called at start-up)."""
    require("documents_screensignature", "under the paper as issued", f"EXISTS ({OF_THE_PAPER})")
    require("documents_signedpaper", "no more than were given", f"NEW.number <= {SO_MANY}")
