"""Valid commands of hearing, discussion, no penalty, and of the ways a case leaves."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from gongjian.cases import services
from gongjian.cases.agents import agents_on
from gongjian.cases.disposal import held_items
from gongjian.cases.measures import held
from gongjian.cases.queries import latest_draft, live_hearing_request, running_hearing
from gongjian.cases.services.discussing import leaders_of
from gongjian.cases.services.hearing import hosts_of
from gongjian.common.clock import local_date
from gongjian.matters.models import Matter

from .standing import BY_HAND, NOBODY, Builder, Standing, fixed


def _dispose(at: Standing) -> Any:
    """Give back whatever is held."""
    things = list(held_items(at.matter)) or ["all"]
    rows = [services.DisposedItem(code, "return", "吴示例") for code in things]
    return services.DisposeGoods(goods=tuple(rows), opinion="不再需要。")


def _recheck(at: Standing) -> Any:
    now = at.clock.now()
    return services.RecheckCorrection(
        began_at=now - timedelta(seconds=20),
        ended_at=now - timedelta(seconds=10),
        place="青川市罗家镇",
        present="吴示例",
        certificate_shown="shown",
        dressed=True,
        unannounced=True,
        result="corrected",
        findings="生产线已经停止。",
        evidence="现场照片2张",
    )


def _ask(at: Standing) -> Any:
    return services.RecordHearingRequest(
        asked_on=at.clock.today(), way="written", content="要求听证。"
    )


def _announce(at: Standing) -> Any:
    hearing = at.case.hearings.filter(outcome="").first()
    day = hearing.scheduled_on if hearing else at.clock.today()
    return services.AnnounceHearing(
        attend_by=day - timedelta(1), attend_how="可以电话报名，报满为止。"
    )


def _call(at: Standing) -> Any:
    hosts = hosts_of(at.matter, at.clock.today())
    host = at.chance.choice(hosts) if hosts else None
    barred = {at.matter.lead_id, at.matter.second_id, host.pk if host else 0}
    recorder = next(
        p for p in at.people if p.pk not in barred and p.agency_id == at.matter.agency_id
    )
    return services.CallHearing(
        host=host.uid if host else NOBODY,
        recorder=recorder.uid,
        scheduled_at=at.clock.now() + timedelta(days=25),
        place="三楼听证室",
        closed_to_public=False,
        closed_reason="",
    )


def _deliver_notice(at: Standing) -> Any:
    """Say that it was served on the day it was made: the seven days are always left then."""
    hearing = running_hearing(at.case)
    on = local_date(hearing.notice.made_at) if hearing else at.clock.today()
    return services.DeliverHearingNotice(way="direct", served_on=on, **BY_HAND)


def _hold(at: Standing) -> Any:
    hearing = running_hearing(at.case)
    came = [a.uid for a in agents_on(at.case, at.clock.today()) if a.may_attend and hearing]
    began = hearing.scheduled_at if hearing else at.clock.now() - timedelta(seconds=5)
    return services.HoldHearing(
        outcome=at.chance.choice(["held", "absent"]),
        began_at=min(began, at.clock.now() - timedelta(seconds=1)),
        ended_at=at.clock.now(),
        attendees=(services.Attendee(name="吴示例", part="当事人"),),
        agents=tuple(came[:2]) if hearing and hearing.scheduled_on == at.clock.today() else (),
        opening="核对身份。",
        investigators="拟处罚意见。",
        defence="有异议。",
        examination="质证。",
        final_words="请求从轻。",
        signed="已签名。",
    )


def _withdraw(at: Standing) -> Any:
    request = live_hearing_request(at.case)
    on = max(request.asked_on, at.clock.today()) if request else at.clock.today()
    return services.WithdrawHearingRequest(withdrawn_on=on, content="我撤回听证要求。")


def _discuss(at: Standing) -> Any:
    draft = latest_draft(at.case)
    vote = "for" if at.chance.random() < 0.8 else "against"
    votes = tuple(
        services.MemberVote(officer=o.uid, vote=vote, opinion="意见。", signed=True)
        for o in leaders_of(at.matter, at.clock.today())
    )
    return services.RecordDiscussion(
        draft_hash=draft.draft_hash if draft else "0" * 64,
        held_at=at.clock.now() - timedelta(seconds=20),
        ended_at=at.clock.now(),
        place="会议室",
        recorder="记示例",
        votes=votes,
        conclusion="按拟处理意见办理。",
    )


def _issue_none(at: Standing) -> Any:
    draft = latest_draft(at.case)
    return services.IssueNoPenalty(
        draft_hash=draft.draft_hash if draft else "0" * 64,
        opinion="同意。",
        education="已批评教育，要求按期改正。",
        discipline="责令其监护人严加管教。",
        check_answers="已逐条核对。",
    )


def _deliver_none(at: Standing) -> Any:
    return services.DeliverNoPenalty(way="direct", served_on=at.clock.today(), **BY_HAND)


def _merge(at: Standing) -> Any:
    others = Matter.objects.filter(agency=at.matter.agency_id, closed_at=None, kind=at.matter.kind)
    other = others.exclude(pk=at.matter.pk).first()
    return services.MergeCase(target=other.uid if other else NOBODY, reason="同一违法行为。")


def _answer(at: Standing) -> Any:
    return services.RecordPoliceAnswer(
        answered_on=at.clock.today(), number="青公立字1号", note="已审查。"
    )


def _hand_over(at: Standing) -> Any:
    """Hand the case on with what is held in it."""
    return services.HandOver(
        receiver="邻市生态环境局",
        facts="已现场检查。",
        reasons="违法行为发生地在邻市。",
        materials="现场检查笔录",
        goods="台账2册" if held(at.matter) else "",
    )


COMMANDS: Mapping[str, Builder] = {
    "cases.record_hearing_request": _ask,
    "cases.call_hearing": _call,
    "cases.announce_hearing": _announce,
    "cases.refuse_hearing": fixed("cases.refuse_hearing", reason="逾期提出。"),
    "cases.deliver_hearing_notice": _deliver_notice,
    "cases.postpone_hearing": fixed("cases.postpone_hearing", reason="当事人申请延期。"),
    "cases.hold_hearing": _hold,
    "cases.report_hearing": fixed(
        "cases.report_hearing", issues="金额", finding="事实清楚。", opinion="维持。"
    ),
    "cases.withdraw_hearing_request": _withdraw,
    "cases.record_discussion": _discuss,
    "cases.propose_no_penalty": fixed("cases.propose_no_penalty", opinion="同意。"),
    "cases.issue_no_penalty": _issue_none,
    "cases.deliver_no_penalty": _deliver_none,
    "cases.propose_crime_transfer": fixed(
        "cases.propose_crime_transfer",
        suspected="污染环境罪",
        reasons="排放有毒物质超过三倍。",
        materials="调查报告\n检测报告",
        receiver="青川市公安局",
    ),
    "cases.approve_crime_transfer": fixed("cases.approve_crime_transfer", opinion="同意移送。"),
    "cases.refuse_crime_transfer": fixed("cases.refuse_crime_transfer", reason="不构成犯罪。"),
    "cases.police_accepts": _answer,
    "cases.police_returns": _answer,
    "cases.record_crime_receipt": lambda at: services.RecordCrimeReceipt(
        received_on=at.clock.today(), received_by="警示例"
    ),
    "cases.record_police_refusal": lambda at: services.RecordPoliceRefusal(
        refused_on=at.clock.today(), number="青公不立字1号"
    ),
    "cases.dispose_goods": _dispose,
    "cases.write_refusal": lambda at: services.WriteRefusal(
        told_to="董示例", basis="《中华人民共和国行政处罚法》第三十六条第一款"
    ),
    "cases.tell_informant": lambda at: services.TellInformant(
        told_on=at.clock.today(), way="phone", content="已经立案调查。"
    ),
    "cases.hand_over_goods": lambda at: services.HandOverGoods(
        handed_on=at.clock.today(), goods="涉案原料2吨", receiver="青川市公安局 警示例"
    ),
    "cases.take_back_from_justice": lambda at: services.TakeBackFromJustice(
        back_on=at.clock.today(),
        back_from="青川市人民检察院",
        back_paper="青检意〔2026〕1号检察意见书",
        back_reason="犯罪情节轻微，不起诉，建议给予行政处罚。",
    ),
    "cases.archive_file": lambda at: services.ArchiveFile(
        number=f"2026{at.matter.pk:04}",
        volumes=2,
        pages=86,
        retention="permanent",
        place="二号库房3柜",
        archived_on=at.clock.today(),
    ),
    "cases.deliver_correction": lambda at: services.DeliverCorrection(
        way="direct", served_on=at.clock.today(), correct_by=at.clock.today(), **BY_HAND
    ),
    "cases.note_correction": lambda at: services.NoteCorrection(
        requirement="停止生产。", correct_by=at.clock.today()
    ),
    "cases.recheck": _recheck,
    "cases.open_daily": fixed("cases.open_daily", reason="仍在排放，拒不改正。"),
    "cases.excuse_recheck": fixed("cases.excuse_recheck", reason="违法的场所已经拆除。"),
    "cases.ask_reconsideration": fixed("cases.ask_reconsideration", reason="已达追诉标准。"),
    "cases.record_reconsideration": lambda at: services.RecordReconsideration(
        upheld_on=at.clock.today(), number="青公复字1号"
    ),
    "cases.suggest_supervision": fixed(
        "cases.suggest_supervision",
        recipient="青川市人民检察院",
        reasons="已达追诉标准。",
        materials="移送书复制件一份",
    ),
    "cases.terminate": fixed(
        "cases.terminate", ground="party_gone", progress="已调查。", reasons="当事人死亡。"
    ),
    "cases.propose_preservation": fixed(
        "cases.propose_preservation", items="台账2册", reason="可能灭失。"
    ),
    "cases.refuse_preservation": fixed("cases.refuse_preservation", opinion="可以复制。"),
    "cases.approve_preservation": fixed(
        "cases.approve_preservation", items="台账2册", reason="可能灭失。", opinion="同意。"
    ),
    "cases.suspend_case": fixed("cases.suspend_case", reason="等待另案结果。"),
    "cases.resume_case": fixed("cases.resume_case", reason="另案已结。"),
    "cases.extend_filing_limit": fixed("cases.extend_filing_limit", reason="案情复杂。"),
    "cases.extend_decision_limit": fixed("cases.extend_decision_limit", reason="案情复杂。"),
    "cases.hand_over": _hand_over,
    "cases.merge_case": _merge,
}
