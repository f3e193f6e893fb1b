"""What of its own the party's papers say is held, since when, until when, and what became of it."""

from datetime import timedelta
from typing import Any

import pytest

from gongjian.cases.goods import Held, goods_of
from gongjian.cases.testing import Cast, file_case, make_cast, open_case, sign_papers
from gongjian.documents.models import Document
from gongjian.documents.testing import typed_command
from gongjian.documents.typed import act_code
from gongjian.matters.models import Matter

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]


def make(cast: Cast, matter: Matter, kind: str, who: str = "handler", **values: Any) -> Document:
    given = vars(typed_command(kind, cast.now))
    if "party_name" in given:
        given["party_name"] = matter.party_name
    made: Document = cast.do(who, act_code(kind), matter, **(given | values))
    sign_papers(cast, matter)
    return made


def seized(cast: Cast, **values: Any) -> Matter:
    matter = file_case(cast, open_case(cast))
    make(cast, matter, "seizure-approval", "agency_head")
    make(cast, matter, "seizure-decision", from_on=cast.today, **values)
    return matter


def held(matter: Matter) -> list[Held]:
    return goods_of(Matter.objects.get(pk=matter.pk))


def test_a_case_without_measures_holds_nothing() -> None:
    cast = make_cast()

    assert held(file_case(cast, open_case(cast))) == []


def test_what_is_seized_is_told_with_place_paper_and_last_day() -> None:
    cast = make_cast()
    matter = seized(cast, measure="扣押", keep="本局罚没物品仓库", goods="废机油桶12只\n台账2册")

    (one,) = held(matter)

    assert (one.measure, one.kept, one.since) == ("扣押", "本局罚没物品仓库", cast.today)
    assert [item.name for item in one.items] == ["废机油桶12只", "台账2册"]
    assert one.until == matter.deadlines.get(code="seize-limit").due_on
    assert one.held
    assert not one.overdue(one.until)
    assert one.overdue(one.until + timedelta(days=1))


def test_the_list_replaces_the_words_of_the_decision_and_belongs_to_it() -> None:
    cast = make_cast()
    matter = seized(cast)
    number = held(matter)[0].paper.number
    make(cast, matter, "seizure-list", seizure_number=number)
    make(cast, matter, "seizure-list", seizure_number=number)
    listed = [row.name for row in typed_command("seizure-list", cast.now).goods]

    (one,) = held(matter)

    assert [item.name for item in one.items] == listed * 2
    assert listed
    assert one.items[0].more
    assert len(one.papers) == 3


def test_an_extension_moves_the_last_day_and_a_release_ends_it() -> None:
    cast = make_cast()
    matter = seized(cast)
    before = held(matter)[0].until
    make(cast, matter, "seizure-extension", "agency_head")

    (longer,) = held(matter)
    assert before is not None
    assert longer.until is not None
    assert longer.until > before
    assert len(longer.extensions) == 1

    released = make(cast, matter, "seizure-release", released_on=cast.today, collect="本局仓库")
    (ended,) = held(matter)
    assert (ended.end, ended.ended_on, ended.collect) == (released, cast.today, "本局仓库")
    assert not ended.held


def test_what_is_kept_as_evidence_stands_beside_what_is_seized() -> None:
    cast = make_cast()
    matter = seized(cast)
    asked: dict[str, Any] = {"items": "台账2册", "reason": "正在更换记录。"}
    cast.do("handler", "cases.propose_preservation", matter, **asked)
    cast.do("agency_head", "cases.approve_preservation", matter, opinion="同意。", **asked)
    make(cast, matter, "preservation-notice", items="台账2册", place="厂区档案室")

    one, other = held(matter)

    assert not one.preserved
    assert other.preserved
    assert other.kept.endswith("厂区档案室")
    assert other.until == matter.deadlines.get(code="preserve-limit").due_on
    make(cast, matter, "preservation-disposal")
    assert [h.held for h in held(matter)] == [True, False]


def test_goods_of_somebody_else_in_the_case_are_not_the_partys() -> None:
    cast = make_cast()
    matter = seized(cast, party_name="另一家示例公司")

    assert held(matter) == []


def test_goods_that_went_with_the_case_are_not_held_here() -> None:
    cast = make_cast()
    matter = seized(cast)
    cast.do(
        "agency_head",
        "cases.hand_over",
        matter,
        receiver="邻市生态环境局",
        facts="已现场检查。",
        reasons="违法行为发生地在邻市。",
        materials="现场检查笔录",
        goods="废机油桶12只",
    )

    (one,) = held(matter)

    assert "邻市生态环境局" in one.gone
    assert not one.held
