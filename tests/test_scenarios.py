"""Legal scenarios as plain tables (`tests/scenarios/*.toml`), each played by the real services.

A jurist reads and writes the tables; this module only knows what each verb is.
"""

import tomllib
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from gongjian.cases import testing as story
from gongjian.cases import testing_common as common
from gongjian.cases import testing_companions as companions
from gongjian.cases import testing_correcting as correcting
from gongjian.cases import testing_daily as by_day
from gongjian.cases import testing_public_order as police_story
from gongjian.cases import testing_several as several
from gongjian.cases.daily import daily_of
from gongjian.cases.disposal import held_items
from gongjian.cases.goods import said_in
from gongjian.cases.joint import joint_hash
from gongjian.cases.known_papers import of_release
from gongjian.cases.models import DailyPenalty, FurtherParty
from gongjian.cases.one_event import companions_of
from gongjian.cases.queries import case_of, evidence_held, latest_draft
from gongjian.cases.services.notice import hearing_right
from gongjian.cases.services.public_order.inspecting import warrants_of
from gongjian.cases.testing import Cast
from gongjian.cases.testing_beside import agent, guardian, interpreter, state_needs
from gongjian.cases.testing_unseen import watching
from gongjian.cases.testing_weighing import weighed
from gongjian.common.errors import DomainError
from gongjian.common.money import parse_yuan
from gongjian.documents.models import Document
from gongjian.documents.testing import typed_command
from gongjian.documents.typed import act_code
from gongjian.ledger.models import Entry
from gongjian.matters.definitions import process_of
from gongjian.matters.models import Matter
from gongjian.matters.ports import facts_of
from gongjian.parties.testing import make_credit_code
from gongjian.payments.testing import perform, register
from gongjian.publicity.testing import READ, publish
from gongjian.review import testing as reviewing

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home"), pytest.mark.divided]
FOLDER = Path(__file__).parent / "scenarios"
SCENARIOS = [
    scenario
    for path in sorted(FOLDER.glob("*.toml"))
    for scenario in tomllib.loads(path.read_text(encoding="utf-8"))["scenario"]
]
TRADER = story.COMPANY | {
    "party_kind": "sole_trader",
    "party_name": "青川市城南百货店",
    "uscc": make_credit_code(trader=True, serial=7),
}
PARTIES = {"company": story.COMPANY, "person": story.PERSON, "trader": TRADER}
FINDINGS = ("complex", "public_interest", "social_risk", "major_rights")


def draft_of(given: Mapping[str, str]) -> dict[str, Any]:
    """Return what the draft proposes: `fine:100` and `warning` joined by commas, `none:ground`.

    Goods stand with what they are worth, `goods:100`, or `goods:?` where nobody can tell.
    """
    if given["items"].startswith("none:"):
        return {"items": (), "no_penalty_ground": given["items"].removeprefix("none:")}
    items = []
    for text in given["items"].split(","):
        kind, _, yuan = text.partition(":")
        items.append(
            goods_of(yuan, len(items))
            if kind == "goods"
            else {"kind": kind} | ({"amount_fen": parse_yuan(yuan)} if yuan else {})
        )
    found = {given["found"]: True, "findings_reason": "依法认定。"} if given["found"] else {}
    if "cause_code" in given:
        return weighed(items=tuple(items), **found)
    return {"items": tuple(items), **found}


def of_the_police(draft: Mapping[str, Any]) -> dict[str, Any]:
    """Return the same for a 治安 case."""
    return {"items": draft["items"], "ground": draft.get("no_penalty_ground", "")}


def newest_hash(matter: Matter) -> str:
    draft = latest_draft(case_of(matter))
    return draft.draft_hash if draft else "0" * 64


def goods_of(yuan: str, number: int) -> dict[str, Any]:
    """Return goods as an item of a draft; a number tells one from another."""
    known = {"kind": "confiscate_goods", "detail": f"第{number}批货物"}
    if yuan == "?":
        return known | {"value_basis": "已经变质，没有同类产品"}
    return known | {"value_fen": parse_yuan(yuan), "value_basis": "价格认定结论书"}


def act(office: str, code: str, **values: Any) -> Callable[[Cast, Matter, Any], Any]:
    return lambda cast, matter, draft: cast.do(office, code, matter, **values)


def dated(office: str, code: str, name: str, **values: Any) -> Callable[[Cast, Matter, Any], Any]:
    return lambda cast, matter, draft: cast.do(office, code, matter, **{name: cast.today}, **values)


def by_agent(code: str, **values: Any) -> Callable[[Cast, Matter, Any], Any]:
    """Let the agent of the case speak today."""

    def do(cast: Cast, matter: Matter, draft: Any) -> Any:
        who = {"agent": case_of(matter).agents.get().uid, "given_on": cast.today}
        return cast.do("handler", code, matter, **who, **values)

    return do


OTHERS: dict[Any, tuple[Cast, Matter]] = {}


def in_the_other(do: Callable[[Cast, Cast, Matter], Any]) -> Callable[[Cast, Matter, Any], Any]:
    """Let another agency of the same government act, at the same moment."""

    def verb(cast: Cast, matter: Matter, draft: Any) -> Any:
        other = OTHERS[matter.uid][0] if matter.uid in OTHERS else common.make_other(cast)
        common.together(cast, other)
        done = do(cast, other, matter)
        common.together(cast, other)
        return done

    return verb


def in_its_own(do: Callable[[Cast, Matter], Any]) -> Callable[[Cast, Matter, Any], Any]:
    return in_the_other(lambda cast, other, matter: do(other, own_of(matter)))


def headed(code: str, **values: Any) -> Callable[[Cast, Matter], Any]:
    return lambda cast, matter: cast.do("agency_head", code, matter, **values)


def own_of(matter: Matter) -> Matter:
    """Return the case of the other agency that was invited in this one."""
    return Matter.objects.get(pk=OTHERS[matter.uid][1].pk)


def join_other(cast: Cast, other: Cast, matter: Matter) -> None:
    invitation = common.invite(cast, matter, other)
    common.together(cast, other)
    own = common.open_other(other, invitation)
    story.inspect(other, own)
    common.accept(other, own, invitation)
    OTHERS[matter.uid] = other, own


def hand_over_text(cast: Cast, matter: Matter) -> None:
    cast.do("handler", "cases.hand_over_text", matter)


def inspected(code: str, **values: Any) -> Callable[[Cast, Matter, Any], Any]:
    """Inspect as the police do: by the newest warrant, if the act asks for one."""

    def do(cast: Cast, matter: Matter, draft: Any) -> Any:
        cast.wait(hours=3)
        known = story.inspected(cast) | values
        if code == "cases.inspect_by_warrant":
            held = warrants_of(matter)
            known["warrant"] = held[-1].uid if held else matter.uid
            known["place"] = said_in(held[-1])["place"] if held else known["place"]
        return cast.do("handler", code, matter, **known)

    return do


def reviewed(code: str, **found: str) -> Callable[[Cast, Matter, Any], Any]:
    def do(cast: Cast, matter: Matter, draft: Any) -> Any:
        checked = story.findings(matter.profile, **found)
        return cast.do("legal_reviewer", code, matter, **checked, reasons="审核意见。")

    return do


def signed(code: str, **values: Any) -> Callable[[Cast, Matter, Any], Any]:
    def do(cast: Cast, matter: Matter, draft: Any) -> Any:
        shown = joint_hash(case_of(matter)) or "0" * 64
        cast.do("agency_head", code, matter, draft_hash=shown, opinion="同意。", **values)
        for joined in case_of(matter).joint_parties.all():
            story.sign_papers(cast, joined.case.matter)
        return story.sign_papers(cast, matter)

    return do


def served(code: str, **values: Any) -> Callable[[Cast, Matter, Any], Any]:
    return lambda cast, matter, draft: cast.do(
        "handler", code, matter, **story.handed_over(cast) | values
    )


def fined(fen: int) -> Callable[[Cast, Matter, Any], Any]:
    return lambda cast, matter, draft: story.propose(
        cast, matter, items=({"kind": "fine", "amount_fen": fen},)
    )


def police(code: str) -> Callable[[Cast, Matter, Any], Any]:
    return dated("handler", code, "answered_on", number="青公字1号", note="已审查。")


def typed(office: str, kind: str, **values: Any) -> Callable[[Cast, Matter, Any], Any]:
    def do(cast: Cast, matter: Matter, draft: Any) -> Any:
        given = vars(typed_command(kind, cast.now)) | values
        if kind.startswith("mediation"):
            given["party_name"] = matter.party_name
        return cast.do(office, act_code(kind), matter, **given)

    return do


def preserved(cast: Cast, matter: Matter, draft: Any) -> Any:
    """Let the head allow evidence to be kept, and keep it."""
    asked = {"items": "台账2册", "reason": "正在更换记录。"}
    cast.do("handler", "cases.propose_preservation", matter, **asked)
    cast.do("agency_head", "cases.approve_preservation", matter, opinion="同意。", **asked)
    return typed("handler", "preservation-notice")(cast, matter, draft)


def released(cast: Cast, matter: Matter, draft: Any) -> Any:
    """Give back what the list names."""
    known = of_release(matter)
    goods = {"goods": tuple(known["goods"])} if known.get("goods") else {}
    return typed("handler", "seizure-release", **goods)(cast, matter, draft)


def disposed(way: str, note: str) -> Callable[[Cast, Matter, Any], Any]:
    """Deal with each thing that is held in one way."""

    def do(cast: Cast, matter: Matter, draft: Any) -> Any:
        rows = tuple({"item": code, "way": way, "note": note} for code in held_items(matter))
        said: dict[str, Any] = {"goods": rows, "opinion": "依法处理。"}
        return cast.do("agency_head", "cases.dispose_goods", matter, **said)

    return do


def rechecked(result: str, **values: Any) -> Callable[[Cast, Matter, Any], Any]:
    return lambda cast, matter, draft: correcting.recheck(cast, matter, result=result, **values)


TRANSFER = {
    "suspected": "污染环境罪",
    "reasons": "排放有毒物质超过标准三倍以上。",
    "materials": "调查报告\n检测报告",
    "receiver": "青川市公安局",
}
HANDED = {
    "receiver": "邻市生态环境局",
    "facts": "已现场检查。",
    "reasons": "违法行为发生地在邻市。",
    "materials": "现场检查笔录",
}
REFUSED = {"refused": "称须与律师商量。", "refusal_witness": "", "refusal_recording": ""}
ENDED = {"ground": "party_gone", "progress": "已调查。", "reasons": "当事人死亡。"}
VERBS: Mapping[str, Callable[[Cast, Matter, Any], Any]] = {
    "立案": lambda cast, matter, draft: story.file_case(cast, matter),
    "调查": lambda cast, matter, draft: story.investigate(cast, matter, **draft),
    "调查终结": act("handler", "cases.end_investigation", summary="事实清楚。"),
    "拟定": lambda cast, matter, draft: story.propose(cast, matter, **draft),
    "改为罚款二十万元": fined(20_000_000),
    "改为罚款一千元": fined(100_000),
    "告知": lambda cast, matter, draft: story.inform(cast, matter),
    "期满": lambda cast, matter, draft: story.let_time_run(cast, matter),
    "放弃陈述": dated("handler", "cases.waive_statement", "given_on", content="不陈述。"),
    "放弃陈述和听证": dated(
        "handler", "cases.waive_statement", "given_on", content="都放弃。", hearing_too=True
    ),
    "要求听证": lambda cast, matter, draft: story.ask_hearing(cast, matter),
    "通知听证": lambda cast, matter, draft: story.call_hearing(cast, matter),
    "举行听证": lambda cast, matter, draft: story.hold_hearing(cast, matter),
    "缺席听证": lambda cast, matter, draft: story.hold_hearing(
        cast, matter, outcome="absent", attendees=()
    ),
    "记录听证": lambda cast, matter, draft: cast.do(
        "hearing_host",
        "cases.hold_hearing",
        matter,
        **dict.fromkeys(("opening", "investigators", "defence", "examination"), "记录。"),
        **dict.fromkeys(("final_words", "signed"), "记录。"),
        outcome="held",
        began_at=cast.now,
        ended_at=cast.now,
    ),
    "不予受理听证": act("hearing_host", "cases.refuse_hearing", reason="逾期提出。"),
    "撤回听证": dated(
        "handler", "cases.withdraw_hearing_request", "withdrawn_on", content="撤回。"
    ),
    "送审": act("handler", "review.submit", summary="请予审核。"),
    "审核通过": reviewed("review.pass_review"),
    "退回补正": reviewed("review.return_for_supplement", facts="problem"),
    "提请协商": act("handler", "review.propose_consultation", reasons="对证据标准有分歧。"),
    "批准协商": act("agency_head", "review.approve_consultation", note="同意协商。"),
    "协商不成": dated(
        "legal_reviewer", "review.record_no_agreement", "held_on", **reviewing.MINUTES
    ),
    "集体讨论分歧": lambda cast, matter, draft: reviewing.resolved(cast, matter),
    "集体讨论要求补正": lambda cast, matter, draft: reviewing.resolved(
        cast, matter, "resolve_to_mend"
    ),
    "反馈采纳情况": lambda cast, matter, draft: reviewing.answer(cast, matter),
    "再次送审": act("handler", "review.resubmit", summary="已补正。"),
    "报请决定": act("unit_head", "cases.go_to_decision", opinion="同意。"),
    "补充调查": act("handler", "cases.supplement_investigation", reason="陈述中有新的事实。"),
    "退回承办人": act("agency_head", "cases.send_back", reason="补充证据。"),
    "集体讨论": lambda cast, matter, draft: story.discuss(cast, matter),
    "集体否决": lambda cast, matter, draft: story.discuss(cast, matter, vote="against"),
    "签发": signed("cases.issue_decision", check_answers="已逐条核对。"),
    "签发治安决定": signed("cases.decide_public_order"),
    "送达": served("cases.deliver_decision"),
    "电子送达": served("cases.deliver_decision", way="electronic"),
    "同意电子送达": typed("handler", "electronic-delivery-consent"),
    "不同意电子送达": typed("handler", "electronic-delivery-consent", party_opinion="不同意。"),
    "当事人死亡，终止": act("agency_head", "cases.terminate", **ENDED | {"ground": "party_gone"}),
    "治安调查": lambda cast, matter, draft: police_story.investigated(
        cast, police_story.file_case(cast, matter), **of_the_police(draft)
    ),
    "治安继续调查": lambda cast, matter, draft: police_story.investigated(
        cast, matter, **of_the_police(draft)
    ),
    "改为不予处罚": lambda cast, matter, draft: story.propose(
        cast, matter, items=(), no_penalty_ground="not_proven"
    ),
    "不予处罚送审": act("handler", "review.submit_no_penalty", summary="请予审核。"),
    "不予处罚再次送审": act("handler", "review.resubmit_no_penalty", summary="已补正。"),
    "治安不予处罚": lambda cast, matter, draft: police_story.spare(
        cast,
        matter,
        draft_hash=newest_hash(matter),
        basis="《中华人民共和国治安管理处罚法》第一百一十三条第一款第二项",
        reason="查明当事人死亡。",
        check_answers="已逐条核对。",
    ),
    "拟定公示": act("publisher", "publicity.draft_release", summary="罚款", **READ),
    "结案": act("agency_head", "cases.close_case", opinion="同意结案。"),
    "报请不予处罚": act("unit_head", "cases.propose_no_penalty", opinion="同意。"),
    "签发不予处罚": signed(
        "cases.issue_no_penalty", education="已教育并责令改正。", check_answers="已逐条核对。"
    ),
    "送达治安不予处罚": served("cases.deliver_unpunished"),
    "治安不予处罚办结": act("agency_head", "cases.end_unpunished", opinion="同意办结。"),
    "签名": lambda cast, matter, draft: story.sign_papers(cast, matter),
    "送达不予处罚": served("cases.deliver_no_penalty"),
    "报请移送": act("handler", "cases.propose_crime_transfer", **TRANSFER),
    "批准移送": act("agency_head", "cases.approve_crime_transfer", opinion="同意。"),
    "查明听力残疾": lambda cast, matter, draft: state_needs(cast, matter, sign=True),
    "查明限制行为能力": lambda cast, matter, draft: state_needs(cast, matter, limited=True),
    "聘请手语翻译": lambda cast, matter, draft: interpreter(cast, matter),
    "通知监护人": lambda cast, matter, draft: guardian(cast, matter),
    "收取委托书": lambda cast, matter, draft: agent(cast, matter),
    "代理人陈述": by_agent("cases.record_statement", content="金额过重。", checked="已复核。"),
    "代理人放弃": by_agent("cases.waive_statement", content="放弃。"),
    "批准检查住所": lambda cast, matter, draft: police_story.warrant(cast, matter),
    "持证检查住所": inspected("cases.inspect_by_warrant", subject="home"),
    "当场检查住所": inspected("cases.inspect_at_once", subject="home"),
    "当场检查场所": inspected(
        "cases.inspect_at_once", subject="place", at_once="现场可能灭失。", recording="AV-3"
    ),
    "公安签收": dated("handler", "cases.record_crime_receipt", "received_on", received_by="警示例"),
    "公安不予立案": dated("handler", "cases.record_police_refusal", "refused_on", number="1号"),
    "提请复议": act("handler", "cases.ask_reconsideration", reason="已达追诉标准。"),
    "维持不予立案": dated("handler", "cases.record_reconsideration", "upheld_on", number="2号"),
    "建议立案监督": act(
        "handler",
        "cases.suggest_supervision",
        recipient="青川市人民检察院",
        reasons="已达追诉标准。",
        materials="移送书复制件一份",
    ),
    "公安立案": police("cases.police_accepts"),
    "公安退回": police("cases.police_returns"),
    "终止": act("agency_head", "cases.terminate", **ENDED),
    "以没有违法事实终止": act(
        "agency_head", "cases.terminate", **ENDED | {"ground": "no_violation"}
    ),
    "以超过时效终止": act("agency_head", "cases.terminate", **ENDED | {"ground": "time_barred"}),
    "以不属管辖终止": act("agency_head", "cases.terminate", **ENDED | {"ground": "not_competent"}),
    "以其他情形终止": act("agency_head", "cases.terminate", **ENDED | {"ground": "other"}),
    "以其他规定终止": act(
        "agency_head",
        "cases.terminate",
        **ENDED | {"ground": "other", "basis": "《示例办法》第二十条"},
    ),
    "中止": act("agency_head", "cases.suspend_case", reason="等待另案。"),
    "恢复": act("agency_head", "cases.resume_case", reason="另案已结。"),
    "延长立案审查": act("agency_head", "cases.extend_filing_limit", reason="案情复杂。"),
    "延长": act("agency_head", "cases.extend_decision_limit", reason="案情复杂。"),
    "自行批准延长治安办案期限": lambda cast, matter, draft: typed(
        "agency_head", "public-order-extension", approving_body=matter.agency.name
    )(cast, matter, draft),
    "延长治安办案期限": typed("agency_head", "public-order-extension"),
    "检查": lambda cast, matter, draft: several.inspect(cast, matter),
    "增加当事人": lambda cast, matter, draft: several.add_party(cast, matter),
    "再增加同一当事人": lambda cast, matter, draft: several.add_party(cast, matter),
    "分案": lambda cast, matter, draft: several.split(cast, matter),
    "一并决定": lambda cast, matter, draft: several.join(cast, matter, split_from(matter)),
    "不再一并决定": lambda cast, matter, draft: cast.do(
        "agency_head",
        "cases.leave_joint",
        matter,
        party=case_of(split_from(matter)).joint.uid,
        reason="另行决定。",
    ),
    "不再列为当事人": lambda cast, matter, draft: cast.do(
        "agency_head",
        "cases.release_party",
        matter,
        party=FurtherParty.objects.filter(case=case_of(matter)).latest("id").uid,
        reason="未参与违法行为。",
    ),
    "另一机关应邀立案": in_the_other(join_other),
    "送交文本": in_the_other(lambda cast, other, matter: hand_over_text(cast, matter)),
    "另一机关报请决定": in_the_other(
        lambda cast, other, matter: common.ready(other, own_of(matter))
    ),
    "另一机关签署": in_its_own(common.sign),
    "另一机关撤回签署": in_its_own(headed("cases.withdraw_signature", reason="再作研究。")),
    "另一机关退出": in_its_own(headed("cases.leave_common", reason="分别处理。")),
    "另一机关单独签发": in_the_other(
        lambda cast, other, matter: common.issue(other, own_of(matter))
    ),
    "另一机关责令改正并送达": in_its_own(lambda other, own: correcting.order(other, own)),
    "另一机关不再复查": in_its_own(headed("cases.excuse_recheck", reason="违法的场所已经拆除。")),
    "另一机关结案": in_its_own(headed("cases.close_common", opinion="已经送达，结案。")),
    "移送管辖": act("agency_head", "cases.hand_over", **HANDED),
    "连同财物移送管辖": act("agency_head", "cases.hand_over", **HANDED, goods="废机油桶 12只"),
    "批准查封": lambda cast, matter, draft: typed(
        "agency_head", "seizure-approval", **story.made_up_for(matter)
    )(cast, matter, draft),
    "查封": typed("handler", "seizure-decision"),
    "当场查封": typed("handler", "urgent-seizure-decision"),
    "解除查封": released,
    "决定回避申请": typed("agency_head", "recusal-decision"),
    "提取证据，拒绝签名": typed("handler", "evidence-extract", **REFUSED),
    "提取证据，拒绝签名有录像": typed(
        "handler", "evidence-extract", **REFUSED | {"refusal_recording": "AV-7"}
    ),
    "告知权利义务，拒绝签收": typed("handler", "rights-notice", **REFUSED),
    "告知权利义务，拒绝签收有见证人": typed(
        "handler", "rights-notice", **REFUSED | {"refusal_witness": "村委会主任钱示例"}
    ),
    "公告送达": typed("handler", "delivery-announcement"),
    "记录陈述": lambda cast, matter, draft: cast.do(
        "handler",
        "cases.record_statement",
        matter,
        given_on=cast.today,
        content="期限内邮寄的陈述。",
        checked="已复核。",
    ),
    "登记保存": preserved,
    "处理登记保存": typed("handler", "preservation-disposal"),
    "登记入库": lambda cast, matter, draft: register(cast, matter),
    "登记被侵害人": act("handler", "cases.register_victim", name="被示例", harm="轻微伤。"),
    "达成调解": typed("handler", "mediation-agreement", victim="被示例"),
    "与他人达成调解": typed("handler", "mediation-agreement", victim="他人"),
    "发还财物": disposed("return", "吴示例"),
    "收缴财物": disposed("collect", "治安管理处罚法第十一条第一款"),
    "没收财物": disposed("confiscate", ""),
    "履行调解": typed("handler", "mediation-fulfilment", victim="被示例"),
    "治安立案": lambda cast, matter, draft: police_story.file_case(cast, matter),
    "查明违法行为人": lambda cast, matter, draft: police_story.establish(cast, matter),
    "责令改正": typed("handler", "correction-order"),
    "送达责令立即改正": lambda cast, matter, draft: correcting.serve(cast, matter),
    "送达限期改正": lambda cast, matter, draft: correcting.serve(cast, matter, days=10),
    "改正期满": lambda cast, matter, draft: cast.wait(days=11),
    "登记决定书责令改正": lambda cast, matter, draft: correcting.note(cast, matter),
    "复查已改正": rechecked("corrected"),
    "复查拒不改正": rechecked("refused"),
    "无法复查": rechecked("unable", findings="大门紧锁，无人应答。"),
    "通知后复查": rechecked("corrected", unannounced=False),
    "通知后复查，写明原因": rechecked(
        "corrected", unannounced=False, announced_because="进入厂区须由企业开启洁净车间。"
    ),
    "不再复查": act("agency_head", "cases.excuse_recheck", reason="违法的场所已经拆除。"),
    "当场处罚报备": act("handler", "cases.report_on_spot", copy_kept=True),
    "缴款并登记履行": lambda cast, matter, draft: perform(cast, matter),
    "复核并公示": lambda cast, matter, draft: publish(cast, matter),
    "过一日": lambda cast, matter, draft: cast.wait(days=1),
    "过十日": lambda cast, matter, draft: cast.wait(days=10),
    "拒绝复查": rechecked("obstructed", findings="门卫拒绝开门。"),
    "决定并送达": lambda cast, matter, draft: story.deliver(cast, story.decide(cast, matter)),
    "为同案人立案": lambda cast, matter, draft: companions.open_companion(cast, matter),
    "为第三名同案人立案": lambda cast, matter, draft: companions.open_companion(
        cast, matter, companions.THIRD
    ),
    "为未成年同案人立案": lambda cast, matter, draft: companions.open_companion(
        cast, matter, companions.BOY
    ),
    "询问证人": lambda cast, matter, draft: police_story.testimony(cast, matter),
    "询问同案人，无监护人": lambda cast, matter, draft: police_story.question(
        cast, matter, person=companions.BOY["party_name"]
    ),
    "引用同案证据": lambda cast, matter, draft: cast.do(
        "handler",
        "cases.take_companion_evidence",
        matter,
        case=companions_of(case_of(matter))[0].uid,
    ),
    "启动按日连续处罚": lambda cast, matter, draft: by_day.open_daily(cast, matter),
    "检查现场": lambda cast, matter, draft: story.inspect(cast, matter),
    "拟定按日罚款": lambda cast, matter, draft: by_day.propose(cast, matter),
}


def test_there_are_at_least_sixty_and_no_name_stands_twice() -> None:
    names = [scenario["name"] for scenario in SCENARIOS]

    assert len(names) >= 60
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda s: s["name"])
def test_a_scenario_of_the_law(
    scenario: Mapping[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    watch = watching(monkeypatch)
    given = scenario["given"]
    cast = story.make_cast(profile=given["profile"], domain=given["domain"])
    matter = begun(cast, given)
    draft = draft_of(given)

    for words in scenario["acts"]:
        play(cast, matter, draft, words)
        matter = Matter.objects.get(pk=matter.pk)

    check(cast, matter, scenario)
    if "split" in scenario:
        check_split(cast, matter, scenario["split"])
    if "daily" in scenario:
        check_daily(cast, daily_from(matter), scenario["daily"])
    if "companion" in scenario:
        check_companion(cast, matter, companion_of(matter), scenario["companion"])
    assert watch.unseen == []


def check_companion(cast: Cast, matter: Matter, own: Matter, table: Mapping[str, Any]) -> None:
    """Compare the case of the first companion with its table."""
    assert [piece.name for piece in evidence_held(case_of(own))] == table["evidence"]
    assert len(companions_of(case_of(own))) == table["others"]
    assert (own.filed_on == matter.filed_on) is table["same_filing"]
    check(cast, own, table)


def companion_of(matter: Matter) -> Matter:
    """Return the matter of the companion that was opened first."""
    return Matter.objects.get(pk=case_of(matter).companions.earliest("id").case.matter_id)


def begun(cast: Cast, given: Mapping[str, Any]) -> Matter:
    """Return the case a scenario plays in: opened, or penalized on the spot (`on_spot`)."""
    party = PARTIES[given["party"]]
    if "on_spot" in given:
        known = dict(given["on_spot"])
        days = known.pop("days", None)
        until = {} if days is None else {"correct_by": cast.today + timedelta(days=days)}
        return story.penalize(cast, party, **known, **until)
    police = given.get("public_order", False)  # 治安 is one part of what the police punish
    cause = {"cause": "", "cause_code": given["cause_code"]} if "cause_code" in given else {}
    return story.open_case(cast, party, public_order=police, **cause)


def check_daily(cast: Cast, own: Matter, daily: Mapping[str, Any]) -> None:
    """Compare the reckoning of the newest penalty by the day, and its case, with the table."""
    row = daily_of(case_of(own))
    assert row is not None
    counted = (row.days, row.daily_fen, row.total_fen)
    assert counted == (daily["days"], parse_yuan(daily["daily"]), parse_yuan(daily["total"]))
    check(cast, own, daily)


def daily_from(matter: Matter) -> Matter:
    newest = DailyPenalty.objects.filter(recheck__case__matter=matter).latest("id")
    return Matter.objects.get(pk=newest.case.matter_id)


def check_split(cast: Cast, matter: Matter, split: Mapping[str, Any]) -> None:
    """Go on with the case that was split off, and compare it with its own table."""
    own = split_from(matter)
    draft = draft_of(split["given"])
    for words in split["acts"]:
        play(cast, own, draft, words)
        own = Matter.objects.get(pk=own.pk)
    check(cast, own, split)


def split_from(matter: Matter) -> Matter:
    return Matter.objects.get(pk=case_of(matter).split_off.latest("id").matter_id)


def play(cast: Cast, matter: Matter, draft: Any, words: str) -> None:
    """Do what a verb says; after “×” it must be refused for the reason after “：”.

    What begins with “另案” is done in the case that was split off, with “按日” in the one that
    penalizes by the day, with “同案” in that of the first companion.
    """
    if "同案·" in words:
        return play(cast, companion_of(matter), draft, words.replace("同案·", ""))
    if "另案·" in words:
        return play(cast, split_from(matter), draft, words.replace("另案·", ""))
    if "按日·" in words:
        return play(cast, daily_from(matter), draft, words.replace("按日·", ""))
    if not words.startswith("×"):
        VERBS[words](cast, matter, draft)
        return None
    verb, _, reason = words.removeprefix("×").partition("：")
    before = Entry.objects.count()
    with pytest.raises(DomainError) as refused:
        VERBS[verb](cast, matter, draft)
    assert reason in str(refused.value), words
    assert Entry.objects.count() == before
    return None


def check(cast: Cast, matter: Matter, scenario: Mapping[str, Any]) -> None:
    """Compare place, documents, dates and the three questions with the table."""
    if "place" in scenario:
        places = process_of(matter).places
        assert "、".join(places[code].name for code in matter.marking) == scenario["place"]
    made = set(Document.objects.filter(matter=matter).values_list("title", flat=True))
    assert set(scenario.get("documents", ())) <= made
    for code, day in scenario.get("dates", {}).items():
        if day == "none":
            assert not matter.deadlines.filter(code=code).exists(), code
            continue
        newest = matter.deadlines.filter(code=code).latest("id")
        assert newest.due_on == date.fromisoformat(day), (code, newest.explanation)
    if "facts" in scenario:
        case = case_of(matter)
        newest_draft = latest_draft(case)
        assert newest_draft is not None
        facts = facts_of(matter, cast.clock)
        answers = {
            "hearing": hearing_right(matter, case, newest_draft),
            "review": facts["review_required"],
            "discussion": facts["discussion_required"],
        }
        assert answers == scenario["facts"]
