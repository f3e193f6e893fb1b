"""The acts of the yearly report: drafted, approved by another person, published."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from gongjian.common import fields
from gongjian.common.acts import Act, act
from gongjian.common.errors import InvalidInput, NotFound, RuleBroken
from gongjian.common.money import yuan
from gongjian.ledger.services import open_stream
from gongjian.orgs.models import Agency
from gongjian.publicity.events import TextLeaks

from .building import BelowCounted, Built, build, digest, faults_of
from .choices import ReportState
from .models import AnnualReport, PublicReport
from .queries import publish_due_on
from .stating import Stated
from .tables import Column, ReportDef, report_def

ON_ITS_WAY = [ReportState.DRAFTED, ReportState.APPROVED]
MOST = 100_000_000
MONEY = "T2.money"


class SamePerson(RuleBroken):
    """Drafted and approved by one person. Source: HN6; DZ4(2)."""

    code = "same_person"


@dataclass(frozen=True)
class StatedFigure:
    item: str = fields.hidden()
    count: int | None = fields.number("数量", least=0, most=MOST, required=False)


@dataclass(frozen=True)
class WholeFigure:
    column: str = fields.code("栏目", of="insight.counted_column")
    count: int = fields.number("合计数（含系统统计的）", least=0, most=MOST)
    reason: str = fields.line("另有的在哪里办理、怎样得出", max_length=200)


@dataclass(frozen=True)
class StatedSum:
    item: str = fields.hidden()
    amount_fen: int | None = fields.money("金额", required=False)


@dataclass(frozen=True)
class DraftReport:
    year: int = fields.number("年度", least=2019, most=2100, unit="年")
    stated: tuple[StatedFigure, ...] = fields.rows(
        "本系统不能统计的栏目",
        of="insight.stated_column",
        required=False,
        help="没有数据的留空，印作“—”；没有发生的填0",
    )
    sums: tuple[StatedSum, ...] = fields.rows(
        "其中须写明金额的", of="insight.money_column", required=False, help="没有数据的留空"
    )
    whole: tuple[WholeFigure, ...] = fields.rows(
        "系统已经统计、本系统以外另有的",
        required=False,
        help="系统按记录逐件统计，没有另外的不填。另有的填合计数并写明情况，"
        "两个数字一并公开；合计数不得少于系统统计的",
    )
    penalties_fen: int | None = fields.money(
        "罚没金额合计（含系统统计的）",
        required=False,
        help="没有另外的留空；不得少于系统统计的",
    )
    penalties_reason: str = fields.line("罚没金额另有的情况", max_length=200, required=False)
    analysis: str = fields.text(
        "文字说明", max_length=10_000, required=False, help="留空由系统依据各表起草"
    )


@act("insight.draft_report", title="拟定统计年报", about="report")
def draft_report(*, act: Act, cmd: DraftReport) -> AnnualReport:
    """Count the year, freeze the tables with query and hash, and draft the text.

    A report that waits for publication stands in the way; a published one gets a further version.

    Raises:
        InvalidInput: a figure nobody asks for, one below what is counted or above it without a
            reason, or figures that contradict each other.
        RuleBroken: a round is on its way already; or the year has not begun.

    Source: 国办发〔2018〕118号 （六）; DZ4(2), HN6, KM2.1.3(3).
    """
    agency = Agency.objects.select_for_update().get(pk=act.agency)
    if cmd.year > act.today.year:
        raise InvalidInput({"year": "这一年还没有开始"})
    rounds = AnnualReport.objects.filter(agency=agency, year=cmd.year)
    if rounds.filter(state__in=ON_ITS_WAY).exists():
        raise RuleBroken(f"{cmd.year}年的年报已有一稿待审定或者待公开，请先退回再重新拟定")
    form = report_def()
    built = _built(agency, cmd, form)
    if faults := faults_of(built.tables):
        raise InvalidInput({"stated": "；".join(faults)})
    report = AnnualReport(
        stream=open_stream("report"),
        agency=agency,
        year=cmd.year,
        round=rounds.count() + 1,
        format_version=f"{form.code}/{form.version}",
        tables=built.tables,
        analysis=built.analysis,
        query=built.query,
        digest=built.digest,
        due_on=publish_due_on(agency, cmd.year),
        drafted_by_id=act.officer,
        drafted_at=act.now,
    )
    act.write(report, stream=report.stream)
    return report


@dataclass(frozen=True)
class ApproveReport:
    report: UUID = fields.ref("年报", of="insight.drafted_report")
    opinion: str = fields.text("审定意见", max_length=1000)


@act("insight.approve_report", title="审定统计年报", about="report", final=True)
def approve_report(*, act: Act, cmd: ApproveReport) -> AnnualReport:
    """Approve exactly the tables that were frozen; another person than who drafted them.

    Raises:
        NotFound: no such draft waits here.
        SamePerson: the actor drafted it.
    """
    return _checked(act, cmd.report, cmd.opinion, ReportState.APPROVED)


@dataclass(frozen=True)
class ReturnReport:
    report: UUID = fields.ref("年报", of="insight.drafted_report")
    opinion: str = fields.text("退回的理由", max_length=1000, help="写明哪一处应当怎样修改")


@act("insight.return_report", title="退回统计年报", about="report")
def return_report(*, act: Act, cmd: ReturnReport) -> AnnualReport:
    """Send a draft back; a further round is drafted anew.

    Raises:
        NotFound: no such draft waits here.
        SamePerson: the actor drafted it.
    """
    return _checked(act, cmd.report, cmd.opinion, ReportState.RETURNED)


@dataclass(frozen=True)
class PublishReport:
    report: UUID = fields.ref("年报", of="insight.approved_report")


@act("insight.publish_report", title="公开统计年报", about="report", final=True)
def publish_report(*, act: Act, cmd: PublishReport) -> PublicReport:
    """Put an approved report on the portal, as it was frozen.

    Raises:
        NotFound: no such report waits here.
        RuleBroken: its year has not ended, or its tables no longer fit their hash.

    Source: 国办发〔2018〕118号 （六）.
    """
    report = _waiting(act, cmd.report, ReportState.APPROVED)
    if act.today.year <= report.year:
        raise RuleBroken(f"{report.year}年还没有结束，年报须在年度终了以后公开")
    if digest(report.tables) != report.digest:
        raise RuleBroken("年报的数字与审定时不一致，不能公开。请联系审计管理员核查")
    report.state = ReportState.PUBLISHED
    report.published_by_id, report.published_on = act.officer, act.today
    before = PublicReport.objects.filter(agency_uid=report.agency.uid, year=report.year)
    public = PublicReport(
        report=report,
        agency_uid=report.agency.uid,
        agency_name=report.agency.name,
        year=report.year,
        version=before.count() + 1,
        tables=report.tables,
        analysis=report.analysis,
        query=report.query,
        digest=report.digest,
        due_on=report.due_on,
        published_on=act.today,
    )
    act.write(report, public, stream=report.stream)
    return public


def close_leaking(act: Act, event: TextLeaks) -> None:
    """Show reports no more whose text holds what must not be public.

    Source: 个人信息保护法 第五十七条.
    """
    shown = PublicReport.objects.filter(agency_uid=event.agency.uid, closed_on=None)
    leaking = [one for one in shown.order_by("pk") if f"/annual/{one.uid}" in event.places]
    for one in leaking:
        one.closed_on = act.today
    act.write(*leaking, stream=event.agency.stream)


def _built(agency: Agency, cmd: DraftReport, form: ReportDef) -> Built:
    try:
        return build(agency, cmd.year, _told(cmd, form), form, cmd.analysis)
    except BelowCounted as less:
        money = less.column.count == "money"
        n = f"{yuan(less.counted)}元" if money else less.counted
        said = f"“{less.column.name}”系统已经统计{n}，合计数不得少于它"
        raise InvalidInput({"penalties_fen" if money else "whole": said}) from less


def _told(cmd: DraftReport, form: ReportDef) -> dict[str, Stated]:
    _asked_for("stated", [one.item for one in cmd.stated], form.stated)
    _asked_for("sums", [one.item for one in cmd.sums], form.sums)
    _asked_for("whole", [one.column for one in cmd.whole], form.counted)
    told = {one.item: Stated(n=one.count) for one in cmd.stated}
    told |= {one.column: Stated(n=one.count, reason=one.reason) for one in cmd.whole}
    for one in cmd.sums:
        told[one.item] = replace(told.get(one.item, Stated()), fen=one.amount_fen)
    if cmd.penalties_fen is not None:
        if not cmd.penalties_reason:
            raise InvalidInput({"penalties_reason": "请写明另有的在哪里办理、怎样得出"})
        told[MONEY] = Stated(fen=cmd.penalties_fen, reason=cmd.penalties_reason)
    return told


def _asked_for(name: str, told: Sequence[str], asked: Sequence[Column]) -> None:
    if len(set(told)) < len(told) or set(told) - {column.code for column in asked}:
        kind = "不填金额" if name == "sums" else "不属于这里"
        raise InvalidInput({name: f"有{kind}的栏目，或者同一栏填了两次，请核对"})


def _checked(act: Act, uid: UUID, opinion: str, state: ReportState) -> AnnualReport:
    report = _waiting(act, uid, ReportState.DRAFTED)
    if report.drafted_by_id == act.officer:
        raise SamePerson("您拟定了这份年报，须由另一人审定")
    report.state, report.opinion = state, opinion
    report.checked_by_id, report.checked_at = act.officer, act.now
    act.write(report, stream=report.stream)
    return report


def _waiting(act: Act, uid: UUID, state: ReportState) -> AnnualReport:
    rows = AnnualReport.objects.select_for_update(of=("self",)).select_related("stream", "agency")
    report = rows.filter(uid=uid, agency=act.agency, state=state).first()
    if report is None:
        raise NotFound(f"本机关没有“{state.label}”的这份年报，请从列表中选择")
    return report
