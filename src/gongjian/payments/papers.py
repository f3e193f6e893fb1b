"""What the papers of money say: rows turned into the fields of `documents/*.toml`."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

from gongjian.cases.models import Decision
from gongjian.cases.papers import day, details, handlers, item_line, term_of
from gongjian.cases.standing import items_now
from gongjian.catalog.citing import chinese
from gongjian.common.acts import Act
from gongjian.common.money import capital_yuan, yuan
from gongjian.orgs.models import Officer

from .attribution import Account
from .models import (
    Demand,
    ExecutionAgreement,
    PaymentNotice,
    SurchargeCorrection,
    SurchargeRelief,
)
from .queries import daily_rate, debt_of
from .rules import Debt, Part, Surcharge

Fields = Mapping[str, Any]
RECEIVED = "收到处罚决定书之日"
LATE = (
    "到期不缴纳罚款的，依据《中华人民共和国行政处罚法》第七十二条第一款第一项的规定，每日按罚款数额的"
    "{rate}加处罚款，加处罚款的数额不超出罚款的数额；申请行政复议或者提起行政诉讼期间不计算。"
)


def percent(part: Fraction) -> str:
    """Return a part of a whole as papers write it: 3/100 → 百分之三, 1/200 → 百分之零点五."""
    whole, rest = divmod(part * 100, 1)
    text = chinese(int(whole)) if whole else "零"
    if rest:
        text += "点" + "".join(chinese(int(d)) if d != "0" else "零" for d in str(float(rest))[2:])
    return f"百分之{text}"


def late(notice: PaymentNotice) -> str:
    """Return what happens to who pays late, in the words of a notice."""
    return LATE.format(rate=percent(daily_rate(notice)))


def spaced(code: str) -> str:
    """Return a payment code in groups of four, as people read it out."""
    return " ".join(code[n : n + 4] for n in range(0, len(code), 4))


def _told(decision: Decision) -> dict[str, Any]:
    return {
        "party_name": decision.case.party.name,
        "decision_title": decision.document.title,
        "decision_number": decision.number,
        "decided_on": decision.decided_on,
    }


def _lead(act: Act) -> str:
    return handlers(act.matter)[0].name


def payment_notice(
    act: Act, notice: PaymentNotice, decision: Decision, changed_by: str = ""
) -> Fields:
    """罚没款缴纳通知书; `changed_by`: the paper by which a fine came instead of a detention.

    Source: 罚款决定与罚款收缴分离实施办法 第七条.
    """
    changed = f"{changed_by}已将该决定的行政拘留变更为罚款，" if changed_by else ""
    since = f"{changed_by}送达并生效之日（{day(notice.served_on)}）" if changed_by else RECEIVED
    items = [i for i in items_now(decision) if i.get("amount_fen")]
    return _told(decision) | {
        "amount": notice.amount_fen,
        "amount_words": capital_yuan(notice.amount_fen),
        "items": [
            {"name": item_line(i).split("人民币")[0], "amount": f"{yuan(i['amount_fen'])}元"}
            for i in items
        ],
        "payment_code": spaced(notice.code),
        "due_on": notice.first_due_on,
        "payment_term": term_of(act.matter, "payment-limit", notice.served_on),
        "changed": changed,
        "since": since,
        "surcharge": late(notice) if notice.fine_fen else "",
        "contact": _lead(act),
    }


def instalment_decision(
    act: Act,
    notice: PaymentNotice,
    stands: Account,
    parts: Sequence[Part],
    *,
    applied_on: date,
    reason: str,
) -> Fields:
    """延期（分期）缴纳罚款决定书. Source: 行政处罚法 第六十六条第二款."""
    how = "分期缴纳" if len(parts) > 1 else "延期缴纳"
    return _told(notice.decision) | {
        "fine": stands.fine_fen,
        "fine_words": capital_yuan(stands.fine_fen),
        "owed": stands.fine_left_fen,
        "gain": stands.gain_left_fen or None,
        "gain_due_on": notice.first_due_on if stands.gain_left_fen else None,
        "applied_on": applied_on,
        "reason": reason,
        "outcome": f"准予{how}，共{len(parts)}期。" if parts else "不予批准。",
        "plan": [
            {"no": str(n), "due": day(part.due_on), "amount": f"{yuan(part.amount_fen)}元"}
            for n, part in enumerate(parts, 1)
        ],
        "surcharge": late(notice),
    }


def surcharge_decision(
    act: Act,
    notice: PaymentNotice,
    reckoned: Surcharge,
    rate: str,
    *,
    fine: int,
    unpaid: int,
    due_on: date,
    imposed: int,
) -> Fields:
    """加处罚款决定书. Source: 行政处罚法 第七十二条第一款第一项; 行政强制法 第四十五条."""
    party = notice.decision.case.party
    return _told(notice.decision) | {
        "party_details": details(party),
        "party_address": party.address,
        "delivered_on": notice.served_on,
        "fine": fine,
        "due_on": due_on,
        "arrears": _arrears(fine, unpaid),
        "rate": rate,
        "days": f"共{reckoned.late_days}日。{'；'.join(reckoned.explanation)}。",
        "surcharge": reckoned.amount_fen - imposed,
        "imposed": imposed or None,
        "surcharge_words": capital_yuan(reckoned.amount_fen - imposed),
        "payment_term": term_of(act.matter, "payment-limit", act.today),
        "review_term": term_of(act.matter, "remedy.review", act.today),
        "court_term": term_of(act.matter, "remedy.litigation", act.today),
    }


def _arrears(fine: int, unpaid: int) -> str:
    if not unpaid:
        return "逾期以后才缴清"
    return "至今没有缴纳" if unpaid >= fine else f"至今尚有{yuan(unpaid)}元没有缴纳"


def sums_of(owed: Debt) -> list[str]:
    """Return each sum that is owed by its own name, in words and digits."""
    named = (
        ("罚款", owed.fine_fen),
        ("没收的违法所得", owed.confiscated_fen),
        ("加处罚款", owed.surcharge_fen),
    )
    return [f"{name}人民币{capital_yuan(fen)}（{yuan(fen)}元）" for name, fen in named if fen]


def demand_letter(act: Act, notice: PaymentNotice, owed: Debt) -> Fields:
    """催告书. Source: 行政强制法 第三十五条、第五十四条."""
    term = term_of(act.matter, "demand-limit", act.today)
    total = owed.total_fen
    return _told(notice.decision) | {
        "party_address": notice.decision.case.party.address,
        "delivered_on": notice.served_on,
        "obligations": [f"缴纳{line}。" for line in sums_of(owed)],
        "fine": owed.fine_fen or None,
        "confiscated": owed.confiscated_fen or None,
        "surcharge": owed.surcharge_fen or None,
        "total": total,
        "total_words": capital_yuan(total),
        "term": term,
        "how": f"凭缴款码{spaced(notice.code)}到{notice.bank_name}缴纳，"
        f"收款账号：{notice.bank_account}。",
        "consequence": "本机关将依法申请人民法院强制执行。",
        "statement_term": term,
        "contact": _lead(act),
    }


def execution_agreement(act: Act, row: ExecutionAgreement) -> Fields:
    """执行协议. Source: 行政强制法 第四十二条."""
    notice = row.notice
    stands = debt_of(notice)
    return _told(notice.decision) | {
        "agency_name": act.matter.agency.name,
        "party_details": details(notice.decision.case.party),
        "demanded_on": row.demand.served_on,
        "owed": sums_of(stands),
        "measures": row.measures,
        "measures_by": row.measures_by,
        "relief": row.relief_fen,
        "relief_words": capital_yuan(row.relief_fen),
        "harmless": row.harmless,
        "contact": _lead(act),
    }


def surcharge_relief(act: Act, row: SurchargeRelief) -> Fields:
    """减免加处罚款决定书. Source: 行政强制法 第四十二条第一款."""
    agreement, left = row.agreement, debt_of(row.notice)
    after = replace(left, surcharge_fen=left.surcharge_fen - row.amount_fen)
    return _told(row.notice.decision) | {
        "agreement_number": agreement.document.number if agreement.document else "",
        "agreed_on": agreement.decided_on,
        "measures": agreement.measures,
        "evidence": row.evidence,
        "imposed": left.surcharge_fen,
        "relief": row.amount_fen,
        "relief_words": capital_yuan(row.amount_fen),
        "left": sums_of(after) or ["已经没有尚欠的款项"],
    }


def surcharge_correction(act: Act, row: SurchargeCorrection, stood: int, left: Debt) -> Fields:
    """撤销（变更）加处罚款决定书; `left`: what is owed after it.

    Source: 行政处罚法 第七十五条第二款.
    """
    party, stands = row.notice.decision.case.party, row.stands_fen
    return _told(row.notice.decision) | {
        "party_details": details(party),
        "party_address": party.address,
        "surcharge_number": row.surcharge.document.number,
        "imposed_on": row.surcharge.decided_on,
        "stood": stood,
        "outcome": "变更" if stands else "撤销",
        "error": row.reason,
        "stands": stands or None,
        "stands_words": capital_yuan(stands) if stands else "",
        "left": sums_of(left) or ["已经没有尚欠的款项"],
        "review_term": term_of(act.matter, "remedy.review", act.today),
        "court_term": term_of(act.matter, "remedy.litigation", act.today),
    }


def enforcement_application(
    act: Act, demand: Demand, head: Officer, owed: Debt, *, remedy: str, opinion: str, assets: str
) -> Fields:
    """行政处罚强制执行申请书. Source: 行政强制法 第五十三条至第五十五条."""
    notice = demand.notice
    party = notice.decision.case.party
    return _told(notice.decision) | {
        "applicant": act.matter.agency.name,
        "applicant_head": f"{head.name}（{head.post}）" if head.post else head.name,
        "applicant_address": act.matter.agency.address,
        "party_details": details(party),
        "party_address": party.address,
        "delivered_on": notice.served_on,
        "demand_number": demand.document.number,
        "demanded_on": demand.served_on,
        "remedy": remedy,
        "items": sums_of(owed),
        "party_opinion": opinion,
        "assets": assets,
        "materials": [
            "行政处罚决定书及作出决定的事实、理由和依据",
            "行政处罚决定书送达回证",
            "催告书及送达回证",
            "当事人的意见及催告情况",
            "申请强制执行标的情况",
        ],
        "contact": _lead(act),
    }
