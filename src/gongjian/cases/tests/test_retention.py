"""How long a file is kept follows its table, from what became of the case."""

import pytest

from gongjian.cases import testing as story
from gongjian.cases.known import penalty_values
from gongjian.cases.queries import case_of
from gongjian.cases.retention import kept_for, outcome_of, retention_of
from gongjian.matters.models import Matter

pytestmark = pytest.mark.django_db
Told = dict[str, Matter]


@pytest.fixture
def told() -> Told:
    """Return a case on file, one penalized, one on the spot, and one with a hearing called."""
    cast = story.make_scene_cast()
    ended = story.file_case(cast, story.open_case(cast))
    spot = story.penalize(cast)
    heard = story.file_case(cast, story.open_case(cast))
    story.inform(cast, story.investigate(cast, heard))
    story.call_hearing(cast, story.ask_hearing(cast, heard))
    punished = story.decided_case(cast)
    matters = {"ended": ended, "spot": spot, "heard": heard, "punished": punished}
    return {name: Matter.objects.get(pk=one.pk) for name, one in matters.items()}


def test_a_file_is_kept_by_what_became_of_its_case(told: Told) -> None:
    hits = {name: retention_of(matter) for name, matter in told.items()}

    assert {name: kept_for(told[name], hit) for name, hit in hits.items()} == {
        "ended": "30年",
        "spot": "30年",
        "heard": "30年",
        "punished": "永久",
    }
    assert hits["ended"].value == "years_30"
    assert penalty_values(told["punished"])["retention"] == "永久"
    outcomes = {name: outcome_of(case_of(matter)) for name, matter in told.items()}
    assert outcomes == {
        "ended": "ended",
        "spot": "penalty",
        "heard": "ended",
        "punished": "penalty",
    }
