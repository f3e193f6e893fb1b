"""Filters that a person keeps for one list, to open again with one press."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.http import HttpRequest

from gongjian.common.errors import InvalidInput, NotFound
from gongjian.ui.links import link

from .models import KeptFilter

# The lists that have filters worth keeping, with what their addresses may ask.
ASKED = {
    "matters": ("q", "state"),
    "clues": ("q", "state"),
    "publication_register": ("q", "of"),
}
MOST, LONGEST = 20, 30


@dataclass(frozen=True, slots=True)
class Kept:
    """One filter as its list shows it; `here` where the list shows just this."""

    pk: int
    name: str
    link: str
    here: bool


@dataclass(frozen=True, slots=True)
class KeptFilters:
    """What a list offers: the kept ones, and what of its address could be kept now."""

    page: str
    rows: list[Kept]
    asked: str

    @property
    def to_keep(self) -> bool:
        """Return whether the list is filtered in a way not kept yet, and one more may be."""
        return bool(self.asked) and len(self.rows) < MOST and not any(r.here for r in self.rows)


def kept_filters(request: HttpRequest, page: str) -> KeptFilters:
    """Return the filters of this person for one list; one query."""
    asked = _only_asked(page, request.GET.urlencode())
    rows = KeptFilter.objects.filter(user=request.user.pk, page=page).order_by("pk")
    kept = [
        Kept(row.pk, row.name, list_address(page, row.query), row.query == asked)
        for row in rows[:MOST]
    ]
    return KeptFilters(page, kept, asked)


def keep(user: Any, page: str, *, name: str, query: str, now: datetime) -> KeptFilter:
    """Keep what a list is asked for, under a name; the same question again takes the new name.

    Raises:
        NotFound: no list of ours.
        InvalidInput: nothing is filtered, the name is empty or too long, or there are twenty.
    """
    if page not in ASKED:
        raise NotFound("没有这个列表，请从列表页面重新进入")
    asked, name = _only_asked(page, query), " ".join(name.split())
    if not asked:
        raise InvalidInput({"query": "还没有筛选。请先选择状态或者输入查找的词，再保存"})
    if not 0 < len(name) <= LONGEST:
        raise InvalidInput({"name": f"请填写筛选的名称，不超过{LONGEST}个字"})
    mine = list(KeptFilter.objects.filter(user=user.pk, page=page))
    # What is encrypted cannot be asked for, and there are twenty at most.
    same = next((row for row in mine if row.query == asked), None)
    if same is None and len(mine) >= MOST:
        raise InvalidInput({"name": f"每个列表最多保存{MOST}个筛选。请先删除不用的"})
    row = same or KeptFilter(user=user, page=page, query=asked)
    row.name, row.kept_at = name, now
    row.save()
    return row


def forget(user: Any, pk: int) -> str:
    """Delete one's own kept filter; return the address of its list.

    Raises:
        NotFound: none of this person's.
    """
    row = KeptFilter.objects.filter(user=user.pk, pk=pk).first()
    if row is None:
        raise NotFound("没有这个筛选，可能已经删除")
    row.delete()
    return list_address(row.page)


def list_address(page: str, query: str = "") -> str:
    """Return the address of a list, filtered by what it knows of a query."""
    asked = _only_asked(page, query)
    return link(f"workbench:{page}") + (f"?{asked}" if asked else "")


def _only_asked(page: str, query: str) -> str:
    """Return the known questions of an address in one order, without the place in the list."""
    typed = dict(parse_qsl(query))
    return urlencode([(key, typed[key].strip()[:100]) for key in ASKED[page] if typed.get(key)])
