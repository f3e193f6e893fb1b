"""What the database asks of the grounds that a decision of a 治安 case rests on."""

from gongjian.common.db.triggers import require

from .choices import NEVER_OF_POLICE
from .public_order.rules import LAW_NAMES
from .public_order.supporting import FORGIVEN, MITIGATED, OVER_DEFENCE, PLEA, REPEAT, UNDER_AGE

# As both engines write a JSON text: each ground stands in it between quotation marks.
CHOSEN = "CAST(d.grounds AS TEXT) LIKE '%\"{ground}\"%'"
# The newest of what was established of the person counts.
PERSON = (
    "EXISTS (SELECT 1 FROM cases_offender o WHERE o.case_id = d.case_id AND {shown} AND o.id ="
    " (SELECT MAX(n.id) FROM cases_offender n WHERE n.case_id = d.case_id))"
)
VICTIM = "EXISTS (SELECT 1 FROM cases_victim v WHERE v.case_id = d.case_id)"
# Punished within a year before the act, whose day has not moved since. Source: 第二十二条第四项.
REPEATED = (
    "o.punished_on >= o.year_from AND o.punished_on <= o.acted_on AND NOT EXISTS"
    " (SELECT 1 FROM cases_case k WHERE k.id = o.case_id AND k.act_ended_on <> o.acted_on)"
)
SHOWN = {PLEA: "o.pleaded", REPEAT: REPEATED, UNDER_AGE: "o.minor"}
# The agency's own decision on the party, in force, of which the person's row says otherwise.
OWN = (
    "SELECT 1 FROM cases_decision e JOIN cases_case c ON c.id = e.case_id"
    " JOIN cases_offender o ON o.case_id = c.id AND o.record_reason = '' AND o.id ="
    " (SELECT MAX(n.id) FROM cases_offender n WHERE n.case_id = c.id)"
    " JOIN cases_case x ON x.party_id = c.party_id AND x.id <> c.id AND x.public_order"
    " JOIN matters_matter m ON m.id = x.matter_id AND m.secret_since IS NULL"
    " JOIN cases_decision p ON p.case_id = x.id AND NOT p.void"
    " WHERE e.id = NEW.decision_id"
    " AND NOT EXISTS (SELECT 1 FROM cases_overturn v WHERE v.decision_id = p.id)"
)
OTHERWISE = (
    "(p.decided_on <= o.acted_on AND (NOT o.punished_before OR o.punished_on IS NULL"
    " OR o.punished_on < p.decided_on)) OR (NOT o.twice_in_a_year AND"
    " COALESCE(x.act_ended_on, x.filed_on, p.decided_on) BETWEEN o.year_from AND o.acted_on)"
)
OF_POLICE = (
    "SELECT 1 FROM matters_matter m JOIN orgs_agency a ON a.id = m.agency_id"
    " WHERE m.id = NEW.matter_id AND a.domain = 'public-security'"
)
POLICE = "SELECT 1 FROM cases_case c WHERE c.id = NEW.case_id AND c.public_order"
# As both engines write a JSON text: a quotation mark inside a text of the draft is escaped.
CONFISCATES = " OR ".join(
    f'CAST(NEW.items AS TEXT) LIKE \'%"kind": "{kind.value}"%\'' for kind in NEVER_OF_POLICE
)
SPARED = "SELECT 1 FROM cases_draft d WHERE d.id = NEW.draft_id"
DECIDED = "SELECT 1 FROM cases_decision e JOIN cases_draft d ON d.id = e.draft_id"


def punishes_public_order(row: str, *columns: str) -> str:
    """Return the condition that a row cites 治安管理处罚法, by default a draft."""
    told = (
        f"{row}.{column} LIKE '%{name}%'"
        for column in columns or ("violated", "basis")
        for name in LAW_NAMES
    )
    return f"({' OR '.join(told)})"


def declare_grounds() -> None:
    """Let no decision of a 治安 case rest on a ground that what was established does not show.

    Source: 治安管理处罚法 第九条第四款、第十二条、第十九条、第二十条第三项、第二十一条、
    第二十二条第四项.
    """
    of_person = (
        f"{CHOSEN.format(ground=ground)} AND NOT {PERSON.format(shown=shown)}"
        for ground, shown in SHOWN.items()
    )
    unshown = " OR ".join(f"({one})" for one in of_person)
    forgiven = f"({CHOSEN.format(ground=FORGIVEN)} AND NOT {VICTIM})"
    require(
        "cases_publicorderdecision",
        "its grounds stand on what was established",
        f"NOT EXISTS ({DECIDED} WHERE e.id = NEW.decision_id"
        f" AND ({forgiven} OR (NEW.natural AND ({unshown}))))",
    )
    require(  # 治安管理处罚法 第二十二条第四项、第二十三条
        "cases_publicorderdecision",
        "who acted before is known as the agency's own decisions say, or the reason stands",
        f"NOT NEW.natural OR NOT EXISTS ({OWN} AND ({OTHERWISE}))",
    )
    require(
        "cases_draft",
        "what goes beyond a defence is punished less",
        f"CAST(NEW.grounds AS TEXT) NOT LIKE '%\"{OVER_DEFENCE}\"%'"
        f" OR NEW.discretion LIKE '%{MITIGATED}%'",
    )
    require(
        "cases_draft",
        "the law of 治安 punishes in a 治安 case",  # 治安管理处罚法 第一百三十六条
        f"NOT {punishes_public_order('NEW')} OR EXISTS ({POLICE})",
    )
    require(
        "cases_actposition",
        "the law of 治安 punishes in a 治安 case",
        f"NOT {punishes_public_order('NEW', 'basis')} OR EXISTS (SELECT 1 FROM cases_draft d"  # noqa: S608 -- constants
        " JOIN cases_case c ON c.id = d.case_id WHERE d.id = NEW.draft_id AND c.public_order)",
    )
    require(
        "cases_case",
        "the police alone have cases that are sealed",  # 治安管理处罚法 第三条、第一百零九条
        f"NOT NEW.public_order OR EXISTS ({OF_POLICE})",
    )
    require(
        "cases_draft",
        "nothing is confiscated by a decision of a 治安 case",  # 治安管理处罚法 第十条、第十一条
        f"NOT ({CONFISCATES}) OR NOT EXISTS ({POLICE})",
    )
    require(
        "cases_draft",
        "days of detention are told act by act",
        "COALESCE(NEW.days, 0) = 0 OR NEW.act_days IS NOT NULL",
    )
    no_child = "d.punishable_from IS NOT NULL AND NOT " + PERSON.format(
        shown="o.age < d.punishable_from"
    )
    require(
        "cases_unpunished",
        "a child is one by what was established, and who forgives or settles was harmed",
        f"NOT EXISTS ({SPARED} AND ((NEW.ground = 'child' AND {no_child})"
        f" OR (NEW.ground IN ('forgiven', 'settled') AND NOT {VICTIM})))",
    )
