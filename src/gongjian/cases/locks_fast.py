"""What the database asks of a 治安 case that is handled fast (快速办理)."""

from gongjian.common.db.triggers import require

from .locks_versions import OF_CASE, knows

OPEN = "SELECT 1 FROM cases_fasthandling f WHERE f.case_id = NEW.case_id AND f.ended_at IS NULL"
# The person cannot hear, speak or judge his act, or is under age: by what was last found.
IN_NEED = (
    "SELECT 1 FROM cases_assistance a WHERE a.case_id = NEW.case_id"
    " AND (a.minor OR a.limited OR a.sign) AND NOT EXISTS (SELECT 1 FROM cases_assistance b"
    " WHERE b.case_id = a.case_id AND b.id > a.id)"
)
# Under age, or he does not admit: by what was last established.
NOT_ADMITTING = (
    "SELECT 1 FROM cases_offender p WHERE p.case_id = NEW.case_id"
    " AND (p.minor OR NOT p.pleaded) AND NOT EXISTS (SELECT 1 FROM cases_offender q"
    " WHERE q.case_id = p.case_id AND q.id > p.id)"
)
SHUT_OUT = f"EXISTS ({IN_NEED}) OR EXISTS ({NOT_ADMITTING})"
TOO_LONG = "SELECT 1 FROM cases_draft d WHERE d.id = NEW.draft_id AND d.days >= f.detention_from"
ESTABLISHED = "SELECT 1 FROM cases_offender w WHERE w.case_id = NEW.case_id"
# Legal review passed, or a reviewer who does not decide.
REVIEWED = (
    "NEW.review_id IS NOT NULL OR EXISTS (SELECT 1 FROM cases_fastreview v WHERE v.fast_id = f.id"
    " AND v.draft_hash = NEW.draft_hash AND v.reviewed_by_id <> NEW.decided_by_id)"
)
BY_ANOTHER = (
    "SELECT 1 FROM cases_fasthandling f JOIN cases_case c ON c.id = f.case_id"
    " JOIN matters_matter m ON m.id = c.matter_id JOIN cases_draft d ON d.case_id = c.id"
    " WHERE f.id = NEW.fast_id AND d.id = NEW.draft_id AND d.draft_hash = NEW.draft_hash"
    " AND NEW.reviewed_by_id NOT IN (m.lead_id, COALESCE(m.second_id, m.lead_id))"
)
HEARD = "SELECT 1 FROM cases_notice n WHERE n.id = NEW.notice_id AND n.hearing_right"


def declare_fast() -> None:
    """Let no case be handled fast, told or decided fast that the rule shuts out, nor too late.

    That a person is blind is known to whoever asks him alone; the form asks, a CHECK holds it.

    Source: 公安机关办理行政案件程序规定 第四十条、第四十一条、第四十四条至第四十七条.
    """
    require(
        "cases_fasthandling",
        "nobody under age, in need of help or denying is handled fast",
        f"NOT ({SHUT_OUT}) AND EXISTS ({ESTABLISHED})",
    )
    require("cases_fasthandling", "a fast handling begins open", "NEW.ended_at IS NULL")
    require(
        "cases_notice",
        "no hearing and no long detention is told in a fast case",
        f"NOT EXISTS ({OPEN} AND (NEW.hearing_right OR EXISTS ({TOO_LONG})))",
    )
    require(
        "cases_notice",
        "what is told by word of mouth is signed, in a fast case alone",
        f"NOT NEW.oral OR (NEW.document_id IS NOT NULL) = EXISTS ({OPEN})",
    )
    require(
        "cases_decision",
        "a fast case is decided in its hours, without a hearing or a long detention",
        f"NOT EXISTS ({OPEN} AND (NEW.decided_on > f.due_on OR EXISTS ({TOO_LONG})"
        f" OR EXISTS ({HEARD}) OR {SHUT_OUT}))",
    )
    for table in ("cases_decision", "cases_unpunished"):
        require(
            table,
            "a fast case is reviewed by somebody else than decides",
            f"NOT EXISTS ({OPEN} AND {knows('cases.review_fast', OF_CASE)} AND NOT ({REVIEWED}))",
        )
    require(
        "cases_fastreview",
        "reviewed as drafted, by nobody who handles the case",
        f"EXISTS ({BY_ANOTHER})",
    )
    require(
        "cases_unpunished",
        "a fast case is spared in its hours, and of nobody who is shut out",
        f"NOT EXISTS ({OPEN} AND (NEW.decided_on > f.due_on OR {SHUT_OUT}))",
    )
    require(
        "cases_questioning",
        "a recording stands for the written record in a fast case alone",
        f"NOT NEW.by_recording OR EXISTS ({OPEN})",
    )
