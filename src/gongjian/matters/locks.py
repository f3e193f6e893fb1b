"""What the database asks of a limit that is lengthened: that it still runs."""

from gongjian.common.db.triggers import require

# A day at home ends when it is sixteen o'clock by UTC, in which both engines write a moment.
OVER = (
    "SELECT 1 FROM matters_deadline d WHERE d.matter_id = NEW.matter_id AND d.code = NEW.code"
    " AND d.starts_on = NEW.starts_on AND d.of_paper = NEW.of_paper AND d.state = 'open'"
    " AND d.duty = 'authority'"
    " AND CAST(d.due_on AS TEXT) || ' 16:00:00' <= SUBSTR(CAST(NEW.at AS TEXT), 1, 19)"
)


def declare() -> None:
    """Lock the limits of the authority. Source: 行政强制法 第二十五条; 行政处罚法 第六十条."""
    require(
        "matters_limitextension",
        "no limit of the authority is lengthened once it is over",
        f"NOT EXISTS ({OVER})",
    )
