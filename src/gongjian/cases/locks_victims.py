"""What the database asks of the copies by which victims learn what was decided (被侵害人)."""

from gongjian.common.db.triggers import require

from .locks_versions import knows

STANDS = (
    "SELECT 1 FROM cases_victim v WHERE v.id = NEW.victim_id AND (EXISTS (SELECT 1"
    " FROM cases_decision d WHERE d.id = NEW.decision_id AND d.case_id = v.case_id"
    " AND NOT d.void AND d.decided_on = NEW.decided_on) OR EXISTS (SELECT 1"
    " FROM cases_unpunished u WHERE u.id = NEW.unpunished_id AND u.case_id = v.case_id"
    " AND NOT u.void AND u.decided_on = NEW.decided_on))"
)
UNTOLD = (
    "SELECT 1 FROM cases_victim v JOIN cases_case c ON c.id = v.case_id"  # noqa: S608
    " WHERE c.matter_id = NEW.matter_id AND NOT EXISTS (SELECT 1 FROM cases_victimcopy k"
    f" WHERE k.victim_id = v.id) AND {knows('cases.give_victim_copy', 'NEW.matter_id')}"
)


def declare_victims() -> None:
    """Let no case end by a decision before its victims got it, or it is known why they cannot.

    Source: 治安管理处罚法 第一百一十六条第二款; 公安机关办理行政案件程序规定 第一百七十二条第三款.
    """
    require(
        "cases_victimcopy",
        "a victim gets the decision that stands in the own case",
        f"EXISTS ({STANDS})",
    )
    require(
        "matters_step",
        "no case is closed before its victims know what was decided",
        f"NEW.code NOT IN ('close', 'end_unpunished') OR NOT EXISTS ({UNTOLD})",
    )
