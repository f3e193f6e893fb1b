"""What the database asks where a public official was punished (公职人员的通报)."""

from gongjian.common.db.triggers import require

from .locks_versions import knows

OFFICIAL = (
    "SELECT 1 FROM cases_offender p WHERE p.case_id = d.case_id AND p.official"
    " AND NOT EXISTS (SELECT 1 FROM cases_offender q WHERE q.case_id = p.case_id AND q.id > p.id)"
)
TOLD = "SELECT 1 FROM cases_officialreport r WHERE r.decision_id = d.id"
OF_THE_CASE = (
    "SELECT 1 FROM cases_decision d JOIN cases_case c ON c.id = d.case_id"
    " WHERE c.matter_id = NEW.matter_id AND NOT d.void"
)
UNTOLD = (
    f"{OF_THE_CASE} AND EXISTS ({OFFICIAL}) AND NOT EXISTS ({TOLD})"
    f" AND {knows('cases.report_official', 'NEW.matter_id')}"
)
REPORTED = "SELECT 1 FROM cases_decision d WHERE d.id = NEW.decision_id"


def declare_official() -> None:
    """Let no case close before it is known who was told that an official was punished.

    Source: 治安管理处罚法 第一百三十四条.
    """
    require(
        "cases_officialreport",
        "of an official who was punished",
        f"EXISTS ({REPORTED} AND EXISTS ({OFFICIAL}))",
    )
    require(
        "matters_step",
        "no case is closed before an official's discipline was told, or why not",
        f"NEW.code <> 'close' OR NOT EXISTS ({UNTOLD})",
    )
