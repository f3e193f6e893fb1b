"""What each document of a case says: the case's rows turned into the fields of its definition."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from gongjian.common.acts import Act
from gongjian.common.clock import HOME_ZONE, local_date
from gongjian.common.money import capital_yuan, yuan
from gongjian.common.reads import once
from gongjian.common.text import numeral
from gongjian.documents.models import Document
from gongjian.intake.choices import ClueSource
from gongjian.intake.models import Clue
from gongjian.jurisdiction.profiles import profile
from gongjian.matters.models import Matter, Step
from gongjian.matters.succession import HANDLING, successions_of
from gongjian.orgs.models import Officer
from gongjian.parties.choices import PartyKind
from gongjian.parties.models import Party

from .choices import (
    BY_HAND,
    WITH_AMOUNT,
    DeliveryWay,
    HearingAnswer,
    HearingOutcome,
    NoPenaltyGround,
    PenaltyKind,
    Proposal,
)
from .correcting import ordered_on_spot
from .identity import told as shown_as
from .models import Agent, Case, Draft, Notice, OnSpot, Statement
from .papers_common import in_common
from .public_order.separate import days_of, merged, of_act
from .queries import (
    case_of,
    decision_of,
    evidence_held,
    final_hearing,
    latest_hearing_request,
    statements_on,
)
from .rules import weight_of
from .standing import Item, items_now, was_changed

if TYPE_CHECKING:
    from .services.delivering import Delivered
    from .services.informant import WriteRefusal
    from .services.investigation import RecordInspection
    from .services.notice import InformParty
    from .services.refusing import RefuseAgain

Fields = Mapping[str, Any]


def filing_approval(act: Act, case: Case, opinion: str) -> Fields:
    """立案审批表: what the handler proposed, and what the head of the agency says to it.

    Source: 行政处罚法 第五十四条第二款.
    """
    party = case.party
    proposal = act.matter.steps.filter(code="propose_filing").latest("seq")
    return {
        **unit_opinion(act.matter, "opine_on_filing", proposal),
        "case_source": ClueSource(case.source).label,
        "cause": case.cause,
        "party_name": party.name,
        "party_id": party.uscc or party.id_number,
        "party_representative": party.legal_representative,
        "party_phone": party.phone,
        "party_address": party.address,
        "facts": proposal.data["facts"],
        "basis": proposal.data["basis"],
        "handlers": [o.name for o in handlers(act.matter)],
        "handler_opinion": proposal.data["opinion"],
        "proposed_on": local_date(proposal.at),
        "leader_opinion": opinion,
        "leader": act.actor.name,
        "leader_on": act.today,
    }


def filing_refusal(act: Act, clue: Clue, cmd: "RefuseAgain | WriteRefusal", reason: str) -> Fields:
    """不予立案告知书, made after the refusal. Source: 行政处罚法 第五十四条第二款."""
    return {
        "recipient": cmd.told_to,
        "received_on": local_date(clue.registered_at),
        "content": clue.content,
        "reason": reason,
        "basis": cmd.basis.removesuffix("的规定"),
        "contact": handlers(act.matter)[0].name,
    }


def unit_opinion(matter: Matter, code: str, since: Step | None) -> Fields:
    """Return what the head of the unit said to what was proposed last; {} where he said nothing."""
    said = matter.steps.filter(code=code).order_by("-seq").first()
    if said is None or (since is not None and said.seq < since.seq):
        return {}
    return {
        "unit_opinion": said.data["opinion"],
        "unit_head": said.by_name,
        "unit_on": local_date(said.at),
    }


def inspection_record(act: Act, case: Case, cmd: "RecordInspection") -> Fields:
    """现场检查笔录. Source: 行政处罚法 第四十二条、第五十五条."""
    refused = cmd.refused_signature
    return {
        "reason": f"对{case.party.name}{case.cause}的情况进行检查",
        "place": cmd.place,
        "started_at": moment(cmd.began_at),
        "ended_at": moment(cmd.ended_at),
        "party_name": case.party.name,
        "party_details": details(case.party),
        "on_site_person": cmd.present,
        "officers": investigators(act),
        "recorder": act.actor.name,
        "told": f"{shown_as(cmd.certificate_shown, cmd.unshown_because, dressed=cmd.dressed)}，"
        "并告知依法享有陈述、申辩和申请回避的权利，有如实回答询问、配合检查的义务。",
        "findings": cmd.findings,
        "witness": cmd.witness,
        "party_opinion": "；".join(
            filter(None, (f"被检查人拒绝签名：{refused}", _recorded(cmd.recording)))
        )
        if refused
        else "以上笔录已阅，与现场情况相符。",
    }


def penalty_notice(act: Act, case: Case, draft: Draft, hearing: bool, cmd: "InformParty") -> Fields:
    """行政处罚告知书. Source: 行政处罚法 第四十四条、第六十三条."""
    term = term_of(act.matter, "statement-limit", act.today)
    return {
        "party_name": case.party.name,
        "party_details": details(case.party),
        "party_address": case.party.address,
        "cause": case.cause.removeprefix("涉嫌"),
        "facts": draft.facts,
        "evidence": evidence_lines(case),
        "violated": draft.violated,
        "basis": draft.basis,
        "discretion": draft.reasons,
        "penalties": penalty_lines(draft),
        "statement_term": term,
        "hearing_term": term if hearing else "",
        "contact": cmd.contact,
    }


@once  # its rows are frozen; the check before signing and the signing ask for the same paper
def penalty_decision(matter: Matter, on: date, case: Case, draft: Draft, notice: Notice) -> Fields:
    """行政处罚决定书, as it would be signed on a day. Source: 行政处罚法 第五十九条."""
    sums = weight_of(draft.items)
    fine = sums.sum_of(PenaltyKind.FINE)
    own = {
        "party_name": case.party.name,
        "party_details": details(case.party),
        "party_address": case.party.address,
        "facts": draft.facts,
        "evidence": evidence_lines(case),
        "statement": heard(notice),
        "violated": draft.violated,
        "basis": draft.basis,
        "discretion": draft.reasons,
        "penalties": penalty_lines(draft),
        "fine": fine or None,
        "payment_term": term_of(matter, "payment-limit", on) if fine else "",
        "performance": performance_of(matter, draft.items, on),
        "review_term": term_of(matter, "remedy.review", on),
        "court_term": term_of(matter, "remedy.litigation", on),
    }
    return in_common(case, own)


def performance_of(matter: Matter, items: Sequence[Mapping[str, Any]], on: date) -> str:
    """Say how and when all but the fine is performed. Source: 行政处罚法 第五十九条第一款第四项."""
    sums = weight_of(items)
    gain, words = sums.sum_of(PenaltyKind.CONFISCATE_GAIN), []
    if gain:
        bank, account = matter.agency.bank_name, matter.agency.bank_account
        where = f"{bank}（收款账号：{account}）" if bank and account else "指定的代收机构"
        term = term_of(matter, "payment-limit", on)
        words.append(
            f"没收的违法所得人民币{capital_yuan(gain)}（{yuan(gain)}元），"
            f"应当自收到本决定书之日起{term}内缴至{where}。"
        )
    if sums.kinds - WITH_AMOUNT:
        which = "其他处罚" if sums.kinds & WITH_AMOUNT else "上述处罚"
        words.append(f"{which}自收到本决定书之日起履行。")
    return "".join(words)


def on_the_spot_decision(act: Act, spot: OnSpot, statement: Statement) -> Fields:
    """当场行政处罚决定书. Source: 行政处罚法 第五十二条; 行政复议法 第二十三条第一款第一项."""
    matter, case, draft = act.matter, spot.case, spot.draft
    party = case.party
    fine = weight_of(draft.items).sum_of(PenaltyKind.FINE)
    reach = (("住所（住址）", party.address), ("联系电话", party.phone))
    return {
        "party_name": party.name,
        "party_details": [
            *details(party),
            *({"label": label, "text": text} for label, text in reach if text),
        ],
        "acted_at": moment(spot.acted_at),
        "place": spot.place,
        "facts": draft.facts,
        "evidence": [e.name for e in evidence_held(case)],
        "violated": draft.violated,
        "basis": draft.basis,
        "heard": told_on_spot(statement),
        "penalties": penalty_lines(draft),
        "correction": ordered_on_spot(spot, act.today),
        "fine": fine or None,
        "payment_term": term_of(matter, "payment-limit", act.today) if fine else "",
        "review_term": term_of(matter, "remedy.review", act.today),
        "court_term": term_of(matter, "remedy.litigation_after_review", act.today),
        "publication": ""
        if spot.public_order
        else "执法人员已当场告知当事人：本处罚决定信息将依法向社会公示。",
        "recording": ""
        if spot.second_id
        else "当事人对由一名人民警察当场处罚没有异议，"
        f"处罚全过程同步录音录像（编号：{spot.recording}）。",
        "refusal": spot.refusal if spot.refused else "",
        "victim": spot.victim,
        "interpreter": spot.interpreter,
        "officers": investigators(act),
        "decided_at": moment(spot.decided_at),
    }


def told_on_spot(statement: Statement) -> str:
    """Say what the party was told and what it said. Source: 行政处罚法 第四十四条、第四十五条."""
    told = (
        "执法人员已出示执法证件，并在作出决定之前当场口头告知当事人拟作出的行政处罚内容"
        "及事实、理由、依据和依法享有的陈述、申辩等权利。"
    )
    if statement.waived:
        return told + "当事人明确表示没有陈述、申辩意见。"
    end = "予以采纳。" if statement.adopted else "不予采纳。"
    return (
        f"{told}当事人陈述、申辩：{statement.content}经当场复核：{statement.checked}{end}"
        "没有因陈述、申辩加重处罚。"
    )


def delivery_receipt(
    act: Act, case: Case, paper: Document, cmd: "Delivered", agent: Agent | None = None
) -> Fields:
    """送达回证. Source: 行政处罚法 第六十一条; 民事诉讼法 第八十七条."""
    return {
        "documents": [{"name": paper.title, "number": paper.number or "—"}],
        "recipient": case.party.name,
        "place": cmd.place,
        "method": DeliveryWay(cmd.way).label,
        "delivered_at": day(cmd.served_on),
        "receiver": "拒收" if cmd.refused else cmd.receiver,
        "relation": "委托代理人" if agent else "",
        "refusal": f"{day(cmd.served_on)}，受送达人拒绝签收" if cmd.refused else "",
        "officers": [o.name for o in handlers(act.matter)],
        "witness": cmd.witness,
        "remark": "；".join(filter(None, (cmd.note, _recorded(cmd.recording), _shown(cmd)))),
    }


def _shown(cmd: "Delivered") -> str:
    if cmd.way not in BY_HAND:
        return ""
    return f"送达人{shown_as(cmd.certificate_shown, cmd.unshown_because, dressed=False)}"


def _recorded(where: str) -> str:
    return f"拍照、录像：{where}" if where else ""


def handlers(matter: Matter) -> list[Officer]:
    """Return lead and second officer."""
    return [o for o in (matter.lead, matter.second) if o is not None]


def investigators(act: Act) -> list[dict[str, str]]:
    """Return the handlers with the certificates they carry today."""
    return [
        {"name": o.name, "certificate": certificate_number(o, act.today)}
        for o in handlers(act.matter)
    ]


def changes_told(matter: Matter) -> str:
    """Say who handled the case before and until when, for papers made later; "" if nobody else."""
    return "；".join(
        f"{day(local_date(row.at))}，{row.get_seat_display()}由{row.leaving.name}变更为"
        f"{row.successor.name}（{row.get_ground_display()}，{row.approved_by.name}批准）"
        for row in successions_of(matter)
        if row.seat in HANDLING
    )


def certificate_number(officer: Officer, on: date) -> str:
    """Return the number of the certificate an officer carries on a day."""
    carried = officer.certificates.filter(valid_from__lte=on, valid_to__gte=on)
    return carried.order_by("-valid_to").values_list("number", flat=True).first() or ""


def details(party: Party) -> list[dict[str, str]]:
    """Return the lines that identify the party, by its kind."""
    natural = party.kind == PartyKind.NATURAL
    trader = party.kind == PartyKind.SOLE_TRADER
    rows = [
        (
            "公民身份号码" if natural else "统一社会信用代码",
            party.id_number if natural else party.uscc,
        ),
        ("经营者" if trader else "法定代表人", party.legal_representative),
    ]
    return [{"label": label, "text": text} for label, text in rows if text]


def evidence_lines(case: Case) -> list[str]:
    """Return one line per piece of evidence that a decision may rest on, oldest first."""
    return [f"{e.name}，证明{e.proves}" for e in evidence_held(case)]


def item_lines(items: Iterable[Mapping[str, Any]]) -> list[str]:
    """Return one line per penalty item, sums in digits and in words."""
    return [item_line(item) for item in items]


def proposal_lines(draft: Draft) -> list[str]:
    """Return what a draft proposes: its penalty items, or not to punish and why."""
    if draft.proposal == Proposal.NO_PENALTY:
        return [f"不予行政处罚：{NoPenaltyGround(draft.no_penalty_ground).label}。"]
    return penalty_lines(draft)


def penalty_lines(draft: Draft, stands: Sequence[Item] | None = None) -> list[str]:
    """Return what a draft imposes; for several acts, act by act, and how all is executed together.

    `stands`: what of its items stands after the decision was changed.

    Source: 治安管理处罚法 第十六条; 公安机关办理行政案件程序规定 第一百六十一条.
    """
    items = draft.items if stands is None else stands
    if not draft.acts:
        return item_lines(items)
    told = []
    for number, one in enumerate(draft.acts, 1):
        own = "；".join(item_line(item).rstrip("。") for item in of_act(items, number))
        if not own:  # all that punished this act was dropped
            continue
        told.append(f"对{one['name']}的行为，依据{one['basis']}的规定，决定：{own}。")
    if draft.case.public_order:
        return [*told, merged(days_of(items, draft.merged_most_days))]
    return [*told, *_summed(items)]


def _summed(items: Iterable[Mapping[str, Any]]) -> list[str]:
    """Return the sum of the fines of several acts, where more than one is fined."""
    fines = [i["amount_fen"] for i in items if i["kind"] == PenaltyKind.FINE]
    if len(fines) < 2:
        return []
    fen = sum(fines)
    return [f"以上罚款合计人民币{capital_yuan(fen)}（{yuan(fen)}元）。"]


def stands_changed(matter: Matter) -> list[str]:
    """Return what a matter's decision imposes after it was changed; none where it was not.

    No query beside that of the decision.
    """
    decision = decision_of(case_of(matter)) if matter.decided_on is not None else None
    if decision is None or not was_changed(decision):
        return []
    return penalty_lines(decision.draft, items_now(decision))


def item_line(item: Mapping[str, Any]) -> str:
    """Return a penalty item as the decision says it."""
    words = item["detail"] or PenaltyKind(item["kind"]).label
    if item.get("days"):
        extra = f"（{item['detail']}）" if item["detail"] else ""
        return f"{PenaltyKind(item['kind']).label}{numeral(item['days'])}日{extra}。"
    if item["kind"] == PenaltyKind.CONFISCATE_GOODS:
        label = "" if words.startswith("没收") else "没收非法财物："
        return f"{label}{words}{_worth(item)}。"
    if item["amount_fen"] is None:
        return f"{words}。"
    kind = PenaltyKind(item["kind"]).label
    extra = f"（{item['detail']}）" if item["detail"] else ""
    fen = item["amount_fen"]
    return f"{kind}人民币{capital_yuan(fen)}（{yuan(fen)}元）{extra}。"


def _worth(item: Mapping[str, Any]) -> str:
    """Say what goods are worth and by which proof; nothing where it was not kept yet."""
    basis = str(item.get("value_basis") or "").rstrip("。")
    if fen := item.get("value_fen"):
        return f"，价值人民币{capital_yuan(fen)}（{yuan(fen)}元），依据：{basis}"
    return f"，价值无法确定：{basis}" if basis else ""


def heard(notice: Notice) -> str:
    """Say when the party was told and what it said. Source: 行政处罚法 第四十四条、第四十五条."""
    assert notice.served_on is not None
    if notice.oral and notice.document:
        told = (
            f"本机关快速办理，于{day(notice.served_on)}口头告知当事人拟作出的行政处罚内容及事实、"
            "理由、依据和依法享有的权利，当事人签名确认。"
        )
        return told + _said(notice)
    number = f"（{notice.document.number}）" if notice.document and notice.document.number else ""
    told = (
        f"本机关于{day(notice.served_on)}向当事人送达《行政处罚告知书》{number}，"
        "告知拟作出的行政处罚内容及事实、理由、依据和依法享有的权利。"
    )
    return told + _said(notice) + heard_at_hearing(notice.case)


def _said(notice: Notice) -> str:
    said = statements_on(notice)
    if not said:
        return "当事人在规定期限内未提出陈述、申辩。"
    parts: list[str] = []
    for statement in said:
        if statement.waived:
            parts.append(f"{day(statement.given_on)}，{who(statement)}明确表示放弃陈述、申辩。")
        else:
            end = "本机关予以采纳。" if statement.adopted else "本机关不予采纳。"
            parts.append(
                f"{day(statement.given_on)}，{who(statement)}提出陈述、申辩：{statement.content}"
                f"经复核：{statement.checked}{end}"
            )
    return "".join(parts)


def who(statement: Statement) -> str:
    """Say who spoke: the party itself, or the agent for it."""
    return f"当事人的委托代理人{statement.agent.name}" if statement.agent else "当事人"


def heard_at_hearing(case: Case) -> str:
    """Say what became of a demand for a hearing. Source: 行政处罚法 第六十三条至第六十五条."""
    request = latest_hearing_request(case)
    if request is None:
        return ""
    asked = f"{day(request.asked_on)}，当事人要求听证。"
    hearing = final_hearing(case)
    if hearing is not None and hearing.held_on is not None:
        came = (
            "已举行听证" if hearing.outcome == HearingOutcome.HELD else "当事人未出席听证，视为放弃"
        )
        return f"{asked}本机关于{day(hearing.held_on)}{came}，并根据听证笔录作出本决定。"
    if request.answer == HearingAnswer.REFUSED:
        return f"{asked}因{request.refusal_reason.rstrip('。')}，本机关不予受理。"
    return f"{asked}后当事人撤回听证要求。"


def term_of(matter: Matter, code: str, on: date) -> str:
    """Say how long a limit of the matter's profile is, for example 5个工作日."""
    return profile(matter.profile).limit(code, matter.domain, on).length


def day(on: date) -> str:
    return f"{on.year}年{on.month}月{on.day}日"


def moment(at: datetime) -> str:
    local = at.astimezone(HOME_ZONE)
    return f"{day(local.date())}{local.hour}时{local.minute:02d}分"
