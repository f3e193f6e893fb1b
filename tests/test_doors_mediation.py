"""What the police mediate, between whom and how often, at every door and in the database.

Source: 治安管理处罚法 第九条、第一百零八条;
公安机关办理行政案件程序规定 第一百七十八条至第一百八十五条.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from gongjian.cases import testing as story
from gongjian.cases import testing_public_order as police
from gongjian.cases.queries import case_of
from gongjian.cases.testing import Cast
from gongjian.common.clock import local_date
from gongjian.common.errors import InvalidInput, RuleBroken
from gongjian.documents.models import Document
from gongjian.documents.testing import typed_command
from gongjian.documents.typed import act_code
from gongjian.matters.models import Deadline, Matter

from .doors import Attempt, as_json, assert_shut, told_by
from .test_doors import copied
from .test_doors_public_order import refusal
from .test_doors_taken import fresh, typed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]
AGREEMENT, RESTART = "mediation-agreement", "mediation-restart"
HARMED, YOUNG = "被示例", "幼示例"
GRAVE = {"grave": True, "grave_reason": "多人围观，影响恶劣。"}


@pytest.fixture
def cast() -> Iterator[Cast]:
    made = police.police_cast(accounts=True)
    with told_by(made):
        yield made


def harmed(cast: Cast, cause: str = "涉嫌殴打他人", **person: Any) -> Matter:
    """Return a case whose person is known and whom it harmed."""
    matter = police.file_case(cast, police.opened(cast, cause=cause))
    police.establish(cast, matter, **person)
    cast.do("handler", "cases.register_victim", matter, name=HARMED, harm="轻微伤")
    return fresh(matter)


def trying(cast: Cast, matter: Matter, kind: str = AGREEMENT, **said: Any) -> Attempt:
    given = vars(typed_command(kind, cast.now)) | {"victim": HARMED}
    if "party_details" in given:
        given["party_details"] = [{"label": "性别", "text": "男"}]
    given |= {"party_name": matter.party_name} | said
    return Attempt(cast.people["handler"], act_code(kind), as_json(given), matter)


@pytest.mark.parametrize(
    ("cause", "person"), [("涉嫌雇凶伤害他人", {}), ("涉嫌殴打他人", GRAVE)], ids=["hired", "grave"]
)
def test_what_is_beyond_mediation_is_neither_mediated_nor_settled(
    cast: Cast, cause: str, person: dict[str, Any]
) -> None:
    matter = harmed(cast, cause, **person)
    police.testimony(cast, matter)

    assert_shut(trying(cast, matter), 409)
    with pytest.raises(InvalidInput, match="调解"):
        story.propose(cast, matter, items=(), no_penalty_ground="settled")

    paper = Document.objects.filter(matter=matter).latest("id")
    forged = copied(paper, kind=AGREEMENT, token="forged", data=f'{{"victim":"{HARMED}"}}')
    assert "guarded table documents_document" in refusal(forged)


def test_an_agreement_names_both_sides_and_who_stands_by_a_minor(cast: Cast) -> None:
    matter = harmed(cast)
    cast.do("handler", "cases.register_victim", matter, name=YOUNG, harm="轻微伤", minor=True)
    all_of_them = f"{HARMED}、{YOUNG}"
    wrong: list[dict[str, Any]] = [
        {"party_name": "张三", "victim": all_of_them},
        {"victim": HARMED},
        {"victim": all_of_them, "victim_guardian": ""},
        {
            "victim": all_of_them,
            "mediators": "一名人民警察主持，全程同步录音录像",
            "recording_at": "",
        },
        {"victim": all_of_them, "perform_by": cast.today - timedelta(days=1)},
    ]
    for said in wrong[1:3]:
        assert_shut(trying(cast, matter, **said), 422)
    for said in wrong:
        with pytest.raises(InvalidInput):
            typed(cast, matter, "handler", AGREEMENT, **said)

    typed(cast, matter, "handler", AGREEMENT, victim=all_of_them)
    made = Document.objects.get(matter=matter, kind=AGREEMENT)
    left_out = copied(made, token="forged", number="", serial=None, year=None, data="{}")
    assert "guarded table documents_document" in refusal(left_out)


def test_it_is_mediated_twice_within_seven_working_days_and_the_days_run_from_the_failure(
    cast: Cast,
) -> None:
    matter = harmed(cast)
    typed(cast, matter, "handler", AGREEMENT, victim=HARMED)
    cast.wait(days=3)
    failed = cast.today
    cast.wait(days=2)
    early = trying(cast, fresh(matter), RESTART, since=cast.today - timedelta(days=30))
    assert_shut(early, 422)
    typed(cast, fresh(matter), "handler", RESTART, victim=HARMED, since=failed)
    running = Deadline.objects.get(matter=matter, code="decision-limit", state="open")
    assert running.starts_on == failed

    typed(cast, fresh(matter), "handler", AGREEMENT, victim=HARMED)
    with pytest.raises(InvalidInput, match="早于达成调解协议"):
        typed(
            cast,
            fresh(matter),
            "handler",
            "mediation-fulfilment",
            victim=HARMED,
            performed_on=failed,
        )
    typed(cast, fresh(matter), "handler", RESTART, victim=HARMED, since=cast.today)
    assert_shut(trying(cast, fresh(matter)), 409)
    last = Document.objects.filter(matter=matter, kind=AGREEMENT).latest("id")
    third = copied(last, token="forged", number="", serial=None, year=None)
    assert "guarded table documents_document" in refusal(third)


def test_a_second_mediation_comes_in_time(cast: Cast) -> None:
    matter = harmed(cast)
    typed(cast, matter, "handler", AGREEMENT, victim=HARMED)
    cast.wait(days=12)
    typed(cast, fresh(matter), "handler", RESTART, victim=HARMED, since=cast.today)

    with pytest.raises(RuleBroken, match="再次调解"):
        typed(cast, fresh(matter), "handler", AGREEMENT, victim=HARMED)
    assert case_of(matter).victims.count() == 1
    first = Document.objects.get(matter=matter, kind=AGREEMENT)
    last = Deadline.objects.get(matter=matter, code="police.second_mediation").due_on
    for days, refused in ((0, False), (1, True)):
        made_at = first.made_at + timedelta(days=days + (last - local_date(first.made_at)).days)
        again = copied(first, token="forged", number="", serial=None, year=None, made_at=made_at)
        assert ("guarded table documents_document" in refusal(again)) is refused
