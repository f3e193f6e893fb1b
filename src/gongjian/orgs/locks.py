"""What the database asks of the registers of an agency."""

from gongjian.common.db.triggers import require

ON_RECORD = (
    "SELECT 1 FROM orgs_reviewer r WHERE r.officer_id = NEW.officer_id AND r.to_on IS NOT NULL"
)


def declare() -> None:
    """Let nobody count as one who reviewed before without saying where, or an earlier entry.

    Source: 行政处罚法 第五十八条第二款.
    """
    require(
        "orgs_reviewer",
        "who is no first-time reviewer reviewed somewhere before",
        f"NEW.first_time OR NEW.reviewed_at <> '' OR EXISTS ({ON_RECORD})",
    )
