"""What the database asks of a new row beside its own columns: the last lock of some gates."""

from gongjian.common.db.triggers import require
from gongjian.common.records import record_models
from gongjian.documents.catalogue import ONLINE_REVIEW, definitions

from .locks_acts import declare_acts
from .locks_ages import declare_ages
from .locks_cash import declare_cash
from .locks_common import HANDED_TO_THE_OTHER, declare_common
from .locks_companions import declare_companions
from .locks_correcting import declare_correcting
from .locks_daily import declare_daily
from .locks_deputies import declare_deputies
from .locks_detention import declare_detention
from .locks_disputing import declare_disputing
from .locks_ending import declare_ending
from .locks_fast import declare_fast
from .locks_fined import declare_fined
from .locks_foreigners import declare_foreigners
from .locks_goods import declare_goods
from .locks_grounds import declare_grounds
from .locks_guardians import declare_guardians
from .locks_hearing import declare_hearing
from .locks_law import declare_law
from .locks_mediation import declare_mediation
from .locks_monitoring import declare_monitoring
from .locks_official import declare_official
from .locks_police import declare_police
from .locks_property import declare_property
from .locks_refusing import declare_refusing
from .locks_resting import declare_resting
from .locks_review import declare_review
from .locks_scope import declare_scope
from .locks_standing import declare_standing
from .locks_versions import OF_CASE
from .locks_victims import declare_victims
from .models import Case, SecretCase

# Papers on which the party is heard or told, and who must be there: in words, need, who fills it.
HEARD_ON = (
    *("questioning-record", "police-questioning-record", "statement-record"),
    *("penalty-notice", "public-order-notice", "oral-notice-record", "hearing-record"),
)
CALLED = "SELECT 1 FROM cases_interpreter i WHERE i.case_id = a.case_id AND i.kind = "
STANDS_BY = "SELECT 1 FROM cases_guardian g WHERE g.case_id = a.case_id"
HELP = (
    ("a guardian", "(a.minor OR a.limited)", STANDS_BY),
    ("an interpreter", "a.language", CALLED + "'language'"),
    ("an interpreter of signs", "a.sign", CALLED + "'sign'"),
)
NEED = (
    "SELECT 1 FROM cases_assistance a JOIN cases_case c ON c.id = a.case_id"
    " WHERE c.matter_id = NEW.matter_id AND NOT EXISTS (SELECT 1 FROM cases_assistance b"
    " WHERE b.case_id = a.case_id AND b.id > a.id)"
)
# The letter of an agent of this very case, on the day it is used.
LETTER = "SELECT 1 FROM cases_agent a WHERE a.id = NEW.agent_id AND a.case_id = NEW.case_id"
ATTENDS = (
    "SELECT 1 FROM cases_agent a JOIN cases_hearing h ON h.case_id = a.case_id"
    " WHERE a.id = NEW.agent_id AND h.id = NEW.hearing_id AND a.may_attend"
)
HOLDS = (
    "a.signed_on <= {day} AND (a.valid_to IS NULL OR a.valid_to >= {day})"
    " AND (a.ended_on IS NULL OR a.ended_on >= {day})"
)
POLICE = (
    "SELECT 1 FROM cases_case c JOIN matters_matter m ON m.id = c.matter_id"
    " WHERE c.id = NEW.case_id AND m.domain = 'public-order'"
)
WARRANT = (
    "SELECT 1 FROM documents_document d JOIN cases_case c ON c.matter_id = d.matter_id"
    " WHERE d.id = NEW.warrant_id AND c.id = NEW.case_id"
    " AND d.kind = 'inspection-warrant' AND d.state <> 'void'"
)
KEPT_AWAY = (
    "SELECT 1 FROM cases_partyfiling f WHERE f.matter_id = {matter}"
    " AND f.kind = 'recusal' AND f.answered_at IS NULL"
)
# Source: 公安机关办理行政案件程序规定 第八十四条第二款.
WOMAN = (
    "SELECT 1 FROM cases_offender o WHERE o.case_id = NEW.case_id AND o.sex = 'female'"
    " AND o.id = (SELECT MAX(n.id) FROM cases_offender n WHERE n.case_id = NEW.case_id)"
)
CONSENT = (
    "SELECT 1 FROM documents_document d JOIN cases_case c ON c.matter_id = d.matter_id"
    " WHERE c.id = NEW.case_id AND d.kind = 'electronic-delivery-consent' AND d.state <> 'void'"
)
TAKEN_BACK = "SELECT 1 FROM documents_document d WHERE d.id = NEW.document_id AND d.state = 'void'"
ENDED = (
    "SELECT 1 FROM cases_case c JOIN matters_matter m ON m.id = c.matter_id"
    " WHERE c.id = NEW.case_id AND m.closed_at IS NOT NULL"
)
TAKEN_UP = (
    "SELECT 1 FROM cases_crimetransfer t WHERE t.id = NEW.transfer_id AND t.answer = 'accepted'"
)
# Cases joined for one decision (一并决定): this one's row `j`, and all rows `o` joined with it.
LED = (
    "SELECT 1 FROM cases_jointparty j WHERE j.left_on IS NULL"
    " AND j.case_id = NEW.case_id AND j.lead_id <> j.case_id"
)
UNDECIDED = (
    "SELECT 1 FROM cases_decision d"
    " JOIN cases_jointparty j ON j.case_id = d.case_id AND j.left_on IS NULL"
    " JOIN cases_jointparty o ON o.lead_id = j.lead_id AND o.left_on IS NULL"
    " WHERE d.document_id = NEW.document_id AND NOT d.void AND NOT EXISTS (SELECT 1"
    " FROM cases_decision x WHERE x.case_id = o.case_id AND NOT x.void AND x.number = d.number)"
)
UNSERVED = (
    "SELECT 1 FROM cases_case c"
    " JOIN cases_jointparty j ON j.case_id = c.id AND j.left_on IS NULL"
    " JOIN cases_jointparty o ON o.lead_id = j.lead_id AND o.left_on IS NULL"
    " JOIN cases_decision d ON d.case_id = o.case_id AND NOT d.void"
    " WHERE c.matter_id = NEW.matter_id AND NOT EXISTS (SELECT 1 FROM cases_delivery v"
    " WHERE v.document_id = d.document_id)"
)
ONE_PAPER = (
    "SELECT 1 FROM cases_decision l JOIN documents_document d ON d.copy_of_id = l.document_id"
    " JOIN cases_jointparty j ON j.lead_id = l.case_id AND j.left_on IS NULL"
    " WHERE l.id = NEW.joint_with_id AND NOT l.void AND l.number = NEW.number"
    " AND d.id = NEW.document_id AND j.case_id = NEW.case_id"
)
COPIED = (
    "SELECT 1 FROM documents_document o WHERE o.id = NEW.copy_of_id AND o.copy_of_id IS NULL"
    " AND o.kind = NEW.kind AND o.number = NEW.number AND o.state <> 'void'"
)
WITHIN = f"(o.agency_id = NEW.agency_id OR EXISTS ({HANDED_TO_THE_OTHER}))"
ORIGINAL = f"{COPIED} AND {WITHIN}"
# A need that stands now, and was not known when the notice was made on which a decision rests.
TOLD_ALONE = (
    "SELECT 1 FROM cases_assistance a JOIN cases_notice n ON n.id = NEW.notice_id"
    " WHERE a.case_id = NEW.case_id AND {a} AND NOT EXISTS (SELECT 1 FROM cases_assistance b"
    " WHERE b.case_id = a.case_id AND b.id > a.id) AND NOT EXISTS (SELECT 1"
    " FROM cases_assistance e WHERE e.case_id = a.case_id AND e.stated_at <= n.made_at AND {e})"
)
# What a decision weighs more than a notice that reached the party, or than the decision it remakes
# because the party asked, as that stood last: a larger sum, more days, a kind not told of and no
# lighter than all told. Goods told of without a known value were told of whatever they are worth.
WEIGHT = "{0}.kinds, {0}.days, {0}.fine_fen, {0}.gain_fen, {0}.goods_fen, {0}.goods_unvalued"
REMADE = "SELECT c.remakes_id FROM cases_case c WHERE c.id = NEW.case_id AND c.ceiling"
NOTICED = (
    f"SELECT {WEIGHT.format('f')} FROM cases_draft f JOIN cases_notice n ON n.draft_id = f.id"  # noqa: S608
    " WHERE n.case_id = NEW.case_id AND n.served_on IS NOT NULL AND NOT n.void"
)
STOOD_AS_DECIDED = (
    f"SELECT {WEIGHT.format('f')} FROM cases_draft f JOIN cases_decision o ON o.draft_id = f.id"  # noqa: S608
    f" WHERE o.id IN ({REMADE}) AND NOT EXISTS (SELECT 1 FROM cases_standingitems s"
    " WHERE s.decision_id = o.id)"
)
STOOD_AS_CHANGED = (
    f"SELECT {WEIGHT.format('s')} FROM cases_standingitems s WHERE s.decision_id IN ({REMADE})"  # noqa: S608
    " AND NOT EXISTS (SELECT 1 FROM cases_standingitems z"
    " WHERE z.decision_id = s.decision_id AND z.turn > s.turn)"
)
HEAVIER = (
    f"SELECT 1 FROM cases_draft d JOIN ({NOTICED} UNION ALL {STOOD_AS_DECIDED}"  # noqa: S608
    f" UNION ALL {STOOD_AS_CHANGED}) t ON 1 = 1 WHERE d.id = NEW.draft_id AND (d.days > t.days"
    " OR (t.fine_fen > 0 AND d.fine_fen > t.fine_fen)"
    " OR (t.gain_fen > 0 AND d.gain_fen > t.gain_fen)"
    " OR (t.goods_fen > 0 AND NOT t.goods_unvalued"
    " AND (d.goods_fen > t.goods_fen OR d.goods_unvalued))"
    " OR ((d.kinds & ~t.kinds) > 0 AND (d.kinds & ~t.kinds) >= (t.kinds & -t.kinds)))"
)
# A decision not to punish that is made anew because the party itself asked.
SPARED_BEFORE = (
    "SELECT 1 FROM cases_case c WHERE c.id = NEW.case_id AND c.ceiling"
    " AND c.instead_of_id IS NOT NULL"
)
# The paper that a case makes anew fell by an order, in a case of the same party.
ORDERED = (
    "SELECT 1 FROM cases_paperoverturn p JOIN documents_document d ON d.id = p.document_id"
    " JOIN cases_case o ON o.matter_id = d.matter_id WHERE p.document_id = NEW.instead_of_id"
    " AND p.ground IN ('remade', 'ordered') AND o.party_id = NEW.party_id"
)
# A seizure that stands: on papers that all fell nothing is held any longer.
FALLEN_SEIZURES = (
    "SELECT 1 FROM documents_document s JOIN cases_paperoverturn p ON p.document_id = s.id"
    " WHERE s.matter_id = NEW.matter_id"
    " AND s.kind IN ('seizure-decision', 'urgent-seizure-decision')"
)
STANDING_SEIZURES = (
    "SELECT 1 FROM documents_document s WHERE s.matter_id = NEW.matter_id AND s.state <> 'void'"
    " AND s.kind IN ('seizure-decision', 'urgent-seizure-decision') AND NOT EXISTS (SELECT 1"
    " FROM cases_paperoverturn p WHERE p.document_id = s.id)"
)
HANDED_BACK = (
    "SELECT 1 FROM cases_crimetransfer t JOIN cases_case o ON o.id = t.case_id"
    " WHERE t.id = NEW.returned_from_id AND t.back_on IS NOT NULL AND o.party_id = NEW.party_id"
)
# The case went back to the investigation after the notice on which a decision rests.
GONE_BACK = (
    "SELECT 1 FROM matters_step s JOIN cases_case c ON c.matter_id = s.matter_id"
    " JOIN cases_notice n ON n.id = NEW.notice_id WHERE c.id = NEW.case_id"
    " AND s.code IN ('supplement', 'send_back', 'answer_review', 'submit_no_penalty',"
    " 'resubmit_no_penalty') AND s.at > n.made_at"
)
SEALED = "nothing more of a case that became a state secret"
SEALED_MATTER = "SELECT 1 FROM matters_matter m"
SINCE = "m.secret_since IS NOT NULL"


def declare() -> None:
    """Tell the triggers what rows of other tables a new row rests on (called at start-up)."""
    require(
        "cases_archivedfile",
        "the end of a case before its file is archived",  # 行政处罚法 第四十七条
        f"EXISTS ({ENDED})",
    )
    require(
        "cases_goodshandover",
        "the police's case before goods are handed to them",  # 移送规定 第十二条
        f"EXISTS ({TAKEN_UP})",
    )
    require(
        "cases_case",
        "what justice handed back is the case that the police took up",  # 行政处罚法 第二十七条
        f"NEW.returned_from_id IS NULL OR EXISTS ({HANDED_BACK})",
    )
    require(
        "cases_case",
        "what is made anew fell by an order",  # 行政复议法 第六十四条、第六十六条
        f"NEW.instead_of_id IS NULL OR EXISTS ({ORDERED})",
    )
    require(
        "cases_decision",
        "no penalty where the party asked that its sparing is looked at anew",
        f"NOT EXISTS ({SPARED_BEFORE})",
    )
    require(
        "documents_document",
        "no seizure is extended that fell",  # 行政强制法 第二十五条、第二十八条
        f"NEW.kind <> 'seizure-extension' OR NOT EXISTS ({FALLEN_SEIZURES})"
        f" OR EXISTS ({STANDING_SEIZURES})",
    )
    require(
        "cases_decision",
        "everything the party handed in was checked",  # 行政处罚法 第四十五条
        "NOT EXISTS (SELECT 1 FROM cases_partyfiling f JOIN cases_case c"
        " ON c.matter_id = f.matter_id WHERE c.id = NEW.case_id"
        " AND f.kind = 'statement' AND f.answered_at IS NULL)",
    )
    for table in ("cases_decision", "cases_nopenalty", "cases_unpunished"):
        require(
            table,
            "whoever the party wants to keep away was decided on",  # 行政处罚法 第四十三条第三款
            f"NOT EXISTS ({KEPT_AWAY.format(matter=OF_CASE)})",
        )
    require(
        "documents_document",
        "no hearing before whoever shall keep away was decided on",  # 行政处罚法 第六十四条第四项
        f"NEW.kind <> 'hearing-record' OR NOT EXISTS ({KEPT_AWAY.format(matter='NEW.matter_id')})",
    )
    require(
        "cases_inspection",
        "who is known as a woman is inspected by a woman",
        f"NEW.subject <> 'person' OR NEW.woman OR NOT EXISTS ({WOMAN})",
    )
    require(
        "cases_decision",
        "a word of the leader on evidence that may be unlawful",  # 行政处罚法 第四十六条第三款
        "NOT EXISTS (SELECT 1 FROM cases_exclusionproposal p JOIN cases_evidence e"
        " ON e.id = p.evidence_id WHERE e.case_id = NEW.case_id AND p.state = 'open')",
    )
    require(
        "cases_decision",
        "nothing heavier than what the party was told",  # 行政处罚法 第四十五条第二款
        f"NOT EXISTS ({HEAVIER})",
    )
    require(
        "cases_decision",
        "a notice made since the case was last investigated",  # 行政处罚法 第四十四条、第四十五条
        f"NOT EXISTS ({GONE_BACK})",
    )
    require(
        "cases_inspection",
        "the police say what they inspect",  # 治安管理处罚法 第一百零三条
        f"NEW.subject <> '' OR NOT EXISTS ({POLICE})",
    )
    require(
        "cases_inspection",
        "a warrant of this very case",
        f"NEW.warrant_id IS NULL OR EXISTS ({WARRANT})",
    )
    require(
        "cases_questioning",
        "a summons before whoever came by it is questioned",  # 治安管理处罚法 第九十六条
        "NEW.came_by NOT IN ('summons', 'forced') OR EXISTS (SELECT 1 FROM documents_document d"
        " JOIN cases_case c ON c.matter_id = d.matter_id"
        " WHERE c.id = NEW.case_id AND d.kind = 'summons' AND d.state <> 'void')",
    )
    declare_ages()
    declare_deputies()
    declare_detention()
    declare_fast()
    declare_fined()
    declare_ending()
    declare_guardians()
    declare_foreigners()
    declare_official()
    declare_victims()
    declare_disputing()
    declare_property()
    declare_joint()
    declare_common()
    declare_correcting()
    declare_daily()
    declare_scope()
    declare_standing()
    declare_goods()
    declare_grounds()
    declare_police()
    declare_refusing()
    declare_hearing()
    declare_resting()
    declare_review()
    declare_law()
    declare_mediation()
    declare_monitoring()
    declare_acts()
    declare_cash()
    declare_companions()
    declare_sealed()
    records = ", ".join(f"'{kind}'" for kind in HEARD_ON)
    for who, needed, helped in HELP:  # 民法典 第二十三条; 治安管理处罚法 第一百零一条
        alone = f"{NEED} AND {needed} AND NOT EXISTS ({helped})"
        require(
            "documents_document",
            f"{who} before the party is heard or told",
            f"NEW.kind NOT IN ({records}) OR NOT EXISTS ({alone})",
        )
        known = TOLD_ALONE.format(a=needed, e=needed.replace("a.", "e."))
        require(  # 行政处罚法 第四十四条、第四十五条
            "cases_decision", f"the party was told beside {who}", f"NOT EXISTS ({known})"
        )
    held = f"{LETTER} AND a.may_state AND {HOLDS.format(day='NEW.given_on')}"
    special = "(NOT NEW.waived OR a.authority = 'special')"
    require(
        "cases_statement",
        "a letter of authority before an agent speaks",  # 行政处罚法 第六十四条第五项
        f"NEW.agent_id IS NULL OR EXISTS ({held} AND {special})",
    )
    received = f"{LETTER} AND a.may_receive AND {HOLDS.format(day='NEW.served_on')}"
    require(
        "cases_delivery",
        "a letter of authority before an agent receives",
        f"NEW.agent_id IS NULL OR EXISTS ({received})",
    )
    require(
        "cases_hearingagent",
        "a letter of authority before an agent attends",
        f"EXISTS ({ATTENDS} AND {HOLDS.format(day='h.held_on')})",
    )
    require(
        "cases_delivery",
        "signed consent before electronic delivery",  # 行政处罚法 第六十一条第二款
        f"NEW.way <> 'electronic' OR EXISTS ({CONSENT})",
    )
    with_review = ", ".join(
        f"'{code}'" for code, form in sorted(definitions().items()) if ONLINE_REVIEW in form.fields
    )
    online = f"""d.data LIKE '%"{ONLINE_REVIEW}":"_%'"""
    require(
        "cases_delivery",
        "a way to apply online for review before electronic delivery",  # 行政复议法 第二十二条
        "NEW.way <> 'electronic' OR EXISTS (SELECT 1 FROM documents_document d"  # noqa: S608
        f" WHERE d.id = NEW.document_id AND (d.kind NOT IN ({with_review}) OR {online}))",
    )
    require(
        "cases_delivery",
        "no void paper reaches anybody",  # 行政处罚法 第六十一条
        f"NOT EXISTS ({TAKEN_BACK})",
    )
    # No CHECK: deliveries recorded before this was asked say nothing of it.
    require(
        "cases_delivery",
        "identity shown when a document is handed over",  # DZ3(1); KM2.1.2(1)
        "NEW.way NOT IN ('direct', 'left') OR NEW.certificate_shown <> ''",
    )
    require(
        "cases_delivery",
        "public notice only after a failure that opens it",  # 民事诉讼法 第九十五条
        "NEW.way <> 'public_notice' OR EXISTS (SELECT 1 FROM cases_faileddelivery f"
        " WHERE f.document_id = NEW.document_id AND f.next_way = 'public_notice')",
    )


def declare_joint() -> None:
    """Let one decision for several parties be made for all of them, or for none.

    Source: 行政处罚法 第四十四条、第四十五条、第五十九条、第六十一条.
    """
    require(
        "documents_document",
        "a copy bears the number of its standing original",
        f"NEW.copy_of_id IS NULL OR EXISTS ({ORIGINAL})",
    )
    require(
        "cases_decision",
        "a joined case is decided with the leading one",
        f"NEW.joint_with_id IS NOT NULL OR NOT EXISTS ({LED})",
    )
    require(
        "cases_decision",
        "one paper for all parties that are joined",
        f"NEW.joint_with_id IS NULL OR EXISTS ({ONE_PAPER})",
    )
    require(
        "cases_delivery",
        "a decision for several reaches nobody before it is made for all",
        f"NOT EXISTS ({UNDECIDED})",
    )
    require(
        "matters_step",
        "no case is closed before the decision reached all whom it names",
        f"NEW.code <> 'close' OR NOT EXISTS ({UNSERVED})",
    )


def declare_sealed() -> None:
    """Let no row of any kind be added to a case that became a state secret.

    Source: 保守国家秘密法 第三十一条（非涉密系统不得存储、处理国家秘密）.
    """
    for model in record_models():
        rests_on = {f.column: f.related_model for f in model._meta.concrete_fields}
        if model is SecretCase:
            continue
        if "matter_id" in rests_on:
            sealed = f"{SEALED_MATTER} WHERE m.id = NEW.matter_id AND {SINCE}"
        elif rests_on.get("case_id") is Case:
            own = "JOIN cases_case sc ON sc.matter_id = m.id"
            sealed = f"{SEALED_MATTER} {own} WHERE sc.id = NEW.case_id AND {SINCE}"
        else:
            continue
        require(model._meta.db_table, SEALED, f"NOT EXISTS ({sealed})")
