"""What the database asks of the law a penalty is weighed by (从旧兼从轻) and decided by."""

from gongjian.common.db.triggers import require

from .choices import PenaltyKind
from .rules import SEVERITY

GOVERNS = "(c.newer_law OR c.act_ended_on IS NULL OR {day} = c.act_ended_on)"
CHOSEN = (
    "SELECT 1 FROM cases_case c WHERE c.id = NEW.case_id AND NEW.newer_law IS NOT NULL"
    " AND c.newer_law = NEW.newer_law AND c.newer_law_reason = NEW.newer_law_reason"
)
# Drafts of before this was kept say nothing of it.
OTHERWISE = (
    "SELECT 1 FROM cases_draft d JOIN cases_case c ON c.id = d.case_id WHERE d.id = NEW.draft_id"
    " AND d.newer_law IS NOT NULL AND NOT (c.newer_law = d.newer_law AND {governs})"
)

# As both engines write a JSON text: a quotation mark inside a text of the draft is escaped.
NAMES_DETENTION = 'CAST(d.items AS TEXT) LIKE \'%"kind": "detention"%\''
BIT = 1 << SEVERITY[PenaltyKind.DETENTION]
DETAINED = (
    "SELECT 1 FROM cases_draft d JOIN cases_case c ON c.id = d.case_id"
    " WHERE d.id = NEW.draft_id AND NOT c.public_order AND "
)
DETAINS = f"{DETAINED}((COALESCE(d.kinds, 0) & {BIT}) > 0 OR {NAMES_DETENTION})"


def declare_law() -> None:
    """Bind draft, notice and decision to the law that was chosen, with its reason; let nobody
    be detained but by the procedure of 治安.

    Source: 行政处罚法 第十八条第三款、第三十七条; 治安管理处罚法 第一百四十一条第一款.
    """
    require(
        "cases_draft",
        "a draft is weighed by the law that was chosen for its case",
        f"EXISTS ({CHOSEN} AND {GOVERNS.format(day='NEW.law_on')})",
    )
    other = OTHERWISE.format(governs=GOVERNS.format(day="d.law_on"))
    for table in ("cases_notice", "cases_decision"):
        require(
            table,
            "it rests on a draft of the law that governs the act",
            f"NOT EXISTS ({other})",
        )
    require("cases_decision", "detention is decided in a 治安 case only", f"NOT EXISTS ({DETAINS})")
