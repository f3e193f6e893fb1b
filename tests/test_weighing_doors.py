"""The gates of discretion, tried through every door: refused, and nothing is written."""

import dataclasses
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest

from gongjian.cases import services
from gongjian.cases import testing as story
from gongjian.cases.models import Draft
from gongjian.cases.testing import Cast
from gongjian.cases.testing_weighing import catalogued, fine, found, weighed
from gongjian.common import acts
from gongjian.ledger.models import Entry

from .doors import DONE, DOORS, Attempt, as_json, told_by
from .test_doors import copied
from .test_summary_doors import accepted

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]
REASON = "当事人主动赔偿，酌情处理。"
AIR = "《中华人民共和国大气污染防治法》"
BASIS = f"{AIR}第一百一十五条第一款第一项"
BESIDE = f"{BASIS}；《青川市扬尘污染防治条例》第三十条"


def fen(sum_: int) -> tuple[dict[str, Any], ...]:
    return ({"kind": "fine", "amount_fen": sum_},)


def norms(*codes: str) -> list[dict[str, str]]:
    return [{"norm": code} for code in codes]


# What a draft says, and whether it may be.
DRAFTS: Mapping[str, tuple[dict[str, Any], bool]] = {
    "inside its step": ({}, True),
    "deviating with its reason": (
        {"items": fine(52_000), "deviation_reason": REASON},
        True,
    ),
    "deviating without a reason": ({"items": fine(52_000)}, False),
    "a reason without deviation": ({"deviation_reason": REASON}, False),
    "above the law": ({"items": fine(100_001), "deviation_reason": REASON}, False),
    "below the law": ({"items": fine(9_999), "deviation_reason": REASON}, False),
    "mitigated without proof": ({"items": fine(9_999), "grounds": ("removed-harm",)}, False),
    "mitigated with proof": (
        {"items": fine(9_999), "grounds": ("removed-harm",), "grounds_proof": "当日清理。"},
        True,
    ),
    "a deviation for blanks": ({"items": fine(52_000), "deviation_reason": " \u3000"}, False),
    "a fen above its step": ({"items": fen(5_000_001)}, False),
    "a fen above the law": ({"items": fen(10_000_001), "deviation_reason": REASON}, False),
    "above the law in two sums": (
        {"items": fine(60_000) + fine(60_000), "deviation_reason": REASON},
        False,
    ),
    "a sum of twelve digits": (
        {"items": fen(999_999_999_999), "deviation_reason": REASON},
        False,
    ),
    "a fine of nothing": ({"items": fen(0), "deviation_reason": REASON}, False),
    "less than nothing": ({"items": fine(60_000) + fen(-1_000_000)}, False),
    "another article": ({"basis": f"{AIR}第一百一十六条"}, False),
    "not down to its item": ({"basis": f"{AIR}第一百一十五条"}, False),
    "a repealed law": ({"basis": f"{BASIS}；《治安管理处罚条例》第一条"}, False),
    "a law not yet in force": ({"basis": f"{BASIS}；《生态环境法典》第一条"}, False),
    "beside the cause, no reason": ({"basis": BESIDE}, False),
    "beside the cause": ({"basis": BESIDE, "citation_reason": REASON}, True),
    "beside a norm of a lower fine": ({"competing": norms("straw-burning.fine")}, True),
    "beside a norm of the same fine": ({"competing": norms("stock-dust.fine")}, True),
    "beside a norm of a higher fine": ({"competing": norms("air-excess.fine")}, False),
    "beside a norm unknown": ({"competing": norms("nowhere.fine")}, False),
    "a circumstance not found": ({"circumstances": found()[1:]}, False),
    "a circumstance unknown": ({"circumstances": found(times="never")}, False),
}


@pytest.fixture
def cast() -> Iterator[Cast]:
    made = story.make_cast(accounts=True)
    with told_by(made):
        yield made


def attempted(cast: Cast, values: Mapping[str, Any]) -> Attempt:
    said = {
        "facts": story.FACTS,
        "evidence_summary": "1．现场检查笔录",
        "violated": f"{AIR}第六十九条第三款",
        "basis": BASIS,
        **weighed(**values),
    }
    said["circumstances"] = [dataclasses.asdict(c) for c in said["circumstances"]]
    return Attempt(cast.people["handler"], "cases.draft_decision", as_json(said), catalogued(cast))


@pytest.mark.requirement("I8")
@pytest.mark.parametrize("door", DOORS.values(), ids=DOORS.keys())
@pytest.mark.parametrize("name", DRAFTS)
def test_every_door_weighs_alike(cast: Cast, name: str, door: Callable[[Attempt], int]) -> None:
    values, lawful = DRAFTS[name]
    attempt = attempted(cast, values)
    before = Entry.objects.count()

    status = door(attempt)

    assert status == (DONE if lawful else 422)
    assert Draft.objects.exists() == lawful
    if not lawful:
        assert Entry.objects.count() == before


def test_papers_say_among_which_norms_a_fine_was_chosen(cast: Cast) -> None:
    matter = catalogued(cast)
    story.inspect(cast, matter)
    rows = (services.CompetingNorm(norm="stock-dust.fine"),)
    draft = story.propose(cast, matter, **weighed(competing=rows))

    assert "按照罚款数额高的规定处罚" in draft.reasons
    assert draft.competing_high_fen == draft.legal_high_fen
    fill = acts.service("cases.draft_decision").prefill
    assert fill is not None
    assert fill(cast.actor("handler"), matter)["competing"] == rows
    draft.competing_high_fen += 1
    assert not accepted(copied(draft, version=2))
