"""Figures for the portal, counted now and then, and what a file proves."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import partial
from uuid import UUID

from gongjian.common.records import Record
from gongjian.documents.choices import DocumentState
from gongjian.documents.queries import file_by_hash as document_file
from gongjian.documents.queries import signed_by_hash
from gongjian.exante.announcements.queries import shown_on
from gongjian.exante.files import file_by_hash as list_file
from gongjian.exante.models import OpenList
from gongjian.publicity.models import PublicItem
from gongjian.publicity.queries import (
    agencies_shown,
    days_shown,
    figures,
    file_by_hash,
    item_of_document,
    public_attachment_by_hash,
)
from gongjian.publicity.showing import agencies_of_the_house

from .counting import kept

# Publication must be seen within 5 s (REQUIREMENTS I2); counting a year costs too much per page.
SECONDS = 4
MONTHS = 12
NEWS = 3
READ_FOR_NEWS = 4  # of one that is shown: others may bear its title
WHAT = {
    "document": "行政执法文书",
    "void": "已经作废的行政执法文书",
    "signed": "当场在屏幕上签名的行政执法文书",
    "text": "公示文本",
    "attachment": "公示附件",
    "list": "事前公开清单",
}


@dataclass(frozen=True, slots=True)
class News:
    """One announcement as the home page names it."""

    token: str
    title: str
    agency: str
    published_on: date


@dataclass(frozen=True, slots=True)
class HomeFigures:
    """What the portal counts: live items, late ones, by agency, by month (oldest first)."""

    live: int
    withdrawn: int
    late: int
    agencies: tuple[tuple[UUID, str, int], ...]
    months: tuple[tuple[date, int], ...]
    years: tuple[int, ...]


def home_figures(today: date) -> HomeFigures:
    """Return the figures of the portal, a few seconds old at most where little is public."""
    key = f"portal-figures-{today.isoformat()}"
    return kept(key, partial(_counted, today), seconds=SECONDS)


def _counted(today: date) -> HomeFigures:
    counts = figures()
    span = [_month_before(today, back) for back in range(MONTHS - 1, -1, -1)]
    by_month: Counter[date] = Counter()
    for day, items in days_shown(span[0]).items():
        by_month[day.replace(day=1)] += items
    items_of = agencies_shown()
    named = ((a.uid, a.name, items_of.get(a.uid, 0)) for a in agencies_of_the_house())
    oldest = (counts.oldest or today).year
    return HomeFigures(
        counts.live,
        counts.withdrawn,
        counts.late,
        tuple(agency for agency in named if agency[2]),
        tuple((month, by_month[month]) for month in span),
        tuple(range(today.year, oldest - 1, -1)),
    )


def newest_announcements(today: date) -> tuple[News, ...]:
    """Return what the home page shows of them, no older than a few seconds.

    Of several agencies' announcements with one title the newest stands for all.
    """

    def ask() -> tuple[News, ...]:
        told: dict[str, News] = {}
        for a in shown_on(today)[: NEWS * READ_FOR_NEWS]:
            told.setdefault(a.title, News(a.token, a.title, a.agency.name, a.published_on))
        return tuple(told.values())[:NEWS]

    return kept(f"portal-news-{today.isoformat()}", ask, seconds=SECONDS)


def _month_before(today: date, back: int) -> date:
    months = today.year * 12 + today.month - 1 - back
    return date(months // 12, months % 12 + 1, 1)


@dataclass(frozen=True, slots=True)
class Provable:
    """A file that the log can speak for; `item` or `list` is its public page, if there is one."""

    row: Record
    stream: int
    what: str
    item: PublicItem | None = None
    list: OpenList | None = None


def provable(sha256: str) -> Provable | None:
    """Return what the log holds about exactly this file; None when nothing.

    The answer tells no number, no agency and no name: who asks holds the file and can read it.
    """
    document = document_file(sha256)
    if document is not None:
        paper = document.document
        kind = WHAT["void" if paper.state == DocumentState.VOID else "document"]
        return Provable(document, paper.matter.stream_id, kind, item_of_document(paper.token))
    signed = signed_by_hash(sha256)
    if signed is not None:
        paper = signed.document
        kind = WHAT["void" if paper.state == DocumentState.VOID else "signed"]
        return Provable(signed, paper.matter.stream_id, kind, item_of_document(paper.token))
    published = file_by_hash(sha256)
    if published is not None:
        stream = published.item.decision.case.matter.stream_id
        return Provable(published, stream, WHAT["text"], published.item)
    attached = public_attachment_by_hash(sha256)
    if attached is not None:
        stream = attached.item.decision.case.matter.stream_id
        return Provable(attached, stream, WHAT["attachment"], attached.item)
    listed = list_file(sha256)
    if listed is not None:
        stream = listed.list.agency.stream_id
        return Provable(listed, stream, WHAT["list"], list=listed.list)
    return None
