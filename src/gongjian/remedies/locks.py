"""What the database asks of a new review or lawsuit beside its own columns."""

from gongjian.common.db.triggers import require
from gongjian.payments.locks_proxy import ORDER_OF as PROXY_ORDER

from .models import NO_MORE_FORFEITED, NO_MORE_SURCHARGE

OF_ITS_KIND = {
    "penalty": "SELECT 1 FROM cases_decision d JOIN cases_delivery v"
    " ON v.document_id = d.document_id WHERE d.id = NEW.decision_id AND NOT d.void"
    " AND d.document_id = NEW.document_id",
    "spared": "SELECT 1 FROM cases_delivery v WHERE v.document_id = NEW.document_id AND (EXISTS"
    " (SELECT 1 FROM cases_nopenalty n WHERE n.document_id = v.document_id AND NOT n.void)"
    " OR EXISTS (SELECT 1 FROM cases_unpunished u"
    " WHERE u.document_id = v.document_id AND NOT u.void))",
    "seizure": "SELECT 1 FROM documents_document p WHERE p.id = NEW.document_id"
    " AND p.state = 'issued' AND p.kind IN ('seizure-decision', 'urgent-seizure-decision')",
    "preserved": "SELECT 1 FROM documents_document p WHERE p.id = NEW.document_id"
    " AND p.state = 'issued' AND p.kind = 'preservation-notice'",
    "surcharge": "SELECT 1 FROM payments_surchargedecision s JOIN cases_delivery v"
    " ON v.document_id = s.document_id JOIN payments_proceeding p ON p.surcharge_id = s.id"
    " WHERE s.document_id = NEW.document_id AND p.id = NEW.proceeding_id",
    "collected": "SELECT 1 FROM documents_document p JOIN cases_goodsdisposal g"
    " ON g.document_id = p.id WHERE p.id = NEW.document_id AND p.state = 'issued'"
    " AND p.kind = 'collected-goods-list' AND g.way IN ('collect', 'recover')",
    "deposit": "SELECT 1 FROM cases_detentiondeposit g JOIN documents_document p"
    " ON p.id = g.paper_id WHERE g.paper_id = NEW.document_id AND g.fate = 'forfeited'"
    " AND p.state = 'issued'",
    "correction": "SELECT 1 FROM cases_correctionorder g JOIN cases_delivery v"
    " ON v.id = g.delivery_id JOIN documents_document p ON p.id = v.document_id"
    " WHERE p.id = NEW.document_id AND p.kind = 'correction-order' AND p.state = 'issued'",
    "not_filed": "SELECT 1 FROM documents_document p JOIN matters_step s"
    " ON s.matter_id = p.matter_id AND s.code IN ('refuse_filing', 'refuse_again')"
    " WHERE p.id = NEW.document_id"
    " AND p.state = 'issued' AND p.kind IN ('filing-refusal-notice', 'no-filing-notice')",
}
ONE_OF_THEM = " OR ".join(
    f"(NEW.challenged = '{kind}' AND EXISTS ({rows}))" for kind, rows in OF_ITS_KIND.items()
)
CHANGED_BY_RESULT = (
    "SELECT 1 FROM remedies_remedy r WHERE r.decision_id = NEW.decision_id AND r.state = 'ended'"
    " AND r.outcome IN ('changed', 'mediated') AND r.paper = NEW.paper"
    " AND r.effective_on = NEW.effective_on AND r.changed_fen = NEW.fine_fen + NEW.gain_fen"
)
CHANGED_BY_US = (
    "SELECT 1 FROM remedies_correction c JOIN documents_document p ON p.id = c.document_id"
    " WHERE c.decision_id = NEW.decision_id AND c.kind = 'changed' AND p.number = NEW.paper"
    " AND c.effective_on = NEW.effective_on AND c.changed_fen = NEW.fine_fen + NEW.gain_fen"
)
# By what a decision beside the penalty falls, and what lets a surcharge off.
BY_RESULT = (
    "SELECT 1 FROM remedies_remedy r WHERE r.document_id = NEW.document_id AND r.state = 'ended'"
    " AND r.outcome = NEW.ground AND r.paper = NEW.paper AND r.effective_on = NEW.effective_on"
)
PAPER_CHANGED = (
    "SELECT 1 FROM remedies_remedy r WHERE r.document_id = NEW.document_id AND r.state = 'ended'"
    " AND r.outcome IN ('changed', 'mediated') AND r.paper = NEW.paper"
    " AND r.effective_on = NEW.effective_on AND COALESCE(r.changed_fen, 0) = COALESCE(NEW.fen, 0)"
)
# Or the agency itself takes its surcharge back.
BY_US = (
    "SELECT 1 FROM payments_surchargecorrection c"
    " JOIN payments_surchargedecision s ON s.id = c.surcharge_id"
    " JOIN documents_document p ON p.id = c.document_id"
    " WHERE s.document_id = NEW.document_id AND c.stands_fen = 0 AND NEW.ground = 'withdrawn'"
    " AND p.number = NEW.paper AND c.decided_on = NEW.effective_on"
)
SURCHARGE_CORRECTED = (
    "SELECT 1 FROM payments_surchargecorrection c JOIN documents_document p ON p.id = c.document_id"
    " JOIN payments_paymentnotice n ON n.id = c.notice_id"
    " WHERE n.decision_id = NEW.decision_id AND p.number = NEW.reference"
)
CHANGED_BEFORE = (
    "SELECT 1 FROM remedies_remedy r JOIN payments_surchargedecision s"
    " ON s.document_id = r.document_id WHERE s.id = NEW.surcharge_id AND r.state = 'ended'"
    " AND r.changed_fen <= NEW.stands_fen"
)
LET_OFF = (
    "SELECT 1 FROM remedies_remedy r LEFT JOIN payments_proceeding q ON q.id = r.proceeding_id"
    " WHERE q.decision_id = NEW.decision_id AND r.state = 'ended' AND r.paper = NEW.reference"
)
LET_OFF_BY_US = (
    "SELECT 1 FROM remedies_correction c JOIN documents_document p ON p.id = c.document_id"
    " WHERE c.decision_id = NEW.decision_id AND p.number = NEW.reference"
)
LET_OFF_AS_AGREED = (
    "SELECT 1 FROM payments_surchargerelief f JOIN documents_document p ON p.id = f.document_id"
    " JOIN payments_paymentnotice n ON n.id = f.notice_id"
    " WHERE n.decision_id = NEW.decision_id AND p.number = NEW.reference"
)
# A fine that came instead of a detention, as the newest change says, by a result that was served.
FINED = (
    "SELECT 1 FROM cases_standingitems s JOIN remedies_remedy r ON r.decision_id = s.decision_id"
    " AND r.paper = s.paper AND r.effective_on = s.effective_on AND r.changed_fen = s.fine_fen"
    " WHERE s.decision_id = NEW.decision_id AND s.days = 0 AND s.gain_fen = 0"
    " AND r.state = 'ended' AND r.applicant = 'party' AND r.result_served_on IS NOT NULL"
)
ADDED = (
    f"{FINED} AND s.fine_fen = NEW.amount_fen AND s.paper = NEW.reference"  # noqa: S608
    " AND s.effective_on = NEW.happened_on AND NOT EXISTS (SELECT 1 FROM cases_standingitems l"
    " WHERE l.decision_id = s.decision_id AND l.turn > s.turn)"
)
ASKED_BEFORE = (
    "SELECT 1 FROM cases_decision d JOIN cases_draft t ON t.id = d.draft_id"
    " WHERE d.id = NEW.decision_id AND COALESCE(t.fine_fen, 0) + COALESCE(t.gain_fen, 0) > 0"
)
NO_MONEY_DECIDED = (
    "SELECT 1 FROM cases_decision d JOIN cases_draft t ON t.id = d.draft_id"
    " WHERE d.id = NEW.decision_id AND t.fine_fen = 0 AND t.gain_fen = 0"
)
FROM_THEN = (
    f"{FINED} AND s.fine_fen = NEW.amount_fen AND NEW.fine_fen = NEW.amount_fen"
    " AND NEW.served_on >= r.result_served_on AND NEW.served_on >= r.effective_on"
    " AND (NEW.served_on = r.result_served_on OR NEW.served_on = r.effective_on)"
)
ADDED_BEFORE = (
    "SELECT 1 FROM cases_accountline a WHERE a.decision_id = NEW.decision_id AND a.kind = 'added'"
)
# Where no money was decided a fine comes by a result that the party asked for and was served.
FINED_BEFORE = (
    "SELECT 1 FROM cases_standingitems b WHERE b.decision_id = NEW.decision_id AND b.fine_fen > 0"
)
SERVED = f"{CHANGED_BY_RESULT} AND r.applicant = 'party' AND r.result_served_on IS NOT NULL"
AS_FINED = (
    f"NEW.fine_fen = 0 OR NOT EXISTS ({NO_MONEY_DECIDED}) OR EXISTS ({FINED_BEFORE})"
    f" OR EXISTS ({SERVED})"
)
LIST_FELL = (
    "SELECT 1 FROM cases_paperoverturn o JOIN documents_document p ON p.id = o.document_id"
    " WHERE o.id = NEW.overturn_id AND p.kind = 'collected-goods-list'"
    " AND o.effective_on <= NEW.returned_on"
)


# A review or lawsuit that runs stays an order to correct that stands by itself.
ORDER_STAYED = (
    "SELECT 1 FROM cases_correctionorder o JOIN cases_delivery v ON v.id = o.delivery_id"
    " JOIN remedies_remedy r ON r.document_id = v.document_id WHERE o.id = {order}"
    " AND r.stayed_on IS NOT NULL AND r.state IN ('lodged', 'accepted')"
)
ORDERS = {
    "payments_proxy": "NEW.order_id",
    "payments_proxydecision": PROXY_ORDER,
    "payments_proxyvisit": PROXY_ORDER,
}


def declare() -> None:
    """Let none be entered as late without a word on the delay, nor counted before it is taken up.

    And none as handed to this agency that the law does not let come that way. Nor let a detention
    be asked to wait for a remedy that the punished person did not lodge.

    Source: 行政复议法 第二十条第二款、第三十二条; 行政诉讼法 第四十八条;
    治安管理处罚法 第一百二十六条第一款.
    """
    require(
        "remedies_remedy",
        "a decision of that kind which reached somebody",  # 行政复议法 第十一条
        ONE_OF_THEM,
    )
    require(
        "remedies_remedy",
        "nothing is lodged against what is out of force",
        "NOT EXISTS (SELECT 1 FROM cases_paperoverturn o"
        " WHERE o.document_id = NEW.document_id AND o.ground <> 'unlawful')",
    )
    require(
        "cases_standingitems",
        "the result or the correction that changed the decision to this sum",
        f"EXISTS ({CHANGED_BY_RESULT}) OR (NOT NEW.opposed AND EXISTS ({CHANGED_BY_US}))",
    )
    require("cases_standingitems", "a fine in the place of a detention by such a result", AS_FINED)
    require(
        "cases_accountline",
        "a fine is added once, where a served result put it in the place of a detention",
        f"NEW.kind <> 'added' OR (EXISTS ({ADDED}) AND NOT EXISTS ({ASKED_BEFORE})"
        f" AND NOT EXISTS ({ADDED_BEFORE}))",
    )
    require(
        "payments_paymentnotice",
        "a fine instead of a detention is asked for from the day its paper binds",
        f"NOT EXISTS ({NO_MONEY_DECIDED}) OR EXISTS ({FROM_THEN})",
    )
    require("remedies_remedy", "a surcharge is changed to less", NO_MORE_SURCHARGE)
    require("remedies_remedy", "a forfeiture is changed to less", NO_MORE_FORFEITED)
    require("cases_paperchange", "the result that changed it", f"EXISTS ({PAPER_CHANGED})")
    require(
        "payments_surchargecorrection",
        "less of a surcharge than a result left of it",
        f"NOT EXISTS ({CHANGED_BEFORE})",
    )
    require(
        "cases_paperoverturn",
        "the result by which it fell",
        f"EXISTS ({BY_RESULT}) OR EXISTS ({BY_US})",
    )
    require(
        "cases_accountline",
        "a surcharge is let off by a result, a correction or an agreement",
        f"NEW.kind <> 'relieved' OR EXISTS ({LET_OFF}) OR EXISTS ({LET_OFF_BY_US})"
        f" OR EXISTS ({LET_OFF_AS_AGREED}) OR EXISTS ({SURCHARGE_CORRECTED})",
    )
    require(
        "remedies_goodsreturn",
        "given back is what a list took that fell",
        f"EXISTS ({LIST_FELL})",
    )
    require(
        "payments_goodshandling",
        "nothing is sold or destroyed that a list took which fell",
        "NOT EXISTS (SELECT 1 FROM payments_confiscateditem i"
        " JOIN cases_goodsdisposal g ON g.id = i.collected_id"
        " JOIN cases_paperoverturn o ON o.document_id = g.document_id WHERE i.id = NEW.item_id)",
    )
    require(
        "remedies_remedy",
        "what the applicant says of the delay",
        "NEW.lodged_on <= NEW.due_on OR NEW.delay_reason <> ''",
    )
    require(
        "remedies_remedy",
        "one lodged too late counts for nothing yet",
        "NEW.lodged_on <= NEW.due_on OR NOT EXISTS (SELECT 1 FROM payments_proceeding p"
        " WHERE p.id = NEW.proceeding_id AND p.in_time)",
    )
    require(
        "remedies_remedy",
        "a review through the agency is of a decision that may be challenged so",
        "NOT NEW.through_us OR EXISTS (SELECT 1 FROM cases_decision d"
        " WHERE d.id = NEW.decision_id AND (d.on_spot_id IS NOT NULL OR EXISTS"
        " (SELECT 1 FROM cases_evidence e WHERE e.case_id = d.case_id"
        " AND e.excluded_on IS NULL AND e.device <> '')))",
    )
    require(
        "cases_detentionsuspension",
        "a review or a lawsuit of the punished person that is not over",
        "NEW.ground <> 'appeal' OR (NEW.challenge <> '' AND EXISTS (SELECT 1 FROM remedies_remedy r"
        " JOIN cases_detentionorder o ON o.decision_id = r.decision_id"
        " WHERE o.id = NEW.order_id AND r.applicant = 'party'"
        " AND r.state IN ('lodged', 'accepted')))",
    )
    for table, order in ORDERS.items():
        require(
            table,
            "nobody performs what a review or lawsuit stays",  # 行政强制法 第三十九条
            f"NOT EXISTS ({ORDER_STAYED.format(order=order)})",
        )
