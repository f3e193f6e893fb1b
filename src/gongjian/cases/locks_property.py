"""What the database asks before property is kept, taken, or left behind by a case that ends."""

from gongjian.common.db.triggers import require

from .choices import PenaltyKind
from .goods import PARTLY
from .locks_versions import knows
from .recorded import NEEDED
from .rules import SEVERITY
from .runs import MADE_UP, NONE

# Measures on property that wait for the entry opinion of a major or sensitive case.
MEASURES = (
    *("seizure-approval", "seizure-decision", "urgent-seizure-decision"),
    "preservation-notice",
)
# Steps past which what was seized at once could no longer be approved.
MOVES = (
    *("end_investigation", "suspend_case", "hand_over", "hand_over_filed"),
    *("propose_crime_transfer", "mediate"),
)
UNOPINED = (
    "SELECT 1 FROM cases_entryreview e JOIN cases_case c ON c.id = e.case_id"
    " WHERE c.matter_id = NEW.matter_id AND e.opined_at IS NULL"
)
# A summons by force: of a paper in canonical JSON, where a quotation mark in a text is escaped.
FORCED = 'NEW.data LIKE \'%"way":"强制传唤"%\''
# An approval on which no notice rests yet, a request that nobody has answered; a seizure at once
# that nobody has approved (by a paper that stands) or lifted.
KEPT_ON = (
    "SELECT 1 FROM matters_step a WHERE a.matter_id = NEW.matter_id"
    " AND a.code = 'approve_preservation' AND NOT EXISTS (SELECT 1 FROM matters_step p"
    " WHERE p.matter_id = a.matter_id AND p.code = 'preserve' AND p.seq > a.seq)"
)
ASKED = (
    "SELECT 1 FROM matters_step a WHERE a.matter_id = NEW.matter_id"
    " AND a.code = 'propose_preservation' AND NOT EXISTS (SELECT 1 FROM matters_step p"
    " WHERE p.matter_id = a.matter_id AND p.seq > a.seq"
    " AND p.code IN ('approve_preservation', 'refuse_preservation'))"
)
UNCONFIRMED = (
    "SELECT 1 FROM matters_step s WHERE s.matter_id = NEW.matter_id AND s.code = 'seize_at_once'"
    " AND NOT EXISTS (SELECT 1 FROM matters_step o WHERE o.matter_id = s.matter_id"
    " AND o.seq > s.seq AND (o.code = 'release_seizure' OR o.code = 'approve_seizure'"
    " AND EXISTS (SELECT 1 FROM documents_document d WHERE d.matter_id = s.matter_id"
    " AND d.kind = 'seizure-approval' AND d.state <> 'void' AND d.made_at >= s.at)))"
)
# Papers that take or keep, and what ends each: its own release or disposal, by its number; one that
# names none of them ends them all, as does a list of what becomes of every thing. What gives back a
# part ends none.
TAKING = "'seizure-decision', 'urgent-seizure-decision'"
KEEPING = "'preservation-notice'"
NAMES = "{e}.data LIKE '%\"{field}\":\"' || {p}.number || '\"%'"
IN_PART = f'{{e}}.data LIKE \'%"extent":"{PARTLY}%\''
STANDS = (
    "SELECT 1 FROM documents_document p WHERE p.matter_id = {matter} AND p.state <> 'void'"  # noqa: S608
    " AND p.kind IN ({kinds}) AND NOT EXISTS (SELECT 1 FROM documents_document e"
    " WHERE e.matter_id = p.matter_id AND e.id > p.id AND e.state <> 'void'"
    " AND (e.kind IN ('goods-disposal', 'collected-goods-list') OR (e.kind = '{end}'"
    " AND NOT ("
    + IN_PART.format(e="e")
    + ") AND ("
    + NAMES.format(e="e", p="p", field="{field}")
    + " OR NOT EXISTS (SELECT 1 FROM documents_document o WHERE o.matter_id = p.matter_id"
    " AND o.kind IN ({every}) AND " + NAMES.format(e="e", p="o", field="{field}") + ")))))"
)


def seized_by(matter: str, kinds: str = TAKING) -> str:
    """Return the papers `p`, of some kinds, by which something is still seized in a matter."""
    end, number = "seizure-release", "seizure_number"
    return STANDS.format(matter=matter, kinds=kinds, every=TAKING, end=end, field=number)


def kept_by(matter: str) -> str:
    """Return the papers `p` by which something is still registered and kept in a matter."""
    end, number = "preservation-disposal", "preservation_number"
    return STANDS.format(matter=matter, kinds=KEEPING, every=KEEPING, end=end, field=number)


# What is still seized or kept, and whether the standing decision takes it for good (bit: kinds).
SEIZED = (
    "SELECT 1 FROM matters_step s WHERE s.matter_id = {matter} AND s.code IN"
    " ('seize', 'seize_at_once') AND NOT EXISTS (SELECT 1 FROM matters_step r"
    " WHERE r.matter_id = s.matter_id AND r.seq > s.seq"
    " AND r.code IN ('release_seizure', 'dispose_goods'))"
)
KEPT = (
    "SELECT 1 FROM matters_step k WHERE k.matter_id = {matter} AND k.code = 'preserve'"
    " AND NOT EXISTS (SELECT 1 FROM matters_step r WHERE r.matter_id = k.matter_id"
    " AND r.seq > k.seq AND r.code IN ('dispose_preserved', 'dispose_goods'))"
)
# By the steps, and by papers of which not every one was ended.
HELD = (
    f"EXISTS ({SEIZED}) OR EXISTS ({KEPT}) OR EXISTS ({seized_by('{matter}')})"
    f" OR EXISTS ({kept_by('{matter}')})"
)
URGENT = "'urgent-seizure-decision'"
STILL_UNCONFIRMED = (
    f"{seized_by('NEW.matter_id', URGENT)} AND NOT EXISTS (SELECT 1 FROM documents_document a"  # noqa: S608
    " WHERE a.matter_id = p.matter_id AND a.kind = 'seizure-approval' AND a.state <> 'void'"
    " AND ("
    + NAMES.format(e="a", p="p", field="seizure_number")
    + " OR (a.id > p.id AND a.data NOT LIKE '%\"seizure_number\":%')))"
)
# An approval made up after a seizure at once, which allows no other.
IS_MADE_UP = f'{{e}}.data LIKE \'%"urgent":"{MADE_UP}"%\''
# A seizure, released or not, that no paper of a kind names; one of before they named it counts for
# all before it.
WITHOUT = (
    "SELECT 1 FROM documents_document p WHERE p.matter_id = NEW.matter_id AND p.state <> 'void'"  # noqa: S608
    f" AND p.kind IN ({TAKING}) AND NOT EXISTS (SELECT 1 FROM documents_document e"
    " WHERE e.matter_id = p.matter_id AND e.state <> 'void' AND e.kind = '{kind}' AND ("
    + NAMES.format(e="e", p="p", field="seizure_number")
    + " OR (e.id > p.id AND e.data NOT LIKE '%\"seizure_number\":%')))"
)
# The runs of a limit beside each other, and that of which a row speaks. A run that names no paper
# is of before each measure had its own: it may go on, none begins beside one that names its paper.
RUNS = (
    "SELECT 1 FROM matters_deadline d WHERE d.matter_id = NEW.matter_id AND d.code = NEW.code"
    " AND d.state IN ('open', 'paused')"
)
MEANT = f"{RUNS} AND d.starts_on = NEW.starts_on AND d.of_paper = NEW.of_paper"
PER_MEASURE = "'seize-limit', 'preserve-limit'"
OF_ITS_PAPER = (
    "SELECT 1 FROM documents_document p WHERE p.matter_id = NEW.matter_id"  # noqa: S608
    f" AND p.number = NEW.of_paper AND (NEW.code = 'seize-limit' AND p.kind IN ({TAKING})"
    f" OR NEW.code = 'preserve-limit' AND p.kind IN ({KEEPING}))"
)
NAMED = (
    "SELECT 1 FROM matters_deadline d WHERE d.matter_id = NEW.matter_id AND d.code = NEW.code"
    " AND d.of_paper <> ''"
)
GOES_ON = (
    "SELECT 1 FROM matters_deadline d WHERE d.matter_id = NEW.matter_id AND d.code = NEW.code"
    " AND d.starts_on = NEW.starts_on AND d.of_paper = ''"
)
# Several measures of one sort stand: a paper that ends one names it.
PAIRS = {
    "seizure-release": ("seizure_number", seized_by("NEW.matter_id")),
    "preservation-disposal": ("preservation_number", kept_by("NEW.matter_id")),
}
ALLOWED = (
    "(SELECT COUNT(*) FROM documents_document a WHERE a.matter_id = NEW.matter_id"
    " AND a.kind = '{kind}' AND a.state <> 'void')"
)
PRIOR = (
    "(SELECT COUNT(*) FROM documents_document a WHERE a.matter_id = NEW.matter_id"  # noqa: S608
    f" AND a.kind = 'seizure-approval' AND a.state <> 'void' AND NOT ({IS_MADE_UP.format(e='a')}))"
)
GOODS = 1 << SEVERITY[PenaltyKind.CONFISCATE_GOODS]
CONFISCATED = (
    "SELECT 1 FROM cases_decision d JOIN cases_case c ON c.id = d.case_id"
    " JOIN cases_draft f ON f.id = d.draft_id WHERE c.id = NEW.case_id AND NOT d.void"
)
TAKES = f"(f.kinds & {GOODS}) > 0"
OF_CASE = "(SELECT c.matter_id FROM cases_case c WHERE c.id = NEW.case_id)"
POLICE_CASE = (
    "SELECT 1 FROM matters_matter m JOIN cases_case c ON c.matter_id = m.id"
    " WHERE c.id = NEW.case_id AND m.domain = 'public-order'"
)
# The last transfer to the police, not yet acknowledged by them.
UNRECEIVED = (
    "SELECT 1 FROM cases_crimetransfer t JOIN cases_case c ON c.id = t.case_id"
    " WHERE c.matter_id = NEW.matter_id AND t.received_on IS NULL AND NOT EXISTS (SELECT 1"
    " FROM cases_crimetransfer u WHERE u.case_id = t.case_id AND u.id > t.id)"
)


def declare_property() -> None:
    """Lock the gates of measures on property.

    Source: 行政强制法 第十八条、第十九条、第二十七条; 行政处罚法 第五十六条.
    """
    kinds = ", ".join(f"'{kind}'" for kind in MEASURES)
    moves = ", ".join(f"'{code}'" for code in MOVES)
    require(
        "documents_document",
        "entry opinion before the first measure",  # HN25; XM5.3
        f"NEW.kind NOT IN ({kinds}) OR NOT EXISTS ({UNOPINED})",
    )
    require(
        "matters_step",
        "entry opinion before evidence may be registered and kept",  # HN25; XM5.3
        f"NEW.code <> 'approve_preservation' OR NOT EXISTS ({UNOPINED})",
    )
    require(
        "documents_document",
        "entry opinion before a summons by force",  # HN25; XM5.3
        f"NEW.kind <> 'summons' OR NOT ({FORCED}) OR NOT EXISTS ({UNOPINED})",
    )
    require(
        "cases_questioning",
        "entry opinion before whoever was brought by force is questioned",  # HN25; XM5.3
        "NEW.came_by <> 'forced' OR NOT EXISTS (SELECT 1 FROM cases_entryreview e"
        " WHERE e.case_id = NEW.case_id AND e.opined_at IS NULL)",
    )
    require(
        "documents_document",
        "the head's approval before evidence is registered and kept",  # 行政处罚法 第五十六条
        f"NEW.kind <> 'preservation-notice' OR EXISTS ({KEPT_ON})"
        f" OR NOT {knows('cases.approve_preservation', 'NEW.matter_id')}",
    )
    require(
        "matters_step",
        "a request before the head allows evidence to be kept",  # 行政处罚法 第五十六条
        f"NEW.code <> 'approve_preservation' OR EXISTS ({ASKED})"
        f" OR NOT {knows('cases.propose_preservation', 'NEW.matter_id')}",
    )
    require(
        "matters_step",
        "what was seized at once is approved or released first",  # 行政强制法 第十九条
        f"NEW.code NOT IN ({moves})"
        f" OR (NOT EXISTS ({UNCONFIRMED}) AND NOT EXISTS ({STILL_UNCONFIRMED}))",
    )
    for paper in NEEDED:
        require(
            "matters_step",
            f"of each seizure, before the investigation ends: {paper}",  # 行政强制法 第十八条
            f"NEW.code <> 'end_investigation' OR NOT EXISTS ({WITHOUT.format(kind=paper)})",
        )
    require(
        "documents_document",
        "the head's approval of each seizure",  # 行政强制法 第十八条第一项
        f"NEW.kind <> 'seizure-decision' OR {PRIOR} > {ALLOWED.format(kind='seizure-decision')}",
    )
    at_once = f"{seized_by('NEW.matter_id', URGENT)} AND "
    at_once += NAMES.format(e="NEW", p="p", field="seizure_number")
    require(
        "documents_document",
        "which seizure at once an approval is made up for",  # 行政强制法 第十九条
        f"NEW.kind <> 'seizure-approval' OR NOT ({IS_MADE_UP.format(e='NEW')})"
        f" OR EXISTS ({at_once})",
    )
    require(
        "documents_document",
        "what stays held where a part is given back",  # 行政强制法 第二十八条
        f"NEW.kind <> 'seizure-release' OR NOT ({IN_PART.format(e='NEW')})"
        " OR NEW.data LIKE '%\"rest\":[{%'",
    )
    for kind, (number, standing) in PAIRS.items():
        named = NAMES.format(e="NEW", p="p", field=number)
        require(
            "documents_document",
            f"which of several measures it ends: {kind}",  # 行政强制法 第二十八条
            f"NEW.kind <> '{kind}' OR (SELECT COUNT(*) FROM ({standing}) t) < 2"  # noqa: S608
            f" OR EXISTS ({standing} AND {named})",
        )
    of_one = (
        f"{seized_by('NEW.matter_id')} AND {NAMES.format(e='NEW', p='p', field='seizure_number')}"
    )
    require(
        "documents_document",
        "whose goods of several seizures are tested",  # 行政强制法 第二十五条第三款
        "NEW.kind <> 'appraisal-period-notice'"  # noqa: S608
        f" OR (SELECT COUNT(*) FROM ({seized_by('NEW.matter_id')}) t) < 2"
        f' OR NEW.data LIKE \'%"seizure_number":"{NONE}"%\' OR EXISTS ({of_one})',
    )
    require(
        "matters_limitpause",
        "which run of a limit of seizure stands still",  # 行政强制法 第二十五条第三款
        f"NEW.code <> 'seize-limit' OR EXISTS ({MEANT}) OR (NEW.starts_on IS NULL"  # noqa: S608
        f" AND (SELECT COUNT(*) FROM ({RUNS}) t) < 2)",
    )
    require(
        "matters_limitextension",
        "which run of a limit of seizure is lengthened",  # 行政强制法 第二十五条第一款、第二款
        f"NEW.code <> 'seize-limit' OR EXISTS ({MEANT})",
    )
    require(
        "matters_deadline",
        "each measure on property has days of its own",  # 行政强制法 第二十五条
        f"NEW.code NOT IN ({PER_MEASURE}) OR EXISTS ({OF_ITS_PAPER}) OR (NEW.of_paper = ''"
        f" AND (EXISTS ({GOES_ON}) OR NOT EXISTS ({NAMED})))",
    )
    require(
        "matters_step",
        "nothing is held any more where a case ends",  # 行政强制法 第二十七条、第二十八条
        "NEW.code NOT IN ('terminate', 'merge_case', 'fulfil_mediation', 'end_unpunished',"
        f" 'close', 'close_common') OR NOT ({HELD.format(matter='NEW.matter_id')})"
        f" OR NOT {knows('cases.dispose_goods', 'NEW.matter_id')}",
    )
    require(
        "cases_goodsdisposal",
        "a thing is confiscated by a decision that confiscates",  # 行政处罚法 第九条第二项
        f"NEW.way <> 'confiscate' OR EXISTS ({CONFISCATED} AND {TAKES})",
    )
    require(
        "cases_goodsdisposal",
        "only the police collect what the act was done with",  # 治安管理处罚法 第十一条
        f"NEW.way NOT IN ('collect', 'recover') OR EXISTS ({POLICE_CASE})",
    )
    require(
        "cases_handover",
        "what is held goes along with the case",  # 行政强制法 第二十一条、第二十七条
        f"NEW.goods <> '' OR NOT ({HELD.format(matter=OF_CASE)})",
    )
    require(
        "matters_step",
        "the receipt of the police before their answer",  # 移送规定 第五条、第七条
        "NEW.code NOT IN ('police_accepts', 'police_returns', 'record_police_refusal')"
        f" OR NOT EXISTS ({UNRECEIVED})"
        f" OR NOT {knows('cases.record_crime_receipt', 'NEW.matter_id')}",
    )
