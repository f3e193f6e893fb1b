"""A fine written as two weighs what one weighs: for a hearing, a review and a discussion."""

from typing import Any

import pytest

from gongjian.cases import testing as story
from gongjian.cases.models import Notice
from gongjian.cases.queries import case_of
from gongjian.cases.rules import by_kind
from gongjian.cases.scopes import discussion_scope
from gongjian.cases.testing import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]


def fines(*fen: int) -> list[dict[str, Any]]:
    return [{"kind": "fine", "amount_fen": one, "detail": f"第{n}项"} for n, one in enumerate(fen)]


def test_each_kind_is_asked_about_once_with_all_its_money() -> None:
    warning = {"kind": "warning", "amount_fen": None, "detail": ""}

    asked = by_kind([*fines(1, 2), warning])

    assert [(row["penalty_kind"], row["amount_fen"]) for row in asked] == [
        ("fine", 3),
        ("warning", 0),
    ]


@pytest.mark.parametrize(
    ("parts", "told"), [((2_400_000, 2_500_000), False), ((2_500_000, 2_500_000), True)]
)
def test_a_split_fine_opens_the_hearing_that_its_sum_opens(
    parts: tuple[int, int], told: bool
) -> None:
    cast = story.make_cast()
    matter = story.file_case(cast, story.open_case(cast))
    story.investigate(cast, matter, items=fines(*parts))

    story.inform(cast, matter)

    assert Notice.objects.get(case=case_of(matter)).hearing_right is told


@pytest.mark.requirement("V2")
@pytest.mark.parametrize(
    ("parts", "asked"), [((5_000_000, 4_999_999), False), ((5_000_000, 5_000_000), True)]
)
def test_a_split_fine_is_reviewed_and_discussed_like_its_sum(
    parts: tuple[int, int], asked: bool
) -> None:
    cast: Cast = story.make_cast(domain="market")
    matter = story.file_case(cast, story.open_case(cast))
    story.inspect(cast, matter)

    draft = story.propose(cast, matter, items=fines(*parts))

    assert draft.review_required is asked
    case = case_of(matter)
    assert discussion_scope(matter, case, draft, hearing_held=False).required is asked
