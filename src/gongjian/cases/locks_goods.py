"""What the database asks of confiscated goods: of great value, they are reviewed and discussed."""

from gongjian.common.db.triggers import require

from .choices import PenaltyKind
from .locks_versions import OF_CASE, knows
from .rules import SEVERITY

BIT = 1 << SEVERITY[PenaltyKind.CONFISCATE_GOODS]
ON_SPOT = sum(1 << SEVERITY[kind] for kind in (PenaltyKind.WARNING, PenaltyKind.FINE))
# As both engines write a JSON text: a quotation mark inside a text of the draft is escaped.
NAMED = 'items AS TEXT) LIKE \'%"kind": "confiscate_goods"%\''
TAKEN = f"(COALESCE(NEW.kinds, 0) & {BIT}) > 0"
VALUED = "NEW.goods_fen IS NOT NULL AND (NEW.goods_fen > 0 OR NEW.goods_unvalued)"
WORTHLESS = "COALESCE(NEW.goods_fen, 0) = 0 AND NOT NEW.goods_unvalued"
NO_VALUE = "(d.goods_fen IS NULL OR d.goods_unvalued)"
GREAT = (
    f"({NO_VALUE} OR d.review_from_fen IS NULL"
    " OR d.fine_fen + COALESCE(d.gain_fen, 0) + d.goods_fen >= d.review_from_fen)"
)
# What a draft of before these amounts were kept says nothing of, process and service ask alone.
REACHED = (
    f"({NO_VALUE} OR d.fine_fen + COALESCE(d.gain_fen, 0) + d.goods_fen >= d.discussion_from_fen)"
)
HEARD = (
    f"({NO_VALUE} OR d.goods_fen >= d.hearing_goods_from_fen"
    " OR COALESCE(d.gain_fen, 0) + d.goods_fen >= d.hearing_from_fen)"
)
AMOUNTS = " AND ".join(
    f"NEW.{column} IS NOT NULL"
    for column in ("discussion_from_fen", "hearing_goods_from_fen", "hearing_from_fen")
)
OF_DRAFT = "SELECT 1 FROM cases_draft d WHERE d.id = NEW.draft_id"
TAKES = f"{OF_DRAFT} AND CAST(d.{NAMED}"
OTHER = f"(COALESCE(d.kinds, 0) & ~{ON_SPOT}) > 0"


def declare_goods() -> None:
    """Let goods of great or unknown value be decided on only after what the law asks.

    Drafts from before values were kept say nothing of them: their goods are of unknown value.

    Source: 行政处罚法 第五十一条、第五十七条第二款、第五十八条、第六十三条第一款第二项.
    """
    named = f"CAST(NEW.{NAMED}"
    require(
        "cases_draft",
        "goods that are confiscated are valued, or said to be of unknown value",
        f"({named} AND {TAKEN} AND {VALUED}) OR (NOT ({named}) AND NOT ({TAKEN}) AND {WORTHLESS})",
    )
    require(
        "cases_draft",
        "goods that are confiscated are told from which value they are discussed and heard on",
        f"NOT ({named}) OR {AMOUNTS}",
    )
    require(
        "cases_decision",
        "legal review before goods of great or unknown value are confiscated",
        f"NEW.review_required OR NOT EXISTS ({TAKES} AND (d.review_required OR {GREAT}))",
    )
    require(
        "cases_decision",
        "a discussion before goods of great or unknown value are confiscated",
        f"NEW.discussion_required OR NOT EXISTS ({TAKES} AND {REACHED})"
        f" OR NOT {knows('cases.record_discussion', OF_CASE)}",
    )
    require(
        "cases_notice",
        "the right to a hearing where goods of great or unknown value are confiscated",
        f"NEW.hearing_right OR NOT EXISTS ({TAKES} AND {HEARD})",
    )
    require(
        "cases_onspot",
        "nothing is confiscated on the spot",
        f"NOT EXISTS ({TAKES}) AND NOT EXISTS ({OF_DRAFT} AND {OTHER})",
    )
