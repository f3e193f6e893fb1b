"""What the database asks of a widened scope of review: approved first, then nobody passes it by."""

from gongjian.common.db.triggers import require

from .locks_versions import OF_CASE, knows
from .widening import NO_PENALTY, SIDES


def _sides() -> str:
    """Return the condition that the party is of the side that a rule names."""
    named = (
        f"s.party_side = '{side}' AND p.kind IN ({', '.join(repr(kind) for kind in kinds)})"
        for side, kinds in SIDES.items()
    )
    return " OR ".join(("s.party_side = ''", *(f"({one})" for one in named)))


# The day on which a case was decided: one taken back and decided anew was judged by the first.
DAY = "COALESCE(m.decided_on, NEW.decided_on)"
ENDED = (
    "SELECT 1 FROM cases_scopechange e WHERE e.ends_id = s.id AND e.state = 'approved'"  # noqa: S608
    f" AND e.from_on <= {DAY}"
)
MONEY = "d.fine_fen + COALESCE(d.gain_fen, 0) + COALESCE(d.goods_fen, 0)"
# Drafts from before their kinds were kept say nothing of them: process and service ask alone.
ASKED = (
    "SELECT 1 FROM cases_draft d JOIN cases_case c ON c.id = d.case_id"  # noqa: S608
    " JOIN matters_matter m ON m.id = c.matter_id JOIN parties_party p ON p.id = c.party_id"
    " JOIN cases_scopechange s ON s.agency_id = m.agency_id AND s.ends_id IS NULL"
    f" AND s.state = 'approved' AND s.from_on <= {DAY}"
    f" WHERE d.id = NEW.draft_id AND d.kinds IS NOT NULL AND NOT EXISTS ({ENDED})"
    " AND (s.kinds = 0 OR (s.kinds &"
    f" (CASE WHEN d.kinds = 0 THEN {NO_PENALTY} ELSE d.kinds END)) > 0)"
    " AND (s.domain = '' OR s.domain = m.domain)"
    " AND (s.cause_code = '' OR s.cause_code = c.cause_code)"
    f" AND ({_sides()})"
    " AND (s.unit_id IS NULL OR s.unit_id = m.unit_id)"
    f" AND (s.from_fen IS NULL OR d.goods_unvalued OR {MONEY} >= s.from_fen)"
)
RULE = (
    "SELECT 1 FROM cases_scopechange s WHERE s.id = NEW.ends_id AND s.agency_id = NEW.agency_id"
    " AND s.ends_id IS NULL AND s.state = 'approved' AND s.from_on <= NEW.from_on"
)


def declare_scope() -> None:
    """Let a widened scope count at the last door, and nothing count that nobody approved.

    A penalty on the spot is under the summary procedure, of which no review is asked.

    Source: 行政处罚法 第五十八条; 国办发〔2018〕118号 四（十三）; DZ10; HN26; V2.
    """
    require(
        "cases_scopechange",
        "whatever widens the scope of review, or ends that, begins as a draft",
        "NEW.state = 'drafted' AND NEW.filed_on IS NULL",
    )
    require(
        "cases_scopechange",
        "only an approved rule of the own agency is ended, and not before it began",
        f"NEW.ends_id IS NULL OR EXISTS ({RULE})",
    )
    require(
        "cases_decision",
        "legal review where the agency widened its scope",
        f"NEW.review_required OR NEW.on_spot_id IS NOT NULL OR NOT EXISTS ({ASKED})",
    )
    for table in ("cases_nopenalty", "cases_unpunished"):
        require(
            table,
            "legal review of a decision not to punish where the agency widened its scope",
            f"NEW.review_required OR NOT EXISTS ({ASKED})"
            f" OR NOT {knows('review.submit_no_penalty', OF_CASE)}",
        )
