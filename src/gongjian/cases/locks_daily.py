"""What the database asks of a penalty by the day (按日连续处罚)."""

from gongjian.common.db.days import days_between
from gongjian.common.db.triggers import require

from .choices import PenaltyKind
from .models.daily import DECISION, FINE, FINE_STANDS
from .rules import SEVERITY

ONLY_FINE = 1 << SEVERITY[PenaltyKind.FINE]
# The refused re-check of another case of this party, and the fine that stands there. What itself
# is a penalty by the day is no base of another.
FOUND = (
    "SELECT 1 FROM cases_recheck r JOIN cases_case o ON o.id = r.case_id"
    " JOIN cases_case c ON c.id = NEW.case_id JOIN cases_decision d ON d.case_id = o.id"
    " WHERE r.id = NEW.recheck_id"
    " AND r.result IN ('refused', 'obstructed') AND r.served_on = NEW.served_on"
    " AND r.checked_on = NEW.last_day AND o.id <> c.id AND o.party_id = c.party_id"
    " AND o.cause_code = c.cause_code AND d.id = NEW.decision_id AND NOT d.void"
    " AND NOT EXISTS (SELECT 1 FROM cases_dailypenalty x WHERE x.case_id = o.id)"
)
COUNTED = "SELECT 1 FROM cases_dailypenalty p WHERE p.case_id = NEW.case_id"
DECIDED = (
    "SELECT 1 FROM cases_dailypenalty p JOIN cases_draft o ON o.id = NEW.draft_id"
    " WHERE p.case_id = NEW.case_id"
)
# From the day after the service to the day of the re-check, both counted.
DAYS = (
    f"{days_between('NEW.served_on', 'NEW.first_day')} = 1"
    f" AND {days_between('NEW.served_on', 'NEW.last_day')} = NEW.days"
)
CHANGED = f"{DECISION} = p.decision_id AND {FINE} <> p.daily_fen"
FELL = "SELECT 1 FROM cases_overturn v WHERE v.decision_id = p.decision_id"
OTHER_DRAFT = f"NEW.fine_fen <> p.total_fen OR COALESCE(NEW.kinds, 0) <> {ONLY_FINE}"
OTHER_DECISION = f"o.fine_fen <> p.total_fen OR COALESCE(o.kinds, 0) <> {ONLY_FINE}"


def declare_daily() -> None:
    """Lock the sum of a penalty by the day from the re-check to the decision.

    Source: 环境保护主管部门实施按日连续处罚办法 第十七条、第十九条.
    """
    require(
        "cases_dailypenalty",
        "a penalty by the day counts a refused re-check and a fine that was imposed",
        f"EXISTS ({FOUND}) AND EXISTS ({FINE_STANDS})",
    )
    require("cases_dailypenalty", "a penalty by the day counts every day once", DAYS)
    require(
        "cases_draft",
        "a penalty by the day is proposed as it was counted",
        f"NEW.proposal <> 'penalty' OR NOT EXISTS ({COUNTED} AND ({OTHER_DRAFT}))",
    )
    require(
        "cases_decision",
        "a penalty by the day is decided as it was counted",
        f"NOT EXISTS ({DECIDED} AND ({OTHER_DECISION} OR EXISTS ({FELL}) OR EXISTS ({CHANGED})))",
    )
