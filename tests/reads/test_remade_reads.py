"""What is read of a case with a past: made anew, split, turned, overturned, of a major kind."""

from typing import Any

import pytest

from gongjian.cases import queries
from gongjian.cases import testing as story
from gongjian.cases import testing_several as several
from gongjian.cases.models import Case, EntryReview
from gongjian.cases.queries import Execution, case_of
from gongjian.cases.testing import Cast
from gongjian.cases.testing_beside import guardian
from gongjian.matters.models import Matter

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]


def fresh(matter: Matter) -> Matter:
    return Matter.objects.select_related("agency").get(pk=matter.pk)


def test_only_what_is_major_or_sensitive_has_an_entry_review() -> None:
    plain, major = Case(), Case()
    review = major.entry_review = EntryReview()

    assert queries.entry_of(plain) is None
    assert queries.entry_of(major) is review


def test_the_old_decision_bounds_the_new_one_where_the_party_asked_for_review(
    told: Matter, decided: Matter
) -> None:
    old = queries.decision_of(case_of(fresh(decided)))
    assert old is not None

    def bounds(matter: Matter, ceiling: bool, remakes: int | None) -> int:
        case = case_of(fresh(matter))
        case.ceiling, case.remakes_id = ceiling, remakes
        found = queries.noticed_weights(case)
        assert {weight.sum_of("fine") for weight in found} <= {5_212_000}
        return len(found)

    cases = [(True, old.pk), (False, old.pk), (True, None), (False, None)]
    assert [bounds(told, *one) for one in cases] == [2, 1, 1, 1]


def test_before_a_notice_nothing_bounds_a_decision(filed: Matter, decided: Matter) -> None:
    old = queries.decision_of(case_of(fresh(decided)))
    case = case_of(fresh(filed))
    case.ceiling, case.remakes = True, old

    assert queries.noticed_weights(case) == []


def test_nothing_more_is_executed_of_an_overturned_decision(cast: Cast, decided: Matter) -> None:
    lodged = cast.do(
        "handler",
        "remedies.register",
        decided,
        against=story.penalty_paper(decided),
        kind="review",
        applicant="party",
        applicant_name=decided.party_name,
        body="青川市人民政府",
        lodged_on=cast.today,
        claim="请求撤销。",
    )
    standing = queries.execution_of(fresh(decided)), queries.overturn_of(case_of(fresh(decided)))
    cast.do(
        "unit_head",
        "remedies.record_result",
        decided,
        remedy=lodged.uid,
        outcome="revoked",
        paper="青府复决〔2026〕1号",
        effective_on=cast.today,
        served_on=cast.today,
        note="见决定书。",
    )

    assert standing == (Execution(fine_open=True), None)
    assert queries.execution_of(fresh(decided)) == Execution(settled=False, over=True)
    assert queries.overturn_of(case_of(fresh(decided))) is not None


def test_a_matter_whose_decision_was_taken_back_has_none_to_execute(told: Matter) -> None:
    known = fresh(told)
    known.decided_on = known.filed_on

    assert queries.execution_of(known) == Execution()


def test_who_was_split_off_knows_those_who_stayed(cast: Cast, filed: Matter) -> None:
    names: list[dict[str, Any]] = [{"party_name": n, "id_number": ""} for n in ("甲示例", "乙示例")]
    split, stays = (several.add_party(cast, filed, **name) for name in names)
    story.inspect(cast, filed)
    new = several.split(cast, filed, split)
    first, own = case_of(fresh(filed)), case_of(fresh(new))

    assert queries.others_involved(own) == [stays.party, first.party]
    assert queries.others_involved(first) == [split.party, stays.party]


def test_those_beside_the_party_are_told_by_name(cast: Cast, filed: Matter) -> None:
    row = guardian(cast, filed)

    assert queries.people_beside(case_of(fresh(filed))) == [row.name]


def test_what_was_typed_on_the_scene_is_known_later(cast: Cast, filed: Matter) -> None:
    names = ("cause", "facts", "evidence", "violated", "basis")
    typed = {name: story.STALL[name] for name in names}
    typed |= {"amount_fen": 50_000}
    said: dict[str, Any] = {"second": cast.people["second"].uid, "acted_at": cast.now}
    turned = cast.do("handler", "cases.turn_to_ordinary", **said, **typed, **story.PERSON)

    assert queries.found_on_scene(turned).items() >= typed.items()
    assert queries.found_on_scene(filed) == {}
