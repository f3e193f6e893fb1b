"""What the database asks of a part: of this very case, issued, of a kind that may be offered."""

from gongjian.common.db.triggers import require

from .rules import rules

REQUEST = (
    "SELECT 1 FROM cases_partyfiling f JOIN matters_matter m ON m.id = f.matter_id"
    " WHERE f.id = NEW.filing_id AND f.matter_id = NEW.matter_id AND f.kind = 'reading'"
    " AND f.answered_at IS NULL AND m.secret_since IS NULL"
)
PREPARING = "SELECT 1 FROM fileroom_reading r WHERE r.id = NEW.reading_id AND r.state = 'granted'"
PAPER = (
    "SELECT 1 FROM fileroom_reading r JOIN documents_document d ON d.matter_id = r.matter_id"
    " JOIN {table} f ON f.document_id = d.id WHERE r.id = NEW.reading_id"
    " AND f.id = NEW.{column} AND d.state = 'issued' AND d.kind IN ({kinds})"
)
EVIDENCE = (
    "SELECT 1 FROM fileroom_reading r JOIN cases_case c ON c.matter_id = r.matter_id"
    " JOIN cases_evidence e ON e.case_id = c.id WHERE r.id = NEW.reading_id"
    " AND e.id = NEW.evidence_id AND e.excluded_on IS NULL"
)
DRAWN = (
    "SELECT 1 FROM fileroom_readingpart p JOIN fileroom_reading r ON r.id = p.reading_id"
    " WHERE p.id = NEW.part_id AND p.state = 'drawing' AND r.state = 'granted'"
)
MASKED = (
    "SELECT 1 FROM fileroom_readingpage g JOIN fileroom_readingpart p ON p.id = g.part_id"
    " JOIN fileroom_reading r ON r.id = p.reading_id"
    " WHERE g.id = NEW.page_id AND p.state = 'drawing' AND r.state = 'granted'"
)


def declare() -> None:
    """Tell the triggers what a leave and its parts rest on (called at start-up).

    Source: see `rules.toml`.
    """
    kinds = ", ".join(f"'{kind}'" for kind in rules().offered)
    require(
        "fileroom_reading",
        "a request of the party that waits",
        f"NEW.state = 'granted' AND EXISTS ({REQUEST})",
    )
    require("fileroom_readingpart", "while it is prepared", f"EXISTS ({PREPARING})")
    for column, table in (
        ("document_file_id", "documents_documentfile"),
        ("scan_id", "documents_scan"),
    ):
        paper = PAPER.format(table=table, column=column, kinds=kinds)
        require(
            "fileroom_readingpart",
            f"{column}: an issued paper of this case that may be offered",
            f"NEW.{column} IS NULL OR EXISTS ({paper})",
        )
    require(
        "fileroom_readingpart",
        "evidence of this case that was not excluded",
        f"NEW.evidence_id IS NULL OR EXISTS ({EVIDENCE})",
    )
    require("fileroom_readingpage", "drawn while it is prepared", f"EXISTS ({DRAWN})")
    require("fileroom_readingmask", "drawn while it is prepared", f"EXISTS ({MASKED})")
