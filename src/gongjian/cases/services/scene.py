"""A penalty on the spot, from the certificate shown to the decision handed over (当场处罚)."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from gongjian.cases import identity
from gongjian.cases.choices import CertificateShown, EvidenceKind, PenaltyKind
from gongjian.cases.citing import only_law_in_force
from gongjian.cases.errors import OrdinaryProcedure
from gongjian.cases.events import DecisionDelivered, DecisionIssued
from gongjian.cases.facts import SUMMARY
from gongjian.cases.fined import fines_before
from gongjian.cases.models import (
    Case,
    Decision,
    OnSpot,
)
from gongjian.cases.monitoring import UNANSWERED, unanswered, whether_recorded
from gongjian.cases.public_order.rules import never_on_spot, of_public_order
from gongjian.common import clock as clocks
from gongjian.common import fields
from gongjian.common.acts import Act, Actor, act
from gongjian.common.clock import Clock, local_date
from gongjian.common.errors import InvalidInput, RuleBroken
from gongjian.common.events import publish
from gongjian.intake.choices import ClueSource
from gongjian.intake.services import RegisterClue, enter_clue
from gongjian.jurisdiction.profiles import profile
from gongjian.matters.models import Matter, ProcessVersion
from gongjian.matters.services import take_step
from gongjian.orgs.choices import CertificateKind
from gongjian.orgs.models import Agency, Officer
from gongjian.orgs.queries import certificate_valid
from gongjian.parties.choices import PartyKind
from gongjian.parties.services import register

from . import naming_party
from .filing import OpenCase, case_from_clue
from .naming_party import PARTY_FIELDS, party_of
from .people import certified, fellow_officer
from .prior_fines import of_other_acts
from .scene_cause import CODE, SceneCircumstance, cites_its_cause, scene_cause, with_cause
from .scene_correcting import order_on_spot, wrong_order
from .scene_rows import (
    case_with_evidence,
    decision_of_spot,
    draft_of,
    handed_over,
    name_victim,
    opened,
    oral_notice,
    spot_of,
    statement_of,
)
from .scope import fine_of, scope_of

# What is found later is no longer found on the spot; past midnight it still is.
ON_THE_SPOT = timedelta(days=1)
PENALTIES = (("warning", "警告"), ("fine", "罚款"), ("both", "警告并处罚款"))
UNCERTAIN = "违法事实尚不确凿，需要进一步调查，应当适用普通程序"
MONITORED = (
    "证据由电子技术监控设备自动记录，未经审核不得作为处罚的证据，应当适用普通程序，"
    "立案以后用“登记监控证据”登记"
)
BY_CATALOGUE = "选用目录案由的可以留空，由系统填写"
SPOKE = (("none", "当事人明确表示没有陈述、申辩"), ("spoke", "当事人作了陈述、申辩"))


@dataclass(frozen=True)
class PenalizeOnSpot:
    party_kind: str = fields.choice("当事人类型", PartyKind.choices)
    party_name: str = fields.line("当事人名称或者姓名")
    acted_at: datetime = fields.moment("违法行为发生的时间")
    place: str = fields.line("违法行为发生的地点", secret=True)
    facts: str = fields.text("违法事实", max_length=1000, help="写明行为、情节、后果")
    evidence_kind: str = fields.choice("证据种类", EvidenceKind.choices)
    evidence: str = fields.line("证据", help="例如：执法记录仪录像一段、现场照片2张")
    penalty: str = fields.choice("处罚", PENALTIES, source="行政处罚法 第五十一条")
    spoke: str = fields.choice("陈述、申辩", SPOKE, source="行政处罚法 第四十五条")
    identity_shown: str = fields.choice(
        "表明身份的方式",
        [(way.value, way.label) for way in identity.ON_THE_SPOT],
        source="行政处罚法 第五十二条第一款",
    )
    certain: bool = fields.check(
        "违法事实确凿并有法定依据，无需进一步调查", source="行政处罚法 第五十一条"
    )
    told: bool = fields.check(
        "已当场口头告知拟作出的处罚、事实、理由、依据和依法享有的权利",
        source="行政处罚法 第四十四条",
    )
    publication_told: bool = fields.check("已告知处罚决定信息将依法公示")
    cause_code: str = fields.code(
        "目录案由",
        of="catalog.cause",
        required=False,
        help="选用以后，按目录引用条款，当场核对法定幅度和裁量基准",
    )
    cause: str = fields.line(
        "案由", required=False, help="选用目录案由的可以留空；目录没有的，在此写明"
    )
    violated: str = fields.line(
        "违反的条款", max_length=500, required=False, help=f"写到条、款、项；{BY_CATALOGUE}"
    )
    basis: str = fields.line(
        "处罚依据", max_length=500, required=False, help=f"写到条、款、项；{BY_CATALOGUE}"
    )
    circumstances: tuple[SceneCircumstance, ...] = fields.chosen_by(
        CODE,
        fields.rows(
            "裁量情节",
            of="cases.scene_circumstance",
            required=False,
            help="逐项认定；系统据此得出适用的裁量基准",
            source="行政处罚法 第三十四条",
        ),
    )
    base_fen: int | None = fields.chosen_by(
        CODE,
        fields.money("计算罚款的基数", required=False, min_fen=1, given="cases.scene_base"),
    )
    grounds: tuple[str, ...] = fields.chosen_by(
        CODE,
        fields.code(
            "法定的从轻、减轻、从重情形",
            of="cases.scene_ground",
            many=True,
            required=False,
            given="cases.scene_circumstance",
            help="低于法定下限的罚款，只有减轻处罚的情形可以适用",
        ),
    )
    grounds_proof: str = fields.chosen_by(
        CODE,
        fields.text(
            "法定情形的事实和证据",
            max_length=2000,
            required=False,
            given="cases.scene_circumstance",
        ),
    )
    deviation_reason: str = fields.chosen_by(
        CODE,
        fields.text(
            "偏离裁量基准的理由",
            max_length=2000,
            required=False,
            given="cases.scene_circumstance",
            help="罚款不在适用的档次之内的，必须写明",
        ),
    )
    amount_fen: int | None = fields.money("罚款金额", required=False, min_fen=1)
    correction: str = fields.line(
        "责令改正的内容", required=False, source="行政处罚法 第二十八条第一款"
    )
    correct_by: date | None = fields.day(
        "改正期限的最后一日", required=False, future=True, help="责令立即改正的不填"
    )
    corrected: str = fields.line(
        "当场改正的情况",
        required=False,
        help="当事人已经当场改正的，写明所见，不再复查；没有当场改正的不填，到期复查",
    )
    discretion: str = fields.line("裁量理由", max_length=500, required=False)
    said: str = fields.text("当事人说了什么", max_length=1000, required=False)
    checked: str = fields.text(
        "怎样复核的", max_length=1000, required=False, help="不得因陈述、申辩加重处罚"
    )
    adopted: bool = fields.check("予以采纳")
    second: UUID | None = fields.ref(
        "另一名执法人员", of="orgs.certified_officer", required=False, help="与本人不是同一人"
    )
    id_number: str = naming_party.id_number()
    uscc: str = naming_party.uscc()
    legal_representative: str = naming_party.representative()
    address: str = fields.line("住所（住址）", required=False, secret=True)
    phone: str = fields.line("联系电话", max_length=30, required=False, secret=True)
    receiver: str = fields.line("签收人", max_length=100, required=False, help="不填为当事人本人")
    refused: bool = fields.check("当事人拒绝签收", source="行政处罚法 第五十二条第一款")
    refusal: str = fields.line("拒绝签收的情况", required=False)
    needs_interpreter: bool = fields.check(
        "当事人不通晓当地通用的语言文字，或者有听力、言语残疾",
        source="治安管理处罚法 第一百零一条",
        help="没有翻译在场的，不能当场处罚",
    )
    interpreter: str = fields.line(
        "在场的翻译人员", max_length=100, required=False, help="姓名，语言或者手语"
    )
    minor: bool = fields.check("当事人未满十八周岁")
    self_recorded: str = whether_recorded("evidence_kind")
    public_interest: bool = fields.check("涉及重大公共利益")
    social_risk: bool = fields.check("可能造成重大社会影响或者引发社会风险")
    major_rights: bool = fields.check("直接关系当事人或者第三人重大权益")
    complex: bool = fields.check("案情疑难复杂、涉及多个法律关系")
    public_order: bool = fields.check(
        "属于违反治安管理的行为", help="治安案件的记录依法封存，不公示"
    )
    alone_agreed: bool = fields.check(
        "被处罚人对由一名人民警察当场处罚没有异议", source="治安管理处罚法 第一百二十条"
    )
    recording: str = fields.line(
        "全程同步录音录像的编号", required=False, source="治安管理处罚法 第一百二十条"
    )
    victim: str = fields.line(
        "被侵害人",
        max_length=100,
        required=False,
        secret=True,
        help="治安案件写一人的姓名；决定书送达被侵害人以后才能结案",
        source="治安管理处罚法 第一百二十条第一款",
    )
    own_act: str = fields.line(
        "不是已经罚过款的行为的理由",
        max_length=1000,
        required=False,
        help="当事人同一日已被本机关罚款的，写明为什么是另一违法行为；没有的不填",
        source="行政处罚法 第二十九条",
    )
    dressed: bool = fields.check("已按规定着装、佩戴标识")
    unshown_because: str = fields.line("没有按规定着装的情况和原因", required=False)
    scene: UUID | None = fields.hidden(None)


@act("cases.penalize_on_spot", title="当场处罚", about="case", final=True)
def penalize_on_spot(*, act: Act, cmd: PenalizeOnSpot) -> Decision:
    """Impose a warning or a small fine on the spot: case, notice, decision, delivery in one go.

    Raises:
        OrdinaryProcedure: it must go the ordinary way; `cases.turn_to_ordinary` takes it over.
        RuleBroken: fewer than two officers, no police officer, or imposed already.
        InvalidInput: what the party was told, said or signed is not stated; a law is cited that
            was not in force; fined on the same day already, without a word why this is another act;
            the sum is outside the law or, without a reason, the benchmark of the
            cause (`scene_cause`).

    Source: 行政处罚法 第四十二条、第四十四条、第四十五条、第五十一条、第五十二条; 治安管理处罚法
    第一百一十九条、第一百二十条.
    """
    cmd = with_cause(act, cmd)
    _check(act, cmd)
    if cmd.self_recorded == "yes":
        raise OrdinaryProcedure(MONITORED, reasons=(MONITORED,))
    acted_on = local_date(cmd.acted_at)
    only_law_in_force(act.today, acted_on, violated=cmd.violated, basis=cmd.basis)
    _only_once(act, cmd)
    second = _second(act, cmd)
    party = register(act, party_of(cmd), names=PARTY_FIELDS)
    matter = opened(act, cmd, party, second)
    _dressed(matter, act.today, cmd)
    case = case_with_evidence(act, matter, party, cmd)
    draft = draft_of(act, case, cmd)
    cites_its_cause(draft, act.today)
    scope = scope_of(act, case, draft, cmd)
    refusals = scope.refusals if cmd.certain else (UNCERTAIN, *scope.refusals)
    if case.public_order and (told := never_on_spot(case.cause)):
        refusals = (told, *refusals)
    if refusals:
        raise OrdinaryProcedure("；".join(refusals), reasons=refusals)
    _not_fined_before(act, case, cmd)
    act.write(draft)
    spot = spot_of(act, draft, scope, cmd)
    take_step(act, "show_identity")
    notice = oral_notice(act, draft)
    take_step(act, "tell")
    statement = statement_of(act, notice, cmd)
    take_step(act, "hear")
    decision = decision_of_spot(act, spot, notice, statement)
    take_step(act, "penalize")
    name_victim(act, case, cmd)
    delivery = handed_over(act, decision, cmd)
    order_on_spot(act, delivery, cmd)
    if fine_of(draft.items):
        take_step(act, "hand_over")
    else:
        take_step(act, "hand_over_warning")
    publish(act, DecisionIssued(decision))
    publish(act, DecisionDelivered(decision, delivery))
    return decision


def _not_fined_before(act: Act, case: Case, cmd: PenalizeOnSpot) -> None:
    """Ask why this is another act where the party was fined for one of the same day.

    Source: 行政处罚法 第二十九条.
    """
    found = fines_before(case).open if cmd.amount_fen else ()
    if not found:
        return
    if not cmd.own_act:
        told = f"当事人同一日已被本机关罚款（{len(found)} 件），请核实；是另一违法行为的，写明理由"
        raise InvalidInput({"own_act": told})
    of_other_acts(act, case, found, cmd.own_act)


penalize_on_spot.requires(certified)


@penalize_on_spot.requires
def _procedure_in_force(actor: Actor, matter: Any, clock: Clock) -> str:
    if ProcessVersion.objects.filter(code=SUMMARY, in_force=True).exists():
        return ""
    return "简易程序尚未启用，请系统管理员先启用程序定义"


@penalize_on_spot.prefilled
def _known(actor: Actor, matter: Any) -> Mapping[str, Any]:
    """Fill in the moment, the usual way and the companion of the last time."""
    now = clocks.current().now().replace(second=0, microsecond=0)
    last = Matter.objects.filter(lead=actor.officer, second__isnull=False).order_by("-id")
    fellow = last.select_related("second").first()
    return {
        "acted_at": now,
        "identity_shown": CertificateShown.SHOWN,
        "evidence_kind": EvidenceKind.AUDIOVISUAL,
        "second": fellow.second.uid if fellow and fellow.second else None,
        "scene": uuid4(),
    }


@dataclass(frozen=True)
class TurnToOrdinary:
    """What was typed on the scene, as far as the ordinary procedure begins with it."""

    party_kind: str = fields.choice("当事人类型", PartyKind.choices)
    party_name: str = fields.line("当事人名称或者姓名")
    facts: str = fields.text("现场查明的事实", max_length=2000)
    acted_at: datetime = fields.moment("违法行为发生的时间")
    second: UUID = fields.ref("协办人", of="orgs.certified_officer", help="与主办人不是同一人")
    cause_code: str = fields.code("目录案由", of="catalog.cause", required=False)
    cause: str = fields.line("案由", required=False, help="选用目录案由的可以留空")
    evidence: str = fields.line("证据", required=False)
    violated: str = fields.line("涉嫌违反的条款", max_length=500, required=False)
    basis: str = fields.line("处罚依据", max_length=500, required=False)
    amount_fen: int | None = fields.money("原拟罚款金额", required=False, min_fen=1)
    said: str = fields.text("当事人说了什么", max_length=2000, required=False)
    place: str = fields.line("地点", required=False, secret=True)
    uscc: str = naming_party.uscc()
    legal_representative: str = naming_party.representative()
    id_number: str = naming_party.id_number()
    address: str = fields.line("住所（住址）", required=False, secret=True)
    phone: str = fields.line("联系电话", max_length=30, required=False, secret=True)
    public_order: bool = fields.check("属于违反治安管理的行为")


@act("cases.turn_to_ordinary", title="转为普通程序", about="case")
def turn_to_ordinary(*, act: Act, cmd: TurnToOrdinary) -> Matter:
    """Go on under the ordinary procedure with what was typed on the scene: a clue and its case.

    Source: 行政处罚法 第五十一条、第五十四条.
    """
    agency = Agency.objects.get(pk=act.agency)
    cause = scene_cause(agency, cmd.cause_code, act.today)
    name = cmd.cause or (cause.name if cause else "")
    parts = (("", cmd.facts), ("现场证据：", cmd.evidence), ("当事人陈述：", cmd.said))
    clue = enter_clue(
        act,
        RegisterClue(
            source=ClueSource.INSPECTION,
            subject=f"{cmd.party_name}{name}"[:200],
            content="\n".join(label + text for label, text in parts if text),
            found_on=act.today,
            place=cmd.place,
        ),
    )
    known = {f.name for f in dataclasses.fields(OpenCase)}
    same = {f.name: getattr(cmd, f.name) for f in dataclasses.fields(cmd) if f.name in known}
    ended_on = local_date(cmd.acted_at)
    return case_from_clue(act, clue, OpenCase(clue=clue.uid, act_ended_on=ended_on, **same))


turn_to_ordinary.requires(certified)


# --- the parts of a penalty on the spot ---------------------------------------------------------


def _check(act: Act, cmd: PenalizeOnSpot) -> None:
    problems: dict[str, str] = {}
    fined = cmd.penalty != PenaltyKind.WARNING
    if fined and cmd.amount_fen is None:
        problems["amount_fen"] = "请填写“罚款金额”"
    if not fined and cmd.amount_fen is not None:
        problems["amount_fen"] = "警告没有金额，请删除金额或者改选处罚"
    if act.now - cmd.acted_at > ON_THE_SPOT:
        problems["acted_at"] = "不是当场发现的违法行为，不能当场处罚。请核对时间，或者转为普通程序"
    if not cmd.told:
        problems["told"] = "处罚之前应当口头告知当事人；请告知后勾选"
    if unanswered(cmd.evidence_kind, cmd.self_recorded):
        problems["self_recorded"] = UNANSWERED
    if cmd.spoke == "spoke":
        if not cmd.said:
            problems["said"] = "请写明当事人说了什么"
        if not cmd.checked:
            problems["checked"] = "请写明怎样复核的，是否采纳"
    if not cmd.public_order and not cmd.publication_told:
        problems["publication_told"] = "请告知当事人决定信息将依法公示，然后勾选"
    if cmd.needs_interpreter and not cmd.interpreter:
        problems["interpreter"] = "当事人需要翻译而没有翻译在场，不能告知；请写明翻译人员"
    if not cmd.public_order and of_public_order(cmd.violated, cmd.basis):
        problems["public_order"] = "依照治安管理处罚法处罚的是治安案件，记录依法封存，请勾选"
    if cmd.refused and not cmd.refusal:
        problems["refusal"] = "当事人拒绝签收的，应当在决定书上注明情况"
    if problems := problems | wrong_order(act, cmd):
        raise InvalidInput(problems)


def _dressed(matter: Matter, on: date, cmd: PenalizeOnSpot) -> None:
    rules, because = profile(matter.profile), cmd.unshown_because
    if problems := identity.undressed(rules, matter.domain, on, because, dressed=cmd.dressed):
        raise InvalidInput(problems)


def _only_once(act: Act, cmd: PenalizeOnSpot) -> None:
    """Let one officer do one thing at a time, and one scene be penalized once."""
    Officer.objects.select_for_update().get(pk=act.officer)
    done = OnSpot.objects.filter(scene=cmd.scene) if cmd.scene else OnSpot.objects.none()
    known = done.select_related("case__matter").first()
    if known is not None:
        raise RuleBroken(
            f"这次当场处罚已经作出（{known.case.matter.number}），没有重复处罚。请从“案件”查看"
        )


def _second(act: Act, cmd: PenalizeOnSpot) -> Officer | None:
    """Return the other officer; None where one police officer alone may act.

    Raises:
        RuleBroken: one officer alone, or public order handled by who is no police officer.

    Source: 行政处罚法 第四十二条; 治安管理处罚法 第一百二十条.
    """
    if cmd.public_order:
        shown = certificate_valid(act.officer, act.today)
        if shown is None or shown.kind != CertificateKind.POLICE:
            raise RuleBroken("治安管理处罚由人民警察作出，您没有有效的人民警察证")
    if cmd.second is not None:
        return fellow_officer(cmd.second, beside=act.officer, agency=act.agency, on=act.today)
    if cmd.public_order and cmd.alone_agreed and cmd.recording:
        return None
    if cmd.public_order:
        raise RuleBroken(
            "由一名人民警察当场处罚的，被处罚人应当没有异议，并且全程同步录音录像。"
            "请写明，或者选择另一名执法人员"
        )
    raise RuleBroken("执法人员不得少于两人。请选择另一名执法人员")
