"""What an announcement may not say of a case: no more than the gate of publication lets through.

Papers of cases are named only by decisions that are public now, organisations of cases only where a
decision about them is, natural persons never. Source: REQUIREMENTS P13, P21; LAW.md 11.
"""

import re
from collections.abc import Iterator

from django.db.models import F, QuerySet, TextField, Value
from django.db.models.functions import Length

from gongjian.documents.models import Document
from gongjian.orgs.models import Agency
from gongjian.parties.models import Party
from gongjian.publicity.choices import ItemState
from gongjian.publicity.leaks.finding import Closed, find
from gongjian.publicity.models import PublicItem

_TAIL = re.compile(r"[〔\[(（]([0-9]{4})[〕\])）]第?([0-9]{1,6})号")
# What stands before the year in a number: 青环行罚决字.
MOST_HEAD = 20
LIKE_A_NAME = 2


def live(agency: Agency) -> QuerySet[PublicItem]:
    """Return the decisions of an agency that are public now."""
    return PublicItem.objects.filter(agency_uid=agency.uid, state=ItemState.LIVE)


def beyond_the_gate(agency: Agency, text: str) -> str:
    """Return what stands in a text and must not, and what to do; "" when nothing."""
    for hit in find(text, (), (agency.phone,), Closed()):
        return f"文字中有{hit.kind.label}，不能公开，请删去"
    shown = set(live(agency).filter(number__in=_numbers(text)).values_list("number", flat=True))
    papers = Document.objects.filter(number__in=_numbers(text) - shown).values_list("number")
    for (number,) in papers[:1]:
        return f"文字中的“{number}”不是正在公示的处罚决定，不能写入公告，请删去"
    for party in _parties(agency, text):
        if party.natural:
            return (
                f"文字中的“{party.name}”与本机关案件的当事人同名，公告不写个人姓名，请删去或者改写"
            )
        if not live(agency).filter(decision__case__party=party).exists():
            return f"“{party.name}”的案件没有正在公示的决定，不能写入公告，请删去"
    return ""


def cites(agency: Agency, text: str) -> bool:
    """Tell whether a text names a decision that is public now."""
    return live(agency).filter(number__in=_numbers(text)).exists()


def _numbers(text: str) -> set[str]:
    """Return all that may be the number of a paper in a text: where it begins, nobody knows."""
    return set(_read_numbers(text))


def _read_numbers(text: str) -> Iterator[str]:
    for match in _TAIL.finditer(text):
        head = text[max(match.start() - MOST_HEAD, 0) : match.start()]
        for start in range(len(head)):
            yield f"{head[start:]}〔{match[1]}〕{match[2]}号"


def _parties(agency: Agency, text: str) -> QuerySet[Party]:
    said = Value(text, output_field=TextField())
    known = Party.objects.filter(agency=agency).annotate(said=said, length=Length("name"))
    return known.filter(length__gte=LIKE_A_NAME, said__contains=F("name")).order_by("pk")[:50]
