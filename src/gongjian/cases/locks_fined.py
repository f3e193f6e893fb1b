"""What the database asks so that no act is fined twice (一事不再罚款)."""

from gongjian.common.db.triggers import require

from .locks_versions import OF_CASE, knows

DRAFT = "SELECT 1 FROM cases_draft d WHERE d.id = NEW.draft_id AND d.fine_fen > 0"
# A draft fines an act `p` speaks of: its only one, or that of several.
FINES_IT = (
    "(d.act_count = 0 AND p.act_number = 1 OR EXISTS (SELECT 1 FROM cases_actposition a"
    " WHERE a.draft_id = d.id AND a.number = p.act_number AND a.fine_fen > 0))"
)
NEWER = (
    "SELECT 1 FROM cases_priorfine q WHERE q.case_id = p.case_id"
    " AND q.decision_id = p.decision_id AND q.id > p.id"
)
FELL = (
    "SELECT 1 FROM cases_decision o LEFT JOIN cases_overturn v ON v.decision_id = o.id"
    " WHERE o.id = p.decision_id AND (o.void OR v.id IS NOT NULL)"
)
FINED = (
    "SELECT 1 FROM cases_priorfine p WHERE p.case_id = NEW.case_id AND p.same_act"  # noqa: S608
    f" AND p.fell_on IS NULL AND {FINES_IT} AND NOT EXISTS ({NEWER}) AND NOT EXISTS ({FELL})"
)
# Fines of the same party in force, of acts whose time does not tell them from this one.
SAME_TIME = (
    "SELECT 1 FROM cases_case c JOIN cases_case x ON x.party_id = c.party_id AND x.id <> c.id"
    " AND (c.act_ended_on IS NULL OR x.act_ended_on IS NULL OR c.act_ended_on = x.act_ended_on)"
    " JOIN matters_matter m ON m.id = x.matter_id AND m.secret_since IS NULL"
    " JOIN cases_decision o ON o.case_id = x.id AND NOT o.void"
    " JOIN cases_draft f ON f.id = o.draft_id AND f.fine_fen > 0"
    " WHERE c.id = NEW.case_id"
    " AND NOT EXISTS (SELECT 1 FROM cases_overturn v WHERE v.decision_id = o.id)"
    " AND NOT EXISTS (SELECT 1 FROM cases_priorfine p"
    " WHERE p.case_id = c.id AND p.decision_id = o.id)"
)
# On the spot nobody can say so: such a case goes the ordinary way.
ANSWERED = f"({knows('cases.record_prior_fine', OF_CASE)} OR NEW.on_spot_id IS NOT NULL)"
BY_THE_DAY = "SELECT 1 FROM cases_dailypenalty y WHERE y.case_id = NEW.case_id"


def declare_fined() -> None:
    """Let no decision fine an act that was fined, nor one of which nobody has said so.

    Source: 行政处罚法 第二十九条、第三十五条第二款.
    """
    require(
        "cases_decision",
        "no second fine for one act",
        f"NOT EXISTS ({DRAFT} AND EXISTS ({FINED}))",
    )
    require(
        "cases_decision",
        "a word on every fine of the same time",
        f"NOT EXISTS ({DRAFT} AND NOT EXISTS ({BY_THE_DAY}) AND EXISTS ({SAME_TIME})"
        f" AND {ANSWERED})",
    )
    require(
        "cases_priorfine",
        "a fine of the same party in another case",
        "NEW.decision_id IS NULL OR EXISTS (SELECT 1 FROM cases_decision o"
        " JOIN cases_case x ON x.id = o.case_id JOIN cases_case c ON c.id = NEW.case_id"
        " WHERE o.id = NEW.decision_id AND x.id <> c.id AND x.party_id = c.party_id)",
    )
