"""What the database asks of evidence that technical monitoring equipment recorded."""

from gongjian.common.db.triggers import require

STANDS = (
    "e.excluded_on IS NULL AND NOT EXISTS (SELECT 1 FROM cases_evidence o"
    " WHERE o.id = e.origin_id AND o.excluded_on IS NOT NULL)"
    " AND NOT EXISTS (SELECT 1 FROM cases_exclusion x WHERE x.evidence_id IN (e.id, e.origin_id))"
)
UNREADY = (
    "SELECT 1 FROM cases_evidence e WHERE e.case_id = NEW.case_id AND e.device <> ''"
    " AND (e.checked_on IS NULL OR e.told_on IS NULL)"
)
# A copy in another case says what its original says.
SAID = (
    "NEW.kind NOT IN ('audiovisual', 'electronic', 'documentary') OR NEW.device <> ''"
    " OR NEW.not_by_device OR NEW.origin_id IS NOT NULL"
)


def declare_monitoring() -> None:
    """Let somebody say of evidence whether a device recorded it, and let no decision
    rest on a record that was not checked, or of which the party was not told.

    Source: 行政处罚法 第四十一条第二款、第三款.
    """
    require("cases_evidence", "who entered evidence said whether a device recorded it", SAID)
    require(
        "cases_decision",
        "what equipment recorded was checked and told to the party",
        f"NOT EXISTS ({UNREADY} AND {STANDS})",
    )
