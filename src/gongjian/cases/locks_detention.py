"""What the database asks of the execution of a detention, and of asking it to wait."""

from gongjian.common.db.triggers import require

from .locks_daily import ONLY_FINE
from .locks_versions import knows
from .models.standing import DAYS_NOW
from .public_order.guarantee import GIVEN, TAKEN
from .public_order.guarantee import STANDS as KEPT

DAYS = DAYS_NOW.format(o="o")
LEFT = (
    "SELECT 1 FROM cases_detentionorder o WHERE o.id = NEW.order_id"  # noqa: S608
    f" AND ((NEW.taken_in_on IS NOT NULL AND NEW.credited_days < {DAYS})"
    f" OR (NEW.taken_in_on IS NULL AND NEW.credited_days = {DAYS}))"
)
OF_THE_ORDER = "SELECT 1 FROM cases_detentionorder o WHERE o.id = NEW.order_id AND "
STANDS = OF_THE_ORDER + f"{DAYS} > 0"


# Drafts of before it was kept say nothing of their days.
DECIDED = (
    "SELECT 1 FROM cases_decision e JOIN cases_draft d ON d.id = e.draft_id"
    " WHERE e.id = NEW.decision_id AND (d.days IS NULL OR d.days = NEW.decided_days)"
)
ASKED = (
    "SELECT 1 FROM cases_detentionsuspension s WHERE s.id = NEW.suspension_id"
    " AND s.state = 'asked' AND s.guarantee = 'deposit' AND NEW.amount_fen >= s.deposit_fen"
)
TAKEN_IN = "SELECT 1 FROM cases_detentionexecution x WHERE x.order_id = NEW.order_id"
IN_THE_HOUSE = TAKEN_IN + " AND x.taken_in_on <= NEW.out_on AND x.until_on IS NOT NULL"
# The detention of another case of the same person, within one agency.
ANOTHER = (
    "SELECT 1 FROM cases_detentionexecution x JOIN cases_detentionorder r ON r.id = x.order_id"
    " JOIN cases_decision e ON e.id = r.decision_id JOIN cases_case k ON k.id = e.case_id,"
    " cases_detentionorder o JOIN cases_decision d ON d.id = o.decision_id"
    " JOIN cases_case c ON c.id = d.case_id"
    " WHERE o.id = NEW.order_id AND k.party_id = c.party_id AND k.id <> c.id"
    " AND x.until_on IS NOT NULL AND x.taken_in_on <= NEW.taken_in_on"
)
TOGETHER = f"{ANOTHER} AND x.id = NEW.joined_id AND NEW.merged_days <= o.most_days"
# Days that were changed since, and what leaves added, the service reckons with.
AT_ONCE = (
    f"{ANOTHER} AND x.until_on >= NEW.taken_in_on"  # noqa: S608
    " AND NOT EXISTS (SELECT 1 FROM cases_standingitems s WHERE s.decision_id = e.id)"
    " AND NOT EXISTS (SELECT 1 FROM cases_overturn s WHERE s.decision_id = e.id)"
)
GOES_ON_ELSEWHERE = (
    "SELECT 1 FROM cases_detentionexecution x JOIN cases_detentionexecution y ON y.joined_id = x.id"
    " WHERE x.order_id = NEW.order_id"
)
# What stands not in the treasury yet; forfeited in part, and the rest not back; taken beyond it.
UNPAID = (
    "p.fate = 'held' OR (p.fate = 'forfeited'"
    f" AND ((p.treasury_receipt = '' AND {KEPT.format(p='p')} > 0)"
    " OR (p.forfeited_fen < p.amount_fen AND p.rest_receipt = '')"
    f" OR {GIVEN.format(p='p')} < {TAKEN.format(p='p')} - {KEPT.format(p='p')}))"
)
OPEN = (
    "SELECT 1 FROM cases_detentionsuspension s JOIN cases_detentionorder o ON o.id = s.order_id"  # noqa: S608
    " JOIN cases_decision d ON d.id = o.decision_id JOIN cases_case c ON c.id = d.case_id"
    " LEFT JOIN cases_detentiondeposit p ON p.suspension_id = s.id"
    " WHERE c.matter_id = NEW.matter_id AND ((s.leave AND s.state IN ('asked', 'granted'))"
    f" OR {UNPAID})"
)
UNDER_HIM = (
    "SELECT 1 FROM cases_detentionsuspension s JOIN cases_case c ON c.id = NEW.case_id"
    " JOIN parties_party p ON p.id = c.party_id WHERE s.id = NEW.suspension_id"
    " AND s.state = 'evaded' AND s.guarantee = 'guarantor' AND p.name = s.guarantor"
)
BEYOND = (
    "SELECT 1 FROM cases_guarantorbreach g WHERE g.case_id = NEW.case_id"
    " AND NEW.proposal = 'penalty' AND (NEW.fine_fen > g.most_fen OR COALESCE(NEW.kinds, 0) <> "
)
UNSETTLED = (
    "SELECT 1 FROM cases_detentiondeposit p"  # noqa: S608
    " JOIN cases_detentionsuspension s ON s.id = p.suspension_id"
    " JOIN cases_detentionorder o ON o.id = s.order_id"
    " JOIN cases_decision d ON d.id = o.decision_id WHERE d.case_id = NEW.case_id"
    f" AND ({UNPAID})"
)

# Lawfully not executed, of a decision that stands, and the family does not know.
UNTOLD = (
    "SELECT 1 FROM cases_detentionorder o JOIN cases_decision d ON d.id = o.decision_id"  # noqa: S608
    " JOIN cases_case c ON c.id = d.case_id WHERE c.matter_id = NEW.matter_id AND NOT d.void"
    f" AND NOT o.executable AND {DAYS_NOW.format(o='o')} > 0 AND NOT EXISTS (SELECT 1"
    " FROM cases_familyword w WHERE w.order_id = o.id) AND NOT EXISTS (SELECT 1"
    f" FROM cases_overturn v WHERE v.decision_id = d.id)"
    f" AND {knows('cases.tell_family', 'NEW.matter_id')}"
)


def declare_detention() -> None:
    """Let no more be credited than was decided, and nobody be taken in of whom nothing is left.

    And no detention be asked to wait without a ground of the article; that a remedy runs is asked
    where remedies are known (`remedies.locks`).

    Source: 治安管理处罚法 第十六条、第一百一十条、第一百二十六条第一款;
    公安机关办理行政案件程序规定 第一百六十二条第二款.
    """
    require(
        "cases_detentionorder",
        "of the days that were decided it orders as many as may be executed together",
        f"EXISTS ({DECIDED})",
    )
    require(
        "cases_detentionexecution",
        "taken in exactly where days are left after what is credited",
        f"EXISTS ({LEFT})",
    )
    require(
        "cases_detentionexecution",
        "of a detention that the law lets be executed",  # 第二十三条
        f"EXISTS ({OF_THE_ORDER}o.executable)",
    )
    require(
        "cases_detentionexecution",
        "joined to another detention of the same person, together within the most days",
        f"NEW.joined_id IS NULL OR EXISTS ({TOGETHER})",
    )
    require(
        "cases_detentionexecution",
        "who serves the detention of another case serves both together",  # 程序规定 162 II
        f"NEW.joined_id IS NOT NULL OR NEW.taken_in_on IS NULL OR NOT EXISTS ({AT_ONCE})",
    )
    require(
        "cases_detentionsuspension",
        "leave is asked for in the last of the detentions that are served together",
        f"NOT EXISTS ({GOES_ON_ELSEWHERE})",
    )
    require(
        "cases_detentiondeposit",
        "the deposit of an application that waits for it",  # 第一百二十六条第一款
        f"NEW.fate = 'held' AND EXISTS ({ASKED})",
    )
    require(
        "cases_detentionsuspension",
        "a leave is from the house, a suspension before it",  # 第一百二十六条
        f"(NEW.leave AND EXISTS ({IN_THE_HOUSE})) OR (NOT NEW.leave AND NOT EXISTS ({TAKEN_IN}))",
    )
    require(
        "cases_guarantorbreach",
        "a detention that was evaded under this guarantor",  # 第一百二十八条第二款
        f"EXISTS ({UNDER_HIM})",
    )
    require(
        "cases_draft",
        "a guarantor is fined, within the most of the article, and nothing else",
        f"NOT EXISTS ({BEYOND}{ONLY_FINE}))",
    )
    require(
        "matters_step",
        "no case is closed while somebody is on leave or a deposit is held",
        f"NEW.code <> 'close' OR NOT EXISTS ({OPEN})",
    )
    require(
        "cases_detentionsuspension",
        "days of the detention that stand after a change",
        f"EXISTS ({STANDS})",
    )
    require(
        "cases_detentionsuspension",
        "a suspension begins as an application",
        "NEW.state = 'asked'",
    )
    require(
        "cases_performance",
        "no deposit is held when the decision is performed",  # 第一百二十九条、第一百三十条
        f"NOT EXISTS ({UNSETTLED})",
    )
    require(
        "cases_detentionsuspension",
        "a ground that the article names, or another event in words",
        "NEW.ground IN ('exam', 'birth', 'dying', 'appeal')"
        " OR (NEW.ground = 'other' AND NEW.ground_words <> '')",
    )
    require(
        "cases_familyword",
        "of a detention that is lawfully not executed",
        "EXISTS (SELECT 1 FROM cases_detentionorder o WHERE o.id = NEW.order_id"
        " AND NOT o.executable)",
    )
    require(
        "matters_step",
        "no case is closed before the family knows that a detention is not executed",
        f"NEW.code <> 'close' OR NOT EXISTS ({UNTOLD})",
    )
