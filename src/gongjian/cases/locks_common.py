"""What the database asks of a decision in the common name of several agencies (共同名义)."""

from gongjian.common.db.triggers import require

# The paper of the leading agency `o` may have a copy in the case of one that joined it.
HANDED_TO_THE_OTHER = (
    "SELECT 1 FROM cases_commonagency i JOIN cases_case l ON l.id = i.lead_id"
    " JOIN cases_case c ON c.id = i.case_id WHERE i.left_on IS NULL"
    " AND l.matter_id = o.matter_id AND c.matter_id = NEW.matter_id"
)
ANEW = (
    "SELECT 1 FROM cases_draft a JOIN cases_commonagency t ON t.case_id = a.case_id"
    " WHERE t.lead_id = i.lead_id AND t.left_on IS NULL AND a.drafted_at > s.signed_at"
)
# A signature `s` of the agency `i` that stands, on the very draft that is decided on.
_SIGNED = (
    "SELECT 1 FROM cases_commonsignature s JOIN cases_commontext x ON x.id = s.text_id"
    " WHERE s.case_id = i.case_id AND s.withdrawn_on IS NULL AND s.signed_at >= i.accepted_at"
    " AND x.draft_id = NEW.draft_id AND NOT EXISTS (SELECT 1 FROM cases_decision u"
    " WHERE u.signature_id = s.id)"
)
SIGNED = f"{_SIGNED} AND NOT EXISTS ({ANEW})"
_OTHERS = (
    "SELECT 1 FROM cases_commonagency i WHERE i.lead_id = NEW.case_id AND i.left_on IS NULL"
    " AND (i.case_id IS NULL OR i.case_id <> i.lead_id)"
)
UNSIGNED = f"{_OTHERS} AND NOT EXISTS ({SIGNED})"
INVITED = (
    "SELECT 1 FROM cases_commonagency i WHERE i.case_id = NEW.case_id"
    " AND i.lead_id <> i.case_id AND i.left_on IS NULL"
)
ONE_PAPER = (
    "SELECT 1 FROM cases_decision l JOIN documents_document d ON d.copy_of_id = l.document_id"
    " JOIN cases_commonagency i ON i.lead_id = l.case_id AND i.left_on IS NULL"
    " JOIN cases_commonsignature s ON s.case_id = i.case_id"
    " JOIN cases_commontext x ON x.id = s.text_id"
    " WHERE l.id = NEW.common_with_id AND NOT l.void AND l.number = NEW.number"
    " AND d.id = NEW.document_id AND i.case_id = NEW.case_id AND s.id = NEW.signature_id"
    " AND s.withdrawn_on IS NULL AND s.draft_id = NEW.draft_id AND x.draft_id = l.draft_id"
    " AND s.signed_by_id = NEW.decided_by_id"
)
SAME_WORDS = (
    "SELECT 1 FROM cases_commontext x JOIN cases_draft l ON l.id = x.draft_id"
    " JOIN cases_draft o ON o.id = NEW.draft_id"
    " JOIN cases_commonagency i ON i.case_id = NEW.case_id AND i.lead_id = x.case_id"
    " WHERE x.id = NEW.text_id AND i.left_on IS NULL AND o.case_id = NEW.case_id"
    " AND o.facts = l.facts AND o.violated = l.violated AND o.basis = l.basis"
    " AND o.discretion = l.discretion AND o.kinds = l.kinds AND o.fine_fen = l.fine_fen"
    " AND o.gain_fen = l.gain_fen AND o.days = l.days"
    " AND COALESCE(o.goods_fen, -1) = COALESCE(l.goods_fen, -1)"
    " AND o.goods_unvalued = l.goods_unvalued AND o.drafted_by_id <> NEW.signed_by_id"
    " AND NOT EXISTS (SELECT 1 FROM cases_draft n WHERE n.version > l.version"
    " AND n.case_id = l.case_id) AND NOT EXISTS (SELECT 1 FROM cases_draft n"
    " WHERE n.version > o.version AND n.case_id = o.case_id)"
)
COPY = "SELECT 1 FROM cases_decision d WHERE d.common_with_id IS NOT NULL"
UNCOPIED = (
    "SELECT 1 FROM cases_decision d JOIN cases_commonagency i ON i.lead_id = d.case_id"
    " WHERE d.document_id = NEW.document_id AND i.left_on IS NULL AND i.case_id IS NOT NULL"
    " AND i.case_id <> i.lead_id AND NOT EXISTS (SELECT 1 FROM cases_decision c"
    " WHERE c.common_with_id = d.id AND c.case_id = i.case_id AND NOT c.void)"
)
SERVED = (
    "SELECT 1 FROM cases_case c JOIN cases_decision d ON d.case_id = c.id AND NOT d.void"
    " JOIN cases_decision l ON l.id = d.common_with_id"
    " JOIN cases_delivery v ON v.document_id = l.document_id WHERE c.matter_id = NEW.matter_id"
)
JOINED = (
    "SELECT 1 FROM cases_jointparty j WHERE j.left_on IS NULL"
    " AND (j.case_id = NEW.lead_id OR j.case_id = NEW.case_id)"
)
IN_COMMON = (
    "SELECT 1 FROM cases_commonagency i WHERE i.left_on IS NULL"
    " AND (i.case_id = NEW.case_id OR i.case_id = NEW.lead_id)"
)


def declare_common() -> None:
    """Let the one decision be made by all agencies or none, and be served and charged once.

    Source: 行政处罚法 第五十七条、第五十九条、第六十一条; 行政复议法 第十九条第二款.
    """
    own = "NEW.case_id IS NULL OR NEW.case_id = NEW.lead_id"
    require("cases_commonagency", "an agency joins by its own word", own)
    require("cases_commonagency", "one party is decided on in common", f"NOT EXISTS ({JOINED})")
    require("cases_jointparty", "one agency decides on several", f"NOT EXISTS ({IN_COMMON})")
    require("cases_commonsignature", "the newest text, in own words", f"EXISTS ({SAME_WORDS})")
    require(
        "cases_commontext",
        "a draft of the leading case",
        "EXISTS (SELECT 1 FROM cases_draft d JOIN cases_commonagency i ON i.case_id = d.case_id"
        " WHERE d.id = NEW.draft_id AND d.case_id = NEW.case_id AND i.lead_id = i.case_id"
        " AND i.left_on IS NULL)",
    )
    require(
        "cases_decision",
        "every agency invited has signed this very draft",
        f"NOT EXISTS ({UNSIGNED})",
    )
    require(
        "cases_decision",
        "an agency invited decides with the leading one",
        f"NEW.common_with_id IS NOT NULL OR NOT EXISTS ({INVITED})",
    )
    require(
        "cases_decision",
        "one paper in the common name, as it was signed",
        f"NEW.common_with_id IS NULL OR EXISTS ({ONE_PAPER})",
    )
    require(
        "cases_delivery",
        "the leading agency delivers",
        f"NOT EXISTS ({COPY} AND d.document_id = NEW.document_id)",
    )
    require(
        "cases_delivery",
        "a common decision reaches nobody before every agency holds it",
        f"NOT EXISTS ({UNCOPIED})",
    )
    require(
        "cases_accountline",
        "money is asked once, by the leading agency",
        f"NOT EXISTS ({COPY} AND d.id = NEW.decision_id)",
    )
    require(
        "matters_step",
        "no case is closed before the common decision was delivered",
        f"NEW.code <> 'close_common' OR EXISTS ({SERVED})",
    )
