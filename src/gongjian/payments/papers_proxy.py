"""What the papers of a performance in the party's stead say (代履行)."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from gongjian.cases.identity import told as shown_as
from gongjian.cases.papers import certificate_number, day, details, handlers, moment, term_of
from gongjian.common.acts import Act
from gongjian.common.money import capital_yuan, yuan
from gongjian.orgs.models import Officer

from .choices import ClearedAt, ProxyBy, ProxyHarm, ProxyPaperKind
from .models import Proxy, ProxyCost, ProxyVisit
from .proxy import AGAIN, paper_of

if TYPE_CHECKING:
    from .services.proxy import DecideProxy
    from .services.proxy_doing import OnSpot

Fields = Mapping[str, Any]
FORMS: Mapping[str, str] = {
    ProxyPaperKind.DEMAND: "proxy-demand",
    ProxyPaperKind.DECISION: "proxy-decision",
    ProxyPaperKind.AGAIN: "proxy-last-demand",
    ProxyPaperKind.TOLD: "proxy-told",
    ProxyPaperKind.COST: "proxy-cost",
}


def _of_order(act: Act, proxy: Proxy) -> dict[str, Any]:
    """Return the party, and the order that it did not obey."""
    assert proxy.order is not None
    order, party = proxy.order, proxy.case.party
    paper = order.delivery.document
    return {
        "party_name": party.name,
        "party_address": party.address,
        "order": f"《{paper.title}》（{paper.number}）",
        "served_on": order.served_on,
        "correct_by": order.correct_by,
        "requirement": [line for line in order.requirement.split("\n") if line.strip()],
        "contact": handlers(act.matter)[0].name,
    }


def _remedies(act: Act) -> dict[str, Any]:
    return {
        "review_term": term_of(act.matter, "remedy.review", act.today),
        "court_term": term_of(act.matter, "remedy.litigation", act.today),
    }


def _harm(proxy: Proxy) -> str:
    return str(ProxyHarm(proxy.harm).label)


def demand(act: Act, proxy: Proxy, *, days: int, how: str) -> Fields:
    """催告书. Source: 行政强制法 第三十五条、第五十条."""
    return _of_order(act, proxy) | {
        "because": proxy.because,
        "harm": _harm(proxy),
        "term": f"{days}日",
        "how": how,
    }


def decision(act: Act, proxy: Proxy, cmd: "DecideProxy", over: date) -> Fields:
    """代履行决定书. Source: 行政强制法 第三十七条、第五十一条第一款第一项."""
    urged = paper_of(proxy, ProxyPaperKind.DEMAND)
    assert urged is not None
    return (
        _of_order(act, proxy)
        | _remedies(act)
        | {
            "party_details": details(proxy.case.party),
            "because": proxy.because,
            "harm": _harm(proxy),
            "demand": f"{urged.document.title}（{urged.document.number}）",
            "demand_over_on": over,
            "still_undone": cmd.still_undone,
            "statement": cmd.statement,
            "answer": cmd.answer,
            "basis": cmd.basis,
            "thing": cmd.thing,
            "way": cmd.way,
            "planned_on": cmd.planned_on,
            "budget": cmd.budget_fen,
            "performer": f"{cmd.performer}（{ProxyBy(cmd.by).label}）",
        }
    )


def again(act: Act, proxy: Proxy, note: str) -> Fields:
    """代履行前的催告书. Source: 行政强制法 第五十一条第一款第二项."""
    paper = paper_of(proxy, ProxyPaperKind.DECISION)
    assert paper is not None
    return _of_order(act, proxy) | {
        "decision_number": paper.document.number,
        "decided_on": proxy.decision.decided_on,
        "planned_on": proxy.decision.planned_on,
        "thing": proxy.decision.thing,
        "term": term_of(act.matter, AGAIN, act.today),
        "note": note,
    }


def record(
    act: Act,
    proxy: Proxy,
    cmd: "OnSpot",
    second: Officer | None,
    performer: str,
    approved: str,
) -> Fields:
    """代履行现场笔录. Source: 行政强制法 第五十一条第一款第三项、第四项、第五十二条."""
    party = proxy.case.party
    decided = paper_of(proxy, ProxyPaperKind.DECISION)
    cleared = f"立即清除{ClearedAt(proxy.cleared).label}" if proxy.cleared else ""
    said = f"当事人拒绝签名：{cmd.refused_signature}" if cmd.refused_signature else ""
    return {
        "party_name": party.name,
        "party_details": details(party),
        "under": f"《{decided.document.title}》（{decided.document.number}）"
        if decided
        else f"{cleared}：{proxy.because}",
        "approved": approved,
        "place": cmd.place,
        "started_at": moment(cmd.began_at),
        "ended_at": moment(cmd.ended_at),
        "on_site_person": cmd.present,
        "party_present": "当事人在场" if cmd.party_present else "当事人不在场",
        "officers": [
            {"name": o.name, "certificate": certificate_number(o, act.today)}
            for o in (act.matter.lead, second)
            if o is not None
        ],
        "told": shown_as(cmd.certificate_shown, cmd.unshown_because, dressed=cmd.dressed),
        "urgent": cmd.urgent_because,
        "findings": cmd.findings,
        "performer": performer,
        "recording": cmd.recording,
        "party_opinion": said
        or ("以上记录已阅，与现场情况相符。" if cmd.party_present else "（当事人不在场）"),
        "witness": cmd.witness,
    }


def told(act: Act, proxy: Proxy, visit: ProxyVisit) -> Fields:
    """立即代履行告知书. Source: 行政强制法 第五十二条."""
    party = proxy.case.party
    return _remedies(act) | {
        "party_name": party.name,
        "party_address": party.address,
        "performed_at": moment(visit.began_at),
        "cleared": f"{ClearedAt(proxy.cleared).label}（{visit.place}）",
        "because": proxy.because,
        "findings": visit.findings,
        "performer": visit.performer,
        "contact": handlers(act.matter)[0].name,
    }


def cost(act: Act, row: ProxyCost, visit: ProxyVisit, days: int) -> Fields:
    """代履行费用缴纳通知书. Source: 行政强制法 第五十一条第二款."""
    party = row.proxy.case.party
    return _remedies(act) | {
        "party_name": party.name,
        "party_address": party.address,
        "record": f"{visit.document.title}（{day(visit.performed_on)}）",
        "performer": visit.performer,
        "items": [{"name": i["name"], "amount": f"{yuan(i['amount_fen'])}元"} for i in row.items],
        "amount": row.amount_fen,
        "amount_words": capital_yuan(row.amount_fen),
        "over": row.over_because,
        "term": f"{days}日",
        "contact": handlers(act.matter)[0].name,
    }
