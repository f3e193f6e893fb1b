"""What the database asks of a new row beside its own columns: the last lock of some gates."""

from gongjian.common.db.triggers import require

# Measures on property that wait for the entry opinion of a major or sensitive case.
MEASURES = ("seizure-approval", "seizure-decision")
# Papers on which the party is heard or told, and who must be there: in words, need, who fills it.
HEARD_ON = (
    *("questioning-record", "police-questioning-record", "statement-record"),
    *("penalty-notice", "public-order-notice", "hearing-record"),
)
CALLED = "SELECT 1 FROM cases_interpreter i WHERE i.case_id = a.case_id AND i.kind = "
STANDS_BY = "SELECT 1 FROM cases_guardian g WHERE g.case_id = a.case_id"
HELP = (
    ("a guardian", "(a.minor OR a.limited)", STANDS_BY),
    ("an interpreter", "a.language", CALLED + "'language'"),
    ("an interpreter of signs", "a.sign", CALLED + "'sign'"),
)
NEED = (
    "SELECT 1 FROM cases_assistance a JOIN cases_case c ON c.id = a.case_id"
    " WHERE c.matter_id = NEW.matter_id AND NOT EXISTS (SELECT 1 FROM cases_assistance b"
    " WHERE b.case_id = a.case_id AND b.id > a.id)"
)
UNOPINED = (
    "SELECT 1 FROM cases_entryreview e JOIN cases_case c ON c.id = e.case_id"
    " WHERE c.matter_id = NEW.matter_id AND e.opined_at IS NULL"
)


def declare() -> None:
    """Tell the triggers what rows of other tables a new row rests on (called at start-up)."""
    kinds = ", ".join(f"'{kind}'" for kind in MEASURES)
    require(
        "documents_document",
        "entry opinion before the first measure",  # HN25; XM5.3
        f"NEW.kind NOT IN ({kinds}) OR NOT EXISTS ({UNOPINED})",
    )
    require(
        "cases_decision",
        "everything the party handed in was checked",  # 行政处罚法 第四十五条
        "NOT EXISTS (SELECT 1 FROM cases_partyfiling f JOIN cases_case c"
        " ON c.matter_id = f.matter_id WHERE c.id = NEW.case_id"
        " AND f.kind = 'statement' AND f.answered_at IS NULL)",
    )
    require(
        "cases_questioning",
        "a summons before whoever came by it is questioned",  # 治安管理处罚法 第九十六条
        "NEW.came_by NOT IN ('summons', 'forced') OR EXISTS (SELECT 1 FROM documents_document d"
        " JOIN cases_case c ON c.matter_id = d.matter_id"
        " WHERE c.id = NEW.case_id AND d.kind = 'summons' AND d.state <> 'void')",
    )
    records = ", ".join(f"'{kind}'" for kind in HEARD_ON)
    for who, needed, helped in HELP:  # 民法典 第二十三条; 治安管理处罚法 第一百零一条
        alone = f"{NEED} AND {needed} AND NOT EXISTS ({helped})"
        require(
            "documents_document",
            f"{who} before the party is heard or told",
            f"NEW.kind NOT IN ({records}) OR NOT EXISTS ({alone})",
        )
    require(
        "cases_delivery",
        "public notice only after a failure that opens it",  # 民事诉讼法 第九十五条
        "NEW.way <> 'public_notice' OR EXISTS (SELECT 1 FROM cases_faileddelivery f"
        " WHERE f.document_id = NEW.document_id AND f.next_way = 'public_notice')",
    )
