"""Search measured on the index alone, then on the page: invented items, one for each case.

The index holds invented words. For the page one item is published by the acts and its row copied
for each entry of the index, so every line of a page is read from a table of that size.
"""

import itertools
import random
import re
import statistics
from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial
from time import perf_counter, process_time
from uuid import UUID

from django.test import Client

from gongjian.cases.testing import Cast, decided_case
from gongjian.publicity.index import Asked, searched
from gongjian.publicity.index.folder import HEAP, begin, opened, use, writing
from gongjian.publicity.index.schema import document
from gongjian.publicity.models import PublicItem
from gongjian.publicity.testing import publish

from .meter import Figure, per_call
from .volume import multiply

PLACES = ["青川", "淮陵", "禄安", "临湾", "滇湖", "田东", "安澜", "金山"]
NAMES = ["恒远", "清源", "磐石", "星途", "通衢", "汇新", "鲜果", "振禾", "保冠", "迎宾"]
TRADES = [
    "新材料",
    "食品",
    "保安服务",
    "化工",
    "路桥工程",
    "水泥制品",
    "酒店",
    "文化传媒",
    "机械制造",
]
CAUSES = ["未批先建", "逃避监管排放水污染物", "未采取有效防治扬尘污染措施", "不按规定明码标价"]
KINDS = ("warning", "fine", "confiscate_gain", "suspend_business")
ASKED = ("恒远新材料", "未批先建", "远", "决字〔2026〕77号", "青川 食品", "没有的词")
ROUNDS = 40
DAYS = 1000
# A page asked before is answered from memory, so the pages measured ask something new each time.
PAGES = 240
LINE = re.compile(rb'href="/decisions/(bench-[0-9]+)"')


def searching(cast: Cast, count: int) -> Iterator[Figure]:
    """Index `count` invented items and ask; leaves the home folder's index and rows behind."""
    began = perf_counter()
    with writing():
        folder, index = begin()
        writer = index.writer(HEAP, 1)
        # By day of the decision, as an index is made of what is public.
        for number in sorted(range(1, count + 1), key=lambda number: number % DAYS):
            writer.add_document(document(_item(number)))
        writer.commit()
        writer.wait_merging_threads()
        use(folder)
    speed = count / (perf_counter() - began)
    size = sum(f.stat().st_size for f in folder.iterdir()) / 2**20
    yield Figure("index_build", speed, "per s", None, "more", note=f"{count:,} 件，{size:.0f} MB")
    for name, counted, what in (
        ("search_p95", False, "不计筛选数"),
        ("search_facets_p95", True, "五组筛选数"),
    ):
        wall, spent = _asked(counted=counted)
        note = f"{count:,} 件，{what}；平均 CPU {spent:.2f} ms"
        yield Figure(name, wall, "ms", 10, note=note)
    yield from _pages(cast, count)


def _pages(cast: Cast, count: int) -> Iterator[Figure]:
    """Ask through the whole stack, and read what counts the items."""
    item = publish(cast, decided_case(cast))
    far = f"{10**12} + n.x"  # of no row: these decisions and rounds were never made
    own = {
        "token": "'bench-' || n.x",
        "document_token": "'bench-' || n.x",
        "number": "p.number || '-' || n.x",
        "release_id": far,
        "decision_id": far,
        "searchable": "''",
    }
    multiply({PublicItem: (item.pk, item.pk)}, count, {PublicItem: own})
    client = Client(headers={"host": "127.0.0.1"})
    wall, spent, lines = _paged(client)
    note = f"{count:,} 件，整页含筛选数，平均 {lines:.0f} 条；平均 CPU {spent:.2f} ms"
    yield Figure("search_page_p95", wall, "ms", 15, note=note)
    for name, path, note in (
        ("portal_home_full", "/", "门户首页，数字已经数过"),
        ("portal_list_full", "/decisions/", "门户列表"),
    ):
        spent, sent = per_call(partial(client.get, path), times=40)
        yield Figure(name, spent, "ms", 3, statements=sent, note=f"{count:,} 件，{note}")


def _paged(client: Client) -> tuple[float, float, float]:
    """Return the 95th percentile of wall time, the mean CPU time in ms, and the mean of lines."""
    took, lines = [], 0
    words = _never_asked()
    for _ in range(len(ASKED)):
        client.get("/decisions/", {"q": next(words)})
    before = process_time()
    for _ in range(PAGES):
        began = perf_counter()
        answer = client.get("/decisions/", {"q": next(words)})
        took.append((perf_counter() - began) * 1000)
        assert answer.status_code == 200
        lines += len(set(LINE.findall(answer.content)))
    spent = (process_time() - before) * 1000 / len(took)
    return statistics.quantiles(took, n=20)[-1], spent, lines / len(took)


def _never_asked() -> Iterator[str]:
    """Yield names, places with causes or trades, numbers and causes with years, none twice."""
    names = (f"{name}{trade}" for name in NAMES for trade in TRADES)
    together = (f"{place} {word}" for place in PLACES for word in (*CAUSES, *TRADES))
    numbers = (f"〔{2024 + n % 3}〕{77 + n}号" for n in itertools.count())
    causes = (f"{cause} {name}" for cause in CAUSES for name in NAMES)
    for some in itertools.zip_longest(names, together, causes, itertools.islice(numbers, 104)):
        yield from filter(None, some)


def _asked(*, counted: bool) -> tuple[float, float]:
    """Return the 95th percentile of wall time and the mean CPU time of a search, in ms.

    The index itself is asked, not the memory before it.
    """
    found = opened()
    assert found is not None
    _, index = found
    searched(index, Asked(ASKED[0]))
    took, before = [], process_time()
    for _ in range(ROUNDS):
        for words in ASKED:
            began = perf_counter()
            searched(index, Asked(words), counted=counted)
            took.append((perf_counter() - began) * 1000)
    spent = (process_time() - before) * 1000 / len(took)
    return statistics.quantiles(took, n=20)[-1], spent


def _item(number: int) -> PublicItem:
    chance = random.Random(number)  # noqa: S311 -- the same items on every run
    place, cause = chance.choice(PLACES), chance.choice(CAUSES)
    name = f"{place}市{chance.choice(NAMES)}{chance.choice(TRADES)}有限公司"
    shown = f"{place}环行罚决字〔{2024 + number % 3}〕{number}号"
    uscc = f"91{number:016d}"
    facts = f"经查，{name}于检查当日{cause}，现场照片和询问笔录为证。" * 3
    data = {
        "party": {"kind": "legal", "name": name, "uscc": uscc},
        "cause": cause,
        "domain": "environment",
        "kinds": chance.sample(KINDS, chance.randint(1, 2)),
    }
    return PublicItem(
        pk=number,
        token=f"bench-{number}",
        agency_uid=UUID(int=number % 20 + 1),
        number=shown,
        decided_on=date(2024, 1, 2) + timedelta(days=number % DAYS),
        data=data,
        searchable="\n".join([f"{name}{cause}案", shown, uscc, facts]),
    )
