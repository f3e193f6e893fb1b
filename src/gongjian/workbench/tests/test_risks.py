"""The card of risks says what was found elsewhere, and nothing once there is nothing to do."""

from datetime import timedelta

import pytest
from django.urls import reverse

from gongjian.cases.testing import Cast, file_case, inspect, open_case, sign_papers
from gongjian.cases.testing_weighing import catalogued, draft, fine
from gongjian.matters.models import Matter
from gongjian.matters.queries import open_deadlines
from gongjian.workbench.risks import Risk, risks_of
from gongjian.workbench.testing import signed_in, staffed_cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]


def risks(cast: Cast, matter: Matter, days: int = 0, **later: object) -> list[Risk]:
    fresh = Matter.objects.get(pk=matter.pk)
    vars(fresh).update(later)
    return risks_of(fresh, open_deadlines(fresh), cast.today + timedelta(days=days))


def told(cast: Cast, matter: Matter, days: int = 0, **later: object) -> dict[str, str]:
    return {risk.what: risk.tone for risk in risks(cast, matter, days, **later)}


def test_a_limit_of_the_agency_is_a_risk_when_it_is_near_and_graver_when_it_is_over() -> None:
    cast = staffed_cast()
    matter = file_case(cast, open_case(cast))
    limit = next(d for d in open_deadlines(matter) if d.code == "decision-limit")
    left = (limit.due_on - cast.today).days

    assert limit.label not in told(cast, matter)
    assert told(cast, matter, left - 3)[limit.label] == "near"
    assert risks(cast, matter, left + 1)[0] == Risk("late", limit.label, "已超期 1 日", "#limits")


def test_a_paper_that_people_sign_is_missed_until_it_is_signed_or_scanned() -> None:
    cast = staffed_cast()
    matter = file_case(cast, open_case(cast))
    assert "没有签名件" not in told(cast, matter)

    inspect(cast, matter)
    sign_papers(cast, matter)
    missed = next(risk for risk in risks(cast, matter) if risk.what == "没有签名件")

    assert "现场检查笔录" in missed.told
    assert missed.place == "?tab=documents#content"


def test_a_draft_beside_the_benchmark_is_a_risk_until_the_decision_and_weak_proof_with_it() -> None:
    cast = staffed_cast()
    matter = catalogued(cast)
    assert [what for what in told(cast, matter) if what.startswith("证据：")]

    draft(cast, matter, items=fine(52_000), deviation_reason="当事人主动赔偿，酌情处理。")
    page = signed_in(cast, "handler").get(reverse("workbench:matter", args=[matter.uid]))

    assert told(cast, matter)["偏离裁量基准"] == "near"
    assert '<a href="?tab=proposal#content">偏离裁量基准</a>' in page.content.decode()
    assert "偏离裁量基准" not in told(cast, matter, decided_on=cast.today)


def test_nothing_is_a_risk_of_a_case_that_has_ended() -> None:
    cast = staffed_cast()
    matter = file_case(cast, open_case(cast))
    inspect(cast, matter)
    sign_papers(cast, matter)

    assert risks(cast, matter, 900)
    assert risks(cast, matter, 900, closed_at=cast.now) == []
