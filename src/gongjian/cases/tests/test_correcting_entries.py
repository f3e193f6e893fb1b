"""What can be corrected in a case: which words, from which steps, approved by whom."""

from typing import Any

import pytest

from gongjian.cases import testing_public_order as police
from gongjian.cases.testing import Cast, file_case, investigate, make_cast, open_case, propose
from gongjian.common.acts import service
from gongjian.common.errors import InvalidInput, NotAllowed, RuleBroken
from gongjian.matters import correcting
from gongjian.matters.correcting import (
    correctable,
    correctable_entries,
    corrections_of,
    entries,
    instead,
    key_of,
    newest_steps,
    touches_decided,
    waiting,
    words_now,
)
from gongjian.matters.models import Correction, Matter, Step
from gongjian.orgs.testing import make_officer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]
MAJOR, EVIDENCE, SUMMARY = "3.reason", "5.proves", "7.summary"
NONE_LEFT = "本案没有可以更正的文字记录"


@pytest.fixture
def cast(home: Any) -> Cast:
    return make_cast()


@pytest.fixture
def matter(cast: Cast) -> Matter:
    """Return an investigated case of seven steps, which the head of the unit called major."""
    matter = file_case(cast, open_case(cast))
    cast.do("unit_head", "cases.mark_major", matter, reason="社会关注度高。")
    investigate(cast, matter)
    return matter


def fresh(matter: Matter) -> Matter:
    return Matter.objects.select_related("agency", "lead", "second").get(pk=matter.pk)


def correct(cast: Cast, matter: Matter, entry: str, right: str = "应为二级。") -> Correction:
    values = {"entry": entry, "right": right, "reason": "笔误。"}
    row: Correction = cast.do("handler", "matters.correct_step", matter, None, **values)
    return row


def unmet(
    cast: Cast, matter: Matter, code: str = "matters.correct_step", by: str = "handler"
) -> str:
    return "；".join(service(code).unmet(cast.actor(by), fresh(matter), cast.clock))


def step_of(matter: Matter, entry: str) -> Step:
    return next(step for step, name, _ in entries(matter) if key_of(step, name) == entry)


def test_the_list_names_the_words_of_each_step_newest_first(cast: Cast, matter: Matter) -> None:
    listed = correctable_entries(cast.actor("handler"), matter)

    assert [key for key, _ in listed] == [
        *(SUMMARY, "5.name", EVIDENCE, "5.obtained_from", MAJOR),
        *("1.facts", "1.basis", "1.opinion"),
    ]
    assert listed[0] == (SUMMARY, "7　调查终结：调查终结报告摘要")
    assert correctable_entries(cast.actor("handler"), None) == []


def test_an_entry_is_what_was_said_and_nothing_secret_or_empty(cast: Cast, matter: Matter) -> None:
    said = [key_of(step, name) for step, name, _ in entries(matter)]
    step = step_of(matter, EVIDENCE)
    before = dict(step.data)

    assert not [one for one in said if one.startswith("0.")]
    nothings: tuple[Any, ...] = (None, "", [], False)
    for nothing in nothings:
        step.data = before | {"proves": nothing}
        assert "proves" not in [name for _, name, _ in correcting._said([step])]
    assert "party_name" in correcting._specs(Step(act="cases.open_case"))
    assert "address" not in correcting._specs(Step(act="cases.open_case"))
    assert correcting._specs(Step(act="cases.no_such_act_any_more")) == {}


def test_only_words_that_nothing_is_reckoned_from_can_be_corrected(matter: Matter) -> None:
    evidence = step_of(matter, EVIDENCE)

    assert instead(matter, evidence, "proves") == ""
    assert instead(matter, evidence, "obtained_on") == correcting.RECKONED
    assert instead(matter, step_of(matter, "4.findings"), "findings") == correcting.PAPER
    assert "这一版" in instead(matter, step_of(matter, "6.facts"), "facts")
    unknown = Step(code="no_such_step_any_more", act="cases.add_evidence", made=[])
    assert instead(matter, unknown, "proves") == ""


@pytest.mark.parametrize(
    ("code", "act", "name"),
    [
        ("take_up_split", "cases.take_up_split", "plan"),  # starts a limit
        ("go_to_decision", "cases.go_to_decision", "opinion"),  # ends one
        ("suspend_case", "cases.suspend_case", "reason"),  # lets it rest
        ("resume_case", "cases.resume_case", "reason"),  # lets it run on
        ("extend_decision_limit", "cases.extend_decision_limit", "reason"),
    ],
)
def test_no_words_are_corrected_that_moved_a_limit(
    matter: Matter, code: str, act: str, name: str
) -> None:
    assert instead(matter, Step(code=code, act=act, made=[]), name) == correcting.LIMIT


def test_what_a_head_said_waits_for_a_head(cast: Cast, matter: Matter) -> None:
    own, heads = step_of(matter, EVIDENCE), step_of(matter, MAJOR)
    decided = fresh(matter)
    decided.decided_on = cast.today

    assert not touches_decided(matter, own)
    assert touches_decided(matter, heads)
    assert touches_decided(decided, own)
    assert not touches_decided(matter, Step(code="no_such_step_any_more"))

    row = correct(cast, matter, MAJOR)

    assert (row.needs_head, row.state) == (True, "open")
    assert waiting(fresh(matter)) == row
    assert "请先等待批准" in unmet(cast, matter)


def test_a_wrong_entry_or_the_same_words_are_refused(cast: Cast, matter: Matter) -> None:
    now = words_now(step_of(matter, EVIDENCE), "proves")

    for entry in ("5.prove", "99.proves", "0.cause", "4.recording"):
        with pytest.raises(InvalidInput, match="请从列表中选择"):
            correct(cast, matter, entry)
    with pytest.raises(InvalidInput, match="没有需要更正的内容"):
        correct(cast, matter, EVIDENCE, now)
    with pytest.raises(InvalidInput, match="这一版"):
        correct(cast, matter, "6.facts")

    assert not Correction.objects.exists()


def test_a_second_correction_takes_the_place_of_the_first(cast: Cast, matter: Matter) -> None:
    correct(cast, matter, EVIDENCE, "第一次改正。")
    correct(cast, matter, "5.name", "别的一项。")
    row = correct(cast, matter, EVIDENCE, "第二次改正。")

    assert row.wrong == "第一次改正。"
    assert words_now(step_of(matter, EVIDENCE), "proves") == "第二次改正。"
    with pytest.raises(InvalidInput, match="没有需要更正的内容"):
        correct(cast, matter, EVIDENCE, "第二次改正。")
    assert words_now(Step.objects.get(pk=row.step_id), "no_such_field") == ""


def test_what_was_refused_changes_no_words(cast: Cast, matter: Matter) -> None:
    correct(cast, matter, MAJOR)

    row = cast.do("agency_head", "matters.refuse_correction", matter, None, note="原记录无误。")

    assert (row.state, row.note, row.decided_at) == ("refused", "原记录无误。", cast.now)
    assert words_now(step_of(matter, MAJOR), "reason") == "社会关注度高。"
    assert waiting(fresh(matter)) is None
    assert "没有等待批准的更正" in unmet(cast, matter, "matters.refuse_correction", "agency_head")


def test_what_a_head_approves_stands(cast: Cast, matter: Matter) -> None:
    asked = correct(cast, matter, MAJOR)

    row = cast.do("agency_head", "matters.approve_correction", matter, None, note="同意更正。")

    assert (row, row.state, row.note) == (asked, "stands", "同意更正。")
    assert words_now(step_of(matter, MAJOR), "reason") == "应为二级。"


def test_no_one_approves_in_a_case_of_his_own(cast: Cast, matter: Matter) -> None:
    cast.people["former"] = make_officer(cast.agency, ("handler", "agency_head"))
    values = {"officer": cast.people["second"].uid, "successor": cast.people["former"].uid}
    cast.do("unit_head", "cases.change_handler", matter, None, reason="调离本机构。", **values)
    correct(cast, matter, MAJOR)

    assert "自己承办案件" in unmet(cast, matter, "matters.approve_correction", "former")
    assert unmet(cast, matter, "matters.approve_correction", "agency_head") == ""
    with pytest.raises((NotAllowed, RuleBroken)):
        cast.do("former", "matters.approve_correction", matter, note="同意。")


def test_a_case_without_words_offers_nothing_to_correct(cast: Cast) -> None:
    opened = open_case(cast)

    assert unmet(cast, opened) == NONE_LEFT
    assert list(correctable(opened)) == []

    words: dict[str, Any] = {"facts": "工艺变更。", "basis": "第二十四条", "opinion": "建议立案。"}
    cast.do("handler", "cases.propose_filing", opened, **words)

    assert unmet(cast, opened) == ""
    assert len(list(correctable(fresh(opened)))) == 3


def test_old_words_are_found_behind_many_steps_that_cannot_be_corrected(cast: Cast) -> None:
    matter = file_case(cast, open_case(cast))
    for _ in range(correcting.WINDOW + 1):
        propose(cast, matter)

    assert len(newest_steps(fresh(matter))) == correcting.WINDOW + 1
    assert unmet(cast, matter) == ""


def test_behind_many_steps_too_nothing_is_offered_where_nothing_can_be_corrected(home: Any) -> None:
    cast = police.police_cast()
    matter = police.file_case(cast, police.opened(cast))
    for _ in range(correcting.WINDOW + 1):
        propose(cast, matter, items=police.FINE_500)

    assert unmet(cast, matter) == NONE_LEFT


def test_steps_and_corrections_are_read_once_for_a_matter(
    cast: Cast, matter: Matter, django_assert_num_queries: Any
) -> None:
    row = correct(cast, matter, EVIDENCE)
    known = fresh(matter)

    with django_assert_num_queries(2):
        steps, (only,) = newest_steps(known), corrections_of(known)
        named = steps[0].officer, only.corrected_by
    with django_assert_num_queries(0):
        assert newest_steps(known) is steps
        assert corrections_of(known) == [row]

    assert [step.seq for step in steps] == [*range(7, -1, -1)]
    assert named == (cast.people["handler"],) * 2
