"""A valid command of every act that only a 治安 case has, for where the case stands."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from gongjian.cases.goods import said_in
from gongjian.cases.one_event import companions_of
from gongjian.cases.public_order.permitting import deputies_of, unpermitted, unreported
from gongjian.cases.public_order.queries import usable_evidence, victims_without_copy
from gongjian.cases.public_order.repeating import acted_on, as_recorded
from gongjian.cases.queries import decision_of, latest_draft
from gongjian.cases.services.public_order.inspecting import last_day_of, warrants_of
from gongjian.common import acts
from gongjian.documents.models import Document

from .standing import NOBODY, Builder, Standing, fixed

ITEMS: tuple[tuple[dict[str, Any], ...], ...] = (
    ({"kind": "warning"},),
    ({"kind": "fine", "amount_fen": 50_000},),
    ({"kind": "fine", "amount_fen": 100_100},),
    ({"kind": "detention", "days": 5}, {"kind": "fine", "amount_fen": 50_000}),
    ({"kind": "detention", "days": 10},),
)


def _offender(at: Standing) -> Any:
    born = at.case.party.born_on or "1990-01-01"
    known = as_recorded(at.case, at.clock.today()) if at.case.public_order else {}
    twice = "twice_in_a_year" in known or at.chance.random() < 0.2
    with_child = at.chance.random() < 0.1
    before = "punished_before" in known or twice or at.chance.random() < 0.3
    acted = acted_on(at.case, at.clock.today())
    return acts.service("cases.establish_offender").cmd(
        sex="female" if with_child else "male",
        born_on=date.fromisoformat(born),
        verified_by="居民身份证",
        punished_before=before,
        punished_on=known.get("punished_on", acted - timedelta(400)) if before else None,
        punished_number=known.get("punished_number", "禄公（治）行罚决字〔2025〕1号"),
        twice_in_a_year=twice,
        pregnant_or_nursing=with_child,
        pleaded=at.chance.random() < 0.5,
        official=at.chance.random() < 0.3,
        workplace="禄安市水务局（科员）",
        deputy=at.chance.random() < 0.2,
        foreigner=at.chance.random() < 0.2,
    )


def _questioning(at: Standing) -> Any:
    now = at.clock.now()
    return acts.service("cases.record_questioning").cmd(
        role=at.chance.choice(["offender", "victim", "witness", "witness"]),
        person="问示例",
        guardian_present=True,
        interpreter_present=True,
        came_by="voluntary",
        arrived_at=now - timedelta(seconds=30),
        began_at=now - timedelta(seconds=20),
        ended_at=now - timedelta(seconds=10),
        ground="normal",
        place_kind="centre",
        place="询问室",
        alone=at.chance.random() < 0.3,
        full_recording=at.chance.random() < 0.8,
        recording_at="AV-1",
        certificate_shown="shown",
        rights_told=True,
        content="问：经过？答：如前所述。",
    )


def _inspection(at: Standing) -> dict[str, Any]:
    now = at.clock.now()
    return {
        "began_at": now - timedelta(seconds=20),
        "ended_at": now - timedelta(seconds=10),
        "place": "禄安市金山镇",
        "present": "贺示例",
        "certificate_shown": "shown",
        "dressed": True,
        "findings": "现场已经恢复秩序。",
        "rights_told": True,
        "recording": "AV-2",
    }


def _at_once(at: Standing) -> Any:
    subject = at.chance.choice(["place", "person", "thing"])
    person = subject == "person"
    return acts.service("cases.inspect_at_once").cmd(
        subject=subject,
        at_once="现场可能灭失。",
        woman=person,
        by_woman="女警示例" if person else "",
        **_inspection(at),
    )


def _by_warrant(at: Standing) -> Any:
    held = [w for w in warrants_of(at.matter) if last_day_of(w) >= at.clock.today()]
    return acts.service("cases.inspect_by_warrant").cmd(
        subject=at.chance.choice(["home", "place"]) if _of_a_home(held) else "place",
        warrant=held[-1].uid if held else NOBODY,
        **(_inspection(at) | ({"place": said_in(held[-1])["place"]} if held else {})),
    )


def _of_a_home(held: list[Document]) -> bool:
    return bool(held) and said_in(held[-1])["place_kind"] == "住所"


def _exclusion(at: Standing) -> Any:
    held = usable_evidence(at.case).first()
    return acts.service("cases.exclude_evidence").cmd(
        evidence=held.uid if held else NOBODY, ground="lost_recording", reason="录像损毁。"
    )


def _not_punishing(at: Standing) -> Any:
    draft = latest_draft(at.case)
    return acts.service("cases.decide_not_to_punish").cmd(
        draft_hash=draft.draft_hash if draft else "0" * 64,
        basis="《中华人民共和国治安管理处罚法》第二十条",
        reason="情节轻微。",
        check_answers="已逐条核对。",
    )


def _decision(code: str, **more: str) -> Builder:
    known = {"opinion": "同意。", **(more or {"check_answers": "已逐条核对。"})}

    def build(at: Standing) -> Any:
        draft = latest_draft(at.case)
        return acts.service(code).cmd(**known, draft_hash=draft.draft_hash if draft else "0" * 64)

    return build


def _execution(at: Standing) -> Any:
    today = at.clock.today()
    return acts.service("cases.execute_detention").cmd(
        taken_in_on=today,
        house="禄安市拘留所",
        receipt_number="拘执2026001",
        family_told="配偶示例",
        family_told_on=today,
        no_child=True,
    )


def _application(at: Standing) -> Any:
    known = {"guarantee": "deposit", "deposit_fen": 400_000}
    if at.chance.random() < 0.5:
        known = {"guarantee": "guarantor", "guarantor": "担示例"}
        known["guarantor_relation"] = "胞兄，教师"
    return acts.service("cases.ask_suspension").cmd(ground="exam", **known)


def _delivery(at: Standing) -> Any:
    return acts.service("cases.deliver_unpunished").cmd(
        way="direct",
        served_on=at.clock.today(),
        place="禄安市金山镇",
        receiver="贺示例",
        certificate_shown="shown",
    )


def _copy(at: Standing) -> Any:
    victim = victims_without_copy(at.case).first()
    return acts.service("cases.give_victim_copy").cmd(
        victim=victim.uid if victim else NOBODY, given_on=at.clock.today(), receiver="被示例"
    )


def _congress(at: Standing) -> Any:
    """One more congress, of either rank: it leads to permission, or to a report."""
    level = at.chance.choice(["upper", "township", "none"])
    known = len(deputies_of(at.case))
    return acts.service("cases.note_deputy").cmd(
        congress=f"第{known}示例人民代表大会", level=level, deputy_found_by="代表证"
    )


def _permit(at: Standing) -> Any:
    waiting = unpermitted(at.case)
    return acts.service("cases.record_deputy_permit").cmd(
        deputy=waiting[0].uid if waiting else NOBODY,
        body="committee",
        permit_number="禄人常〔2026〕1号",
        granted_on=at.clock.today(),
    )


def _told_congress(at: Standing) -> Any:
    waiting = unreported(at.case, decision_of(at.case))
    return acts.service("cases.report_deputy").cmd(
        deputy=waiting[0].uid if waiting else NOBODY,
        reported_on=at.clock.today(),
        way="电话报告，董示例接听",
    )


def _companion(at: Standing) -> Any:
    """One more offender of the event, under a number of his own where the case has few."""
    number = at.chance.choice(["110105199001010010", "11010519920303001X", ""])
    return acts.service("cases.open_companion").cmd(
        party_kind="natural",
        party_name=f"{'乌齐伍'[len(number) % 3]}示例",
        id_number=number,
        conduct="推打对方。",
    )


def _taking(at: Standing) -> Any:
    others = companions_of(at.case)
    return acts.service("cases.take_companion_evidence").cmd(
        case=others[0].uid if others else NOBODY
    )


COMMANDS: Mapping[str, Builder] = {
    "cases.inspect_at_once": _at_once,
    "cases.inspect_by_warrant": _by_warrant,
    "cases.file_public_order": fixed(
        "cases.file_public_order", facts="在医院吵闹。", basis="第二十六条第一款第一项"
    ),
    "cases.refuse_public_order": fixed(
        "cases.refuse_public_order", told_to="报示例", reason="不属于违反治安管理的行为。"
    ),
    "cases.establish_offender": _offender,
    "cases.register_victim": fixed(
        "cases.register_victim", name="被示例", harm="衣物损毁，价值300元"
    ),
    "cases.record_questioning": _questioning,
    "cases.start_fast_handling": lambda at: acts.service("cases.start_fast_handling").cmd(
        arrived_at=at.clock.now() - timedelta(seconds=40),
        admits=True,
        impaired="no",
        ill="no",
        unsuited="no",
        consented=True,
    ),
    "cases.inform_orally": lambda at: acts.service("cases.inform_orally").cmd(
        told_at=at.clock.now(), answer="不陈述、不申辩。", waives=True, signed=True
    ),
    "cases.review_fast": _decision("cases.review_fast", opinion="程序合法，同意。"),
    "cases.end_fast_handling": fixed("cases.end_fast_handling", reason="对事实有异议。"),
    "cases.exclude_evidence": _exclusion,
    "cases.inform_offender": fixed("cases.inform_offender", contact="李示例"),
    "cases.decide_public_order": _decision("cases.decide_public_order"),
    "cases.decide_at_station": _decision("cases.decide_at_station"),
    "cases.decide_not_to_punish": _not_punishing,
    "cases.deliver_unpunished": _delivery,
    "cases.end_unpunished": fixed("cases.end_unpunished", opinion="同意办结。"),
    "cases.execute_detention": _execution,
    "cases.ask_suspension": _application,
    "cases.grant_suspension": fixed("cases.grant_suspension", reason="不致发生社会危险。"),
    "cases.refuse_suspension": fixed("cases.refuse_suspension", reason="可能逃避执行。"),
    "cases.end_suspension": lambda at: acts.service("cases.end_suspension").cmd(
        outcome=at.chance.choice(["ended", "evaded"]), reason="考试结束，或者没有到案。"
    ),
    "cases.ask_leave": lambda at: acts.service("cases.ask_leave").cmd(
        applicant="贺示例（本人）",
        ground="dying",
        out_on=at.clock.today(),
        back_by=at.clock.today() + timedelta(days=1),
        guarantee="deposit",
        deposit_fen=400_000,
    ),
    "cases.grant_leave": fixed("cases.grant_leave", reason="不致发生社会危险。"),
    "cases.refuse_leave": fixed("cases.refuse_leave", reason="可能逃避执行。"),
    "cases.end_leave": lambda at: acts.service("cases.end_leave").cmd(
        outcome=at.chance.choice(["ended", "evaded"]), back_on=at.clock.today(), note="见记录。"
    ),
    "cases.open_guarantor_case": lambda at: acts.service("cases.open_guarantor_case").cmd(
        breach="没有报告被担保人离开本市。", breached_on=at.clock.today()
    ),
    "cases.take_deposit": lambda at: acts.service("cases.take_deposit").cmd(
        payer="贺示例", paid_on=at.clock.today(), bank_receipt="保1"
    ),
    "cases.forfeit_deposit": fixed("cases.forfeit_deposit", reason="离开本市，停用电话。"),
    "cases.deposit_to_treasury": lambda at: acts.service("cases.deposit_to_treasury").cmd(
        treasury_on=at.clock.today(), treasury_receipt="库1"
    ),
    "cases.refund_deposit": lambda at: acts.service("cases.refund_deposit").cmd(
        refunded_on=at.clock.today(), receipt="退1"
    ),
    "cases.note_foreigner": fixed(
        "cases.note_foreigner", nationality="老挝", nationality_by="papers", stay="旅游签证"
    ),
    "cases.report_foreigner": lambda at: acts.service("cases.report_foreigner").cmd(
        told_at=at.clock.now(), report_way="禄公外报〔2026〕1号"
    ),
    "cases.note_with_child": fixed(
        "cases.note_with_child", found="县医院诊断证明。", opinion="不执行拘留。"
    ),
    "cases.tell_family": lambda at: acts.service("cases.tell_family").cmd(
        told="监示例（父亲），当面告知", told_on=at.clock.today()
    ),
    "cases.note_deputy": _congress,
    "cases.record_deputy_permit": _permit,
    "cases.report_deputy": _told_congress,
    "cases.note_official": fixed(
        "cases.note_official", post="禄安市水务局科员", found_by="单位的证明"
    ),
    "cases.report_official": fixed(
        "cases.report_official", outcome="told", receiver="禄安市监察委员会"
    ),
    "cases.give_victim_copy": _copy,
    "cases.open_companion": _companion,
    "cases.take_companion_evidence": _taking,
}
ONWARD = (
    "cases.file_public_order",
    "cases.establish_offender",
    "cases.record_questioning",
    "cases.inform_offender",
    "cases.decide_public_order",
    "cases.decide_at_station",
    "cases.execute_detention",
    "cases.end_fast_handling",
    "cases.inform_orally",
    "cases.review_fast",
    "cases.tell_family",
    "cases.record_deputy_permit",
    "cases.report_deputy",
    "cases.note_foreigner",
    "cases.report_foreigner",
    "cases.report_official",
    "cases.end_leave",
    "cases.take_deposit",
    "cases.refund_deposit",
    "cases.forfeit_deposit",
    "cases.deposit_to_treasury",
)
