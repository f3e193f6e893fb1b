"""What the database asks of orders to correct and their re-checks (责令改正、复查)."""

from gongjian.common.db.triggers import require

from .locks_versions import knows

# An order to correct that never reached the party, or that nobody re-checked or excused.
UNSERVED = (
    "SELECT 1 FROM documents_document d WHERE d.matter_id = NEW.matter_id"  # noqa: S608
    " AND d.kind = 'correction-order' AND d.state <> 'void' AND NOT EXISTS (SELECT 1"
    " FROM cases_correctionorder o JOIN cases_delivery v ON v.id = o.delivery_id"
    f" WHERE v.document_id = d.id) AND {knows('cases.deliver_correction', 'NEW.matter_id')}"
)
UNCHECKED = (
    "SELECT 1 FROM cases_correctionorder o JOIN cases_case c ON c.id = o.case_id"  # noqa: S608
    " WHERE c.matter_id = NEW.matter_id AND o.state = 'open'"
    f" AND {knows('cases.recheck', 'NEW.matter_id')}"
)
SERVED = (
    "SELECT 1 FROM cases_delivery v JOIN documents_document d ON d.id = v.document_id"
    " WHERE v.id = NEW.delivery_id AND v.case_id = NEW.case_id AND v.served_on = NEW.served_on"
    " AND d.kind IN ('correction-order', 'penalty-decision', 'no-penalty-decision',"
    " 'on-the-spot-decision', 'public-order-decision', 'unpunished-decision')"
)
SEEN_CORRECTED = "SELECT 1 FROM cases_onspot s WHERE s.case_id = NEW.case_id AND s.corrected <> ''"
# An order of a decision on the spot that is not on record when the decision is handed over.
UNNOTED = (
    "SELECT 1 FROM cases_onspot s JOIN cases_case c ON c.id = s.case_id"
    " WHERE c.matter_id = NEW.matter_id AND s.correction <> '' AND NOT EXISTS (SELECT 1"
    " FROM cases_correctionorder o WHERE o.case_id = c.id)"
)
# The steps after which nobody works in a case any more.
CLOSING = "('close', 'close_common', 'end_unpunished')"
OF_ORDER = (
    "SELECT 1 FROM cases_correctionorder o WHERE o.id = NEW.order_id AND o.state = 'open'"
    " AND o.case_id = NEW.case_id AND o.served_on = NEW.served_on"
    " AND o.correct_by = NEW.correct_by AND o.unannounced = NEW.must_be_unannounced"
)


def declare_correcting() -> None:
    """Lock the way from an order to correct to its re-check.

    Source: 行政处罚法 第二十八条第一款; 环境保护主管部门实施按日连续处罚办法 第十条、第十三条.
    """
    require(
        "cases_correctionorder",
        "an order to correct counts from the service of its paper",
        f"EXISTS ({SERVED})",
    )
    require(
        "cases_correctionorder",
        "only officers on the spot see at once that it was corrected",
        f"NEW.state IN ('open', 'at_once') AND (NEW.state = 'open' OR EXISTS ({SEEN_CORRECTED}))",
    )
    require(
        "cases_recheck",
        "a re-check is one of an open order of this very case",
        f"EXISTS ({OF_ORDER})",
    )
    require(
        "matters_step",
        "no case is closed before its orders to correct were re-checked",
        f"NEW.code NOT IN {CLOSING} OR NOT (EXISTS ({UNSERVED}) OR EXISTS ({UNCHECKED}))",
    )
    require(
        "matters_step",
        "what is ordered on the spot is on record when it is handed over",
        f"NEW.code NOT IN ('hand_over', 'hand_over_warning') OR NOT EXISTS ({UNNOTED})",
    )
