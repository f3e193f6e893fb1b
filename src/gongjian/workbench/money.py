"""The tab «缴款» of a matter: what is owed, what came, and what this person may do about it."""

from collections.abc import Iterable
from typing import Any

from gongjian.cases.choices import LineKind
from gongjian.cases.models import AccountLine, Case, Collection, Overturn
from gongjian.cases.papers import stands_changed
from gongjian.cases.queries import case_of, decision_of
from gongjian.cases.standing import changed_items
from gongjian.common import acts
from gongjian.common.acts import Actor, Service
from gongjian.common.clock import Clock
from gongjian.matters.models import Matter
from gongjian.payments.asked import asked_of
from gongjian.payments.proxy import proxies_of
from gongjian.payments.queries import (
    demands_of,
    latest_agreement,
    lines_of,
    money_of,
    receipts_of,
    register_of,
    sold_of,
)
from gongjian.payments.unclaimed import calls_of
from gongjian.remedies.queries import (
    changed_papers,
    fallen_papers,
    limits_of,
    remedies_of,
    taken_up_anew,
)

# Acts on what a decision owes.
OWED_ACTS = (
    "payments.apply_instalment",
    "payments.approve_instalment",
    "payments.refuse_instalment",
    "payments.impose_surcharge",
    "payments.make_demand",
    "payments.propose_agreement",
    "payments.approve_agreement",
    "payments.refuse_agreement",
    "payments.relieve_surcharge",
    "payments.break_agreement",
    "payments.apply_to_court",
    "payments.tell_court",
    "payments.write_off",
    "payments.ask_refund",
    "payments.approve_refund",
)
MONEY_ACTS = (
    *OWED_ACTS,
    "payments.urge_proxy",
    "payments.decide_proxy",
    "payments.urge_proxy_again",
    "payments.perform_proxy",
    "payments.clear_at_once",
    "payments.stop_proxy",
    "payments.settle_proxy_cost",
    "payments.deliver_paper",
    "payments.register_goods",
    "payments.excuse_goods",
    "payments.handle_goods",
    "payments.hand_over_proceeds",
    "payments.call_owner",
    "payments.enter_claimed",
    "payments.delay_treasury",
    "payments.unclaimed_to_treasury",
)


def offered(
    codes: tuple[str, ...], actor: Actor, matter: Matter, clock: Clock
) -> list[Service[Any]]:
    """Return those acts beside the procedure that would be accepted from this person now."""
    known = (acts.service(code) for code in codes)
    return [s for s in known if acts.may(actor, s, matter) and not s.unmet(actor, matter, clock)]


def money_tab(actor: Actor, matter: Matter, clock: Clock) -> dict[str, Any]:
    """Return what the tab shows."""
    money = money_of(matter, clock.today())
    context: dict[str, Any] = {
        "money": money,
        "taken": register_of(matter),
        "sold": sold_of(matter),
        "owner_calls": calls_of(matter),
        "proxies": proxies_of(matter),
        "money_acts": offered(MONEY_ACTS, actor, matter, clock),
    }
    if money is not None:
        lines = lines_of(money.notice.decision, money.account)
        context |= {
            "agreement": latest_agreement(matter),
            "demands": demands_of(money.notice),
            "asked": asked_of(money.notice),
            "lines": lines,
            "collected": _collected(matter, [shown.line for shown in lines]),
            "receipts": receipts_of(money.notice),
        }
    return context


def _collected(matter: Matter, lines: Iterable[AccountLine]) -> Collection | None:
    """Return the fine taken on the spot with its way to the bank; no query where none was."""
    if all(line.kind != LineKind.COLLECTED for line in lines):
        return None
    people = ("collected_by", "received_by", "banked_by")
    return Collection.objects.filter(case__matter=matter).select_related(*people).first()


REMEDY_ACTS = (
    "remedies.register",
    "remedies.pass_on",
    "remedies.answer",
    "remedies.submit_answer",
    "remedies.grant_stay",
    "remedies.record_result",
    "remedies.return_collected",
    "remedies.correct_decision",
    "remedies.correct_surcharge",
    "remedies.open_remake",
)


def _made_anew(case: Case) -> tuple[Matter, str] | None:
    """Return the matter whose decision a case makes anew, with what the decision is called."""
    if case.instead_of is not None:
        return case.instead_of.matter, str(case.instead_of)
    return (case.remakes.case.matter, case.remakes.number) if case.remakes else None


def remedies_tab(actor: Actor, matter: Matter, clock: Clock) -> dict[str, Any]:
    """Return what the tab «救济» shows: the party's last days, what was lodged, what it did."""
    anew = taken_up_anew(matter)
    decision, stands = decision_of(case_of(matter)), stands_changed(matter)
    beside = ("remakes__case__matter", "instead_of__matter")
    old = Case.objects.filter(matter=matter).select_related(*beside).first()
    return {
        "remedies": remedies_of(matter),
        "party_limits": limits_of(matter),
        "remedy_acts": offered(REMEDY_ACTS, actor, matter, clock),
        "anew": anew.matter if anew else None,
        "remade_from": _made_anew(old) if old else None,
        "fallen": fallen_papers(matter),
        "papers_changed": changed_papers(matter),
        "stands": stands,
        "changed": changed_items(decision) if decision and stands else None,
        "gone": Overturn.objects.filter(decision__case__matter=matter).first(),
    }
