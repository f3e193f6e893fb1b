"""Cells of tables that are handed out: none begins like a formula that a spreadsheet would run."""

# Full-width signs are folded to these by input methods and by some spreadsheets.
STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def harmless(cell: str) -> str:
    """Return a cell that no spreadsheet runs: an apostrophe before what begins like a formula.

    Source: OWASP, CSV Injection.
    """
    return f"'{cell}" if cell.lstrip(" \u3000").startswith(STARTS) else cell


def plain(cell: str) -> str:
    """Return a cell as it was before it was made harmless."""
    return cell[1:] if cell.startswith("'") and harmless(cell[1:]) != cell[1:] else cell
