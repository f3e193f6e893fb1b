"""What the database asks of the rows a decision rests on: they are this case's, and say so.

A decision carries copies of what it rests on, which its CHECKs compare; a copy is only as good as
the row it was taken from.
"""

from gongjian.common.db.triggers import require

# The very draft, the newest one.
DRAFT = (
    "SELECT 1 FROM cases_draft d WHERE d.id = NEW.draft_id AND d.case_id = NEW.case_id"
    " AND d.draft_hash = NEW.draft_hash AND NOT EXISTS (SELECT 1 FROM cases_draft n"
    " WHERE n.case_id = d.case_id AND n.version > d.version)"
)
AS_DRAFTED = f"{DRAFT} AND d.facts_hash = NEW.facts_hash AND d.drafted_by_id = NEW.drafted_by_id"
NOTICE = (
    "SELECT 1 FROM cases_notice n WHERE n.id = NEW.notice_id AND n.case_id = NEW.case_id"
    " AND NOT n.void AND n.served_on = NEW.notice_served_on"
    " AND n.facts_hash = NEW.noticed_facts_hash"
)
WAIVED = "SELECT 1 FROM cases_statement s WHERE s.notice_id = NEW.notice_id AND s.waived"
# The last day to state, of the newest notice: it is reckoned once and never changed.
OVER = (
    "SELECT 1 FROM matters_deadline l JOIN cases_case c ON c.matter_id = l.matter_id"
    " WHERE c.id = NEW.case_id AND l.code = 'statement-limit' AND l.due_on < NEW.decided_on"
    " AND NOT EXISTS (SELECT 1 FROM matters_deadline z WHERE z.matter_id = l.matter_id"
    " AND z.code = l.code AND z.id > l.id)"
)
HEARING = (
    "SELECT 1 FROM cases_hearing h WHERE h.id = NEW.hearing_id AND h.case_id = NEW.case_id"
    " AND h.outcome = NEW.hearing_outcome AND h.report_id IS NOT NULL"
)
WAITING = (
    "SELECT 1 FROM cases_hearingrequest r WHERE r.case_id = NEW.case_id"
    " AND r.answer IN ('waiting', 'called')"
)
VOTES = "SELECT COUNT(*) FROM cases_discussionvote v WHERE v.discussion_id = d.id"
ADOPTED = (
    "SELECT 1 FROM cases_discussion d WHERE d.id = NEW.discussion_id AND d.case_id = NEW.case_id"
    " AND d.adopted AND d.draft_hash = NEW.discussed_hash"
)
DISCUSSION = f"{ADOPTED} AND d.present = ({VOTES}) AND d.ayes = ({VOTES} AND v.vote = 'for')"
# Whoever (`who`) handles or handled a case, reviewed it, heard it or keeps away from it.
CONCERNED = (
    "SELECT 1 FROM cases_case c JOIN matters_matter m ON m.id = c.matter_id"
    " WHERE c.id = {case} AND ({who} IN (m.lead_id, m.second_id, m.reviewer_id)"
    " OR EXISTS (SELECT 1 FROM matters_succession s WHERE s.matter_id = m.id"
    " AND s.leaving_id = {who} AND s.seat <> 'reviewer')"
    " OR EXISTS (SELECT 1 FROM matters_recusal k WHERE k.matter_id = m.id"
    " AND k.officer_id = {who})"
    " OR EXISTS (SELECT 1 FROM cases_review r WHERE r.case_id = c.id"
    " AND r.reviewer_id = {who})"
    " OR EXISTS (SELECT 1 FROM cases_hearing h WHERE h.case_id = c.id"
    " AND h.host_id = {who}))"
)
DECIDES = CONCERNED.format(case="NEW.case_id", who="NEW.decided_by_id")
VOTES_IN = "(SELECT d.case_id FROM cases_discussion d WHERE d.id = NEW.discussion_id)"
AWAY = (
    "SELECT 1 FROM cases_case c JOIN matters_recusal k ON k.matter_id = c.matter_id"
    " WHERE c.id = NEW.case_id AND k.officer_id IN ({who})"
)
# Who does what in a case, and must not have been told to keep away from it.
PARTS = {
    "cases_hearing": "NEW.host_id, NEW.recorder_id",
    "cases_review": "NEW.reviewer_id",
    "cases_discussion": "NEW.chair_id",
}
SPARING = ("cases_nopenalty", "cases_unpunished")


def declare_resting() -> None:
    """Let no decision rest on rows that are not this case's, or say something else.

    Source: 行政处罚法 第四十三条至第四十五条、第五十七条、第五十八条、第六十二条、第六十四条.
    """
    require("cases_decision", "the newest draft of this case, as it is", f"EXISTS ({AS_DRAFTED})")
    require("cases_decision", "a notice of this case that reached the party", f"EXISTS ({NOTICE})")
    require(
        "cases_decision",
        "the time to state is over, or was given up",
        f"NEW.on_spot_id IS NOT NULL OR EXISTS ({WAIVED}) OR EXISTS ({OVER})",
    )
    require(
        "cases_decision",
        "a hearing of this case that was reported on, and none that waits",
        f"NOT EXISTS ({WAITING}) AND (NEW.hearing_id IS NULL OR EXISTS ({HEARING}))",
    )
    require(
        "cases_decision",
        "a discussion of this case by those who voted",
        f"NEW.discussion_id IS NULL OR EXISTS ({DISCUSSION})",
    )
    require(
        "cases_decision",
        "decided by nobody who handled, reviewed or heard the case",
        f"NEW.on_spot_id IS NOT NULL OR NOT EXISTS ({DECIDES})",
    )
    for table in SPARING:
        require(table, "the newest draft of this case", f"EXISTS ({DRAFT})")
        require(
            table,
            "decided by nobody who handled, reviewed or heard the case",
            f"NOT EXISTS ({DECIDES})",
        )
    for table, who in PARTS.items():
        require(
            table,
            "by nobody who keeps away from the case",
            f"NOT EXISTS ({AWAY.format(who=who)})",
        )
    require(
        "cases_discussionvote",
        "no vote of whoever handled, reviewed or heard the case, or keeps away from it",
        f"NOT EXISTS ({CONCERNED.format(case=VOTES_IN, who='NEW.officer_id')})",
    )
