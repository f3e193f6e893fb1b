"""What the database asks of a second refusal to file (再次不予立案)."""

from gongjian.common.db.triggers import require

# The paper in whose place this run stands was revoked, to be dealt with again: no filing ordered.
TO_BE_DEALT_WITH_AGAIN = (
    "SELECT 1 FROM cases_case c JOIN cases_paperoverturn o ON o.document_id = c.instead_of_id"
    " JOIN documents_document d ON d.id = c.instead_of_id WHERE c.matter_id = NEW.matter_id"
    " AND o.ground = 'remade' AND d.kind IN ('filing-refusal-notice', 'no-filing-notice')"
)
# For the reason or on the facts of before, to the letter; only what people typed is compared here.
SAME_AGAIN = (
    "SELECT 1 FROM cases_case c JOIN documents_document d ON d.id = c.instead_of_id"
    " JOIN matters_step s ON s.matter_id = d.matter_id"
    " AND s.code IN ('refuse_filing', 'refuse_again') WHERE c.matter_id = NEW.matter_id"
    " AND ((NEW.data ->> 'differs' = 'grounds' AND NEW.data ->> 'reason' = s.data ->> 'reason')"
    " OR (NEW.data ->> 'differs' = 'facts' AND NEW.data ->> 'facts'"
    " = COALESCE(s.data ->> 'facts', s.data ->> 'reason')))"
)


def declare_refusing() -> None:
    """Lock a second refusal: only of what was to be dealt with again, on other facts or grounds.

    Source: 行政复议法 第六十四条第二款; 行政诉讼法 第七十一条.
    """
    require(
        "matters_step",
        "what was not filed is refused again only where that was left open",
        f"NEW.code <> 'refuse_again' OR EXISTS ({TO_BE_DEALT_WITH_AGAIN})",
    )
    require(
        "matters_step",
        "not on the same facts and for the same reason",
        f"NEW.code <> 'refuse_again' OR ((NEW.data ->> 'differs') IS NOT NULL"
        f" AND NOT EXISTS ({SAME_AGAIN}))",
    )
