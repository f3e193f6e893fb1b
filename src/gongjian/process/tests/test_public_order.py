"""The checker proves the procedure of 治安 cases, and names the fault of every mutant."""

from typing import Literal

import pytest

from gongjian.process import check_process, load_process
from gongjian.process.charts import flowchart_svg
from gongjian.process.testing import edited, shipped, shipped_text

CODE = "public-order"
RETURNS = "'return_for_supplement', 'reject_review', 'transfer_review', 'send_back'"
PASSED = f"(since('pass_review', {RETURNS}) or since('pass_by_resolution', {RETURNS}))"
REVIEW = f"(not review_required or (draft_is_reviewed and {PASSED}))"
PENAL = (
    "since('deliver_notice', 'answer_review', 'send_back', 'supplement', 'submit_no_penalty',"
    " 'resubmit_no_penalty')"
)
DISCUSSED = "(not discussion_required or draft_is_discussed)"
SPARED = "two_officers and proposal == 'no_penalty'"
UNCHECKED = "监控设备记录的证据未经审核、告知的，不得调查终结、送审和处罚"
MISMATCH = "选用的法定情形与查明的情况不符的，不得告知、送审和决定"
ISSUE = (
    "recordings_checked",
    "two_officers",
    "punishable_age",
    "guardian_ready",
    "more_than_own_statement",
    "grounds_stand",
    "statement_over",
    "draft_is_noticed",
    "proposal == 'penalty'",
    PENAL,
    DISCUSSED,
    REVIEW,
    "detention_permitted",
    "nationality_known",
    "fined_once",
    "recusals_decided",
)
BY_COUNTY, BY_STATION = "issue_decision", "issue_at_station"


def without(*dropped: str, also: tuple[str, ...] = ()) -> str:
    """Return the guard of a decision with some of its parts left out, and others put in."""
    return '"' + " and ".join([*(p for p in ISSUE if p not in dropped), *also]) + '"'


def issued_without(part: str, *also: str) -> list[tuple[str, str, str | None]]:
    return [(BY_COUNTY, "when", without(part, also=also))]


Edit = tuple[str, str, str | None]
UP_TO_FAST = (
    "proposal == 'penalty' and punishable_age and guardian_ready and interpreter_ready and "
    "more_than_own_statement and grounds_stand"
)
UP_TO_OFFICIAL = (
    "victims_served and measures_lifted and corrections_checked and goods_registered and "
    "deposit_settled and not leave_asked and not on_leave"
)
MUTANTS: list[tuple[str, list[Edit]]] = [
    (
        "同一违法行为已经罚款、此前的罚款没有写明是不是同一行为的，不得再作出罚款决定",
        issued_without("fined_once"),
    ),
    ("回避申请没有决定的，不得举行听证和作出决定", issued_without("recusals_decided")),
    (
        "因年龄、辨认能力不予处罚的，没有登记监护人不得决定",
        [("decide_not_to_punish", "when", f'"{SPARED} and {REVIEW}"')],
    ),
    (
        "接报后未立案不得调查和告知",
        [("question", "in", '["registered", "investigating"]')],
    ),
    ("接报后未立案不得调查和告知", [("add_evidence", "in", '["registered", "investigating"]')]),
    ("持证检查须先经公安机关负责人批准检查", [("inspect_by_warrant", "needs", None)]),
    (
        "扣押须先经公安机关负责人批准，一次批准只能实施一次",
        [("seize", "when", "\"entry_settled and happened('approve_seizure')\"")],
    ),
    ("重大、敏感案件没有入口审核意见的，不得查封、扣押和先行登记保存", [("seize", "when", None)]),
    (
        "重大、敏感案件没有入口审核意见的，不得查封、扣押和先行登记保存",
        [("approve_seizure", "when", None)],
    ),
    (
        "重大、敏感案件没有入口审核意见的，不得查封、扣押和先行登记保存",
        [("seize_at_once", "when", None)],
    ),
    (
        "重大、敏感案件没有入口审核意见的，不得查封、扣押和先行登记保存",
        [("preserve", "when", "\"since('approve_preservation', 'preserve')\"")],
    ),
    ("作废的告知笔录不得送达，须重新制作", [("void_notice", "to", '["informing"]')]),
    (
        "作废的不予处罚决定书不得送达，须重新决定",
        [("void_unpunished", "to", '["to_deliver_unpunished"]')],
    ),
    ("没有查封、扣押的，不得清点、记录", [("list_seized", "when", None)]),
    (
        "查封、扣押没有现场笔录、财物清单的，不得调查终结",
        [("end_investigation", "when", '"person_known and seizure_confirmed"')],
    ),
    ("没有查封、扣押的，不得延长和解除", [("release_seizure", "when", None)]),
    ("没有先行登记保存的，不得清点和处理登记保存的证据", [("dispose_preserved", "when", None)]),
    ("没有报请的，机关负责人不得批准先行登记保存", [("approve_preservation", "when", None)]),
    (
        "未经机关负责人批准不得先行登记保存，一次批准只能登记保存一次",
        [("preserve", "when", "\"happened('approve_preservation')\"")],
    ),
    (
        "当场扣押还没有补办批准或者解除的，不得调查终结、调解和移送",
        [("end_investigation", "when", '"two_officers and person_known and guardian_ready"')],
    ),
    (
        "当场扣押还没有补办批准或者解除的，不得调查终结、调解和移送",
        [("mediate", "when", '"person_known and guardian_ready"')],
    ),
    (
        "当场扣押还没有补办批准或者解除的，不得调查终结、调解和移送",
        [("hand_over_filed", "when", None)],
    ),
    (
        "扣押、登记保存的财物没有解除、处理的，不得终止、结案和以调解结案",
        [("terminate", "when", None)],
    ),
    (
        "扣押、登记保存的财物没有解除、处理的，不得终止、结案和以调解结案",
        [("fulfil_mediation", "when", None)],
    ),
    (
        "扣押、登记保存的财物没有解除、处理的，不得终止、结案和以调解结案",
        [("end_unpunished", "when", '"victims_served"')],
    ),
    (
        "扣押、登记保存的财物没有解除、处理的，不得终止、结案和以调解结案",
        [("close", "when", '"victims_served"')],
    ),
    ("没有查封、扣押、登记保存的财物，不得作出处理", [("dispose_goods", "when", None)]),
    (
        "没有登记被侵害人的，不得调解",
        [("mediate", "when", '"person_known and guardian_ready and seizure_confirmed"')],
    ),
    ("不适用调解的案件不得调解，调解不得超过两次", [("mediate", "when", '"victims_known"')]),
    ("没有待决定的申请，不得决定暂缓执行行政拘留", [("grant_suspension", "when", None)]),
    ("行政拘留没有暂缓执行的，不得恢复执行", [("end_suspension", "when", None)]),
    (
        "不是被责令重新作出决定的案件，未经立案不得调查",
        [("reopen", "when", '"two_officers"')],
    ),
    ("没有被责令重新处理的，不得再次不予立案", [("refuse_again", "when", None)]),
    ("已过追究时效的不得立案", [("file_case", "when", '"two_officers"')]),
    ("办案的人民警察不得少于两人", [("file_case", "when", '"within_limitation"')]),
    ("办案的人民警察不得少于两人", issued_without("two_officers")),
    ("办案的人民警察不得少于两人", [("decide_not_to_punish", "when", None)]),
    (
        "未查明身份、年龄的，不得终结调查",
        [
            (
                "end_investigation",
                "when",
                "\"two_officers and guardian_ready and happened('draft_decision')\"",
            )
        ],
    ),
    ("未成年人没有监护人或者合适成年人的，不得询问、告知和处罚", [("question", "when", None)]),
    (
        "未成年人没有监护人或者合适成年人的，不得询问、告知和处罚",
        [("inform_party", "when", '"punishable_age and more_than_own_statement"')],
    ),
    ("未成年人没有监护人或者合适成年人的，不得询问、告知和处罚", issued_without("guardian_ready")),
    (
        "需要监护人、翻译到场而没有到场的，不得询问、告知和听证",
        [("question", "when", '"guardian_ready"')],
    ),
    ("需要监护人、翻译到场而没有到场的，不得询问、告知和听证", [("hold_hearing", "when", None)]),
    (
        "不满十四周岁的不予处罚",
        [("inform_party", "when", '"guardian_ready and more_than_own_statement"')],
    ),
    ("不满十四周岁的不予处罚", issued_without("punishable_age")),
    (
        "只有本人陈述的，不得作出处罚决定",
        [("inform_party", "when", '"punishable_age and guardian_ready"')],
    ),
    ("只有本人陈述的，不得作出处罚决定", issued_without("more_than_own_statement")),
    (
        MISMATCH,
        [
            (
                "inform_party",
                "when",
                '"punishable_age and guardian_ready and more_than_own_statement"',
            )
        ],
    ),
    (MISMATCH, issued_without("grounds_stand")),
    (MISMATCH, [(BY_STATION, "when", without("grounds_stand"))]),
    (
        MISMATCH,
        [("submit_no_penalty", "when", "\"proposal == 'no_penalty' and recordings_checked\"")],
    ),
    (
        MISMATCH,
        [("resubmit_no_penalty", "when", "\"proposal == 'no_penalty' and recordings_checked\"")],
    ),
    (MISMATCH, [("decide_not_to_punish", "when", f'"{SPARED} and {REVIEW}"')]),
    (
        "退回之后未反馈采纳情况的，不得再次送审",
        [("return_for_supplement", "to", '["informed"]')],
    ),
    (
        "未告知不得作出处罚决定，退回之后须重新告知",
        [("answer_review", "to", '["informed"]'), *issued_without(PENAL)],
    ),
    (
        "退回之后未反馈采纳情况的，不得再次送审",
        [("return_for_supplement", "to", '["investigating"]')],
    ),
    (
        "没有审核意见和协商记录的，不得以集体讨论代替审核通过",
        [("approve_consultation", "to", '["to_resolve"]')],
    ),
    (
        "没有审核意见和协商记录的，不得以集体讨论代替审核通过",
        [("pass_by_resolution", "when", None)],
    ),
    (
        "陈述、申辩期限未满且未放弃的，不得送审和决定",
        [("go_to_decision", "when", '"not review_required and draft_is_noticed"')],
    ),
    ("陈述、申辩期限未满且未放弃的，不得送审和决定", issued_without("statement_over")),
    ("作出的处罚须与告知的一致", issued_without("draft_is_noticed")),
    (UNCHECKED, issued_without("recordings_checked")),
    (UNCHECKED, [(BY_STATION, "when", without("recordings_checked"))]),
    (
        UNCHECKED,
        [("end_investigation", "when", "\"person_known and happened('draft_decision')\"")],
    ),
    (UNCHECKED, [("submit_for_review", "when", '"review_required and draft_is_noticed"')]),
    (
        UNCHECKED,
        [("resubmit_no_penalty", "when", "\"proposal == 'no_penalty' and review_paused\"")],
    ),
    (UNCHECKED, [("go_to_decision", "when", '"not review_required and draft_is_noticed"')]),
    (
        "属于审核范围的决定，未经审核通过不得作出",
        issued_without(REVIEW, "(not review_required or draft_is_reviewed)"),
    ),
    (
        "作出的决定须是审核通过的那一版",
        issued_without(REVIEW, f"(not review_required or {PASSED})"),
    ),
    (
        "作出的决定须是审核通过的那一版",
        [("decide_not_to_punish", "when", f'"{SPARED} and (not review_required or {PASSED})"')],
    ),
    (
        "属于审核范围的决定，未经审核通过不得作出",
        [("decide_not_to_punish", "when", f'"{SPARED}"')],
    ),
    ("未告知不得作出处罚决定，退回之后须重新告知", issued_without(PENAL)),
    (
        "拟不予处罚的，不得告知拟作出的处罚，不得作出处罚决定",
        issued_without("proposal == 'penalty'"),
    ),
    (
        "作出不予处罚决定须有不予处罚的建议",
        [("decide_not_to_punish", "when", f'"two_officers and {REVIEW}"')],
    ),
    ("属于集体讨论范围的，未经集体讨论同意不得决定", issued_without(DISCUSSED)),
    ("公安派出所只能决定警告和一千元以下罚款", [(BY_STATION, "when", without())]),
    (
        "没有送达听证通知书，不得举行听证",
        [("hold_hearing", "from", '["hearing_called"]')],
    ),
    ("听证通知之后没有举行，不得提交听证报告", [("report_hearing", "from", '["hearing_ready"]')]),
    (
        "当事人要求听证的，听证办理完毕之前不得送审和决定",
        [("go_to_decision", "when", '"not review_required and statement_over"')],
    ),
    (
        "未作出决定不得送达",
        [("pass_review", "to", '["to_deliver"]'), ("deliver", "needs", None)],
    ),
    (
        "依法不执行的行政拘留不得执行",
        [
            (
                "execute_detention",
                "when",
                '"not detention_settled and not detention_suspended and not suspension_asked"',
            )
        ],
    ),
    (
        "暂缓执行期间不得执行行政拘留",
        [("execute_detention", "when", '"detention_executable and not suspension_asked"')],
    ),
    ("行政拘留没有着落的，不得登记执行完毕", [("record_performance", "when", '"money_settled"')]),
    ("不适用快速办理的，不得快速办理", [("start_fast_handling", "when", None)]),
    ("没有快速办理的，不得转为一般案件办理", [("end_fast_handling", "when", None)]),
    (
        "不适宜快速办理、超过四十八小时的，转为一般案件以前不得告知和决定",
        [("inform_party", "when", f'"{UP_TO_FAST}"')],
    ),
    (
        "没有快速办理的，不得口头告知，不得以法制员、办案部门负责人的审核报请决定",
        [("inform_orally", "when", f'"{UP_TO_FAST} and fast_fits"')],
    ),
    (
        "属于法制审核范围的，拟处罚而没有告知、期限未满的，不得以法制员、办案部门负责人的审核报请决定",
        [("review_fast", "when", '"fast_running and fast_fits and recordings_checked"')],
    ),
    (
        "快速办理的案件，未经法制审核，也未经法制员、办案部门负责人审核的，不得决定",
        issued_without("", "fast_fits"),
    ),
    ("被处罚人不是公职人员、已经办理通报的，不得通报", [("report_official", "when", None)]),
    (
        "被处罚人是公职人员、还没有办理通报的，不得结案",
        [("close", "when", f'"{UP_TO_OFFICIAL}"')],
    ),
    (
        "县级以上人大代表未经该级人大许可，不得决定、执行行政拘留",
        [(BY_COUNTY, "when", without("detention_permitted"))],
    ),
    ("没有等待许可的，不得登记人大许可", [("record_deputy_permit", "when", None)]),
    ("没有拘留乡镇人大代表、已经报告的，不得报告", [("report_deputy", "when", None)]),
    (
        "拘留了乡镇人大代表、还没有报告的，不得结案",
        [("close", "when", f'"{UP_TO_OFFICIAL} and not official_unsettled"')],
    ),
    (
        "外国人、无国籍人没有登记国籍的，不得作出处罚决定",
        [(BY_STATION, "when", without("nationality_known"))],
    ),
    ("没有拘留外国人、已经报告的，不得报告省级公安机关", [("report_foreigner", "when", None)]),
    (
        "拘留了外国人、还没有报告省级公安机关的，不得结案",
        [
            (
                "close",
                "when",
                f'"{UP_TO_OFFICIAL} and not official_unsettled and not deputy_unreported"',
            )
        ],
    ),
    (
        "没有应当执行而未执行的行政拘留的，不得因怀孕、哺乳决定不执行",
        [("note_with_child", "when", None)],
    ),
    (
        "没有依法不执行的行政拘留、已经通知的，不得通知家属不执行拘留",
        [("tell_family", "when", None)],
    ),
    (
        "行政拘留依法不执行、还没有通知家属的，不得结案",
        [
            (
                "close",
                "when",
                f'"{UP_TO_OFFICIAL} and not official_unsettled and not deputy_unreported'
                ' and not foreigner_unreported"',
            )
        ],
    ),
    ("没有交纳保证金的申请，不得收取保证金", [("take_deposit", "when", None)]),
    (
        "没有担保人、没有收到保证金的，不得决定暂缓执行",
        [("grant_suspension", "when", '"suspension_asked"')],
    ),
    ("被担保人没有逃避执行的，不得追究担保人", [("open_guarantor_case", "when", None)]),
    ("不在拘留所执行的，不得申请出所", [("ask_leave", "when", None)]),
    (
        "没有申请、没有担保的，不得准予出所",
        [("grant_leave", "when", '"leave_asked"')],
    ),
    ("没有待决定的出所申请，不得不准出所", [("refuse_leave", "when", None)]),
    ("没有出所的，不得登记回所", [("end_leave", "when", None)]),
    (
        "出所没有办结、保证金没有办结的，不得结案",
        [
            (
                "close",
                "when",
                '"victims_served and measures_lifted and corrections_checked and goods_registered"',
            )
        ],
    ),
    (
        "代履行没有结束、费用没有确定并告知当事人的，不得结案",
        [
            (
                "close",
                "when",
                '"victims_served and measures_lifted and corrections_checked and goods_registered"',
            )
        ],
    ),
    ("没有逃避执行的，不得没收保证金", [("forfeit_deposit", "when", None)]),
    ("没有没收的保证金，不得登记上缴国库", [("deposit_to_treasury", "when", None)]),
    ("不应当退还的保证金不得退还", [("refund_deposit", "when", None)]),
    (
        "保证金没有退还、没收上缴的，不得登记执行完毕和终结执行",
        [("record_performance", "when", '"detention_settled and money_settled"')],
    ),
    (
        "保证金没有退还、没收上缴的，不得登记执行完毕和终结执行",
        [("end_execution", "when", '"execution_over"')],
    ),
    (
        "罚没款未全部到账，不得登记已经履行",
        [("record_performance", "when", '"detention_settled"')],
    ),
    ("决定有效且没有核销的，不得终结执行", [("end_execution", "when", None)]),
    (
        "没有罚款、已经缴款或者已经收缴的，不得当场收缴",
        [("collect", "when", "\"not happened('collect')\"")],
    ),
    ("当场收缴的罚款须先交机关、再缴付银行", [("bank", "when", None)]),
    (
        "当场收缴的罚款未缴付银行的，不得登记已经履行、终结执行和结案",
        [("record_performance", "when", '"detention_settled and money_settled"')],
    ),
    (
        "当场收缴的罚款未缴付银行的，不得登记已经履行、终结执行和结案",
        [("end_execution", "when", '"execution_over"')],
    ),
    ("执行完毕、记录封存、被侵害人收到决定之前不得结案", [("close", "when", None)]),
    (
        "执行完毕、记录封存、被侵害人收到决定之前不得结案",
        [("close", "from", '["sealed"]'), ("deliver", "to", '["to_seal"]')],
    ),
    (
        "被侵害人没有收到不予处罚决定书、也没有写明无法送达的原因的，不得办结",
        [
            (
                "end_unpunished",
                "when",
                '"measures_lifted and corrections_checked and goods_registered"',
            )
        ],
    ),
    (
        "责令改正没有复查、也没有写明不再复查的理由的，不得结案",
        [("close", "when", '"victims_served and measures_lifted and goods_registered"')],
    ),
    (
        "没收、收缴的物品没有登记入库，也没有确认不能收取的，不得结案",
        [("close", "when", '"victims_served and measures_lifted and corrections_checked"')],
    ),
    (
        "没收、收缴的物品没有登记入库，也没有确认不能收取的，不得结案",
        [
            (
                "end_unpunished",
                "when",
                '"victims_served and measures_lifted and corrections_checked"',
            )
        ],
    ),
    (
        "没收、收缴的物品没有登记入库，也没有确认不能收取的，不得结案",
        [("fulfil_mediation", "when", '"measures_lifted"')],
    ),
    (
        "责令改正没有复查、也没有写明不再复查的理由的，不得结案",
        [("end_unpunished", "when", '"measures_lifted"')],
    ),
]


def problems(text: str) -> list[str]:
    return [str(p) for p in check_process(load_process(text, "p.toml")).problems]


def test_the_shipped_process_is_proven() -> None:
    report = check_process(shipped(CODE))

    assert report.problems == ()
    assert report.states > 20


@pytest.mark.parametrize(("name", "edits"), MUTANTS)
def test_a_mutant_is_refused_by_the_invariant_it_breaks(name: str, edits: list[Edit]) -> None:
    text = shipped_text(CODE)
    for edit in edits:
        text = edited(text, *edit)

    assert [told for told in problems(text) if f"违反“{name}”" in told]


def test_there_are_more_than_ten_requirements() -> None:
    names = {invariant.name for invariant in shipped(CODE).invariants}

    assert names == {name for name, _ in MUTANTS}
    assert len(names) >= 10


def test_nothing_of_the_procedure_publishes() -> None:
    acts = {step.act for step in shipped(CODE).steps.values()}

    assert acts & {"publicity.draft_release", "publicity.publish_decision"} == set()
    assert "publicity.withhold" in acts


@pytest.mark.parametrize("width", ["paper", "phone"])
def test_the_flowchart_can_be_drawn(width: Literal["paper", "phone"]) -> None:
    assert flowchart_svg(shipped(CODE), width=width).startswith("<svg")
