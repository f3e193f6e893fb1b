"""Reads of goods that go back: what waits for its owner, who was called, since when."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from django.db.models import DateField, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from gongjian.cases.choices import GoodsFate
from gongjian.cases.goods import said_in
from gongjian.cases.models import GoodsDisposal
from gongjian.cases.queries import case_of
from gongjian.common.clock import current
from gongjian.common.reads import once
from gongjian.documents.choices import DocumentState
from gongjian.documents.queries import standing_documents
from gongjian.matters.limits import deadlines_of
from gongjian.matters.models import Matter, Todo

from .models import OwnerCall

TERM = "police.unclaimed_goods"
RELEASE = "seizure-release"
MORE = "police.unclaimed_extension"
TO_TREASURY = "期满无人领取的财物上缴国库"
NEAR = timedelta(days=30)  # from when the head finds it in the inbox
COLUMNS = ("name", "count", "state")


@once
def to_fetch(matter: Matter) -> Mapping[str, str]:
    """Return what is given back and nobody was called for yet, by code; of the police alone.

    Three queries, none in the cases of others: their law knows no such time.

    Source: 治安管理处罚法 第一百零五条; 公安机关办理行政案件程序规定 第一百九十七条.
    """
    case = case_of(matter)
    if not case.public_order:
        return {}
    found = {
        f"{paper.uid}.{number}": "，".join(str(row[c]) for c in COLUMNS if row.get(c))
        for paper in standing_documents(matter).filter(kind=RELEASE).order_by("id")
        for number, row in enumerate(said_in(paper)["goods"], 1)
    }
    listed = GoodsDisposal.objects.filter(case=case, way=GoodsFate.RETURN)
    listed = listed.exclude(document__state=DocumentState.VOID)
    found |= {str(row.uid): row.name for row in listed.order_by("id")}
    known = set(OwnerCall.objects.filter(case=case).values_list("thing", flat=True))
    return {code: name[:300] for code, name in found.items() if code not in known}


def called(matter: Matter) -> list[OwnerCall]:
    """Return the calls of which nothing came yet, oldest first; one query."""
    found = OwnerCall.objects.filter(case__matter=matter, end__isnull=True)
    return list(found.select_related("delay", "document").order_by("called_on", "id"))


def calls_of(matter: Matter) -> list[OwnerCall]:
    """Return every call with what came of it, oldest first; one query."""
    found = OwnerCall.objects.filter(case__matter=matter).select_related("end", "delay")
    return list(found.order_by("id"))


def owners_wait(matter: Matter) -> Iterator[tuple[str, str, date]]:
    """Yield that what nobody fetches goes to the treasury, once that day is near.

    At most one query before a call. The inbox learns of a day that came near by the sweep.
    """
    if matter.domain != "public-order" or all(limit.code != TERM for limit in deadlines_of(matter)):
        return
    for call in called(matter):
        if call.until <= current().today() + NEAR:
            yield "agency_head", f"{TO_TREASURY}：{call.name[:60]}", call.until


def owners_near(today: date) -> QuerySet[Matter]:
    """Return the matters whose inbox does not tell yet of goods that soon go to the treasury."""
    waiting = OwnerCall.objects.filter(end__isnull=True)
    last = Coalesce("delay__until_on", "due_on", output_field=DateField())
    near = waiting.annotate(last_day=last).filter(last_day__lte=today + NEAR)
    told = Todo.objects.filter(matter=OuterRef("pk"), role="agency_head")
    told = told.filter(Q(step__startswith=TO_TREASURY) | Q(also__contains=TO_TREASURY))
    return Matter.objects.filter(~Exists(told), pk__in=near.values("case__matter")).order_by("pk")


def as_option(call: OwnerCall) -> tuple[Any, str]:
    return str(call.uid), f"{call.name}（{call.until.isoformat()}到期）"
