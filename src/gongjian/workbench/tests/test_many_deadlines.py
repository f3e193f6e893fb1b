"""What the bench writes past the models still fits the tables."""

import pytest

from gongjian.cases.testing import make_cast, open_case
from gongjian.matters.models import Deadline
from gongjian.workbench.bench.many_deadlines import SPREAD, million_deadlines


@pytest.mark.django_db
@pytest.mark.tampers
def test_a_day_of_many_deadlines_is_written_for_each_day_of_the_spread() -> None:
    cast = make_cast()
    open_case(cast)

    million_deadlines(cast.today, SPREAD)

    written = Deadline.objects.filter(code__startswith="bench-")
    assert written.count() == written.values("due_on").distinct().count() == SPREAD
