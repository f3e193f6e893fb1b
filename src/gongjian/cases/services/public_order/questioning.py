"""Questioning, with the gates of the law (询问查证)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from gongjian.cases.beside import Needs, interpreters_of, latest_guardian, needs_of
from gongjian.cases.choices import CertificateShown, EvidenceKind
from gongjian.cases.identity import unshown_in_person
from gongjian.cases.models import Case, Evidence, Guardian, Interpreter
from gongjian.cases.papers import moment
from gongjian.cases.public_order import papers
from gongjian.cases.public_order.asking import at_odds, not_as_told
from gongjian.cases.public_order.choices import (
    BROUGHT,
    ON_PAPER,
    CameBy,
    ExclusionGround,
    PersonRole,
    QuestioningGround,
    QuestioningPlace,
)
from gongjian.cases.public_order.fast import fast_of
from gongjian.cases.public_order.models import Exclusion, Questioning
from gongjian.cases.public_order.queries import known_minor, latest_offender
from gongjian.cases.public_order.rules import HourLimit, questioning_limit
from gongjian.cases.queries import case_of, opinion_owed
from gongjian.cases.services.entering import FORCE_WAITS
from gongjian.cases.services.people import certified
from gongjian.cases.services.public_order.again import apart_from, too_soon
from gongjian.common import fields
from gongjian.common.acts import Act, Actor, act
from gongjian.common.clock import local_date
from gongjian.common.errors import InvalidInput
from gongjian.documents.choices import DocumentState
from gongjian.documents.models import Document
from gongjian.documents.services import make
from gongjian.jurisdiction.profiles import profile
from gongjian.matters.models import Matter


@dataclass(frozen=True, kw_only=True)
class RecordQuestioning:
    role: str = fields.choice("被询问人", PersonRole.choices)
    person: str = fields.line("姓名", max_length=100)
    minor: bool = fields.check("未满十八周岁")
    guardian_present: bool = fields.check(
        "监护人（合适成年人）在场",
        source="治安管理处罚法 第九十八条",
        help="先办理“通知监护人到场”",
    )
    language: bool = fields.check("不通晓当地通用的语言文字", source="治安管理处罚法 第一百零一条")
    sign: bool = fields.check("听力或者言语残疾，需要手语等交流方式")
    interpreter_present: bool = fields.check("翻译人员在场", help="先办理“聘请翻译人员”")
    came_by: str = fields.choice("到案方式", CameBy.choices, source="治安管理处罚法 第九十六条")
    arrived_at: datetime = fields.moment("到案时间", help="询问查证的时间从到案时起算")
    began_at: datetime = fields.moment("询问开始时间")
    ended_at: datetime = fields.moment("询问结束时间")
    ground: str = fields.choice(
        "询问查证时间的情形", QuestioningGround.choices, source="治安管理处罚法 第九十七条"
    )
    place_kind: str = fields.choice("询问场所", QuestioningPlace.choices)
    place: str = fields.line("询问地点")
    alone: bool = fields.check(
        "由一名人民警察询问",
        source="治安管理处罚法 第一百零八条",
        help="只限规范设置的执法办案场所，并须全程同步录音录像",
    )
    full_recording: bool = fields.check("已全程同步录音录像")
    recording_at: str = fields.only_for(
        "full_recording", ("on",), fields.line("录音录像的编号和存放位置", required=False)
    )
    by_recording: bool = fields.check(
        "以录音录像代替书面笔录（快速办理）",
        source="公安机关办理行政案件程序规定 第四十五条第三款",
        help="只限快速办理的案件；“询问内容”写录音录像的关键内容和相应的时间段",
    )
    certificate_shown: str = fields.code(
        "表明身份的方式",
        of="cases.way_at_delivery",
        source="行政处罚法 第五十五条第一款",
    )
    unshown_because: str = fields.only_for(
        "certificate_shown",
        (CertificateShown.EXCUSED,),
        fields.line("没有出示证件的特殊情况", required=False),
        needed="没有出示的必填",
    )
    rights_told: bool = fields.check("已告知权利义务")
    family_told: str = fields.line(
        "通知家属的情况", required=False, help="何时通知何人传唤的原因和处所"
    )
    family_not_told: str = fields.only_for(
        "came_by", BROUGHT, fields.line("未能通知家属的原因", required=False)
    )
    food_and_rest: str = fields.line(
        "保证饮食和休息的情况", required=False, source="治安管理处罚法 第九十七条"
    )
    content: str = fields.text("询问内容", max_length=20_000, help="一问一答，照录原意")
    refused_signature: str = fields.line("拒绝签名的情况", required=False)
    again_reason: str = fields.only_for(
        "came_by",
        BROUGHT,
        fields.text(
            "短时间内再次传唤的理由",
            max_length=1000,
            required=False,
            source="公安机关办理行政案件程序规定 第六十九条第二款",
            help="与上一次询问结束的间隔不足的如实写明；不得以连续传唤的形式变相拘禁",
        ),
    )
    over_time_reason: str = fields.text(
        "超过询问查证时间的说明",
        max_length=1000,
        required=False,
        help="确已超过时限的如实写明；本系统从严处理，超时所得的陈述不作为处罚的根据",
    )


@act("cases.record_questioning", title="制作询问笔录")
def record_questioning(*, act: Act, cmd: RecordQuestioning) -> Questioning:
    """Record a questioning; its statement becomes evidence, or is excluded at once where it must.

    Raises:
        InvalidInput: brought by a summons that nobody signed; over the time the law gives, or again
            so soon, without saying so; a minor alone; nobody who interprets; one officer outside a
            standard centre; the family of a summoned person forgotten.

    Source: 治安管理处罚法 第九十六条至第一百条、第一百零八条.
    """
    matter: Matter = act.matter
    case = case_of(matter)
    limit = questioning_limit(
        profile(matter.profile),
        matter.domain,
        QuestioningGround(cmd.ground),
        cmd.arrived_at,
        local_date(cmd.arrived_at),
    )
    minor = cmd.minor or _known_minor(case, cmd)
    guardian = latest_guardian(case) if minor and cmd.guardian_present else None
    interpreters = _interpreters(case, cmd)
    apart = apart_from(matter, cmd)
    fast = cmd.by_recording and fast_of(matter, case) is not None
    shown = unshown_in_person(matter, act.today, cmd.certificate_shown, cmd.unshown_because)
    if (
        problems := _instead(cmd, fast=fast)
        | shown
        | not_as_told(case, cmd)
        | at_odds(matter, cmd)
        | _by_force(case, cmd)
        | _wrong(cmd, limit, minor, guardian, interpreters, summoned=_summoned(matter), apart=apart)
    ):
        raise InvalidInput(problems)
    over = cmd.ended_at > limit.due_at
    excluded = _excluded(cmd, over)
    told = papers.questioning_record(act, case, cmd, limit, minor, guardian, interpreters)
    paper = make(act, "police-questioning-record", told)
    if cmd.family_told and cmd.came_by in BROUGHT:
        make(act, "questioning-family-notice", _family_notice(case, cmd))
    evidence = _evidence(act, case, cmd)
    act.write(evidence)
    questioning = Questioning(
        case=case,
        document=paper,
        evidence=evidence,
        role=cmd.role,
        person=cmd.person,
        minor=minor,
        guardian=guardian,
        needs_interpreter=bool(interpreters),
        interpreter=next(iter(interpreters.values()), None),
        came_by=cmd.came_by,
        place_kind=cmd.place_kind,
        place=cmd.place,
        arrived_at=cmd.arrived_at,
        began_at=cmd.began_at,
        ended_at=cmd.ended_at,
        ground=cmd.ground,
        due_at=limit.due_at,
        limit_source=limit.source,
        apart_from=apart.due_at if apart else None,
        again_reason=cmd.again_reason,
        over_time=over,
        over_time_reason=cmd.over_time_reason if over else "",
        lead=matter.lead,
        second=None if cmd.alone else matter.second,
        full_recording=cmd.full_recording,
        recording_at=cmd.recording_at,
        by_recording=cmd.by_recording,
        family_told=cmd.family_told,
        family_not_told=cmd.family_not_told,
        food_and_rest=cmd.food_and_rest,
        content=cmd.content,
        refused_signature=cmd.refused_signature,
        usable=excluded is None,
        unusable_because=excluded.label if excluded else "",
    )
    act.write(questioning)
    if excluded is not None:
        act.write(_exclusion(act, evidence, excluded))
    return questioning


record_questioning.requires(certified)


@record_questioning.prefilled
def _known(actor: Actor, matter: Matter) -> Mapping[str, Any]:
    case = case_of(matter)
    return {
        "role": PersonRole.OFFENDER if case.party.natural else PersonRole.WITNESS,
        "person": case.party.name if case.party.natural else "",
        "ground": QuestioningGround.NORMAL,
        "place_kind": QuestioningPlace.CENTRE,
        "place": f"{matter.unit.name}执法办案场所",
        "certificate_shown": CertificateShown.SHOWN,
    }


def _known_minor(case: Case, cmd: RecordQuestioning) -> bool:
    if cmd.role != PersonRole.OFFENDER or not case.party.natural:
        return False
    return known_minor(case, latest_offender(case), local_date(cmd.began_at))


def _interpreters(case: Case, cmd: RecordQuestioning) -> dict[str, Interpreter | None]:
    """Return who interprets, for each kind that the person needs; None where nobody is there."""
    wanted = Needs(language=cmd.language, sign=cmd.sign).interpreters
    if cmd.role == PersonRole.OFFENDER:
        wanted |= needs_of(case, local_date(cmd.began_at)).interpreters
    called = interpreters_of(case) if wanted and cmd.interpreter_present else {}
    return {kind: called.get(kind) for kind in sorted(wanted)}


def _summoned(matter: Matter) -> bool:
    papers_made = Document.objects.filter(matter=matter, kind="summons")
    return papers_made.exclude(state=DocumentState.VOID).exists()


def _by_force(case: Case, cmd: RecordQuestioning) -> dict[str, str]:
    """Tell that nobody is brought by force before review has spoken of a marked case (HN25)."""
    if cmd.came_by != CameBy.FORCED or not opinion_owed(case):
        return {}
    return {"came_by": FORCE_WAITS}


def _wrong(
    cmd: RecordQuestioning,
    limit: HourLimit,
    minor: bool,
    guardian: Guardian | None,
    interpreters: Mapping[str, Interpreter | None],
    *,
    summoned: bool,
    apart: HourLimit | None,
) -> dict[str, str]:
    """Return what is wrong with the record, by field."""
    problems = _times(cmd, limit) | too_soon(cmd, apart)
    if cmd.came_by in ON_PAPER and not summoned:
        problems["came_by"] = (
            "本案没有传唤证。请先由办案部门负责人制作传唤证；现场发现、口头传唤的，选“现场口头传唤”"
        )
    if minor and guardian is None:
        problems["guardian_present"] = (
            "询问未满十八周岁的人，应当通知其父母或者其他监护人到场；"
            "不能到场的，通知合适成年人。请先办理“通知监护人到场”，到场后再询问并勾选"
        )
    if None in interpreters.values():
        problems["interpreter_present"] = (
            "询问聋哑的人，应当有通晓手语等交流方式的人提供帮助；询问不通晓当地通用的语言文字的人，"
            "应当配备翻译人员。请先办理“聘请翻译人员”，到场后再询问并勾选"
        )
    if cmd.alone and cmd.place_kind != QuestioningPlace.CENTRE:
        problems["alone"] = "在规范设置的执法办案场所以外询问，人民警察不得少于两人"
    if cmd.full_recording and not cmd.recording_at:
        problems["recording_at"] = "已录音录像的，请写明编号和存放位置"
    if not cmd.rights_told:
        problems["rights_told"] = "询问前应当告知权利义务；请告知后勾选"
    if cmd.came_by in BROUGHT and not (cmd.family_told or cmd.family_not_told):
        problems["family_told"] = "应当及时将传唤的原因和处所通知家属；不能通知的写明原因"
    return problems


def _instead(cmd: RecordQuestioning, *, fast: bool) -> dict[str, str]:
    if not cmd.by_recording:
        return {}
    if not fast:
        return {"by_recording": "只有快速办理的案件可以以录音录像代替书面笔录；请制作书面笔录"}
    if not cmd.full_recording:
        return {"full_recording": "以录音录像代替书面笔录的，询问须全程同步录音录像"}
    return {}


def _times(cmd: RecordQuestioning, limit: HourLimit) -> dict[str, str]:
    problems: dict[str, str] = {}
    if cmd.began_at < cmd.arrived_at:
        problems["began_at"] = "询问开始早于到案时间，请核对"
    if cmd.ended_at < cmd.began_at:
        problems["ended_at"] = "询问结束早于开始时间，请核对"
    elif cmd.ended_at > limit.due_at and not cmd.over_time_reason:
        problems["ended_at"] = (
            f"询问查证自到案起不得超过{limit.length}（至{moment(limit.due_at)}，"
            f"{limit.source}）。请核对时间和情形；确已超时的，写明超时的说明；"
            "本系统从严处理，其陈述不作为处罚的根据"
        )
    return problems


def _excluded(cmd: RecordQuestioning, over: bool) -> ExclusionGround | None:
    """Return why the statement is not used.

    The law itself shuts out what one officer took without a full recording. The rest is our own
    caution, and is told as that: a statement over time (the law limits the time and says nothing of
    the statement), two officers in a centre, and a questioning by video (to be recorded in full).

    Source: 治安管理处罚法 第九十七条、第一百条第二款、第一百零八条第三款.
    """
    if over:
        return ExclusionGround.OVER_TIME
    must = cmd.alone or cmd.place_kind in {QuestioningPlace.CENTRE, QuestioningPlace.VIDEO}
    return ExclusionGround.NO_RECORDING if must and not cmd.full_recording else None


def _exclusion(act: Act, evidence: Evidence, ground: ExclusionGround) -> Exclusion:
    return Exclusion(
        evidence=evidence,
        ground=ground,
        reason="系统依笔录记载自动排除",
        excluded_by_id=act.officer,
        at=act.now,
    )


def _evidence(act: Act, case: Case, cmd: RecordQuestioning) -> Evidence:
    own = cmd.role == PersonRole.OFFENDER
    return Evidence(
        case=case,
        kind=EvidenceKind.PARTY_STATEMENT if own else EvidenceKind.TESTIMONY,
        name=f"{cmd.person}询问笔录",
        proves=f"{PersonRole(cmd.role).label}{cmd.person}所述的经过",
        obtained_on=local_date(cmd.began_at),
        obtained_from=cmd.person,
    )


def _family_notice(case: Case, cmd: RecordQuestioning) -> Mapping[str, Any]:
    return {
        "family": cmd.family_told,
        "person": cmd.person,
        "cause": case.cause,
        "came_by": CameBy(cmd.came_by).label,
        "arrived_at": moment(cmd.arrived_at),
        "place": cmd.place,
    }
