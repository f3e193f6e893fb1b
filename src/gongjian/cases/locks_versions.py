"""Locks of the database for what only newer versions of a procedure ask for.

A matter runs on by the version it began with. A lock that some act must have been done, or that a
record must be there which only some act writes, asks it of the versions that have this act; the
services ask the same by `matters.definitions.knows`. What an act of every version writes itself, or
what no step of a procedure registers (payments, filings of the party), is asked of all.
"""

# The matter of a new row of a case.
OF_CASE = "(SELECT c.matter_id FROM cases_case c WHERE c.id = NEW.case_id)"
KNOWS = (
    "EXISTS (SELECT 1 FROM matters_matter m JOIN matters_processversion p ON p.id = m.process_id"
    " WHERE m.id = {matter} AND p.text LIKE '%\"{act}\"%')"
)


def knows(act: str, matter: str) -> str:
    """Return the condition that a matter, given as SQL, began by a version that has this act.

    Without the act nobody could meet the lock.
    """
    return KNOWS.format(act=act, matter=matter)
