"""What the database asks of evidence that equipment recorded, and of a case on record at all."""

from gongjian.common.db.triggers import require

from .on_record import RECORDS

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
# A 治安 case asks for more than the person's own words by rules of its own.
POLICE = "SELECT 1 FROM cases_case c WHERE c.id = NEW.case_id AND c.public_order"
KINDS = ", ".join(f"'{kind}'" for kind in sorted(RECORDS))
PAPER = (
    "SELECT 1 FROM documents_document d JOIN cases_case c ON c.matter_id = d.matter_id"
    " WHERE c.id = NEW.case_id AND d.state <> 'void' AND d.kind IN "
)
CHECKED = (
    "SELECT 1 FROM cases_evidence e WHERE e.case_id = NEW.case_id AND e.device <> ''"
    " AND e.checked_on IS NOT NULL AND "
)
ON_RECORD = f"EXISTS ({POLICE}) OR EXISTS ({PAPER}({KINDS})) OR EXISTS ({CHECKED}{STANDS})"


def declare_monitoring() -> None:
    """Let somebody say of evidence whether a device recorded it, and let no decision
    rest on a record that was not checked, or of which the party was not told; nor a notice, nor a
    decision not to punish, on a file without any record.

    Source: 行政处罚法 第四十条、第四十一条第二款、第三款、第五十五条.
    """
    require("cases_evidence", "who entered evidence said whether a device recorded it", SAID)
    require(
        "cases_decision",
        "what equipment recorded was checked and told to the party",
        f"NOT EXISTS ({UNREADY} AND {STANDS})",
    )
    told = "what was found is on record"
    require("cases_notice", told, f"(NEW.oral AND NEW.document_id IS NULL) OR {ON_RECORD}")
    require("cases_nopenalty", told, ON_RECORD)
