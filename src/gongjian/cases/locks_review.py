"""What the database asks of the legal review of a decision: no draft passes by without it."""

from gongjian.common.db.triggers import require

from .locks_versions import OF_CASE, knows

OF_DRAFT = "SELECT 1 FROM cases_draft d WHERE d.id = NEW.draft_id AND d.case_id = NEW.case_id"
PASSED = (
    "SELECT 1 FROM cases_review r WHERE r.id = NEW.review_id AND r.case_id = NEW.case_id"
    " AND r.draft_hash = NEW.reviewed_hash AND r.outcome = NEW.review_outcome"
)
UNPUNISHED = ("cases_nopenalty", "cases_unpunished")


def declare_review() -> None:
    """Let no decision, to punish or not to, rest on a draft whose review is still owed.

    Source: 行政处罚法 第五十八条; 国办发〔2018〕118号 四（十三）; LF3.3(2); DZ10; HN25.
    """
    unasked = f" OR NOT {knows('review.submit_no_penalty', OF_CASE)}"
    for table in ("cases_decision", *UNPUNISHED):
        require(
            table,
            "legal review before a decision whose draft must be reviewed",
            f"NEW.review_required OR NOT EXISTS ({OF_DRAFT} AND d.review_required)"
            + (unasked if table in UNPUNISHED else ""),
        )
        require(
            table,
            "the review on which a decision rests is one of this case and says so",
            f"NOT NEW.review_required OR EXISTS ({PASSED})",
        )
    for table in UNPUNISHED:
        require(
            table,
            "a decision not to punish rests on another's draft that proposes it",
            f"EXISTS ({OF_DRAFT} AND d.proposal = 'no_penalty' AND d.draft_hash = NEW.draft_hash"
            " AND d.drafted_by_id <> NEW.decided_by_id)",
        )
