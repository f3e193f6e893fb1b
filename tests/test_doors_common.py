"""A decision in the common name of two agencies, tried at every door before all may decide."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest

from gongjian.cases import testing as story
from gongjian.cases import testing_common as common
from gongjian.cases.common_name import same_words
from gongjian.cases.models import CommonText
from gongjian.cases.queries import case_of, latest_draft
from gongjian.cases.testing import Cast
from gongjian.documents.testing import typed_command
from gongjian.documents.typed import act_code
from gongjian.matters.models import Matter

from .doors import Attempt, as_json, assert_shut, told_by

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]
Pair = tuple[Cast, Cast]
PAPER = "correction-decision"


@pytest.fixture
def agencies() -> Iterator[Pair]:
    made = story.make_cast(accounts=True)
    with told_by(made):
        yield made, common.make_other(made, accounts=True)


def attempt(cast: Cast, office: str, code: str, matter: Matter, **values: Any) -> Attempt:
    return Attempt(cast.people[office], code, as_json(values), Matter.objects.get(pk=matter.pk))


def issue(cast: Cast, matter: Matter) -> Attempt:
    draft = latest_draft(case_of(Matter.objects.get(pk=matter.pk)))
    shown = draft.draft_hash if draft else "0" * 64
    return attempt(
        cast, "agency_head", "cases.issue_decision", matter, draft_hash=shown, opinion="同意。"
    )


def sign(cast: Cast, matter: Matter, office: str = "agency_head") -> Attempt:
    shown = same_words(CommonText.objects.latest("id").draft)
    values = {"text_hash": shown, "opinion": "同意。", "check_answers": "已核对。"}
    return attempt(cast, office, "cases.sign_common", matter, **values)


def unsigned(pair: Pair) -> Attempt:
    cast, other = pair
    matter, own = common.joined(cast, other)
    common.both_ready(cast, matter, other, own)
    return issue(cast, matter)


def invited_alone(pair: Pair) -> Attempt:
    cast, other = pair
    matter, own = common.joined(cast, other)
    common.both_ready(cast, matter, other, own)
    return issue(other, own)


def own_time_still_runs(pair: Pair) -> Attempt:
    cast, other = pair
    matter, own = common.joined(cast, other)
    common.ready(cast, matter)
    cast.do("handler", "cases.hand_over_text", matter)
    common.together(cast, other)
    story.propose(other, own, items=common.FINE)
    other.do("handler", "cases.end_investigation", own, summary="事实清楚。")
    story.inform(other, own)
    common.together(cast, other)
    return sign(other, own)


def other_words(pair: Pair) -> Attempt:
    cast, other = pair
    matter, own = common.joined(cast, other)
    common.ready(cast, matter)
    cast.do("handler", "cases.hand_over_text", matter)
    common.together(cast, other)
    common.ready(other, own, facts="另一种说法。")
    common.together(cast, other)
    return sign(other, own)


def by_the_handler(pair: Pair) -> Attempt:
    cast, other = pair
    matter, own = common.joined(cast, other)
    common.both_ready(cast, matter, other, own)
    return sign(other, own, "handler")


def in_the_case_of_the_other(pair: Pair) -> Attempt:
    cast, other = pair
    matter, own = common.joined(cast, other)
    common.both_ready(cast, matter, other, own)
    return sign(cast, own)


def closed_unserved(pair: Pair) -> Attempt:
    cast, other = pair
    matter, own = common.joined(cast, other)
    common.both_ready(cast, matter, other, own)
    common.sign(other, own)
    common.together(cast, other)
    common.issue(cast, matter)
    return attempt(other, "agency_head", "cases.close_common", own, opinion="结案。")


def corrected_alone(pair: Pair) -> Attempt:
    cast, other = pair
    matter, own = common.joined(cast, other)
    common.both_ready(cast, matter, other, own)
    common.sign(other, own)
    common.together(cast, other)
    common.issue(cast, matter)
    story.deliver(cast, matter)
    paper = cast.do("agency_head", act_code(PAPER), matter, **vars(typed_command(PAPER, cast.now)))
    story.sign_papers(cast, matter)
    values = {"document": paper.uid, "kind": "revoked", "effective_on": cast.today}
    return attempt(
        cast, "agency_head", "remedies.correct_decision", matter, reason="有误。", **values
    )


GATES: Mapping[str, tuple[Callable[[Pair], Attempt], int]] = {
    "every agency has signed": (unsigned, 409),
    "an agency that was invited decides alone": (invited_alone, 409),
    "the party's time in the own case is over": (own_time_still_runs, 409),
    "the words are those handed over": (other_words, 409),
    "the head signs": (by_the_handler, 403),
    "nobody signs in the case of another agency": (in_the_case_of_the_other, 404),
    "the decision was delivered": (closed_unserved, 409),
    "no agency takes back what several decided": (corrected_alone, 409),
}


@pytest.mark.parametrize("gate", GATES)
def test_gate_is_shut_at_every_door(agencies: Pair, gate: str) -> None:
    prepare, status = GATES[gate]

    assert_shut(prepare(agencies), status)
