"""A remedy is lodged, taken up or refused, answered by the agency; it may stay execution."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from gongjian.common import fields
from gongjian.common.acts import Act, Actor, act
from gongjian.common.clock import Clock
from gongjian.common.errors import InvalidInput, RuleBroken
from gongjian.jurisdiction.limits import Due
from gongjian.jurisdiction.profiles import profile
from gongjian.matters.choices import DeadlineState
from gongjian.matters.models import Matter
from gongjian.matters.services import end_beside, start_beside
from gongjian.payments.models import SurchargeDecision
from gongjian.payments.services import close_proceeding, open_proceeding, stay, take_up
from gongjian.remedies.choices import (
    NOTHING_TO_STAY,
    Answer,
    Applicant,
    Challenged,
    RemedyKind,
    RemedyState,
)
from gongjian.remedies.contested import Contested, contested, the_contested
from gongjian.remedies.models import Remedy
from gongjian.remedies.queries import (
    ANSWERS,
    HAND_ON,
    RUNNING,
    lawsuit_due,
    limit_to_answer,
    remedies_against,
    remedies_of,
    running,
    running_one,
    still_to_answer,
)

from .passing import not_through_us
from .respondents import by_the_leading_agency, others_must_answer, tell_the_others


@dataclass(frozen=True)
class RegisterRemedy:
    against: UUID = fields.ref(
        "对哪一项决定不服",
        of="remedies.contested",
        help="本案已经作出并送达的处罚、不予处罚、查封扣押、登记保存、收缴追缴、加处罚款、没收保证金、"
        "单独责令改正的决定和不予立案的告知",
        source="行政复议法 第十一条; 行政诉讼法 第十二条; 行政强制法 第八条",
    )
    kind: str = fields.choice("途径", RemedyKind.choices)
    applicant: str = fields.choice("申请人（原告）", Applicant.choices)
    applicant_name: str = fields.line("申请人（原告）姓名或者名称")
    body: str = fields.line("复议机关或者法院", max_length=100)
    lodged_on: date = fields.day("申请（起诉）日期")
    claim: str = fields.text("请求和理由", max_length=3000)
    number: str = fields.line("案号", max_length=80, required=False)
    known_on: date | None = fields.only_for(
        "applicant",
        (Applicant.OTHER,),
        fields.day(
            "知道或者应当知道该决定之日",
            required=False,
            help="其他利害关系人填写；不填的，期限自决定送达（告知）之日起算",
        ),
    )
    delay_reason: str = fields.text(
        "超过期限的理由",
        max_length=1000,
        required=False,
        help="逾期的必填：申请人说明的不可抗力或者其他正当理由；没有说明的，写“未说明”",
    )
    through_us: bool = fields.check(
        "复议申请书由本机关收到（通过本机关提交）",
        help="限于当场作出、或者依据电子技术监控设备记录的违法事实作出的处罚决定；"
        "申请日期填本机关收到之日，自该日起五个工作日内转送复议机关",
        source="行政复议法 第三十二条",
    )


@act("remedies.register", title="登记复议、诉讼", step=False)
def register(*, act: Act, cmd: RegisterRemedy) -> Remedy:
    """Enter a review or a lawsuit about a decision; its execution goes on unless stayed.

    Late ones are entered too, with the reason of the delay: whether it excuses, their body decides.

    Raises:
        NotFound: the case has no such decision that reached anybody.
        RuleBroken: it is out of force.
        InvalidInput: lodged before the delivery, or late without a word on the delay; on the spot a
            lawsuit before the review; a second one of its kind while one runs; by the party against
            what was not filed; handed to this agency though the law lets only other decisions be
            challenged that way.

    Source: 行政处罚法 第七十三条; 行政复议法 第十一条、第二十条、第二十三条、第三十二条;
    行政诉讼法 第十二条、第四十五条、第四十六条、第四十八条; 行政强制法 第八条.
    """
    one = the_contested(act.matter, cmd.against)
    if one.fallen:
        raise RuleBroken(f"{one.label}已经失效")
    lawsuit = lawsuit_due(act.matter, one)
    problems = _problems(act.matter, cmd, one, lawsuit)
    due = _last_day(act.matter, cmd, one, lawsuit)
    late = cmd.lodged_on > due.due_on
    if late and not cmd.delay_reason.strip():
        told = f"申请（起诉）期限至{due.due_on.isoformat()}，已经超过：请写明申请人说明的理由"
        problems["delay_reason"] = told
    if problems:
        raise InvalidInput(problems)
    proceeding = None
    surcharge = _surcharge(one)
    decision = surcharge.notice.decision if surcharge else one.decision
    if decision is not None:
        proceeding = open_proceeding(
            act, decision, cmd.kind, cmd.lodged_on, in_time=not late, surcharge=surcharge
        )
    row = Remedy(
        challenged=one.challenged,
        document=one.paper,
        decision=one.decision,
        proceeding=proceeding,
        kind=cmd.kind,
        applicant=cmd.applicant,
        applicant_name=cmd.applicant_name,
        body=cmd.body,
        number=cmd.number,
        lodged_on=cmd.lodged_on,
        due_on=due.due_on,
        explanation=list(due.explanation),
        known_on=cmd.known_on,
        delay_reason=cmd.delay_reason if late else "",
        claim=cmd.claim,
        through_us=cmd.through_us,
        entered_by_id=act.officer,
        entered_at=act.now,
    )
    act.write(row)
    if row.through_us:
        start_beside(act, HAND_ON, cmd.lodged_on)
    tell_the_others(act, row)
    return row


def _surcharge(one: Contested) -> SurchargeDecision | None:
    """Return the surcharge that is challenged: while that goes on its days bear none either.

    Source: 行政处罚法 第七十三条第三款.
    """
    if one.challenged != Challenged.SURCHARGE:
        return None
    return SurchargeDecision.objects.select_related("notice__decision").get(document=one.paper)


def _problems(
    matter: Matter, cmd: RegisterRemedy, one: Contested, lawsuit: tuple[Due, Remedy | None]
) -> dict[str, str]:
    problems: dict[str, str] = {}
    if cmd.lodged_on < one.reached_on:
        told = f"日期早于决定书送达日（{one.reached_on.isoformat()}），请核对"
        problems["lodged_on"] = told
    if remedies_against(matter, one).filter(kind=cmd.kind, state__in=RUNNING).exists():
        problems["kind"] = "同一途径已有一件正在进行，不能重复登记"
    if cmd.kind == RemedyKind.LITIGATION and one.on_spot and lawsuit[1] is None:
        problems["kind"] = "当场作出的处罚决定，应当先申请行政复议（行政复议法 第二十三条）"
    if cmd.applicant == Applicant.PARTY and not one.of_the_party:
        problems["applicant"] = "不予立案由投诉、举报、控告的人申请，请选择其他利害关系人"
    if cmd.through_us and (fault := not_through_us(cmd.kind, one.decision)):
        problems["through_us"] = fault
    if cmd.known_on is not None and cmd.known_on > cmd.lodged_on:
        problems["known_on"] = "知道之日晚于申请日期，请核对"
    return problems


def _last_day(
    matter: Matter, cmd: RegisterRemedy, one: Contested, lawsuit: tuple[Due, Remedy | None]
) -> Due:
    """Return the last day to lodge it: from the delivery, or from when another learned of it."""
    begins = max(cmd.known_on or one.reached_on, one.reached_on)
    if cmd.kind == RemedyKind.LITIGATION:
        if lawsuit[1] is not None:
            return lawsuit[0]
        return profile(matter.profile).due("remedy.litigation", begins, matter.domain)
    return profile(matter.profile).due("remedy.review", begins, matter.domain)


@register.requires
def _delivered(actor: Actor, matter: Matter, clock: Clock) -> str:
    found = contested(matter)
    if not found:
        return "处罚决定和其他可以申请复议、起诉的决定还没有送达"
    return "决定已经失效" if all(one.fallen for one in found) else ""


@register.prefilled
def _first_standing(actor: Actor, matter: Matter) -> Mapping[str, Any]:
    standing = [one for one in contested(matter) if not one.fallen]
    if not standing:
        return {}
    first = {"against": standing[0].paper.uid}
    if not standing[0].of_the_party:
        return first
    return first | {"applicant": Applicant.PARTY, "applicant_name": matter.party_name}


@dataclass(frozen=True)
class AnswerRemedy:
    remedy: UUID = fields.ref("复议、诉讼", of="remedies.running")
    answer: str = fields.choice("结果", Answer.choices)
    answered_on: date = fields.day("受理（立案）或者不予受理的日期")
    number: str = fields.line("案号", max_length=80, required=False)
    copy_on: date | None = fields.day(
        "收到申请书（起诉状）副本的日期", required=False, help="答复、答辩和举证的期限自该日起算"
    )
    simple: bool = fields.check("复议机关适用简易程序审理")


@act("remedies.answer", title="登记受理情况", step=False)
def answer(*, act: Act, cmd: AnswerRemedy) -> Remedy:
    """Enter whether the body took the case; refused, its proceeding ends there.

    Taken up, the agency must answer it in writing, with its evidence, in time from its copy on.

    Raises:
        InvalidInput: answered, or the copy received, before it was lodged.
        RuleBroken: answered already, or not yet passed on by this agency.

    Source: 行政复议法 第四十八条、第五十四条; 行政诉讼法 第六十七条.
    """
    row = running_one(act.matter, cmd.remedy)
    if row.state != RemedyState.LODGED:
        raise RuleBroken("已经登记受理情况")
    if row.with_us:
        raise RuleBroken("申请书还在本机关，请先登记转送复议机关（行政复议法 第三十二条）")
    if cmd.answered_on < row.lodged_on:
        raise InvalidInput({"answered_on": "日期早于申请日期，请核对"})
    if cmd.copy_on is not None and cmd.copy_on < row.lodged_on:
        raise InvalidInput({"copy_on": "日期早于申请日期，请核对"})
    row.answered_on, row.number = cmd.answered_on, cmd.number or row.number
    row.state = RemedyState.ACCEPTED if cmd.answer == Answer.ACCEPTED else RemedyState.REFUSED
    if row.state == RemedyState.REFUSED:
        # Nothing was heard: no day of it counts as review or lawsuit but the first.
        rules = profile(act.matter.profile)
        code = "remedy.litigation_after_review"
        final = rules.due(code, cmd.answered_on, act.matter.domain).due_on
        if row.proceeding is not None:
            close_proceeding(act, row.proceeding, row.lodged_on, max(final, row.due_on))
    elif row.late and row.proceeding is not None:
        take_up(act, row.proceeding)
    act.write(row)
    if cmd.copy_on is not None and row.state == RemedyState.ACCEPTED:
        start_beside(act, limit_to_answer(row, simple=cmd.simple), cmd.copy_on)
        others_must_answer(act, row, cmd.copy_on, simple=cmd.simple)
    tell_the_others(act, row)
    return row


@dataclass(frozen=True)
class SubmitAnswer:
    remedy: UUID = fields.ref("复议、诉讼", of="remedies.running")


@act("remedies.submit_answer", title="登记已提交答复、答辩", step=False)
def submit_answer(*, act: Act, cmd: SubmitAnswer) -> Remedy:
    """Enter today that the written answer and the evidence were handed to the body or the court.

    Source: 行政复议法 第四十八条、第五十四条; 行政诉讼法 第六十七条.
    """
    row = running_one(act.matter, cmd.remedy)
    code = still_to_answer(act.matter, row)
    if not code:
        raise RuleBroken("这一件没有正在计算的答复、答辩期限")
    end_beside(act, code)
    return row


@submit_answer.requires
def _must_answer(actor: Actor, matter: Matter, clock: Clock) -> str:
    open_ = matter.deadlines.filter(state=DeadlineState.OPEN, code__in=ANSWERS)
    return "" if open_.exists() else "没有正在计算的答复、答辩期限"


@dataclass(frozen=True)
class GrantStay:
    remedy: UUID = fields.ref("复议、诉讼", of="remedies.running")
    stayed_on: date = fields.day("停止执行的日期")
    ground: str = fields.text("停止执行的依据和文书", max_length=1000)


@act("remedies.grant_stay", title="登记停止执行", step=False, final=True)
def grant_stay(*, act: Act, cmd: GrantStay) -> Remedy:
    """Stop execution because the body or the agency so decided; without this it goes on.

    Raises:
        InvalidInput: stayed before it was lodged.

    Source: 行政处罚法 第七十三条第一款; 行政复议法 第四十二条; 行政诉讼法 第五十六条.
    """
    row = running_one(act.matter, cmd.remedy)
    if cmd.stayed_on < row.lodged_on:
        raise InvalidInput({"stayed_on": "日期早于申请日期，请核对"})
    if row.stayed_on is not None:
        raise RuleBroken("已经停止执行")
    if row.challenged in NOTHING_TO_STAY:
        raise RuleBroken("不予处罚、不予立案没有可以停止执行的内容")
    row.stayed_on, row.stay_ground = cmd.stayed_on, cmd.ground
    if row.proceeding is not None:
        stay(act, row.proceeding, cmd.stayed_on)
    act.write(row)
    return row


@answer.requires
def _unanswered(actor: Actor, matter: Matter, clock: Clock) -> str:
    waiting = remedies_of(matter).filter(state=RemedyState.LODGED)
    return "" if waiting.exists() else "没有待受理的复议、诉讼"


@grant_stay.requires
def _not_stayed(actor: Actor, matter: Matter, clock: Clock) -> str:
    row = running(matter)
    if row is None:
        return "没有正在进行的复议、诉讼"
    if row.challenged in NOTHING_TO_STAY:
        return "不予处罚、不予立案没有可以停止执行的内容"
    return "已经停止执行" if row.stayed_on else ""


def newest_running(actor: Actor, matter: Matter) -> Mapping[str, Any]:
    row = running(matter)
    return {"remedy": row.uid} if row else {}


for _service in (answer, grant_stay):
    _service.prefilled(newest_running)
for _entering in (register, answer, grant_stay):
    _entering.requires(by_the_leading_agency)
