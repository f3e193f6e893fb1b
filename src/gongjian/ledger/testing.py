"""What tests of any app may ask of the ledger."""

from django.db import connection

from .replay import latest_snapshots


def assert_ledger_covers_rows() -> None:
    """Fail unless every record row equals its latest snapshot, none is missing and none extra.

    The few rows of a test are asked for at once: a cursor on the server would take four questions
    for every table.
    """
    known = connection.settings_dict
    before = known.get("DISABLE_SERVER_SIDE_CURSORS", False)
    known["DISABLE_SERVER_SIDE_CURSORS"] = True
    try:
        found = [str(finding) for finding in latest_snapshots().differences()]
    finally:
        known["DISABLE_SERVER_SIDE_CURSORS"] = before
    assert not found, "\n".join(found)
