"""What shuts a 治安 case out of fast handling: asked of persons, days, sums and hours themselves.

Source: 公安机关办理行政案件程序规定 第四十条、第四十一条、第四十七条.
"""

from datetime import timedelta
from types import MappingProxyType
from typing import Any

import pytest

from gongjian.cases import testing as story
from gongjian.cases import testing_public_order as police
from gongjian.cases.models import Case, Draft
from gongjian.cases.public_order.fast import excluded, fast_of, unfit
from gongjian.cases.public_order.models import Offender
from gongjian.cases.queries import case_of
from gongjian.cases.testing import Cast
from gongjian.cases.testing_beside import state_needs
from gongjian.matters.models import Matter

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]
KEEN = MappingProxyType({"born_on": "1988-01-01", "minor": False, "pleaded": True})


@pytest.fixture
def cast(home: Any) -> Cast:
    return police.police_cast()


@pytest.fixture
def matter(cast: Cast) -> Matter:
    return police.file_case(cast, police.opened(cast))


@pytest.fixture
def case(matter: Matter) -> Case:
    return case_of(matter)


@pytest.fixture
def boy(cast: Cast) -> Case:
    return case_of(police.file_case(cast, police.opened(cast, police.FIFTEEN)))


@pytest.fixture
def company(cast: Cast) -> Case:
    return case_of(police.file_case(cast, police.opened(cast, story.COMPANY)))


@pytest.fixture
def fast(cast: Cast, matter: Matter) -> Any:
    police.establish(cast, matter, pleaded=True)
    agreed: dict[str, Any] = dict.fromkeys(("admits", "consented"), True)
    agreed |= dict.fromkeys(("impaired", "ill", "unsuited"), "no")
    arrived = cast.now - timedelta(hours=2)
    return cast.do("handler", "cases.start_fast_handling", matter, arrived_at=arrived, **agreed)


@pytest.fixture
def turned(cast: Cast, matter: Matter, fast: Any) -> Matter:
    cast.do("handler", "cases.end_fast_handling", matter, reason="对事实有异议。")
    return Matter.objects.get(pk=matter.pk)


def needing(cast: Cast, case: Case, **needs: bool) -> Case:
    """State a need and return the case as the next request reads it."""
    state_needs(cast, case.matter, **needs)
    return case_of(Matter.objects.get(pk=case.matter_id))


def draft(*items: dict[str, Any], days: int | None = None) -> Draft:
    return Draft(items=list(items), days=days)


def test_grown_ups_who_admit_are_handled_fast_and_organisations_are_not(
    cast: Cast, case: Case, company: Case
) -> None:
    assert excluded(case, None, None, cast.now) == ""
    assert excluded(case, Offender(**KEEN), None, cast.now) == ""
    assert "如实陈述" in excluded(case, Offender(**(KEEN | {"pleaded": False})), None, cast.now)
    assert "当事人是单位" in excluded(company, None, None, cast.now)


def test_minors_are_shut_out_by_number_by_what_is_found_and_by_what_is_stated(
    cast: Cast, case: Case, boy: Case
) -> None:
    assert "未成年人" in excluded(boy, None, None, cast.now)
    assert "未成年人" in excluded(case, Offender(**(KEEN | {"minor": True})), None, cast.now)
    assert excluded(needing(cast, case, language=True), None, None, cast.now) == ""
    assert "未成年人" in excluded(needing(cast, case, minor=True), None, None, cast.now)


def test_who_cannot_hear_or_judge_is_shut_out(cast: Cast, case: Case) -> None:
    deaf = needing(cast, case, sign=True)
    assert "听力或者言语残疾" in excluded(deaf, None, None, cast.now)
    confused = needing(cast, case, limited=True)
    assert "辨认" in excluded(confused, None, None, cast.now)


def test_ten_days_and_a_right_to_a_hearing_shut_it_out(cast: Cast, case: Case) -> None:
    def told(*items: dict[str, Any], days: int | None = None) -> str:
        return excluded(case, None, draft(*items, days=days), cast.now)

    assert told({"kind": "detention", "days": 9}, days=9) == ""
    assert "10日以上" in told({"kind": "detention", "days": 10}, days=10)
    assert "听证" in told({"kind": "fine", "amount_fen": 500_000})
    assert told({"kind": "fine", "amount_fen": 50_000}) == ""
    assert told(days=10) == ""  # a proposal without a penalty


def test_it_runs_until_its_last_minute_and_is_found_while_it_runs(
    cast: Cast, matter: Matter, case: Case, fast: Any
) -> None:
    assert fast_of(matter, case) == fast
    assert unfit(fast, None, None, fast.due_at) == ""
    assert "四十八小时" in unfit(fast, None, None, fast.due_at + timedelta(seconds=1))


def test_it_is_not_found_where_it_never_ran_or_ended(case: Case, boy: Case, turned: Matter) -> None:
    assert fast_of(turned, case) is None
    assert fast_of(boy.matter, boy) is None
