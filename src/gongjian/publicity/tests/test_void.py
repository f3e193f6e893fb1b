"""A decision that was taken back before delivery is not there for publication."""

import pytest

from gongjian.cases.testing import (
    decide,
    file_case,
    inform,
    investigate,
    let_time_run,
    make_cast,
    open_case,
)
from gongjian.publicity.gate import standing_of


@pytest.mark.django_db
@pytest.mark.usefixtures("home")
def test_a_void_decision_does_not_come_before_the_gate() -> None:
    cast = make_cast()
    matter = file_case(cast, open_case(cast))
    investigate(cast, matter)
    decide(cast, let_time_run(cast, inform(cast, matter)))

    before = standing_of(matter, cast.today)
    cast.do("agency_head", "cases.void_decision", matter, reason="日期写错。")

    assert before is not None
    assert standing_of(matter, cast.today) is None
