"""Performances in the party's stead, played for tests and walks (代履行)."""

from datetime import timedelta
from typing import Any

from gongjian.cases import testing as story
from gongjian.cases import testing_correcting as correcting
from gongjian.cases.testing import Cast
from gongjian.matters.models import Matter

from .models import Proxy, ProxyCost, ProxyDecision, ProxyPaper, ProxyVisit

DECIDED: dict[str, Any] = {
    "still_undone": "现场核实，铝灰渣没有清运。",
    "statement": "未提出意见。",
    "answer": "无。",
    "basis": "《中华人民共和国行政强制法》第五十条",
    "thing": "河滩上的铝灰渣约2吨",
    "way": "装袋清运，交有资质的单位处置。",
    "budget_fen": 860_000,
    "by": "third",
    "performer": "青川市洁源环境服务有限公司",
    "disinterested": True,
}
URGED: dict[str, Any] = {
    "harm": "pollution",
    "because": "铝灰渣露天堆放在河滩上，雨水正将其冲入河道。",
    "days": 7,
    "how": "装袋清运，恢复河滩原状。",
}
COSTS: dict[str, Any] = {
    "items": ({"name": "清运台班", "amount_fen": 360_000},),
    "evidence": "发票0001",
    "borne": "party",
    "days": 15,
}


def refused_order(cast: Cast, matter: Matter, result: str = "refused") -> None:
    """Order the party to clear what it left, and find it undone after its time."""
    correcting.order(cast, matter)
    cast.wait(days=1)
    correcting.recheck(cast, matter, result=result)


def urge(cast: Cast, matter: Matter, **values: Any) -> Proxy:
    made: Proxy = cast.do("handler", "payments.urge_proxy", matter, **(URGED | values))
    return made


def serve(cast: Cast, matter: Matter) -> ProxyPaper:
    """Sign and serve the paper that waits, today."""
    story.sign_papers(cast, matter)
    row = ProxyPaper.objects.filter(proxy__case__matter=matter, served_on=None).latest("id")
    known = story.handed_over(cast) | {"paper": row.document.uid}
    served: ProxyPaper = cast.do("handler", "payments.deliver_paper", matter, **known)
    return served


def let_run(cast: Cast, paper: ProxyPaper) -> None:
    """Wait until what runs from a paper is over."""
    assert paper.over_on is not None
    cast.wait(days=(paper.over_on - cast.today).days + 1)


def working(cast: Cast) -> None:
    """Wait for a day that is neither weekend nor holiday."""
    while cast.today.weekday() > 4 or (cast.today.month == 10 and cast.today.day < 8):
        cast.wait(days=1)


def decide(cast: Cast, matter: Matter, **values: Any) -> ProxyDecision:
    known = {"planned_on": cast.today + timedelta(days=14)} | DECIDED | values
    made: ProxyDecision = cast.do("agency_head", "payments.decide_proxy", matter, **known)
    return made


def urge_again(cast: Cast, matter: Matter) -> ProxyPaper:
    cast.do("handler", "payments.urge_proxy_again", matter)
    return serve(cast, matter)


def on_spot(cast: Cast, **values: Any) -> dict[str, Any]:
    """Return what is said of a performance that ended an hour ago."""
    return {
        "began_at": cast.now - timedelta(hours=2),
        "ended_at": cast.now - timedelta(hours=1),
        "place": "青川市罗家镇河滩",
        "present": "洁示例，代履行人的现场负责人",
        "party_present": False,
        "certificate_shown": "shown",
        "dressed": True,
        "findings": "清运2.1吨，平整河滩。",
        "no_force": True,
        "witness": "证示例，村民委员会委员",
        "performer": "洁示例",
    } | values


def perform(cast: Cast, matter: Matter, **values: Any) -> ProxyVisit:
    made: ProxyVisit = cast.do(
        "handler", "payments.perform_proxy", matter, **on_spot(cast, **values)
    )
    return made


def settle(cast: Cast, matter: Matter, **values: Any) -> ProxyCost:
    made: ProxyCost = cast.do(
        "agency_head", "payments.settle_proxy_cost", matter, **(COSTS | values)
    )
    return made


def to_be_performed(cast: Cast, matter: Matter) -> None:
    """Carry an unperformed order to the day on which another may perform."""
    urge(cast, matter)
    let_run(cast, serve(cast, matter))
    decision = decide(cast, matter)
    serve(cast, matter)
    let_run(cast, urge_again(cast, matter))
    cast.wait(days=max((decision.planned_on - cast.today).days, 0))
