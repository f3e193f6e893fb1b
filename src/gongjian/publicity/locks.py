"""What the database asks of a new row beside its own columns: no attachment past two persons."""

from gongjian.cases.locks_grounds import punishes_public_order
from gongjian.common.db.triggers import require

from .rulings import KINDS

CONFIRMED = (
    "SELECT 1 FROM publicity_attachment a WHERE a.id = NEW.attachment_id"
    " AND a.state IN ('drawing', 'ready') AND a.confirmed_by_id IS NOT NULL"
)
CHECKED = (
    "SELECT 1 FROM publicity_attachmentresult r"
    " JOIN publicity_attachment a ON a.id = r.attachment_id"
    " JOIN publicity_releaseattachment j ON j.attachment_id = a.id"
    " JOIN publicity_publicitem i ON i.release_id = j.release_id"
    " WHERE r.id = NEW.result_id AND i.id = NEW.item_id AND r.sha256 = NEW.sha256"
    " AND a.state = 'ready' AND a.confirmed_by_id <> i.checked_by_id"
)
FRESH = "NEW.state = 'reading' AND NEW.confirmed_by_id IS NULL"

SHOWN = (
    "SELECT 1 FROM publicity_publicitem i WHERE i.decision_id = NEW.decision_id"
    " AND i.state IN ('live', 'suspended')"
)
URGED = (
    f"NEW.state = 'open' AND ((NEW.kind = 'late' AND NOT EXISTS ({SHOWN}))"
    f" OR (NEW.kind = 'improper' AND EXISTS ({SHOWN})))"
)
COPY = (
    "SELECT 1 FROM cases_decision d WHERE d.id = NEW.decision_id AND d.common_with_id IS NOT NULL"
)
# What the law closes to everybody whatever a round says of itself: 治安, secrets, minors as found.
# Source: 治安管理处罚法 第一百三十六条; 保守国家秘密法 第三十一条; 未成年人保护法 第一百零三条.
CASE_CLOSED = (
    "(c.public_order OR c.state_secret OR m.domain = 'public-order' OR m.secret_since IS NOT NULL"
    " OR EXISTS (SELECT 1 FROM cases_onspot s WHERE s.case_id = c.id AND s.minor)"
    " OR EXISTS (SELECT 1 FROM cases_assistance a WHERE a.case_id = c.id AND a.minor"
    " AND a.id = (SELECT MAX(n.id) FROM cases_assistance n WHERE n.case_id = c.id)))"
)
CLOSED = (
    "SELECT 1 FROM cases_decision d JOIN cases_case c ON c.id = d.case_id"  # noqa: S608
    " JOIN matters_matter m ON m.id = c.matter_id JOIN cases_draft f ON f.id = d.draft_id"
    f" WHERE d.id = NEW.decision_id AND ({CASE_CLOSED} OR {punishes_public_order('f')})"
)
# A decision other than a penalty, of a case that is not closed, and standing.
# Source: 治安管理处罚法 第一百三十六条; 政府信息公开条例 第十四条; 行政处罚法 第四十八条第二款.
PAPERS = ", ".join(f"'{kind}'" for kind in KINDS)
OPEN_CASE = (
    "SELECT 1 FROM documents_document d JOIN matters_matter m ON m.id = d.matter_id"  # noqa: S608
    " JOIN cases_case c ON c.matter_id = m.id WHERE d.id = NEW.document_id"
    f" AND NOT {CASE_CLOSED}"
    " AND NOT EXISTS (SELECT 1 FROM cases_paperoverturn o WHERE o.document_id = d.id)"
    " AND d.state <> 'void' AND d.copy_of_id IS NULL"
)
OPEN_RULING = f"{OPEN_CASE} AND d.kind IN ({PAPERS})"
SETTLED_RULING = (
    "SELECT 1 FROM publicity_rulinground r WHERE r.id = NEW.release_id"
    " AND r.document_id = NEW.document_id AND r.kind = NEW.kind AND r.state = 'published'"
    " AND r.drafted_by_id = NEW.drafted_by_id AND r.checked_by_id = NEW.checked_by_id"
)


def declare() -> None:
    """Tell the triggers what an attachment rests on (called at start-up)."""
    for table in ("publicity_release", "publicity_publicitem"):  # 行政处罚法 第四十八条
        require(table, "the leading agency publishes a common decision", f"NOT EXISTS ({COPY})")
    require("publicity_publicitem", "nothing that the law closes", f"NOT EXISTS ({CLOSED})")
    require("publicity_attachment", "begins unread", FRESH)
    require("publicity_attachmentresult", "boxes confirmed before", f"EXISTS ({CONFIRMED})")
    require("publicity_publicattachment", "the copy that two persons saw", f"EXISTS ({CHECKED})")
    require("publicity_publicruling", "of an open case", f"EXISTS ({OPEN_RULING})")
    require("publicity_publicruling", "as two persons settled", f"EXISTS ({SETTLED_RULING})")
    require("publicity_urge", "a fault that is there", URGED)
