"""Which hearings may be announced on the portal, and what is said of them (听证公告)."""

import json
from datetime import date
from typing import Any

from django.db.models import QuerySet

from gongjian.cases.beside import latest_assistance, minor_by_papers
from gongjian.cases.models import Hearing
from gongjian.documents.choices import DocumentState

from .choices import AnnouncementState
from .models import Announcement

LIVE = (AnnouncementState.DRAFTED, AnnouncementState.PUBLISHED)


def announced_hearings(agency: int, today: date) -> QuerySet[Hearing]:
    """Return the open hearings ahead, announced by paper, that are not on the portal yet."""
    known = Announcement.objects.filter(agency=agency, hearing__isnull=False, state__in=LIVE)
    found = Hearing.objects.filter(
        case__matter__agency=agency,
        case__public_order=False,
        case__state_secret=False,
        case__matter__secret_since__isnull=True,
        outcome="",
        open_to_public=True,
        announcement__isnull=False,
        scheduled_on__gte=today,
    )
    named = found.exclude(announcement__state=DocumentState.VOID)
    related = ("case__matter", "case__party", "announcement")
    return named.exclude(pk__in=known.values("hearing")).select_related(*related).order_by("pk")


def barred(hearing: Hearing, today: date) -> str:
    """Return why a hearing is not announced on the portal; "" where it may be.

    Source: 行政处罚法 第六十四条第三项; 治安管理处罚法 第一百三十六条; 未成年人保护法 第一百零三条.
    """
    case, paper = hearing.case, hearing.announcement
    if case.public_order:
        return "治安案件的记录依法封存，听证不在门户公告"
    if case.state_secret or case.matter.secret_since is not None:
        return "涉密案件的听证不在门户公告"
    if not hearing.open_to_public:
        return "本次听证不公开举行，不得公告"
    found = latest_assistance(case)
    if minor_by_papers(case, today) or (found is not None and found.minor):
        return "当事人未满十八周岁，听证不得公告"
    if paper is None or paper.state == DocumentState.VOID:
        return "听证公告还没有制作，或者已经作废"
    return "本次听证已经结束、改期或者终止" if hearing.outcome else ""


def closed(row: Announcement, today: date) -> str:
    """Return why a drawn announcement may not be published any more."""
    return barred(row.hearing, today) if row.hearing is not None else ""


def text_of(hearing: Hearing) -> str:
    """Return what everybody may read of a hearing: never whom it concerns.

    The party is not named: what is decided about it is not public yet.
    """
    assert hearing.announcement is not None
    said: dict[str, Any] = json.loads(hearing.announcement.data)["fields"]
    lines = (
        ("案由", hearing.case.cause),
        ("听证时间", said["held_at"]),
        ("听证地点", hearing.place),
        ("报名旁听的截止日期", said["attend_by"]),
        ("旁听办法", said["attend_how"]),
    )
    told = "\n\n".join(f"{label}：{text}" for label, text in lines)
    return f"本机关将公开举行一次行政处罚听证，欢迎旁听。\n\n{told}"


def title_of(hearing: Hearing) -> str:
    on = hearing.scheduled_on
    return f"听证公告（{on.year}年{on.month}月{on.day}日公开听证）"
