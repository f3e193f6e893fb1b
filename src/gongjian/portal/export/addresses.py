"""Which public addresses are exported, and what decides whether a page has to be made anew."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.urls import reverse

from gongjian.common import clock as clocks
from gongjian.exante.announcements.queries import shown_on
from gongjian.exante.models import PublicList, PublicPortrait
from gongjian.exante.queries import published
from gongjian.insight.queries import public_reports
from gongjian.portal.views.lists import BRIEF
from gongjian.portal.views.opening import starts_of_sitemap
from gongjian.publicity.choices import ItemState
from gongjian.publicity.models import Objection, PublicAttachment, PublicItem, PublicRuling
from gongjian.publicity.numbers.reading import all_series, blocks_of
from gongjian.publicity.showing import agencies_of_the_house, procedures_in_force

# What a live portal answers and plain files cannot, each with its reason.
EXCEPTIONS = {
    "?…": "检索、筛选、翻页和按日期查看须由服务器计算；全部决定见开放数据和站点地图",
    "/verify (POST)": "没有脚本时由服务器核验文件；有脚本时在浏览器内核验",
    "/verify/….zip, /decisions/…/proof.zip": "证明包随存证日志增长，须向平台索取",
    "/decisions/…/objection": "异议须在平台上提出",
    "/d/…": "文书二维码的随机编号不对外列出",
    "/o/…": "执法证件须当场核验，不能用过时的页面",
    "/board/…": "大厅公示屏显示当时的值班人员，不能用过时的页面",
    "/size": "大字版由访问者自己的浏览器记住，导出的是标准字号",
    "/log/, /api/, /healthz": "机器接口，须连接平台",
    "/my/, /staff/": "不是公开页面",
}
FIXED = (
    "home",
    "decisions",
    "agencies",
    "announcements",
    "announcements_json",
    "lists",
    "statistics",
    "annual",
    "numbers",
    "numbers_csv",
    "rulings",
    "data_rulings",
    "data",
    "data_csv",
    "data_jsonl",
    "data_gone",
    "data_schema",
    "verify",
    "about",
    "not_yet",
    "accessibility",
    "feed",
    "sitemap",
    "robots",
)
CHUNK = 2000


@dataclass(frozen=True, slots=True)
class Page:
    """One address. `key`: while it stays the same, so does the page ("": made every time)."""

    address: str
    key: str = ""
    status: int = 200
    item: bool = False


# What follows from the decisions alone, and is long: made only when one of them has changed.
OF_ITEMS = ("data_csv", "data_jsonl", "data_gone", "sitemap")
# What shows decisions among other things.
WITH_ITEMS = ("home", "decisions", "agencies", "statistics", "feed")
# Follows the log, which grows at every act.
EVERY_TIME = ("about",)


def pages(items: str = "", rest: str = "") -> Iterator[Page]:
    """Yield every address but those of decisions; some depend on all decisions.

    `items`: what all decisions are at this moment, as the key of what follows from them alone;
    `rest`: what all other public rows are (`standing`). Without them every page is made anew.
    """
    keys = dict.fromkeys(FIXED, rest) | dict.fromkeys(OF_ITEMS, items)
    keys |= dict.fromkeys(WITH_ITEMS, rest and f"{items}-{rest}") | dict.fromkeys(EVERY_TIME, "")
    yield from (Page(reverse(f"portal:{name}"), keys[name]) for name in FIXED)
    yield from (Page(address, items) for address in _sitemap_parts())
    yield from (Page(address, rest) for address in _others())
    yield from _rulings(rest)


def _others() -> Iterator[str]:
    for code, _ in procedures_in_force():
        yield reverse("portal:procedure", args=[code])
    for uid in public_reports().values_list("uid", flat=True):
        for name in ("annual_report", "annual_csv", "annual_json"):
            yield reverse(f"portal:{name}", args=[uid])
    for token in shown_on(clocks.current().today()).values_list("token", flat=True):
        yield reverse("portal:announcement", args=[token])
    yield from _numbers()
    yield from _lists()
    yield from _photos()


def _rulings(rest: str) -> Iterator[Page]:
    """Yield page and text of every decision other than a penalty; withdrawn, they answer 410."""
    rows = PublicRuling.objects.order_by("pk").values_list("token", "state")
    for token, state in rows.iterator(chunk_size=CHUNK):
        status = 200 if state == ItemState.LIVE else 410
        for name in ("ruling", "ruling_rendition"):
            yield Page(reverse(f"portal:{name}", args=[token]), rest, status)


@dataclass(frozen=True, slots=True)
class Chunk:
    """Decisions that lie side by side: while `digest` stays the same, so do all their pages.

    `restless`: those whose pages depend on other rows (earlier versions, objections, attachments).
    `attached`: the numbers of the attachments, by the token of their item.
    """

    number: int
    digest: str
    rows: "list[tuple[Any, ...]]"
    restless: frozenset[int]
    attached: Mapping[str, Sequence[int]]

    @property
    def settled(self) -> int:
        """Return how many files the decisions have that are not restless: one, live ones two."""
        quiet = (row for row in self.rows if row[2] not in self.restless)
        return sum(2 if row[3] == ItemState.LIVE else 1 for row in quiet)

    def pages(self, *, restless_only: bool = False) -> Iterator[tuple[Page, ...]]:
        """Yield page, text and attachments of every decision, or of the restless ones alone."""
        for row in self.rows:
            restless = row[2] in self.restless
            if restless or not restless_only:
                attached = self.attached.get(row[1], ())
                yield _pages_of(row, restless=restless, attached=attached)


def chunks() -> Iterator[Chunk]:
    """Yield every decision, live or withdrawn, as the columns that may change say it.

    Columns that never change need not be asked: what they say is bound to the uid. Read as the
    database holds them; turning two dates of each into objects would take most of the time.
    """
    columns = ["uid", "token", "decision_id", "state", *sorted(PublicItem.MUTABLE - {"state"})]
    chosen, table = ", ".join(f'"{column}"' for column in columns), PublicItem._meta.db_table
    frame, restless, begins = frame_hash(), _restless(), 0
    attached = _attached()
    with connection.cursor() as cursor:
        while True:
            cursor.execute(f"SELECT MIN(id) FROM {table} WHERE id >= %s", [begins])  # noqa: S608
            (first,) = cursor.fetchone()
            if first is None:
                return
            number = first // CHUNK
            begins = (number + 1) * CHUNK
            cursor.execute(
                f"SELECT {chosen} FROM {table} WHERE id >= %s AND id < %s ORDER BY id",  # noqa: S608
                [first, begins],
            )
            rows = cursor.fetchall()
            digest = hashlib.sha256(f"{frame} {rows}".encode()).hexdigest()
            moving = frozenset(restless & {row[2] for row in rows})
            yield Chunk(number, digest, rows, moving, attached)


def decisions() -> Iterator[tuple[Page, ...]]:
    """Yield page, published text and attachments of every decision, live or withdrawn."""
    for chunk in chunks():
        yield from chunk.pages()


def _pages_of(row: tuple[Any, ...], *, restless: bool, attached: Sequence[int]) -> tuple[Page, ...]:
    uid, token, _, state, *mutable = row
    said = f"{frame_hash()} {uid} {state} {mutable}"
    key = "" if restless else hashlib.sha256(said.encode()).hexdigest()[:24]
    live = state == ItemState.LIVE
    address = f"/decisions/{token}"
    status = 200 if live else 410
    files = ["rendition.json", *(f"{number}.pdf" for number in attached)]
    kept = key if live else "gone"
    return (
        Page(address, key, status, item=True),
        *(Page(f"{address}/{file}", kept, status, item=True) for file in files),
    )


def _attached() -> dict[str, list[int]]:
    """Return the numbers of the attachments of every item that has any, by its token."""
    found: dict[str, list[int]] = {}
    rows = PublicAttachment.objects.order_by("number").values_list("item__token", "number")
    for token, number in rows:
        found.setdefault(token, []).append(number)
    return found


def _restless() -> set[int]:
    """Return the decisions whose pages depend on other rows.

    Earlier versions, objections, and attachments, which are files of their own.
    """
    corrected = PublicItem.objects.filter(version__gt=1).order_by()
    objected = Objection.objects.order_by()
    return {
        *corrected.values_list("decision_id", flat=True),
        *objected.values_list("item__decision_id", flat=True),
        *PublicAttachment.objects.order_by().values_list("item__decision_id", flat=True),
    }


@cache
def frame_hash() -> str:
    """Return the hash of all that frames a page: code, templates and the settings they show."""
    digest = hashlib.sha256()
    for app in ("portal", "publicity", "ui"):
        folder = Path(str(files("gongjian"))) / app
        for path in sorted(folder.rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts and "tests" not in path.parts:
                digest.update(path.read_bytes())
    shown = (settings.GONGJIAN_PUBLIC_URL, settings.GONGJIAN_MODE, settings.GONGJIAN_APART)
    digest.update(repr(shown).encode())
    return digest.hexdigest()


def _sitemap_parts() -> Iterator[str]:
    starts = starts_of_sitemap()
    if len(starts) > 1:
        yield from (reverse("portal:sitemap_part", args=[start]) for start in starts)


def _numbers() -> Iterator[str]:
    """Yield the pages and data of every series of numbers."""
    for series in all_series().order_by("pk").iterator(chunk_size=CHUNK):
        for name in ("number_series", "series_csv", "series_json"):
            yield reverse(f"portal:{name}", args=[series.uid])
        for at in range(1, blocks_of(series) + 1):
            yield reverse("portal:number_block", args=[series.uid, at])


def _lists() -> Iterator[str]:
    """Yield what each agency has published; every list, version by version, data and charts."""
    for agency in agencies_of_the_house():
        yield reverse("portal:agency_lists", args=[agency.code])
    seen: set[tuple[str, str]] = set()
    for one in published().select_related("agency").order_by("agency__path", "kind", "version"):
        place = (one.agency.code, str(one.kind))
        if place not in seen:
            seen.add(place)
            yield reverse("portal:list", args=place)
        yield from _version(one, place)


def _photos() -> Iterator[str]:
    """Yield the photos of those who stand on a register now."""
    shown = PublicPortrait.objects.order_by("agency__path", "sha256")
    for place in shown.values_list("agency__code", "sha256"):
        yield reverse("portal:officer_photo", args=place)


def _version(one: PublicList, place: tuple[str, str]) -> Iterator[str]:
    numbered = [*place, one.version]
    for name in ("list_version", "list_json", "list_csv"):
        yield reverse(f"portal:{name}", args=numbered)
    drawn = one.content["charts"]
    for key in drawn or (row["key"] for row in one.content["rows"] if one.kind in BRIEF):
        yield reverse("portal:list_chart", args=[*numbered, key])
