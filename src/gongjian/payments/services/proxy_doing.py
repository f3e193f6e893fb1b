"""What is done in the party's stead, watched by the agency; at once where it must (代履行)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from gongjian.cases import identity
from gongjian.cases.choices import CertificateShown
from gongjian.cases.queries import case_of
from gongjian.cases.services.people import certified, fellow_officer
from gongjian.cases.services.visiting import both_certified, columns, refusals
from gongjian.common import fields
from gongjian.common.acts import Act, Actor, act
from gongjian.common.clock import Clock, local_date
from gongjian.common.errors import InvalidInput, RuleBroken
from gongjian.documents.services import make
from gongjian.matters.models import Matter
from gongjian.matters.services import end_beside, start_beside
from gongjian.orgs.models import Officer
from gongjian.payments import papers_proxy as papers
from gongjian.payments.choices import ClearedAt, ProxyBy, ProxyPaperKind, ProxyState
from gongjian.payments.models import Proxy, ProxyVisit
from gongjian.payments.proxy import AGAIN, COST, TELL, off_hours, open_proxy, paper_of

from .proxy import NO_PROXY, in_force, papered


@dataclass(frozen=True, kw_only=True)
class OnSpot:
    """What is said of any performance in the party's stead."""

    began_at: datetime = fields.moment("开始时间")
    ended_at: datetime = fields.moment("结束时间")
    place: str = fields.line("地点", secret=True)
    present: str = fields.line("在场人员及身份", help="当事人、代履行人、见证人，逐一写明")
    party_present: bool = fields.check("当事人（负责人）在场")
    certificate_shown: str = fields.code(
        "表明身份的方式", of="cases.way_at_inspection", source="行政处罚法 第五十五条第一款"
    )
    dressed: bool = fields.check("已按规定着装、佩戴标识")
    unshown_because: str = fields.line(identity.BECAUSE, required=False)
    findings: str = fields.text("代履行的经过和结果", help="写做了什么、用了什么、恢复到什么状态")
    no_force: bool = fields.check(
        "没有采用暴力、胁迫以及其他非法方式", source="行政强制法 第五十一条第三款"
    )
    urgent_because: str = fields.line(
        "夜间、法定节假日实施的紧急情况",
        required=False,
        help="在夜间（二十二时至次日六时）或者法定节假日实施的必填",
        source="行政强制法 第四十三条第一款",
    )
    refused_signature: str = fields.line("当事人拒绝签名的情况", required=False)
    witness: str = fields.line(
        "见证人",
        max_length=100,
        required=False,
        help="当事人不在场的必填，由其签名",
        source="行政强制法 第五十一条第一款第四项",
    )
    recording: str = fields.line("录音录像的编号和存放位置", required=False)
    second: UUID | None = fields.ref(
        "另一名到场监督的人员",
        of="orgs.certified_officer",
        required=False,
        given="cases.handled_alone",
        help="本案只有一名承办人的，请选择与您一同到场的执法人员",
    )


@dataclass(frozen=True, kw_only=True)
class PerformProxy(OnSpot):
    performer: str = fields.line("签名的代履行人", max_length=100, help="写实际到场的负责人")


@act("payments.perform_proxy", title="实施代履行", step=False)
def perform_proxy(*, act: Act, cmd: PerformProxy) -> ProxyVisit:
    """Record that it was done as decided, watched by the agency and signed on the spot.

    Raises:
        RuleBroken: the decision was not served, or the days after the second demand still run.
        InvalidInput: before the decided day; by force; by night or on a holiday without urgency;
            nobody to sign for the absent party; see `refusals`.

    Source: 行政强制法 第四十三条第一款、第五十一条; 程序规定 第二百零三条第二款.
    """
    proxy = open_proxy(act.matter)
    if proxy is None:
        raise RuleBroken(NO_PROXY)
    on = local_date(cmd.began_at)
    if why := _too_early(proxy, on):
        raise RuleBroken(why)
    visit = _visit(act, cmd, proxy, proxy.decision.by, cmd.performer)
    act.write(visit)
    _done(act, proxy, on)
    end_beside(act, AGAIN)
    return visit


def _too_early(proxy: Proxy, on: date) -> str:
    """Return why nobody may perform on a day, or "". Source: 行政强制法 第五十一条第一款."""
    decision = paper_of(proxy, ProxyPaperKind.DECISION)
    if decision is None or decision.served_on is None:
        return "代履行决定书还没有送达，不得代履行"
    again = paper_of(proxy, ProxyPaperKind.AGAIN)
    if again is None or again.over_on is None:
        return "代履行三个工作日以前应当再次催告：请先制作并送达代履行前的催告书"
    if on <= again.over_on:
        return f"再次催告以后三个工作日到{again.over_on.isoformat()}才满"
    planned = proxy.decision.planned_on
    return f"决定书写明的日期是{planned.isoformat()}，不得提前" if on < planned else ""


@dataclass(frozen=True, kw_only=True)
class ClearAtOnce(OnSpot):
    cleared: str = fields.choice(
        "立即清除的地点", ClearedAt.choices, source="行政强制法 第五十二条"
    )
    because: str = fields.text(
        "须立即清除、当事人不能清除的情况",
        max_length=2000,
        help="写遗洒物、障碍物或者污染物，已经或者将造成的危险，当事人为什么不能清除",
    )
    approved: str = fields.line(
        "机关负责人同意立即代履行的情况", help="写谁、什么时候、以什么方式同意"
    )
    by: str = fields.choice("代履行人", ProxyBy.choices)
    performer: str = fields.line("签名的代履行人", max_length=100)


@act("payments.clear_at_once", title="立即代履行", step=False)
def clear_at_once(*, act: Act, cmd: ClearAtOnce) -> Proxy:
    """Record what had to be cleared at once; an absent party is to be told at once afterwards.

    Raises:
        InvalidInput: see `perform_proxy`.

    Source: 行政强制法 第五十二条; 程序规定 第二百零四条.
    """
    on = local_date(cmd.began_at)
    proxy = Proxy(
        case=case_of(act.matter),
        cleared=cmd.cleared,
        because=cmd.because,
        begun_by_id=act.officer,
        begun_on=on,
    )
    act.write(proxy)
    visit = _visit(act, cmd, proxy, cmd.by, cmd.performer, cmd.approved)
    act.write(visit)
    if not cmd.party_present:
        said = papers.told(act, proxy, visit)
        papered(act, proxy, ProxyPaperKind.TOLD, said)
        start_beside(act, TELL, on)
    _done(act, proxy, on)
    return proxy


def _visit(
    act: Act, cmd: OnSpot, proxy: Proxy, by: str, performer: str, approved: str = ""
) -> ProxyVisit:
    matter: Matter = act.matter
    on = local_date(cmd.began_at)
    odd = off_hours(matter, cmd.began_at, cmd.ended_at)
    if problems := _problems(matter, cmd, odd):
        raise InvalidInput(problems)
    second = _second(act, cmd, on)
    both_certified(matter, on, "代履行", second)
    return ProxyVisit(
        proxy=proxy,
        document=make(
            act, "proxy-record", papers.record(act, proxy, cmd, second, performer, approved)
        ),
        performed_on=on,
        by=by,
        performer=performer,
        approved=approved,
        party_present=cmd.party_present,
        off_hours=bool(odd),
        urgent_because=cmd.urgent_because,
        no_force=cmd.no_force,
        **columns(matter, cmd, second),
    )


def _problems(matter: Matter, cmd: OnSpot, odd: str) -> dict[str, str]:
    problems = refusals(matter, cmd)
    if not cmd.no_force:
        problems["no_force"] = "代履行不得采用暴力、胁迫以及其他非法方式，请如实核对"
    if odd and not cmd.urgent_because:
        problems["urgent_because"] = f"{odd}不得实施强制执行，情况紧急的除外，请写明紧急情况"
    if not cmd.party_present and not cmd.witness:
        problems["witness"] = "当事人不在场的，应当由见证人签名，请填写见证人"
    if (matter.second_id is None) == (cmd.second is None):
        problems["second"] = (
            "到场监督不得少于两人，请选择另一名执法人员"
            if cmd.second is None
            else "本案已有协办人，请不要另选"
        )
    return problems


def _second(act: Act, cmd: OnSpot, on: date) -> Officer | None:
    matter: Matter = act.matter
    if matter.second is not None or cmd.second is None:
        return matter.second
    return fellow_officer(
        cmd.second, beside=matter.lead_id, agency=matter.agency_id, on=on, matter=matter
    )


def _done(act: Act, proxy: Proxy, on: date) -> None:
    proxy.state, proxy.ended_on = ProxyState.DONE, on
    act.write(proxy)
    start_beside(act, COST, on)


for _service in (perform_proxy, clear_at_once):
    _service.requires(certified)
perform_proxy.requires(in_force)


@perform_proxy.requires
def _one_to_perform(actor: Actor, matter: Matter, clock: Clock) -> str:
    proxy = open_proxy(matter)
    return NO_PROXY if proxy is None else _too_early(proxy, clock.today())


@clear_at_once.requires
def _open_yet(actor: Actor, matter: Matter, clock: Clock) -> str:
    if matter.closed_at is not None:
        return "案件已经办结"
    return "正在办理的代履行还没有结束" if open_proxy(matter) is not None else ""


@perform_proxy.prefilled
def _as_decided(actor: Actor, matter: Matter) -> Mapping[str, Any]:
    proxy = open_proxy(matter)
    known = proxy.decision.performer if proxy is not None and hasattr(proxy, "decision") else ""
    return {**_usual(actor, matter), "performer": known}


@clear_at_once.prefilled
def _usual(actor: Actor, matter: Matter) -> Mapping[str, Any]:
    return {"certificate_shown": CertificateShown.SHOWN, "place": case_of(matter).party.address}
