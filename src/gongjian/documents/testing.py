"""Valid values for every document, with invented people, and matters that hold documents."""

import dataclasses
import tomllib
import typing
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from django.db import transaction

from gongjian.common.acts import SYSTEM, Act, Actor, Service, hooks, service
from gongjian.common.clock import Clock, fixed, local_date
from gongjian.common.data import data_folder
from gongjian.matters.models import Matter, ProcessVersion
from gongjian.matters.services import ActivateProcess, activate_process, open_matter
from gongjian.orgs.models import Agency
from gongjian.orgs.testing import make_agency, make_officer

from .catalogue import definition, definitions
from .checking.wording import CITING
from .models import Document
from .paper.binding import Frame, bind, freeze
from .paper.blocks import Block
from .paper.definitions import Definition, FieldDef
from .services import make
from .typed import act_code

R = TypeVar("R")

AT = datetime(2026, 4, 21, 2, 0, tzinfo=UTC)
ISSUER = "青川市生态环境局"
URL = "https://zfgs.example/d/Jq3bX9uT4mK2pL7wQ5vR8a"

FACTS = (
    "2026年3月12日，我局执法人员依法对当事人位于青川市罗家镇金塘村的生"
    "产场所进行现场检查，发现当事人未重新报批环境影响评价文件，擅自改变原材料"
    "和生产工艺：原批复的原材料为废旧铝合金，实际使用电解铝液；原批复的熔炼炉"
    "为两台5吨中频炉，实际建成三台10吨天然气熔炼炉。执法人员当场制作《现场"
    "检查笔录》，拍摄现场照片12张。\n经查明，该变动自2025年11月20日"
    "起实施，项目总投资额为5,212,000.00元。按照《污染影响类建设项"
    "目重大变动清单（试行）》，上述变动属于重大变动。"
)
DISCRETION = (
    "当事人系初次违法，积极配合调查，依据本省生态环境行政处罚裁量基准，按项目"
    "总投资额的百分之一处以罚款。"
)
# The six that every story needs are written out; the others are read from samples.toml.
CORE: dict[str, dict[str, Any]] = {
    "penalty-decision": {
        "party_name": "青川市恒远新材料有限公司",
        "party_details": [
            {
                "label": "统一社会信用代码",
                "text": "91510822MA0EXAMP1X",
            },
            {
                "label": "法定代表人",
                "text": "吴喆堃",
            },
        ],
        "party_address": "青川市罗家镇金塘村三组18号",
        "facts": FACTS,
        "evidence": [
            "现场检查笔录一份，证明当事人改变原材料和生产工艺的事实",
            "调查询问笔录两份，证明变动的时间和经过",
            "营业执照复印件一份，证明当事人的主体资格",
            "现场照片12张，证明现场生产设备的情况",
        ],
        "statement": (
            "本机关于2026年4月7日向当事人送达《行政处罚告知书》（青环行罚告字〔"
            "2026〕1号），告知拟作出行政处罚的内容及事实、理由、依据和依法享有的"
            "陈述、申辩权利。当事人在法定期限内未提出陈述、申辩，未要求听证。"
        ),
        "violated": "《中华人民共和国环境影响评价法》第二十四条第一款",
        "basis": "《中华人民共和国环境影响评价法》第三十一条第一款",
        "penalties": [
            "责令停止建设",
            "罚款人民币52,120.00元（伍万贰仟壹佰贰拾元整）",
        ],
        "fine": 5212000,
        "payment_term": "十五日",
        "bank": "青川银行营业部（青川市人民路1号）",
        "bank_account": "6200 0000 0000 0001",
        "review_body": "青川市人民政府",
        "review_term": "六十日",
        "court": "青川市人民法院",
        "court_term": "六个月",
        "discretion": DISCRETION,
    },
    "penalty-notice": {
        "party_name": "青川市恒远新材料有限公司",
        "party_details": [
            {
                "label": "统一社会信用代码",
                "text": "91510822MA0EXAMP1X",
            },
            {
                "label": "法定代表人",
                "text": "吴喆堃",
            },
        ],
        "party_address": "青川市罗家镇金塘村三组18号",
        "facts": FACTS,
        "evidence": [
            "现场检查笔录一份，证明当事人改变原材料和生产工艺的事实",
            "调查询问笔录两份，证明变动的时间和经过",
            "营业执照复印件一份，证明当事人的主体资格",
            "现场照片12张，证明现场生产设备的情况",
        ],
        "violated": "《中华人民共和国环境影响评价法》第二十四条第一款",
        "basis": "《中华人民共和国环境影响评价法》第三十一条第一款",
        "penalties": [
            "责令停止建设",
            "罚款人民币52,120.00元（伍万贰仟壹佰贰拾元整）",
        ],
        "discretion": DISCRETION,
        "cause": "未重新报批环境影响评价文件擅自改变生产工艺",
        "statement_term": "五个工作日",
        "hearing_term": "五个工作日",
        "contact": "李示例、王示例",
        "phone": "0839-0000000",
        "address": "青川市人民路8号",
    },
    "filing-approval": {
        "case_source": "2026年3月12日现场检查发现",
        "cause": "涉嫌未重新报批环境影响评价文件擅自改变生产工艺案",
        "party_name": "青川市恒远新材料有限公司",
        "party_id": "91510822MA0EXAMP1X",
        "party_representative": "吴喆堃",
        "party_address": "青川市罗家镇金塘村三组18号",
        "facts": FACTS,
        "basis": "《中华人民共和国环境影响评价法》第二十四条第一款、第三十一条第一款",
        "handlers": [
            "李示例",
            "买买提·艾力",
        ],
        "handler_opinion": "符合立案条件，建议立案调查，由李示例、买买提·艾力承办。",
        "proposed_on": "2026-03-13",
        "leader_opinion": "同意立案。",
        "leader": "周示例",
        "leader_on": "2026-03-16",
    },
    "inspection-record": {
        "reason": "对排污单位日常监督检查（2026年度双随机抽查第3批）",
        "place": "青川市罗家镇金塘村三组18号",
        "started_at": "2026年3月12日9时30分",
        "ended_at": "2026年3月12日11时05分",
        "party_name": "青川市恒远新材料有限公司",
        "party_details": [
            {
                "label": "住所",
                "text": "青川市罗家镇金塘村三组18号",
            },
        ],
        "on_site_person": "吴喆堃，法定代表人",
        "officers": [
            {
                "name": "李示例",
                "certificate": "51082226001",
            },
            {
                "name": "买买提·艾力",
                "certificate": "51082226002",
            },
        ],
        "recorder": "李示例",
        "told": (
            "检查人员出示执法证件，告知检查依据、配合检查的义务和申请回避的权利。问："
            "是否看清证件、是否申请回避？答：看清了，不申请回避。"
        ),
        "findings": FACTS,
        "evidence": [
            "现场照片12张",
            "环评批复复印件一份",
        ],
        "recording": "执法记录仪GJ-0007，2026年3月12日9时28分至11时06分",
        "party_opinion": "以上笔录我已看过，与现场情况相符。",
    },
    "legal-review-opinion": {
        "matter_number": "青环案〔2026〕3号",
        "cause": "涉嫌未重新报批环境影响评价文件擅自改变生产工艺案",
        "party_name": "青川市恒远新材料有限公司",
        "handling_unit": "南郊分局",
        "submitted_on": "2026-04-15",
        "proposal": (
            "责令停止建设；罚款人民币52,120.00元。依据《中华人民共和国环境影"
            "响评价法》第三十一条第一款。"
        ),
        "draft_hash": "9f2c4e0b7d1a88e35c60f1b2",
        "checks": [
            {
                "item": "执法主体合法，执法人员具备资格",
                "finding": "符合",
                "remark": "",
            },
            {
                "item": "事实清楚，证据合法充分",
                "finding": "符合",
                "remark": "现场照片应注明拍摄人",
            },
            {
                "item": "适用法律、裁量基准准确适当",
                "finding": "符合",
                "remark": "",
            },
            {
                "item": "程序合法",
                "finding": "符合",
                "remark": "陈述申辩期限已满",
            },
            {
                "item": "未超越法定权限",
                "finding": "符合",
                "remark": "",
            },
            {
                "item": "文书完备、规范",
                "finding": "符合",
                "remark": "",
            },
            {
                "item": "是否涉嫌犯罪需要移送",
                "finding": "不适用",
                "remark": "未发现犯罪线索",
            },
        ],
        "problems": [
            "现场照片未注明拍摄人，请补注",
        ],
        "outcome": "同意",
        "opinion": (
            "本案事实清楚，证据确凿充分，适用法律正确，裁量适当，程序合法，同意拟作出"
            "的行政处罚决定。"
        ),
        "reviewer": "何䶮",
        "reviewed_on": "2026-04-17",
    },
    "delivery-receipt": {
        "documents": [
            {
                "name": "行政处罚决定书",
                "number": "青环行罚决字〔2026〕1号",
            },
        ],
        "recipient": "青川市恒远新材料有限公司",
        "place": "青川市罗家镇金塘村三组18号",
        "method": "直接送达",
        "delivered_at": "2026年4月22日10时15分",
        "receiver": "吴喆堃",
        "relation": "法定代表人",
        "officers": [
            "李示例",
            "买买提·艾力",
        ],
    },
}


def _samples() -> dict[str, dict[str, Any]]:
    """Return values for every field of every definition.

    Those written down come first; a typed document needs none, its definition says what fits. Any
    other field without a value is a KeyError.
    """
    written = tomllib.loads(Path(__file__).with_name("samples.toml").read_text(encoding="utf-8"))
    return {
        kind: CORE[kind]
        if kind in CORE
        else _sampled(form, {**written["common"], **written.get(kind, {})})
        for kind, form in definitions().items()
    }


def _sampled(form: Definition, written: dict[str, Any]) -> dict[str, Any]:
    fitting = filled(form, AT) if form.typed else {}
    return {code: written[code] if code in written else fitting[code] for code in form.fields}


def sample(kind: str, /, **changes: Any) -> dict[str, Any]:
    """Return valid fields of a document, changed where the test is about it."""
    return {**SAMPLES[kind], **changes}


ARTICLE = "《中华人民共和国行政处罚法》第二十八条第一款"


# What the first choice of another field, or a case without seizures, leaves blank.
UNFILLED: dict[str, dict[str, Any]] = {
    "seizure-approval": {"seizure_number": ""},
    "seizure-release": {"rest": []},
    "appraisal-period-notice": {"seizure_number": ""},
    "appraisal-result-notice": {"seizure_number": ""},
}


def filled(form: Definition, now: datetime) -> dict[str, Any]:
    """Return values of every field of a definition, as `make` takes them, that keep its checks.

    All moments are `now` and all days its day, so that nothing lies before what it must follow.
    """
    cited = {code: ARTICLE for code in CITING if code in form.fields}
    values = {code: _filling(field, now) for code, field in form.fields.items()} | cited
    return values | UNFILLED.get(form.code, {})


def _filling(field: FieldDef, now: datetime) -> Any:
    match field.kind:
        case "date":
            return local_date(now)
        case "moment":
            return now
        case "money":
            return 120_000
        case "number":
            return field.least
        case "choice":
            return field.choices[0]
        case "list":
            return [f"{field.label}之一", f"{field.label}之二"]
        case "rows":
            return [{code: f"{label}的内容" for code, label in field.columns.items()}]
        case _:
            return f"{field.label}的内容"


SAMPLES = _samples()


def typed_command(kind: str, now: datetime) -> Any:
    """Return a valid command of a typed document: what a person would have filled in."""
    form = definition(kind)
    command = service(act_code(kind)).cmd
    values = filled(form, now)
    hints = typing.get_type_hints(command)
    asked: dict[str, Any] = {}
    for declared in dataclasses.fields(command):
        value = values[declared.name]
        if form.fields[declared.name].kind == "list":
            value = "\n".join(value)
        elif form.fields[declared.name].kind == "rows":
            (row, *_) = typing.get_args(hints[declared.name])
            value = tuple(row(**entry) for entry in value)
        asked[declared.name] = value
    return command(**asked)


def blocks_of(kind: str, **changes: Any) -> Sequence[Block]:
    """Return the bound blocks of a sample document."""
    form = definition(kind)
    number = f"青环{form.series}字〔2026〕1号" if form.numbered else ""
    frame = Frame(ISSUER, number, "2026-04-21", URL if form.outward else "")
    return bind(form, freeze(form, sample(kind, **changes)), frame)


@dataclass(frozen=True)
class _Nothing:
    """The command of an act that asks nothing."""


def within(
    matter: Matter | None,
    work: Callable[[Act], R],
    *,
    actor: Actor = SYSTEM,
    clock: Clock | None = None,
) -> R:
    """Run `work` as an act does: one transaction, one entry, but no right and no step asked."""

    def run(*, act: Act, cmd: _Nothing) -> None: ...

    run.__annotations__ = {"act": Act, "cmd": _Nothing, "return": None}
    test = Service("documents.test", run, title="测试", about="matter", final=False, step=False)
    act = Act(test, actor, clock or fixed(AT), _Nothing())
    with transaction.atomic():
        if matter is not None:
            act.matter = Matter.objects.select_related("stream", "agency").get(pk=matter.pk)
        result = work(act)
        assert hooks.append is not None
        hooks.append(act)
    return result


def make_matter(agency: Agency | None = None) -> Matter:
    """Return a new matter of an agency with two handlers."""
    place = agency or make_agency()
    lead, second = make_officer(place), make_officer(place)
    matter = Matter(
        kind="paper",
        title="涉嫌未重新报批环境影响评价文件案",
        party_name="青川市恒远新材料有限公司",
        agency=place,
        unit=lead.unit,
        lead=lead,
        second=second,
        profile=place.profile,
        domain=place.domain,
        process=_process(),
    )
    return within(None, lambda act: open_matter(act, matter))


def make_document(
    matter: Matter, kind: str = "penalty-decision", *, clock: Clock | None = None, **changes: Any
) -> Document:
    """Return a frozen document of a matter; its files are a job away."""
    return within(matter, lambda act: make(act, kind, sample(kind, **changes)), clock=clock)


def _process() -> ProcessVersion:
    text = (data_folder("processes") / "penalty-ordinary.toml").read_text(encoding="utf-8")
    known = ProcessVersion.objects.filter(code="penalty-ordinary", in_force=True).first()
    return known or activate_process(actor=SYSTEM, cmd=ActivateProcess(text=text))
