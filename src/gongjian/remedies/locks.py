"""What the database asks of a new review or lawsuit beside its own columns."""

from gongjian.common.db.triggers import require


def declare() -> None:
    """Let none be entered as late without a word on the delay, nor counted before it is taken up.

    And none as handed to this agency that the law does not let come that way. Nor let a detention
    be asked to wait for a remedy that the punished person did not lodge.

    Source: 行政复议法 第二十条第二款、第三十二条; 行政诉讼法 第四十八条;
    治安管理处罚法 第一百二十六条第一款.
    """
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
