"""What the database asks of a new row of money beside its own columns."""

from gongjian.common.db.triggers import require

from .locks_goods import declare_goods, declare_unclaimed
from .locks_proxy import declare_proxy
from .models.late import WITHIN_THE_FINE

# What the court was last told, and by when.
TOLD_BEFORE = (
    "SELECT 1 FROM payments_courtmessage m WHERE m.application_id = c.id"
    " AND (m.asked_fen <= NEW.asked_fen OR m.entered_at >= a.at)"
)
LESSENED = (
    "SELECT 1 FROM payments_courtapplication c"  # noqa: S608
    " JOIN payments_paymentnotice n ON n.id = c.notice_id"
    " JOIN documents_document p ON p.id = c.document_id"
    " JOIN cases_accountline a ON a.decision_id = n.decision_id"
    " WHERE c.id = NEW.application_id AND c.applied_on <= NEW.told_on"
    " AND NEW.asked_fen < c.amount_fen AND a.kind IN ('reduced', 'relieved')"
    f" AND a.at >= p.made_at AND NOT EXISTS ({TOLD_BEFORE})"
)


def declare() -> None:
    """Ask of a notice that the leading agency charges, of goods that their decision stands.

    Of a schedule that it parts the fine alone; of a purpose that it comes before the surcharge.
    """
    declare_goods()
    declare_unclaimed()
    declare_proxy()
    require(
        "payments_paymentnotice",
        "the leading agency charges a common decision",
        "NOT EXISTS (SELECT 1 FROM cases_decision d WHERE d.id = NEW.decision_id"
        " AND d.common_with_id IS NOT NULL)",
    )
    require(
        "payments_goodshandling",
        "goods of a decision out of force are given back",
        "NOT EXISTS (SELECT 1 FROM payments_confiscateditem i"
        " JOIN cases_overturn o ON o.decision_id = i.decision_id WHERE i.id = NEW.item_id)",
    )
    require(
        "payments_goodshandling",
        "an auction tells what it brought",
        "NEW.way <> 'auction' OR NEW.proceeds_fen IS NOT NULL",
    )
    require(
        "payments_proceedshandover",
        "what an auction brought, after it, by nobody who sold it",
        "EXISTS (SELECT 1 FROM payments_goodshandling h WHERE h.id = NEW.handling_id"
        " AND h.proceeds_fen IS NOT NULL AND h.handled_on <= NEW.handed_on"
        " AND NEW.entered_by_id <> h.first_id AND NEW.entered_by_id <> h.second_id)",
    )
    require("payments_instalment", "a schedule is the fine's alone", WITHIN_THE_FINE)
    require(
        "payments_executionagreement",
        "an agreement comes after a demand that reached the party, as a proposal",
        "NEW.state = 'proposed' AND EXISTS (SELECT 1 FROM payments_demand d"
        " WHERE d.id = NEW.demand_id AND d.notice_id = NEW.notice_id AND d.served_on IS NOT NULL)",
    )
    require(
        "payments_surchargerelief",
        "what was agreed at most is let off while the agreement stands",
        "EXISTS (SELECT 1 FROM payments_executionagreement a WHERE a.id = NEW.agreement_id"
        " AND a.notice_id = NEW.notice_id AND a.state = 'agreed'"
        " AND NEW.amount_fen <= a.relief_fen)",
    )
    require(
        "payments_surchargecorrection",
        "less of a surcharge of this notice that reached the party and is in force",
        "EXISTS (SELECT 1 FROM payments_surchargedecision s WHERE s.id = NEW.surcharge_id"
        " AND s.notice_id = NEW.notice_id AND s.served_on IS NOT NULL"
        " AND NEW.stands_fen < s.amount_fen AND NOT EXISTS (SELECT 1 FROM cases_paperoverturn o"
        " WHERE o.document_id = s.document_id AND o.ground <> 'unlawful'))",
    )
    require(
        "payments_courtmessage",
        "the court learns of less than it was told, after what lessened it",
        f"EXISTS ({LESSENED})",
    )
    require(
        "cases_accountline",
        "no more is let off than was imposed: never of the fine",
        "NEW.kind <> 'relieved' OR NEW.amount_fen <= COALESCE((SELECT SUM(CASE a.kind"
        " WHEN 'surcharged' THEN a.amount_fen ELSE -a.amount_fen END) FROM cases_accountline a"
        " WHERE a.decision_id = NEW.decision_id AND a.kind IN ('surcharged', 'relieved')), 0)",
    )
    require(
        "payments_surchargedecision",
        "what was imposed is not imposed again, unless it is ordered to be decided anew",
        "NEW.amount_fen + COALESCE((SELECT SUM(s.amount_fen) FROM payments_surchargedecision s"
        " WHERE s.notice_id = NEW.notice_id AND NOT EXISTS (SELECT 1 FROM cases_paperoverturn o"
        " WHERE o.document_id = s.document_id AND o.ground = 'remade')), 0) <= NEW.total_fen",
    )
    require(
        "payments_courtapplication",
        "the court is not asked while an agreement is being kept",
        "NOT EXISTS (SELECT 1 FROM payments_executionagreement a"
        " WHERE a.notice_id = NEW.notice_id AND a.state = 'agreed')",
    )
    require(
        "payments_paymentpurpose",
        "money with a notice of both debts, before a surcharge was reckoned over its day",
        "EXISTS (SELECT 1 FROM payments_bankreceipt r"
        " JOIN payments_paymentnotice n ON n.id = r.notice_id"
        " WHERE r.id = NEW.receipt_id AND n.fine_fen > 0 AND n.fine_fen < n.amount_fen"
        " AND NOT EXISTS (SELECT 1 FROM payments_surchargedecision s"
        " WHERE s.notice_id = n.id AND s.until_on >= r.paid_on))",
    )
