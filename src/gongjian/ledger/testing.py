"""What tests of any app may ask of the ledger."""

from .replay import latest_snapshots


def assert_ledger_covers_rows() -> None:
    """Fail unless every record row equals its latest snapshot, none is missing and none extra."""
    found = [str(finding) for finding in latest_snapshots().differences()]
    assert not found, "\n".join(found)
