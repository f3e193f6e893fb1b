"""What the database asks of questionings, inspections and penalties on the spot by the police."""

from gongjian.common.db.triggers import require

from .public_order.choices import BROUGHT
from .public_order.rules import VICES

HIMSELF = (
    "SELECT 1 FROM cases_case c JOIN parties_party p ON p.id = c.party_id"
    " WHERE c.id = NEW.case_id AND p.kind = 'natural' AND p.name = NEW.{who}"
)
SUMMONED = ", ".join(f"'{way.value}'" for way in sorted(BROUGHT))
YOUNG = (
    "SELECT 1 FROM cases_victim v WHERE v.case_id = NEW.case_id AND v.name = NEW.person AND v.minor"
)
SAME = "SELECT 1 FROM cases_questioning q WHERE q.case_id = NEW.case_id AND q.person = NEW.person"
HOME_WARRANT = (
    "SELECT 1 FROM documents_document d WHERE d.id = NEW.warrant_id"
    " AND d.kind = 'inspection-warrant' AND d.data LIKE '%\"place_kind\":\"住所\"%'"
)
VICE = " OR ".join(f"c.cause LIKE '%{name}%'" for name in VICES)
STAYED = f"{SAME} AND q.arrived_at < NEW.arrived_at AND q.ended_at >= NEW.arrived_at"


def declare_police() -> None:
    """Let nobody be asked as another than he is, nor one stay be told as two.

    Source: 治安管理处罚法 第九十六条至第九十九条、第一百零三条、第一百一十一条;
    公安机关办理行政案件程序规定 第六十九条第二款.
    """
    require(
        "cases_questioning",
        "who acted is asked as who acted",
        f"NEW.role = 'offender' OR NOT EXISTS ({HIMSELF.format(who='person')})",
    )
    require(
        "cases_questioning",
        "only who acted is summoned",
        f"NEW.role = 'offender' OR NEW.came_by NOT IN ({SUMMONED})",
    )
    require(
        "cases_questioning",
        "a victim known to be under age is asked as that",
        f"NEW.role <> 'victim' OR NEW.minor OR NOT EXISTS ({YOUNG})",
    )
    require(
        "cases_questioning",
        "the hours of one stay run from its one arrival",
        f"NOT EXISTS ({STAYED})",
    )
    require(
        "cases_evidence",
        "what the party says is no testimony",  # 行政处罚法 第四十六条第一款第五项、第六项
        "NEW.kind <> 'testimony' OR NEW.origin_id IS NOT NULL"
        f" OR NOT EXISTS ({HIMSELF.format(who='obtained_from')})",
    )
    require(
        "cases_inspection",
        "a home is inspected by a warrant for a home",  # 治安管理处罚法 第一百零三条第三款
        f"NEW.subject <> 'home' OR NEW.warrant_id IS NULL OR EXISTS ({HOME_WARRANT})",
    )
    require(
        "cases_onspot",
        "no vice is punished on the spot by the police",  # 程序规定 第三十七条第二款
        "NOT NEW.public_order OR NOT EXISTS"  # noqa: S608
        f" (SELECT 1 FROM cases_case c WHERE c.id = NEW.case_id AND ({VICE}))",
    )
