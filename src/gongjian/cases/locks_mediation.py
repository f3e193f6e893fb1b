"""What the database asks before the police mediate, and before two sides settle a case."""

from gongjian.common.db.triggers import require

from .public_order.mediating import AGAIN, ALONE, MOST
from .public_order.rules import NEVER, NEVER_CODES

MADE = "NEW.kind <> 'mediation-agreement'"
CASE = "SELECT 1 FROM cases_case c WHERE c.matter_id = NEW.matter_id"
CALLED_SO = " OR ".join(
    [*(f"c.cause LIKE '%{name}%'" for name in NEVER)]
    + [f"c.cause_code = '{code}'" for code in NEVER_CODES]
)
# What was found last of the person says that the act is grave: only what is slight is mediated.
GRAVE = (
    "(SELECT o.grave FROM cases_offender o WHERE o.case_id = c.id"
    " ORDER BY o.id DESC LIMIT 1) = TRUE"
)
BEYOND = f"({CALLED_SO} OR {GRAVE})"
VICTIM = (
    "SELECT 1 FROM cases_victim v JOIN cases_case c ON c.id = v.case_id"
    " WHERE c.matter_id = NEW.matter_id"
)
OTHERS = "SELECT COUNT(*) FROM documents_document d WHERE d.matter_id = NEW.matter_id"
# The days since the first agreement are over. By the clock of the world, which at home is the day
# before until eight in the morning: the service, not this lock, knows those hours.
TOO_LATE = (
    "SELECT 1 FROM matters_deadline l WHERE l.matter_id = NEW.matter_id"  # noqa: S608
    f" AND l.code = '{AGAIN}' AND l.state = 'open'"
    " AND CAST(l.due_on AS text) < substr(CAST(NEW.made_at AS text), 1, 10)"
)
# Both papers of a mediation name everybody; canonical JSON escapes nothing in a Chinese name.
PAPERS = "NEW.kind NOT IN ('mediation-agreement', 'mediation-fulfilment')"
UNNAMED = f"{VICTIM} AND v.name NOT LIKE '%\"%' AND NEW.data NOT LIKE '%' || v.name || '%'"
OFF_THE_RECORD = f'NEW.data LIKE \'%"{ALONE}"%\' AND NEW.data LIKE \'%"recording_at":""%\''


def declare_mediation() -> None:
    """Let the police mediate only what may be, between those it harmed, twice at most.

    Source: 治安管理处罚法 第九条、第一百零八条;
    公安机关办理行政案件程序规定 第一百七十九条、第一百八十三条、第一百八十四条.
    """
    require(
        "documents_document",
        "a victim before the police mediate",  # 治安管理处罚法 第九条
        f"{MADE} OR EXISTS ({VICTIM})",
    )
    require(
        "documents_document",
        "no mediation of what is never mediated",  # 程序规定 第一百七十九条
        f"{MADE} OR NOT EXISTS ({CASE} AND {BEYOND})",
    )
    require(
        "documents_document",
        "no third mediation",  # 程序规定 第一百八十三条
        f"{MADE} OR ({OTHERS} AND d.kind = 'mediation-agreement' AND d.state <> 'void') < {MOST}",
    )
    require(
        "documents_document",
        "no second mediation when seven working days are over",  # 程序规定 第一百八十三条
        f"{MADE} OR NOT EXISTS ({TOO_LATE}) OR ({OTHERS} AND d.kind = 'mediation-agreement'"
        " AND d.state <> 'void') = 0",
    )
    require(
        "documents_document",
        "a paper of a mediation names everybody whom the act harmed",  # 程序规定 第一百八十四条
        f"{PAPERS} OR NOT EXISTS ({UNNAMED})",
    )
    require(
        "documents_document",
        "one officer mediates on record only",  # 第一百零八条第三款
        f"{MADE} OR NOT ({OFF_THE_RECORD})",
    )
    require(
        "cases_draft",
        "nobody is spared as settled for what is never mediated",  # 治安管理处罚法 第九条第四款
        "NEW.no_penalty_ground <> 'settled' OR NOT EXISTS"  # noqa: S608
        f" (SELECT 1 FROM cases_case c WHERE c.id = NEW.case_id AND {BEYOND})",
    )
