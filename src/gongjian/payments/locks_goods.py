"""What the database asks of confiscated goods: registered under what took them, before the end."""

from gongjian.common.db.triggers import require

# As both engines write a JSON text: a quotation mark inside a text of the draft is escaped.
KIND = '"kind": "confiscate_goods"'
# The items of a decision `d` as they stand; a dropped one has no kind (docs/adr/0035).
NOW = (
    "COALESCE((SELECT s.items FROM cases_standingitems s WHERE s.decision_id = d.id"
    " ORDER BY s.turn DESC LIMIT 1), f.items)"
)
ITEMS = f"CAST({NOW} AS TEXT)"
# How many of them take goods.
TAKEN = f"(LENGTH({ITEMS}) - LENGTH(REPLACE({ITEMS}, '{KIND}', ''))) / {len(KIND)}"
IN_FORCE = (
    "NOT d.void AND d.common_with_id IS NULL"
    " AND NOT EXISTS (SELECT 1 FROM cases_overturn o WHERE o.decision_id = d.id)"
)
LISTED = (
    "g.way = 'collect' AND l.state <> 'void'"
    " AND NOT EXISTS (SELECT 1 FROM cases_paperoverturn p WHERE p.document_id = l.id)"
)
LIST = "cases_goodsdisposal g JOIN documents_document l ON l.id = g.document_id"
OF_ITS_TAKING = (
    "SELECT 1 FROM cases_decision d JOIN cases_draft f ON f.id = d.draft_id"  # noqa: S608
    f" WHERE d.id = NEW.decision_id AND {IN_FORCE}"
    f" AND (NEW.penalty_item IS NULL OR {NOW} -> NEW.penalty_item ->> 'kind' = 'confiscate_goods')"
    f" AND (NEW.collected_id IS NULL OR EXISTS (SELECT 1 FROM {LIST}"
    f" WHERE g.id = NEW.collected_id AND g.case_id = d.case_id AND {LISTED}))"
)
# By the list alone, in a case that nobody is punished in so far.
OF_ITS_LIST = (
    f"SELECT 1 FROM {LIST} JOIN cases_case c ON c.id = g.case_id"  # noqa: S608
    f" WHERE NEW.decision_id IS NULL AND g.id = NEW.collected_id AND {LISTED} AND c.public_order"
    " AND NOT EXISTS (SELECT 1 FROM cases_decision d WHERE d.case_id = c.id AND NOT d.void)"
)
STILL_TAKEN = f"{NOW} -> {{row}}.penalty_item ->> 'kind' = 'confiscate_goods'"
REGISTERED = (
    "(SELECT COUNT(DISTINCT i.penalty_item) FROM payments_confiscateditem i"  # noqa: S608
    f" WHERE i.decision_id = d.id AND {STILL_TAKEN.format(row='i')})"
)
EXCUSED = (
    "(SELECT COUNT(u.penalty_item) FROM payments_untakengoods u WHERE u.decision_id = d.id"  # noqa: S608
    f" AND {STILL_TAKEN.format(row='u')} AND NOT EXISTS (SELECT 1 FROM payments_confiscateditem i"
    " WHERE i.decision_id = d.id AND i.penalty_item = u.penalty_item))"
)
NOT_LISTED = (
    f"SELECT 1 FROM {LIST} WHERE g.case_id = c.id AND {LISTED}"  # noqa: S608
    " AND NOT EXISTS (SELECT 1 FROM payments_confiscateditem i WHERE i.collected_id = g.id)"
    " AND NOT EXISTS (SELECT 1 FROM payments_untakengoods u WHERE u.collected_id = g.id)"
)
UNREGISTERED = (
    "SELECT 1 FROM cases_case c JOIN cases_decision d ON d.case_id = c.id"  # noqa: S608
    f" JOIN cases_draft f ON f.id = d.draft_id WHERE c.matter_id = NEW.matter_id AND {IN_FORCE}"
    f" AND ({TAKEN} > {REGISTERED} + {EXCUSED} OR EXISTS ({NOT_LISTED}))"
)
GIVEN_UP = (
    "SELECT 1 FROM payments_confiscateditem i JOIN cases_decision d ON d.id = i.decision_id"  # noqa: S608
    " JOIN cases_draft f ON f.id = d.draft_id WHERE i.id = NEW.item_id"
    f" AND i.penalty_item IS NOT NULL AND COALESCE({NOW} -> i.penalty_item ->> 'kind', '')"
    " <> 'confiscate_goods'"
)
UNLISTED = (
    "SELECT 1 FROM cases_case c"  # noqa: S608
    f" WHERE c.matter_id = NEW.matter_id AND EXISTS ({NOT_LISTED})"
)


CALLED = (
    "SELECT 1 FROM payments_ownercall o LEFT JOIN payments_ownercalldelay l ON l.call_id = o.id"
    " WHERE o.id = NEW.call_id AND COALESCE(l.until_on, o.due_on) < NEW.ended_on"
)
LATER = (
    "SELECT 1 FROM payments_ownercall o WHERE o.id = NEW.call_id AND o.due_on < NEW.until_on"
    " AND NOT EXISTS (SELECT 1 FROM payments_ownercallend e WHERE e.call_id = o.id)"
)
GIVEN_BACK = (
    "SELECT 1 FROM cases_case c JOIN documents_document d ON d.matter_id = c.matter_id"
    " WHERE c.id = NEW.case_id AND c.public_order AND d.state <> 'void'"
    " AND d.kind IN ('seizure-release', 'collected-goods-list')"
)


def declare_unclaimed() -> None:
    """Keep what nobody fetches until its time is over, and call only for what was given back.

    Source: 治安管理处罚法 第一百零五条; 公安机关办理行政案件程序规定 第一百九十七条.
    """
    require(
        "payments_ownercall",
        "a paper of the police that gives something back",
        f"EXISTS ({GIVEN_BACK})",
    )
    require(
        "payments_ownercalldelay",
        "longer to fetch what nobody fetched yet",
        f"EXISTS ({LATER})",
    )
    require(
        "payments_ownercallend",
        "nothing to the treasury before the time to fetch it is over",
        f"NEW.became = 'claimed' OR EXISTS ({CALLED})",
    )


def declare_goods() -> None:
    """Lock the register of confiscated goods, and the end of a case that waits for it.

    Source: 行政处罚法 第九条第二项、第七十四条; 公安机关办理行政案件程序规定 第一百九十六条.
    """
    for table in ("payments_confiscateditem", "payments_untakengoods"):
        require(
            table,
            "goods under the item of the decision in force that takes them",
            f"EXISTS ({OF_ITS_TAKING}) OR EXISTS ({OF_ITS_LIST})",
        )
    require(
        "payments_goodshandling",
        "nothing is sold or destroyed that a change of the decision no longer takes",
        f"NOT EXISTS ({GIVEN_UP})",
    )
    require(
        "matters_step",
        "no case is closed before its confiscated goods are registered",
        f"NEW.code <> 'close' OR NOT EXISTS ({UNREGISTERED})",
    )
    require(
        "matters_step",
        "no case ends without a penalty before what the police collected is registered",
        f"NEW.code NOT IN ('fulfil_mediation', 'end_unpunished') OR NOT EXISTS ({UNLISTED})",
    )
