"""What the database asks where a foreigner is punished (涉外行政案件)."""

from gongjian.common.db.triggers import require

from .locks_versions import knows
from .public_order.choices import CHINESE

NEWEST = "NOT EXISTS (SELECT 1 FROM cases_offender q WHERE q.case_id = p.case_id AND q.id > p.id)"
UNKNOWN = (
    "SELECT 1 FROM cases_decision d JOIN cases_offender p ON p.case_id = d.case_id"  # noqa: S608
    f" JOIN cases_case c ON c.id = d.case_id AND {knows('cases.note_foreigner', 'c.matter_id')}"
    f" WHERE d.id = NEW.decision_id AND p.foreigner AND p.nationality = '' AND {NEWEST}"
)
FOREIGN = f"p.nationality NOT IN ('', '{CHINESE}') AND {NEWEST}"
DETAINED = (
    "SELECT 1 FROM cases_decision d JOIN cases_detentionorder o ON o.decision_id = d.id"  # noqa: S608
    " JOIN cases_offender p ON p.case_id = d.case_id"
    f" WHERE d.id = NEW.decision_id AND NOT d.void AND {FOREIGN}"
)
UNREPORTED = (
    "SELECT 1 FROM cases_decision d JOIN cases_detentionorder o ON o.decision_id = d.id"  # noqa: S608
    " JOIN cases_case c ON c.id = d.case_id JOIN cases_offender p ON p.case_id = d.case_id"
    f" WHERE c.matter_id = NEW.matter_id AND NOT d.void AND {FOREIGN} AND NOT EXISTS"
    " (SELECT 1 FROM cases_foreignerreport r WHERE r.decision_id = d.id)"
    f" AND {knows('cases.report_foreigner', 'NEW.matter_id')}"
)


def declare_foreigners() -> None:
    """Let no foreigner be punished whose nationality is not noted, nor his case close in silence.

    Source: 公安机关办理行政案件程序规定 第二百三十九条、第二百五十四条.
    """
    require(
        "cases_publicorderdecision",
        "of a foreigner the nationality is known",
        f"NOT EXISTS ({UNKNOWN})",
    )
    require(
        "cases_foreignerreport",
        "of a foreigner who is detained",
        f"EXISTS ({DETAINED})",
    )
    require(
        "matters_step",
        "no case is closed before the province knows of a detained foreigner",
        f"NEW.code <> 'close' OR NOT EXISTS ({UNREPORTED})",
    )
