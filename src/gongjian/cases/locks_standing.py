"""What the database asks of a change of a decision's items (变更处罚决定)."""

from gongjian.common.db.triggers import require

ON_ITS_OWN = (
    "SELECT 1 FROM cases_decision d WHERE d.id = NEW.decision_id AND NOT d.void"
    " AND d.common_with_id IS NULL"
    " AND NOT EXISTS (SELECT 1 FROM cases_overturn o WHERE o.decision_id = d.id)"
)
LAST_TURN = (
    "COALESCE((SELECT MAX(s.turn) FROM cases_standingitems s"
    " WHERE s.decision_id = NEW.decision_id), 0)"
)
# What stood before: the change before this one, or the draft that was decided.
CHANGED_BEFORE = (
    "SELECT 1 FROM cases_standingitems t"
    " WHERE t.decision_id = NEW.decision_id AND t.turn = NEW.turn - 1"
)
AS_DECIDED = (
    "SELECT 1 FROM cases_decision d JOIN cases_draft t ON t.id = d.draft_id"
    " WHERE d.id = NEW.decision_id AND NEW.turn = 1"
)
# As `rules.harsher` compares them. Drafts of before it was kept say nothing.
MORE = (
    "(NEW.days > t.days OR (t.fine_fen > 0 AND NEW.fine_fen > t.fine_fen)"
    " OR (t.gain_fen > 0 AND NEW.gain_fen > t.gain_fen)"
    " OR (t.goods_fen > 0 AND NOT t.goods_unvalued"
    " AND (NEW.goods_fen > t.goods_fen OR NEW.goods_unvalued))"
    " OR (NEW.kinds & ~t.kinds) > (t.kinds & ~NEW.kinds))"
)
MORE_MONEY = "NEW.fine_fen + NEW.gain_fen > t.fine_fen + t.gain_fen"
# As `rules.fined_instead`.
FINED_INSTEAD = (
    "t.fine_fen + t.gain_fen = 0 AND t.days > 0"
    " AND NEW.days = 0 AND NEW.gain_fen = 0 AND NEW.fine_fen > 0"
)
OF_ITS_ORDER = (
    "SELECT 1 FROM cases_detentionorder o WHERE o.decision_id = NEW.decision_id AND"
    " ((NEW.days <= o.most_days AND NEW.executed_days = NEW.days)"
    " OR (NEW.days > o.most_days AND NEW.executed_days = o.most_days))"
)
# What stands of a forfeited deposit before it is changed: less of it may stand, never more.
OF_A_DEPOSIT = (
    "SELECT 1 FROM cases_detentiondeposit g WHERE g.paper_id = NEW.document_id"
    " AND g.fate = 'forfeited' AND NEW.fen < COALESCE((SELECT c.fen FROM cases_paperchange c"
    " WHERE c.document_id = NEW.document_id ORDER BY c.turn DESC LIMIT 1),"
    " g.forfeited_fen, g.amount_fen)"
)
OF_AN_ORDER = (
    "SELECT 1 FROM cases_correctionorder o JOIN cases_delivery v ON v.id = o.delivery_id"
    " JOIN documents_document p ON p.id = v.document_id WHERE p.id = NEW.document_id"
    " AND p.kind = 'correction-order' AND (NEW.opposed OR NEW.correct_by >= o.correct_by)"
)


def _either(what: str) -> str:
    return f"EXISTS ({CHANGED_BEFORE} AND {what}) OR EXISTS ({AS_DECIDED} AND {what})"


def declare_standing() -> None:
    """Lock a change of items: of a decision in force, one after the other, never heavier by itself.

    By which result or correction it came is asked where those are known (`remedies.locks`).

    Source: 行政复议法 第六十三条第二款; 行政诉讼法 第七十七条第二款.
    """
    table = "cases_standingitems"
    require(table, "a decision in force, of the agency that leads", f"EXISTS ({ON_ITS_OWN})")
    require(table, "one change after the other", f"NEW.turn = {LAST_TURN} + 1")
    require(
        table,
        "nothing heavier than what stood, unless another who is concerned asked for it",
        f"NEW.opposed OR NOT ({_either(MORE)})",
    )
    require(
        table,
        "a change adds no money but a fine instead of a detention",
        f"NOT ({_either(MORE_MONEY)}) OR {_either(FINED_INSTEAD)}",
    )
    require(
        "cases_paperchange",
        "a forfeiture of less, an order to correct that gives no less time",
        f"(NEW.fen IS NOT NULL AND EXISTS ({OF_A_DEPOSIT}))"
        f" OR (NEW.fen IS NULL AND EXISTS ({OF_AN_ORDER}))",
    )
    require(
        "cases_paperchange",
        "one change after the other of what stands",
        "NEW.turn = COALESCE((SELECT MAX(c.turn) FROM cases_paperchange c"
        " WHERE c.document_id = NEW.document_id), 0) + 1 AND NOT EXISTS (SELECT 1"
        " FROM cases_paperoverturn w WHERE w.document_id = NEW.document_id"
        " AND w.ground <> 'unlawful')",
    )
    require(
        table,
        "days of a detention that was ordered, executed as far as they may be together",
        f"(NEW.days = 0 AND NEW.executed_days = 0) OR EXISTS ({OF_ITS_ORDER})",
    )
