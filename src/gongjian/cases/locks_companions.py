"""What the database asks of the cases of one event, each of one offender (同案)."""

from gongjian.common.db.triggers import require

# The case of the new row `c` and the one filed first `f`, with matters, and what both must be.
PAIR = (
    "SELECT 1 FROM cases_case c JOIN matters_matter m ON m.id = c.matter_id"
    " JOIN matters_processversion p ON p.id = m.process_id"
    " JOIN cases_case f ON f.id = NEW.first_id JOIN matters_matter n ON n.id = f.matter_id"
    " JOIN matters_processversion q ON q.id = n.process_id WHERE c.id = NEW.case_id"
)
POLICE = "c.public_order AND f.public_order AND p.code = 'public-order' AND q.code = p.code"
ONE_EVENT = "m.agency_id = n.agency_id AND c.source = f.source AND f.filed_on IS NOT NULL"
LED = "SELECT 1 FROM cases_companion x WHERE x.case_id = NEW.first_id OR x.first_id = NEW.case_id"
# Another running case of the same person in the event.
TWICE = (
    "SELECT 1 FROM cases_case c JOIN cases_case o ON o.party_id = c.party_id AND o.id <> c.id"
    " JOIN matters_matter m ON m.id = o.matter_id AND m.closed_at IS NULL"
    " WHERE c.id = NEW.case_id AND (o.id = NEW.first_id OR EXISTS (SELECT 1"
    " FROM cases_companion x WHERE x.case_id = o.id AND x.first_id = NEW.first_id))"
)
# Evidence of another person's 治安 case, and whether both cases are of one event.
OF_ANOTHER = (
    "SELECT 1 FROM cases_evidence e JOIN cases_case o ON o.id = e.case_id"
    " JOIN cases_case c ON c.id = NEW.case_id WHERE e.id = NEW.origin_id"
    " AND c.public_order AND o.party_id <> c.party_id"
)
FIRST = "COALESCE((SELECT x.first_id FROM cases_companion x WHERE x.case_id = {case}), {case})"
HELD_BY = "(SELECT e.case_id FROM cases_evidence e WHERE e.id = NEW.origin_id)"
SAME_EVENT = f"{FIRST.format(case='NEW.case_id')} = {FIRST.format(case=HELD_BY)}"
GIVEN = (
    "SELECT 1 FROM cases_evidence e JOIN cases_evidence o ON o.id = e.origin_id"
    " WHERE e.id = NEW.evidence_id AND e.case_id = NEW.target_id AND o.case_id = NEW.source_id"
)
COPIED = (
    "SELECT 1 FROM documents_document o JOIN cases_case s ON s.matter_id = o.matter_id"
    " JOIN documents_document d ON d.id = NEW.paper_id AND d.kind = 'companion-record-copy'"
    " JOIN cases_case t ON t.matter_id = d.matter_id"
    " WHERE o.id = NEW.original_id AND o.state <> 'void'"
    " AND s.id = NEW.source_id AND t.id = NEW.target_id"
)


def declare_companions() -> None:
    """Let companions be 治安 cases of one agency and one report, one running case a person.

    Source: 治安管理处罚法 第十七条、第九十条.
    """
    require(
        "cases_companion",
        "companions are cases of one report at one agency",
        f"EXISTS ({PAIR} AND {POLICE} AND {ONE_EVENT}) AND NOT EXISTS ({LED})",
    )
    require(
        "cases_companion",
        "one running case of a person in an event",
        f"NOT EXISTS ({TWICE})",
    )
    require(
        "cases_evidence",
        "evidence against another comes from a case of the same event",
        f"NEW.origin_id IS NULL OR NOT EXISTS ({OF_ANOTHER}) OR {SAME_EVENT}",
    )
    require(
        "cases_sharedmaterial",
        "what was given is what the other case holds",
        f"(NEW.evidence_id IS NULL OR EXISTS ({GIVEN}))"
        f" AND (NEW.paper_id IS NULL OR EXISTS ({COPIED}))",
    )
