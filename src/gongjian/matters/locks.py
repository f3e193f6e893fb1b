"""What the database asks of a limit that is lengthened, and of who passes a seat on."""

from gongjian.common.db.triggers import require

# A day at home ends when it is sixteen o'clock by UTC, in which both engines write a moment.
OVER = (
    "SELECT 1 FROM matters_deadline d WHERE d.matter_id = NEW.matter_id AND d.code = NEW.code"
    " AND d.starts_on = NEW.starts_on AND d.of_paper = NEW.of_paper AND d.state = 'open'"
    " AND d.duty = 'authority'"
    " AND CAST(d.due_on AS TEXT) || ' 16:00:00' <= SUBSTR(CAST(NEW.at AS TEXT), 1, 19)"
)

# Whoever approves handles the matter, did so until he passed it on, or keeps away from it.
CONCERNED = (
    "SELECT 1 FROM matters_matter m WHERE m.id = NEW.matter_id"
    " AND (NEW.approved_by_id IN (m.lead_id, COALESCE(m.second_id, m.lead_id))"
    " OR EXISTS (SELECT 1 FROM matters_succession s WHERE s.matter_id = m.id"
    " AND s.leaving_id = NEW.approved_by_id AND s.seat <> 'reviewer')"
    " OR EXISTS (SELECT 1 FROM matters_recusal k WHERE k.matter_id = m.id"
    " AND k.officer_id = NEW.approved_by_id))"
)
# Days are compared as UTC tells them: between midnight and eight the service alone is right.
HELD = (
    "CAST(a.from_on AS TEXT) <= {day} AND (a.to_on IS NULL OR CAST(a.to_on AS TEXT) > {day})"
).format(day="SUBSTR(CAST(NEW.at AS TEXT), 1, 10)")
HEAD = f"""SELECT 1 FROM orgs_assignment a WHERE a.officer_id = NEW.officer_id
 AND a.role = 'agency_head' AND {HELD}"""  # noqa: S608 -- of constants
# A matter that goes on from another takes along who keeps away from that one.
TAKEN_ALONG = (
    "SELECT 1 FROM matters_recusal k WHERE k.officer_id = NEW.officer_id AND k.at = NEW.at"
    " AND k.reason = NEW.reason AND k.matter_id <> NEW.matter_id"
)


def declare() -> None:
    """Lock the limits of the authority, the seats of a matter, and who keeps away from it.

    Source: 行政强制法 第二十五条; 行政处罚法 第四十三条、第五十七条、第六十条;
    治安管理处罚法 第九十五条.
    """
    require(
        "matters_recusal",
        "that a head of the agency keeps away is decided above him, or by the leaders together",
        f"NEW.decision <> '' OR NOT EXISTS ({HEAD}) OR EXISTS ({TAKEN_ALONG})",
    )
    require(
        "matters_succession",
        "a seat is passed on by nobody who handles or handled the matter, or keeps away from it",
        f"NEW.ground = 'recusal' OR NOT EXISTS ({CONCERNED})",
    )
    require(
        "matters_limitextension",
        "no limit of the authority is lengthened once it is over",
        f"NOT EXISTS ({OVER})",
    )
