"""How long a file is kept follows its table, from what became of the case."""

import pytest

from gongjian.cases import testing as story
from gongjian.cases.known import penalty_values
from gongjian.cases.retention import kept_for, retention_of
from gongjian.matters.models import Matter

pytestmark = pytest.mark.django_db


def test_a_file_that_ended_is_kept_thirty_years_and_one_with_a_penalty_for_good() -> None:
    cast = story.make_cast()
    ended = story.file_case(cast, story.open_case(cast))
    matter = story.decided_case(cast)
    punished = Matter.objects.get(pk=matter.pk)

    assert (retention_of(ended).value, kept_for(ended, retention_of(ended))) == ("years_30", "30年")
    assert (retention_of(punished).value, kept_for(punished, retention_of(punished))) == (
        "permanent",
        "永久",
    )
    assert penalty_values(punished)["retention"] == "永久"


def test_a_penalty_on_the_spot_is_kept_thirty_years() -> None:
    cast = story.make_scene_cast()
    matter = story.penalize(cast)

    assert kept_for(matter, retention_of(matter)) == "30年"
