"""For whom a case waits."""

import pytest

from gongjian.cases.testing import activate, decided_case, file_case, make_cast, open_case
from gongjian.matters.models import Matter


def waits(matter: Matter) -> dict[str, str]:
    return dict(matter.todos.values_list("role", "step"))


@pytest.mark.django_db
def test_a_case_waits_only_for_who_can_move_it_from_where_it_stands() -> None:
    activate()
    cast = make_cast()

    matter = file_case(cast, open_case(cast))

    assert waits(matter) == {"handler": "调查终结"}


@pytest.mark.django_db
def test_a_delivered_decision_waits_for_performance_and_publication_not_for_a_notice() -> None:
    activate()
    cast = make_cast()

    matter = decided_case(cast)

    found = waits(matter)
    assert (found["handler"], found["publisher"]) == ("登记履行情况", "拟定公示内容")
    assert not {"unit_head", "agency_head", "legal_reviewer"} & set(found)
