"""Locks of the database for what only newer versions of a procedure ask for."""

# The matter of a new row of a case.
OF_CASE = "(SELECT c.matter_id FROM cases_case c WHERE c.id = NEW.case_id)"
KNOWS = (
    "EXISTS (SELECT 1 FROM matters_matter m JOIN matters_processversion p ON p.id = m.process_id"
    " WHERE m.id = {matter} AND p.text LIKE '%\"{act}\"%')"
)


def knows(act: str, matter: str) -> str:
    """Return the condition that a matter, given as SQL, began by a version that has this act.

    A matter runs on by the version it began with: without the act nobody could meet the lock.
    """
    return KNOWS.format(act=act, matter=matter)
