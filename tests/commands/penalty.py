"""Valid commands of the acts of a penalty case."""

from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from datetime import timedelta
from typing import Any

from gongjian.cases import recorded, runs, services
from gongjian.cases import testing_weighing as weighing
from gongjian.cases.fined import fines_before
from gongjian.cases.joint import joint_hash
from gongjian.cases.monitoring import unchecked, untold
from gongjian.cases.queries import case_of
from gongjian.cases.services.succession import barred_from
from gongjian.cases.testing import FACTS, made_up_for
from gongjian.common import acts
from gongjian.documents.catalogue import definitions
from gongjian.documents.models import Document
from gongjian.documents.services.issuing import FileMade, RecordIssue
from gongjian.documents.testing import typed_command
from gongjian.documents.typed import act_code
from gongjian.orgs.models import Assignment
from gongjian.publicity.attaching import sources
from gongjian.publicity.models import PublicItem
from gongjian.publicity.queries import open_objections
from gongjian.publicity.rulings import open_rulings, shown_rulings, waiting_rounds
from gongjian.publicity.services.attaching import droppable
from gongjian.publicity.testing import READ, confirm_all, hide_all

from . import public_order
from .standing import BY_HAND, NOBODY, Builder, Standing, dated, fixed

ITEMS: tuple[tuple[dict[str, Any], ...], ...] = (
    ({"kind": "warning"},),
    ({"kind": "fine", "amount_fen": 500_000},),
    ({"kind": "fine", "amount_fen": 5_212_000},),
    ({"kind": "fine", "amount_fen": 60_000_000}, {"kind": "warning"}),
)


WEIGHED: tuple[dict[str, Any], ...] = (
    {"items": weighing.fine(20_000)},
    {"items": weighing.fine(90_000), "circumstances": weighing.found(times="third")},
    {"items": weighing.fine(52_000), "deviation_reason": "情况特殊。"},
    {
        "items": weighing.fine(5_000),
        "grounds": ("removed-harm",),
        "grounds_proof": "当日自行清理。",
    },
)


def _recorded(at: Standing) -> Any:
    return services.AddMonitored(
        kind="electronic",
        name="抓拍记录",
        proves="违法行为的经过",
        recorded_at=at.clock.now() - timedelta(seconds=20),
        device="QH-JK-0017",
        device_site="金塘村口",
        device_basis="《中华人民共和国大气污染防治法》第二十四条",
        device_reviewed="青环监审〔2026〕3号",
        device_published="2026年1月在本机关网站公布",
        obtained_on=at.clock.today(),
    )


def _recording_checked(at: Standing) -> Any:
    waiting = unchecked(case_of(at.matter))
    return services.CheckMonitored(
        evidence=waiting[0].uid if waiting else NOBODY,
        result="sound",
        words="与现场一致。",
        device_sound=True,
        record_sound=True,
    )


def _recording_told(at: Standing) -> Any:
    waiting = untold(case_of(at.matter))
    return services.TellMonitored(
        evidence=waiting[0].uid if waiting else NOBODY,
        told_on=at.clock.today(),
        told_how="短信告知，可在网站查询",
    )


def _inspection(at: Standing) -> Any:
    now = at.clock.now()
    return services.RecordInspection(
        began_at=now - timedelta(seconds=20),
        ended_at=now - timedelta(seconds=10),
        place="青川市罗家镇",
        present="吴示例",
        certificate_shown="shown",
        dressed=True,
        findings="两条生产线正在生产。",
        rights_told=True,
    )


def _draft(at: Standing) -> Any:
    """Propose a penalty; no fine while earlier ones of the party wait for an answer."""
    proposed = _proposed(at)
    if fines_before(at.case).open:
        return replace(proposed, items=(services.PenaltyItem(kind="warning"),))
    return proposed


def _proposed(at: Standing) -> Any:
    heavy = at.chance.random() < 0.3
    if at.case.cause_code:
        return _weighed(at)
    mine = at.matter.domain == services.PUBLIC_ORDER
    items = at.chance.choice(public_order.ITEMS if mine else ITEMS)
    return services.DraftDecision(
        facts=FACTS if at.chance.random() < 0.7 else "另查明的事实。",
        evidence_summary="证据见卷。",
        violated="《建设项目环境保护管理条例》第十五条",
        basis="《建设项目环境保护管理条例》第二十三条第一款",
        discretion="从轻处罚。",
        items=tuple(services.PenaltyItem(**item) for item in items),
        major_rights=heavy,
        findings_reason="关系重大权益。" if heavy else "",
    )


def _weighed(at: Standing) -> Any:
    """Draft by the benchmark: inside the step, off it with a reason, or mitigated on a ground."""
    said: dict[str, Any] = at.chance.choice(WEIGHED)
    values = weighing.weighed(**said)
    values["items"] = tuple(services.PenaltyItem(**item) for item in values["items"])
    return services.DraftDecision(
        facts=FACTS,
        evidence_summary="1．现场检查笔录",
        violated="《中华人民共和国大气污染防治法》第六十九条第三款",
        basis="《中华人民共和国大气污染防治法》第一百一十五条第一款第一项",
        **values,
    )


def _recusal(at: Standing) -> Any:
    """Replace one handler by somebody certified who is neither of them."""
    matter = at.matter
    handling = {matter.lead_id, matter.second_id}
    leaving = matter.second or matter.lead
    kept_away = set(matter.recusals.values_list("officer", flat=True))
    takes_money = set(Assignment.objects.filter(role="finance").values_list("officer", flat=True))
    free = [
        p.uid
        for p in at.people
        if p.pk not in handling | kept_away | takes_money | {matter.reviewer_id}
        and p.agency_id == matter.agency_id
        and p.certificates.filter(suspended_on=None).exists()
        # Who may review is kept for it, as is who takes the money: nobody else could.
        and not p.reviewing.exists()
        and not barred_from(matter, p.pk)
    ]
    return services.RecuseOfficer(
        officer=leaving.uid,
        reason="有利害关系",
        successor=at.chance.choice(free),
        decision="负责人集体决定。",  # asked where the handler heads the agency as well
    )


def _act_end(at: Standing) -> Any:
    """Say that the act goes on, or that it ended: lately, or too long ago for a filing.

    Once it is filed, on its own or before it was split off, a day by which that came too late is
    refused (tested in `test_restating` and `test_several`).
    """
    filed = at.case.filed_on or at.case.split_from_id
    days = [3, 5] if filed else [3, 3, 400, 900]
    ended = at.clock.today() - timedelta(days=at.chance.choice(days))
    goes_on = at.chance.random() < 0.5
    return services.RestateActEnd(
        reason="查明行为终了之日。", act_ended_on=None if goes_on else ended, act_goes_on=goes_on
    )


def _cause(at: Standing) -> Any:
    code = "unit-disorder" if at.matter.domain == "public-order" else weighing.CAUSE
    return services.NameCause(cause_code=code, reason="查明的事实属于这项案由。")


def _handed_over(kind: Any) -> Callable[[Standing], Any]:
    def build(at: Standing) -> Any:
        return kind(way="direct", served_on=at.clock.today(), **BY_HAND)

    return build


def _performance(at: Standing) -> Any:
    return services.RecordPerformance(performed_on=at.clock.today())


def _issue(at: Standing) -> Any:
    shown = joint_hash(at.case) or "0" * 64
    return services.IssueDecision(shown, "同意。", check_answers="已逐条核对。")


def _publish(at: Standing) -> Any:
    release = at.release
    cmd = acts.service("publicity.publish_decision").cmd
    if release is None:
        return cmd(release=NOBODY, compared=True)
    return cmd(release=release.uid, redactions=confirm_all(release), compared=True)


def _correction(at: Standing) -> Any:
    return acts.service("publicity.draft_correction").cmd(
        summary="罚款", redactions=hide_all(at.matter), reason="摘要有误。", **READ
    )


def _correct(at: Standing) -> Any:
    release = at.release
    cmd = acts.service("publicity.correct_publication").cmd
    if release is None:
        return cmd(release=NOBODY, compared=True)
    return cmd(release=release.uid, redactions=confirm_all(release), compared=True)


def _objection(at: Standing) -> Any:
    item = PublicItem.objects.filter(decision__case=at.case, state="live").first()
    return acts.service("publicity.file_objection").cmd(
        item=item.uid if item else NOBODY,
        ground="inaccurate",
        content="数额有误。",
        name="李示例",
        contact="13900000009",
    )


def _objection_answer(at: Standing) -> Any:
    waiting = open_objections(at.matter).first()
    return acts.service("publicity.answer_objection").cmd(
        objection=waiting.uid if waiting else NOBODY, outcome="rejected", answer="数额无误。"
    )


def _withdraw(at: Standing) -> Any:
    item = PublicItem.objects.filter(decision__case=at.case, state="live").first()
    return acts.service("publicity.withdraw_publication").cmd(
        item=item.uid if item else NOBODY,
        ground="revoked",
        effective_on=at.clock.today(),
        reason="决定已被撤销。",
    )


def _ruling_drafted(at: Standing) -> Any:
    found = open_rulings(at.matter, at.clock.today())
    paper = found[0].document.uid if found else NOBODY
    return acts.service("publicity.draft_ruling").cmd(document=paper, **READ)


def _ruling_waiting(at: Standing) -> Any:
    found = waiting_rounds(at.matter)
    release = found[0].uid if found else NOBODY
    return acts.service("publicity.publish_ruling").cmd(release=release, compared=True)


def _ruling_returned(at: Standing) -> Any:
    found = waiting_rounds(at.matter)
    release = found[0].uid if found else NOBODY
    return acts.service("publicity.return_ruling").cmd(release=release, reason="摘要有误。")


def _ruling_closed(at: Standing) -> Any:
    found = [one for one in open_rulings(at.matter, at.clock.today()) if one.verdict.withheld]
    paper = found[0].document.uid if found else NOBODY
    return acts.service("publicity.withhold_ruling").cmd(document=paper)


def _ruling_withdrawn(at: Standing) -> Any:
    found = shown_rulings(at.matter)
    return acts.service("publicity.withdraw_ruling").cmd(
        item=found[0].uid if found else NOBODY,
        ground="revoked",
        effective_on=at.clock.today(),
        reason="决定已被撤销。",
    )


def _record_issue(at: Standing) -> Any:
    file = FileMade(format="pdf", sha256="0" * 64, sm3="0" * 64, size=1)
    paper = Document.objects.filter(matter=at.matter).order_by("-id").first()
    return RecordIssue(document=paper.uid if paper else NOBODY, files=(file,))


def _read(at: Standing) -> Any:
    found = {"minor": at.chance.random() < 0.2}
    return acts.service("publicity.draft_release").cmd(
        summary="罚款", redactions=hide_all(at.matter), **READ, **found
    )


def _typed(kind: str) -> Callable[[Standing], Any]:
    return lambda at: _naming(at, kind, typed_command(kind, at.clock.now()))


def _naming(at: Standing, kind: str, command: Any) -> Any:
    """Name the measure that a paper speaks of: where several stand, the newest."""
    named = {field.name for field in fields(command)}
    if kind == runs.APPROVAL:
        return replace(command, **made_up_for(at.matter))
    if kind in recorded.NEEDED:
        seizure = recorded.next_without(at.matter, kind)
        return replace(command, seizure_number=seizure.number) if seizure else command
    for preserved, number in runs.NUMBER.items():
        left = runs.standing(at.matter, preserved=preserved) if number in named else []
        if left:
            command = replace(command, **{number: left[-1].paper.number})
    return command


def _attachment(at: Standing) -> Any:
    found = next(iter(sources(at.matter)), f"file.{NOBODY}")
    return acts.service("publicity.choose_attachment").cmd(file=found, title="行政处罚决定书")


def _dropped(at: Standing) -> Any:
    found = next(iter(droppable(at.matter)), str(NOBODY))
    return acts.service("publicity.drop_attachment").cmd(attachment=found)


def _mediation(kind: str) -> Builder:
    """Name both sides in a paper of a mediation."""

    def build(at: Standing) -> Any:
        names = at.case.victims.values_list("name", flat=True)
        sides = {"party_name": at.matter.party_name, "victim": "、".join(names) or "被示例"}
        return replace(typed_command(kind, at.clock.now()), **sides)

    return build


# A document that its definition alone describes gets its command from there.
TYPED = {act_code(kind): _typed(kind) for kind, form in definitions().items() if form.typed}
TYPED |= {
    act_code(kind): _mediation(kind)
    for kind in ("mediation-agreement", "mediation-fulfilment", "mediation-restart")
}

COMMANDS: Mapping[str, Builder] = {
    "cases.propose_filing": fixed(
        "cases.propose_filing", facts="工艺变更。", basis="第二十四条", opinion="建议立案。"
    ),
    "cases.restate_act_end": _act_end,
    "cases.name_cause": _cause,
    "cases.approve_filing": fixed("cases.approve_filing", opinion="同意。"),
    "cases.refuse_filing": fixed("cases.refuse_filing", reason="没有违法事实。"),
    "cases.refuse_again": fixed(
        "cases.refuse_again",
        told_to="报示例",
        differs="facts",
        facts="重新核查，设备没有投入生产。",
        reason="没有违法事实。",
        basis="《中华人民共和国行政处罚法》第五十四条第二款",
    ),
    "cases.record_inspection": _inspection,
    "cases.add_evidence": lambda at: services.AddEvidence(
        kind="on_site_record",
        name="现场检查笔录",
        proves="工艺变更",
        obtained_on=at.clock.today(),
        obtained_from="现场制作",
    ),
    "cases.add_monitored": _recorded,
    "cases.check_monitored": _recording_checked,
    "cases.tell_monitored": _recording_told,
    "cases.draft_decision": _draft,
    "cases.end_investigation": fixed("cases.end_investigation", summary="事实清楚。"),
    "cases.inform_party": fixed("cases.inform_party", contact="李示例"),
    "cases.deliver_notice": _handed_over(services.DeliverNotice),
    "cases.record_statement": dated(
        "cases.record_statement", content="金额过重。", checked="经复核不成立。"
    ),
    "cases.waive_statement": dated(
        "cases.waive_statement", content="我放弃陈述申辩，也不要求听证。", hearing_too=True
    ),
    "cases.go_to_decision": fixed("cases.go_to_decision", opinion="同意。"),
    "cases.supplement_investigation": fixed(
        "cases.supplement_investigation", reason="陈述中有新的事实。"
    ),
    "cases.send_back": fixed("cases.send_back", reason="补充证据。"),
    "cases.issue_decision": _issue,
    "cases.deliver_decision": _handed_over(services.DeliverDecision),
    "cases.record_performance": _performance,
    "cases.end_execution": fixed("cases.end_execution", reason="已经核销。"),
    "cases.opine_on_filing": fixed("cases.opine_on_filing", opinion="同意立案。"),
    "cases.opine_on_investigation": fixed("cases.opine_on_investigation", opinion="同意。"),
    "cases.mark_major": fixed("cases.mark_major", reason="社会关注度高。"),
    "cases.reopen_case": fixed("cases.reopen_case", plan="补充调查。"),
    "cases.close_case": fixed("cases.close_case", opinion="同意结案。"),
    "cases.recuse_officer": _recusal,
    "documents.record_issue": _record_issue,
    **TYPED,
    "publicity.draft_release": _read,
    "publicity.publish_decision": _publish,
    "publicity.choose_attachment": _attachment,
    "publicity.add_box": fixed(
        "publicity.add_box", attachment=NOBODY, page=1, x=1, y=1, width=9, height=9, what="姓名"
    ),
    "publicity.confirm_attachment": fixed(
        "publicity.confirm_attachment", attachment=NOBODY, compared=True
    ),
    "publicity.drop_attachment": _dropped,
    "publicity.record_attachment_reading": fixed(
        "publicity.record_attachment_reading", attachment=NOBODY, problem="已损坏。"
    ),
    "publicity.record_attachment_copy": fixed(
        "publicity.record_attachment_copy", attachment=NOBODY, problem="已损坏。"
    ),
    "publicity.draft_ruling": _ruling_drafted,
    "publicity.publish_ruling": _ruling_waiting,
    "publicity.return_ruling": _ruling_returned,
    "publicity.withhold_ruling": _ruling_closed,
    "publicity.withdraw_ruling": _ruling_withdrawn,
    "publicity.return_release": fixed("publicity.return_release", reason="摘要有误。"),
    "publicity.withhold": fixed("publicity.withhold", reason="依法不予公开。"),
    "publicity.draft_correction": _correction,
    "publicity.correct_publication": _correct,
    "publicity.return_correction": fixed("publicity.return_correction", reason="理由不清楚。"),
    "publicity.withdraw_publication": _withdraw,
    "publicity.file_objection": _objection,
    "publicity.answer_objection": _objection_answer,
    "publicity.urge_publication": fixed(
        "publicity.urge_publication", kind="late", reason="已过公示期限。"
    ),
    "publicity.answer_urge": fixed("publicity.answer_urge", answer="正在办理。"),
    "publicity.suspend_publication": fixed("publicity.suspend_publication", item=NOBODY),
    "publicity.judge_leak": fixed(
        "publicity.judge_leak", finding="0" * 64, outcome="harmless", reason="单位的电话。"
    ),
    "publicity.end_display": fixed("publicity.end_display", item=NOBODY),
}
