"""What is held in a case, thing by thing, and what may become of each (涉案财物)."""

from collections.abc import Mapping
from typing import Any

from gongjian.common.acts import Act
from gongjian.common.reads import once
from gongjian.documents.choices import DocumentState
from gongjian.documents.models import Document
from gongjian.matters.models import Matter

from .choices import GoodsFate
from .goods import KINDS, confiscated, read_measures
from .measures import held
from .models import Case
from .papers import term_of

PAPERS = {True: "collected-goods-list", False: "goods-disposal"}
# What only 治安管理处罚法 第十一条 knows.
POLICE_ONLY = (GoodsFate.COLLECT, GoodsFate.RECOVER)
ALL = "all"


@once
def held_items(matter: Matter) -> Mapping[str, str]:
    """Return what is held by the steps and told by the standing papers, by code; two queries.

    Where something is held and no paper that stands names it, it counts as one thing.

    Source: 行政强制法 第二十四条、第二十七条; 行政处罚法 第五十六条.
    """
    what = held(matter)
    if not what:
        return {}
    papers = Document.objects.filter(matter=matter, kind__in=KINDS)
    found = read_measures(papers.exclude(state=DocumentState.VOID).order_by("id"))
    items = {
        f"{one.paper.uid}.{number}": "，".join(filter(None, (item.name, item.more)))
        for one in found
        if one.held
        for number, item in enumerate(one.items, 1)
    }
    return items or {ALL: f"{what}的全部财物"}


def fates_of(matter: Matter) -> list[GoodsFate]:
    """Return what may become of things in this case."""
    shut = set() if matter.domain == "public-order" else set(POLICE_ONLY)
    if not confiscated(matter):
        shut.add(GoodsFate.CONFISCATE)
    return [fate for fate in GoodsFate if fate not in shut]


def wrong_fate(matter: Matter, way: str, note: str) -> str:
    """Return why a thing cannot be dealt with in a way; "" when it can.

    Source: 治安管理处罚法 第十一条; 行政强制法 第二十七条、第二十八条; 行政处罚法 第七十四条.
    """
    if way not in fates_of(matter):
        if way in POLICE_ONLY:
            return "收缴、追缴只适用于治安案件；本案没收须由处罚决定作出"
        if way == GoodsFate.CONFISCATE:
            return "处罚决定没有没收物品，不能按没收处理"
        return "请从列表中选择怎样处理"
    if way != GoodsFate.CONFISCATE and not note.strip():
        return "请写明接收人（发还、移送）或者依据（收缴、销毁）"
    return ""


def paper_of(case: Case, goods: list[dict[str, str]], opinion: str) -> Mapping[str, Any]:
    """Return what the list of a disposal says."""
    return {
        "party_name": case.party.name,
        "cause": case.cause,
        "goods": goods,
        "opinion": opinion,
    }


def contest_of(act: Act, case: Case) -> Mapping[str, str]:
    """Return by when the list may be contested: what the police collect is a decision of its own.

    Source: 治安管理处罚法 第一百二十一条.
    """
    if not case.public_order:
        return {}
    return {
        "review_term": term_of(act.matter, "remedy.review", act.today),
        "court_term": term_of(act.matter, "remedy.litigation", act.today),
    }
