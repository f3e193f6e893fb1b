"""What the database asks of money that an officer took: no cash outside the exceptions."""

from gongjian.common.db.triggers import require

ON_SPOT = "EXISTS (SELECT 1 FROM cases_onspot s WHERE s.case_id = c.id)"
GROUND = (
    "SELECT 1 FROM cases_case c WHERE c.id = NEW.case_id AND c.public_order = NEW.public_order"
    " AND (NEW.ground <> 'hard_later' OR NOT c.public_order OR NEW.no_home)"
    " AND (NEW.ground = 'remote' OR c.public_order OR "
)
# The fine alone and whole, of a decision that reached the party and of which nothing was paid.
FINE = (
    "SELECT 1 FROM cases_decision d JOIN cases_draft t ON t.id = d.draft_id"
    " WHERE d.id = NEW.decision_id AND d.case_id = NEW.case_id AND NOT d.void"
    " AND t.fine_fen = NEW.amount_fen"
    " AND EXISTS (SELECT 1 FROM cases_delivery v WHERE v.document_id = d.document_id)"
    " AND NOT EXISTS (SELECT 1 FROM cases_overturn o WHERE o.decision_id = d.id)"
    " AND NOT EXISTS (SELECT 1 FROM cases_accountline a WHERE a.decision_id = d.id)"
)
TAKEN = (
    "SELECT 1 FROM cases_collection k WHERE k.decision_id = NEW.decision_id"
    " AND k.amount_fen = NEW.amount_fen"
)
TWICE = (
    "SELECT 1 FROM cases_accountline a WHERE a.decision_id = NEW.decision_id"
    " AND a.kind = 'collected'"
)
ON_THE_WAY = (
    "SELECT 1 FROM cases_collection k JOIN cases_case c ON c.id = k.case_id"
    " WHERE {case} AND k.banked_at IS NULL"
)


def declare_cash() -> None:
    """Let cash be taken on a ground of the case's own procedure, booked once, and reach the bank.

    Source: 行政处罚法 第六十七条至第七十一条; 治安管理处罚法 第一百二十三条、第一百二十四条.
    """
    require(
        "cases_collection",
        "a ground that the procedure of the case knows",
        f"EXISTS ({GROUND}{ON_SPOT}))",
    )
    require("cases_collection", "the whole fine of a decision in force", f"EXISTS ({FINE})")
    require(
        "cases_accountline",
        "what was taken on the spot is booked once, as it was taken",
        f"NEW.kind <> 'collected' OR (EXISTS ({TAKEN}) AND NOT EXISTS ({TWICE}))",
    )
    # What was imposed on the spot counts as performed with the receipt; its close waits below.
    own = ON_THE_WAY.format(case="c.id = NEW.case_id")
    require(
        "cases_performance",
        "nothing is performed while cash is on its way to the bank",
        f"NOT EXISTS ({own} AND NOT {ON_SPOT})",
    )
    of_matter = ON_THE_WAY.format(case="c.matter_id = NEW.matter_id")
    require(
        "matters_step",
        "no case is closed while cash is on its way to the bank",
        f"NEW.code <> 'close' OR NOT EXISTS ({of_matter})",
    )
