"""What the database asks of a case that ends without a decision: no decision is passed by."""

from gongjian.common.db.triggers import require

OF_POLICE = "SELECT 1 FROM cases_case c WHERE c.id = NEW.case_id AND c.public_order"
DRAFTED = "SELECT 1 FROM cases_draft d WHERE d.case_id = NEW.case_id"
SAME_PARTY = (
    "SELECT 1 FROM cases_case o JOIN parties_party p ON p.id = o.party_id"
    " JOIN cases_case t ON t.id = NEW.target_id JOIN parties_party q ON q.id = t.party_id"
    " WHERE o.id = NEW.source_id AND (p.id = q.id OR (p.id_index = '' AND q.id_index = ''"
    " AND p.name = q.name AND p.agency_id = q.agency_id)"
    " OR EXISTS (SELECT 1 FROM cases_furtherparty f WHERE f.case_id = t.id"
    " AND f.party_id = p.id AND f.state = 'beside'))"
)
DECIDED = (
    "SELECT 1 FROM cases_case t JOIN matters_matter m ON m.id = t.matter_id"
    " WHERE t.id = NEW.target_id AND (m.closed_at IS NOT NULL"
    " OR EXISTS (SELECT 1 FROM cases_decision d WHERE d.case_id = t.id AND NOT d.void)"
    " OR EXISTS (SELECT 1 FROM cases_nopenalty n WHERE n.case_id = t.id AND NOT n.void)"
    " OR EXISTS (SELECT 1 FROM cases_unpunished u WHERE u.case_id = t.id))"
)
# What else stands against the party: a penalty, or that it was spared for the first time.
OTHERS = (
    "FROM cases_case c JOIN cases_case x ON x.party_id = c.party_id AND x.id <> c.id"
    " JOIN matters_matter m ON m.id = x.matter_id AND m.secret_since IS NULL"
)
PUNISHED = (
    f"SELECT 1 {OTHERS} JOIN cases_decision o ON o.case_id = x.id AND NOT o.void"  # noqa: S608
    " WHERE c.id = NEW.case_id"
    " AND NOT EXISTS (SELECT 1 FROM cases_overturn v WHERE v.decision_id = o.id)"
)
SPARED_FIRST = (
    f"SELECT 1 {OTHERS} JOIN cases_nopenalty n ON n.case_id = x.id AND NOT n.void"  # noqa: S608
    " AND n.ground = 'first_time' WHERE c.id = NEW.case_id"
    " AND NOT EXISTS (SELECT 1 FROM cases_paperoverturn w WHERE w.document_id = n.document_id)"
)


def declare_ending() -> None:
    """Let no case end by termination or merger that the law ends by a decision.

    Source: 行政处罚法 第五十七条第一款; 治安管理处罚法 第一百一十三条第一款;
    公安机关办理行政案件程序规定 第二百五十九条.
    """
    require(
        "cases_nopenalty",
        "nobody is spared for the first time twice, or after a penalty",  # 行政处罚法 第三十三条
        f"NEW.ground <> 'first_time' OR NOT (EXISTS ({PUNISHED}) OR EXISTS ({SPARED_FIRST}))",
    )
    require(
        "cases_termination",
        "a ground that the law knows, and none but death once a decision is proposed",
        "NEW.ground = 'party_gone' OR (NEW.ground <> 'not_competent' AND NEW.basis <> ''"
        f" AND NOT EXISTS ({DRAFTED}) AND (NEW.ground = 'other' OR EXISTS ({OF_POLICE})))",
    )
    require(
        "cases_caselink",
        "a case is merged into one that will decide on its party",
        f"NEW.kind <> 'merge' OR (EXISTS ({SAME_PARTY}) AND NOT EXISTS ({DECIDED}))",
    )
