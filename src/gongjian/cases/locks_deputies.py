"""What the database asks before a deputy of a congress is detained, and after (人大代表)."""

from gongjian.common.db.triggers import require

from .locks_versions import knows

# What was last stated of each congress.
NEWEST = (
    "NOT EXISTS (SELECT 1 FROM cases_deputy q WHERE q.case_id = p.case_id"
    " AND q.congress = p.congress AND q.id > p.id)"
)
UNPERMITTED = (
    "SELECT 1 FROM cases_decision d JOIN cases_deputy p ON p.case_id = d.case_id"  # noqa: S608
    f" WHERE d.id = {{decision}} AND p.level = 'upper' AND {NEWEST} AND NOT EXISTS"
    " (SELECT 1 FROM cases_deputypermit w WHERE w.deputy_id = p.id{by})"
)
# He is known as a deputy, and nothing tells of which congress.
UNTOLD_OF = (
    "SELECT 1 FROM cases_decision d JOIN cases_offender o ON o.case_id = d.case_id"  # noqa: S608
    " JOIN cases_case c ON c.id = d.case_id"
    f" WHERE d.id = NEW.decision_id AND {knows('cases.note_deputy', 'c.matter_id')}"
    " AND o.deputy AND NOT EXISTS (SELECT 1 FROM cases_offender x"
    " WHERE x.case_id = o.case_id AND x.id > o.id) AND NOT EXISTS (SELECT 1 FROM cases_deputy p"
    " WHERE p.case_id = d.case_id)"
)
BEFORE = UNPERMITTED.format(decision="NEW.decision_id", by=" AND w.granted_on <= d.decided_on")
EXECUTED = UNPERMITTED.format(
    decision="(SELECT o.decision_id FROM cases_detentionorder o WHERE o.id = NEW.order_id)", by=""
)
OF_A_CONGRESS = "SELECT 1 FROM cases_deputy p WHERE p.id = NEW.deputy_id AND p.level = "
DETAINS = (
    "SELECT 1 FROM cases_decision d JOIN cases_detentionorder o ON o.decision_id = d.id"
    " JOIN cases_deputy p ON p.case_id = d.case_id WHERE d.id = NEW.decision_id"
    " AND p.id = NEW.deputy_id AND p.level = 'township' AND NOT d.void"
    " AND d.decided_on = NEW.decided_on"
)
UNREPORTED = (
    "SELECT 1 FROM cases_decision d JOIN cases_detentionorder o ON o.decision_id = d.id"  # noqa: S608
    " JOIN cases_case c ON c.id = d.case_id JOIN cases_deputy p ON p.case_id = d.case_id"
    f" WHERE c.matter_id = NEW.matter_id AND NOT d.void AND p.level = 'township' AND {NEWEST}"
    " AND NOT EXISTS (SELECT 1 FROM cases_deputyreport r WHERE r.decision_id = d.id"
    f" AND r.deputy_id = p.id) AND {knows('cases.report_deputy', 'NEW.matter_id')}"
)


def declare_deputies() -> None:
    """Let no deputy of a county's congress or above be detained before that congress permits it.

    And no case close before the congress of a township was told that its deputy is detained.
    Source: 公安机关办理行政案件程序规定 第一百七十四条.
    """
    require(
        "cases_detentionorder",
        "no deputy of the county or above is detained unpermitted",
        f"NOT EXISTS ({BEFORE}) AND NOT EXISTS ({UNTOLD_OF})",
    )
    require(
        "cases_detentionexecution",
        "no deputy found out late is taken in unpermitted",
        f"NOT EXISTS ({EXECUTED})",
    )
    require(
        "cases_deputypermit",
        "only a congress of the county or above permits",
        f"EXISTS ({OF_A_CONGRESS}'upper')",
    )
    require(
        "cases_deputyreport",
        "the congress of a township is told of a detention of its deputy",
        f"EXISTS ({DETAINS})",
    )
    require(
        "matters_step",
        "no case is closed before the township knows of its deputy",
        f"NEW.code <> 'close' OR NOT EXISTS ({UNREPORTED})",
    )
