"""What papers say of the party's property, one after the other, and which limit belongs to which.

The papers are written past the acts; `test_goods` makes them by their acts.
"""

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from gongjian.cases import testing as story
from gongjian.cases.disposal import ALL, fates_of, held_items, paper_of, wrong_fate
from gongjian.cases.goods import PRESERVED, Held, Item, goods_of, read_measures
from gongjian.cases.models import Case, CrimeTransfer, GoodsHandover, Handover
from gongjian.cases.queries import case_of
from gongjian.cases.testing import Cast
from gongjian.documents.models import Document
from gongjian.matters.models import Deadline, Matter, Step
from gongjian.parties.models import Party

pytestmark = [pytest.mark.django_db, pytest.mark.tampers]
DAY = date(2026, 3, 2)
DAY_AT = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
WHO = "甲公司"


def paper(kind: str, day: int = 0, number: str = "", who: str = WHO, **said: Any) -> Document:
    """Return a paper made some days after the beginning."""
    made = DAY_AT + timedelta(day)
    fields = {"party_name": who, **said}
    data = json.dumps({"fields": fields}, default=str, ensure_ascii=False, separators=(",", ":"))
    return Document(kind=kind, number=number, data=data, made_at=made)


def seizure(day: int = 0, number: str = "1号", goods: str = "甲物", **values: Any) -> Document:
    on = DAY + timedelta(day)
    known: dict[str, Any] = {
        "measure": "扣押",
        "goods": goods.split(),
        "keep": "仓库",
        "from_on": on,
    }
    return paper("seizure-decision", day, number, **(known | values))


def kept(day: int = 0, number: str = "保1号", **values: Any) -> Document:
    return paper("preservation-notice", day, number, **({"items": ["丁物"]} | values))


def row(name: str, **values: Any) -> dict[str, Any]:
    return {"name": name, **values}


def names(found: list[Held]) -> list[list[str]]:
    return [[item.name for item in held.items] for held in found]


def test_a_seizure_is_told_as_its_paper_says() -> None:
    (found,) = read_measures([seizure(goods="甲物 乙物")])

    assert (found.measure, found.kept, found.since) == ("扣押", "仓库", DAY)
    assert found.items == [Item("甲物"), Item("乙物")]
    assert (found.preserved, found.held, found.until, found.collect) == (False, True, None, "")


@pytest.mark.parametrize(
    ("where", "told"),
    [
        ({"way": "就地保存", "place": "厂内"}, "就地保存，厂内"),
        ({"way": "就地保存"}, "就地保存"),
        ({"way": "", "place": "厂内"}, "厂内"),
        ({}, ""),
    ],
)
def test_what_is_kept_is_told_with_how_and_where(where: dict[str, str], told: str) -> None:
    (found,) = read_measures([kept(3, **where)])

    assert (found.measure, found.kept, found.since) == (PRESERVED, told, DAY + timedelta(3))
    assert found.preserved


def test_only_papers_of_the_party_itself_are_read() -> None:
    papers = [seizure(), seizure(number="2号", who="乙公司", goods="乙物")]

    assert names(read_measures(papers)) == [["甲物"], ["乙物"]]
    assert names(read_measures(papers, of=WHO)) == [["甲物"]]
    assert read_measures(papers, of="丙公司") == []


def test_a_list_takes_the_place_of_the_words_and_a_second_adds_to_it() -> None:
    goods = [row("油桶", model="A", count="12只", state=None, remark=""), row("台账")]
    papers = [
        seizure(number="1号"),
        seizure(number="2号", goods="乙物"),
        kept(),
        paper("seizure-list", seizure_number="2号", goods=goods),
        paper("seizure-list", seizure_number="2号", goods=[row("印章")]),
        paper("preservation-list", preservation_number="保1号", goods=[row("电脑")]),
    ]

    first, second, third = read_measures(papers)

    assert names([first, second, third]) == [["甲物"], ["油桶", "台账", "印章"], ["电脑"]]
    assert second.items[:2] == [Item("油桶", "A，12只"), Item("台账", "")]
    assert [len(held.papers) for held in (first, second, third)] == [1, 3, 2]


@pytest.mark.parametrize(
    ("number", "ended"), [("2号", [1]), ("", [0, 1]), (None, [0, 1]), ("9号", [0, 1])]
)
def test_a_release_ends_what_it_names_else_all_that_stand(
    number: str | None, ended: list[int]
) -> None:
    end = paper("seizure-release", 5, seizure_number=number, collect=None, released_on=None)
    found = read_measures([seizure(), seizure(number="2号"), kept(), end])

    assert [n for n, held in enumerate(found) if not held.held] == ended
    last = found[ended[0]]
    assert (last.end, last.ended_on, last.collect) == (end, DAY + timedelta(5), "")
    assert last.papers == [last.paper, end]


def test_what_ended_is_not_ended_again_nor_made_longer() -> None:
    on = DAY + timedelta(1)
    first = paper("seizure-release", 5, seizure_number="", released_on=on, collect="门卫")
    again = paper("seizure-release", 9, seizure_number="")
    longer = paper("seizure-extension", 6, seizure_number="1号")
    (found,) = read_measures([seizure(), first, again, longer])
    (running,) = read_measures([seizure(), longer])

    assert (found.end, found.ended_on, found.collect) == (first, on, "门卫")
    assert (found.extensions, running.extensions) == ([], [longer])
    assert running.papers == [running.paper, longer]


def test_what_was_kept_ends_by_its_own_paper() -> None:
    end = paper("preservation-disposal", 5, preservation_number="保1号")
    found = read_measures([seizure(), kept(), end])

    assert [held.held for held in found] == [True, False]


def test_a_list_of_disposals_tells_of_each_thing_what_became_of_it() -> None:
    listed = paper("seizure-list", seizure_number="", goods=[row("油桶", count="12只")])
    fates = [
        row("油桶，12只", way="销毁", note="按规定"),
        row("丁物", way="发还", note=""),
        row("别物", way="发还", note=""),
    ]
    end = paper("goods-disposal", 7, goods=fates)
    released = paper("seizure-release", 3, seizure_number="1号")
    unnamed = paper("goods-disposal", 7, goods=fates[2:])

    seized, preserved = read_measures([seizure(), listed, kept(), end])
    gone, left = read_measures([seizure(number="1号"), released, seizure(number="2号"), unnamed])

    assert seized.items == [Item("油桶，12只", "销毁，按规定")]
    assert preserved.items == [Item("丁物", "发还")]
    assert [(h.end, h.ended_on) for h in (seized, preserved)] == [(end, DAY + timedelta(7))] * 2
    assert (gone.end, left.end) == (released, unnamed)
    assert names([gone, left]) == [["甲物"], ["甲物"]]  # no name fits: the words stay


def test_a_measure_is_overdue_the_day_after_its_last_while_nothing_was_done() -> None:
    def late(until: date | None = DAY, today: int = 1, **values: Any) -> bool:
        held = Held("扣押", paper("seizure-decision"), [], "", DAY, until=until, **values)
        return held.overdue(DAY + timedelta(today))

    assert late()
    assert not late(today=0)
    assert not late(until=None)
    assert not late(stood_still=True)
    assert not late(gone="已移送")
    assert not late(end=paper("seizure-release"))


# --- with the limits and the ends of a case ------------------------------------------------------


@pytest.fixture
def cast(home: object) -> Cast:
    return story.make_cast()


@pytest.fixture
def matter(cast: Cast) -> Matter:
    matter = story.open_case(cast)
    matter.party_name = WHO
    return matter


def filed(matter: Matter, *papers: Document, state: str = "issued") -> None:
    for one in papers:
        if one.kind == "seizure-decision":  # each rests on an approval of its own
            filed(matter, paper("seizure-approval"))
        one.matter, one.agency, one.outward, one.title = matter, matter.agency, False, "文书"
        count = Document.objects.count()
        one.state, one.token = state, f"t{count}"
        if one.number:
            one.series, one.year, one.serial = "试", 2026, count + 1
        one.void_reason = "作废" if state == "void" else ""
        one.save()


def happened(matter: Matter, code: str) -> None:
    seq = matter.steps.count()
    Step.objects.create(
        matter=matter, seq=seq, code=code, name=code, by_name="何示例", door="test", at=DAY_AT
    )


def limit(
    matter: Matter, code: str, begins: int, due: int, state: str = "met", of_paper: str = ""
) -> None:
    known: dict[str, Any] = {"label": code, "duty": "authority", "source": "条"}
    known |= {"starts_on": DAY + timedelta(begins), "due_on": DAY + timedelta(due)}
    known["of_paper"] = of_paper
    ended = None if state == "open" else DAY
    Deadline.objects.create(matter=matter, code=code, state=state, ended_on=ended, **known)


def until(matter: Matter) -> list[tuple[int | None, bool]]:
    found = goods_of(matter)
    return [((h.until - DAY).days if h.until else None, h.stood_still) for h in found]


def test_a_limit_belongs_to_the_measure_that_was_newest_as_it_began(matter: Matter) -> None:
    for code in ("propose_preservation", "approve_preservation"):
        happened(matter, code)
    filed(matter, seizure(1), seizure(3, "2号"), seizure(5, "3号"), kept(4))
    assert until(matter) == [(None, False)] * 4
    limit(matter, "seize-limit", 0, 20)  # begun before any paper: the first
    assert until(matter) == [(20, False), *[(None, False)] * 3]
    limit(matter, "seize-limit", 3, 33, "paused")
    limit(matter, "seize-limit", 9, 39)
    limit(matter, "preserve-limit", 4, 11)
    limit(matter, "decision-limit", 5, 90)
    found = until(matter)
    limit(matter, "seize-limit", 2, 50, "paused")
    limit(matter, "seize-limit", 3, 60, "open")

    assert found == [(20, False), (33, True), (39, False), (11, False)]
    assert until(matter) == [(50, True), (60, False), (39, False), (11, False)]
    filed(matter, paper("seizure-release", 6, seizure_number="1号"))
    assert until(matter)[0] == (50, False)  # what ended stands still no more


def test_the_limit_of_a_paper_that_was_voided_is_no_other_measures(matter: Matter) -> None:
    filed(matter, seizure(1))
    limit(matter, "seize-limit", 1, 31, "open", of_paper="1号")
    filed(matter, seizure(3, "2号"), state="void")
    limit(matter, "seize-limit", 3, 33, "open", of_paper="2号")

    assert until(matter) == [(31, False)]


def test_only_issued_papers_of_the_case_and_its_party_tell_of_goods(
    cast: Cast, matter: Matter
) -> None:
    other = story.open_case(cast)
    filed(other, seizure())
    filed(matter, seizure(number="5号", who="乙公司"))
    filed(matter, seizure(number="2号"), state="void")
    filed(matter, seizure(number="3号"), state="frozen")
    before = goods_of(matter)
    filed(matter, seizure(number="4号"))

    assert before == []
    assert [held.paper.number for held in goods_of(matter)] == ["4号"]


def handed(cast: Cast, matter: Matter, goods: str) -> None:
    document = paper("handover")
    filed(matter, document)
    Handover.objects.create(
        case=case_of(matter),
        receiver="邻市局",
        reasons="x",
        goods=goods,
        document=document,
        decided_by=cast.people["agency_head"],
        handed_on=DAY,
    )


def test_goods_are_gone_with_the_case_they_were_handed_over_with(
    cast: Cast, matter: Matter
) -> None:
    filed(matter, seizure(), paper("seizure-release", 1, seizure_number="1号"), seizure(2, "2号"))
    before = [held.gone for held in goods_of(matter)]
    handed(cast, matter, "甲物")

    assert before == ["", ""]
    assert [held.gone for held in goods_of(matter)] == ["", "已随案件移送邻市局"]
    assert [held.held for held in goods_of(matter)] == [False, False]


def test_a_case_handed_over_without_goods_keeps_them(cast: Cast, matter: Matter) -> None:
    handed(cast, matter, "")
    filed(matter, seizure())

    assert [held.gone for held in goods_of(matter)] == [""]


def test_goods_are_gone_to_the_police(cast: Cast, matter: Matter) -> None:
    filed(matter, seizure())
    document, head = paper("crime-transfer"), cast.people["agency_head"]
    filed(matter, document)
    transfer = CrimeTransfer.objects.create(
        case=case_of(matter),
        suspected="罪",
        reasons="x",
        materials="x",
        receiver="公安局",
        approved_by=head,
        proposed_by=cast.people["handler"],
        document=document,
        made_on=DAY,
        received_on=DAY,
        received_by="警示例",
        answer="accepted",
        answered_on=DAY,
    )
    GoodsHandover.objects.create(
        transfer=transfer, handed_on=DAY, goods="甲物", receiver="刑警队", recorded_by=head
    )

    assert [held.gone for held in goods_of(matter)] == ["已移交刑警队"]


@pytest.mark.parametrize("takes", [True, False])
def test_what_a_decision_takes_is_gone_once_it_is_made(cast: Cast, takes: bool) -> None:
    worth = {"value_fen": 60_000, "value_basis": "发票"}
    goods = ({"kind": "confiscate_goods", "detail": "甲物", **worth},) if takes else ()
    matter = story.file_case(cast, story.open_case(cast))
    story.investigate(cast, matter, items=({"kind": "fine", "amount_fen": 300_000}, *goods))
    story.inform(cast, matter)
    story.decide(cast, story.let_time_run(cast, matter))
    filed(matter, seizure(who=matter.party_name))

    assert ["没收" in held.gone for held in goods_of(matter)] == [takes]
    undecided = Matter.objects.get(pk=matter.pk)
    undecided.decided_on = None
    assert [held.gone for held in goods_of(undecided)] == [""]
    fates = [fate.value for fate in fates_of(matter)]
    assert ("confiscate" in fates) == takes
    assert (wrong_fate(matter, "confiscate", "") == "") == takes


# --- what becomes of each thing ------------------------------------------------------------------


def test_what_is_held_is_told_thing_by_thing(matter: Matter) -> None:
    goods = [row("油桶", count="12只"), row("台账")]
    first, second, gone = seizure(), seizure(number="2号", goods="乙物"), seizure(number="3号")
    before = held_items(matter)
    filed(matter, first, paper("seizure-list", seizure_number="1号", goods=goods), gone)
    filed(matter, paper("seizure-release", 1, seizure_number="3号"))
    filed(matter, second, state="frozen")
    filed(matter, seizure(number="4号"), state="void")
    unheld = held_items(matter)
    happened(matter, "seize")

    assert before == unheld == {}
    assert held_items(matter) == {
        f"{first.uid}.1": "油桶，12只",
        f"{first.uid}.2": "台账",
        f"{second.uid}.1": "乙物",
    }


def test_what_no_paper_names_counts_as_one_thing(matter: Matter) -> None:
    happened(matter, "seize")

    assert held_items(matter) == {ALL: "查封、扣押的全部财物"}


@pytest.mark.parametrize(
    ("domain", "way", "note", "why"),
    [
        ("environment", "return", "当事人", ""),
        ("environment", "return", " ", "请写明接收人"),
        ("environment", "collect", "依据", "只适用于治安案件"),
        ("environment", "recover", "依据", "只适用于治安案件"),
        ("environment", "confiscate", "依据", "没有没收物品"),
        ("environment", "eat", "依据", "从列表中选择"),
        ("public-order", "collect", "依据", ""),
        ("public-order", "recover", "", "请写明接收人"),
    ],
)
def test_a_thing_goes_only_a_way_that_the_law_knows_for_it(
    matter: Matter, domain: str, way: str, note: str, why: str
) -> None:
    matter.domain = domain

    told = wrong_fate(matter, way, note)

    assert why in told
    assert bool(told) == bool(why)


def test_the_list_of_a_disposal_says_whose_case_it_is() -> None:
    goods = [row("油桶", way="销毁", note="按规定")]
    case = Case(party=Party(name=WHO), cause="案由")

    assert paper_of(case, goods, "同意。") == {
        "party_name": WHO,
        "cause": "案由",
        "goods": goods,
        "opinion": "同意。",
    }
