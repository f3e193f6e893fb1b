"""Every body is verified anew within a limit, and the result is published."""

from datetime import timedelta
from typing import Any

import pytest

from gongjian.cases.testing import make_cast
from gongjian.common.errors import DomainError, InvalidInput, NotFound, RuleBroken
from gongjian.exante.content import draw
from gongjian.exante.queries import owed_by
from gongjian.exante.tasks import keep_up
from gongjian.exante.testing import publish_list
from gongjian.orgs.testing import make_agency, make_officer
from gongjian.workbench.testing import signed_in

pytestmark = pytest.mark.django_db


@pytest.mark.requirement("P2")
def test_all_bodies_are_verified_by_a_day_and_the_result_is_announced() -> None:
    cast = make_cast(accounts=True)
    station = make_agency(parent=cast.agency, code="station", name="河东分局")
    cast.people["legal_head"] = make_officer(cast.agency, roles=("legal_head",), account=True)
    publish_list(cast, "bodies")
    own, today = cast.agency, cast.today
    due = today + timedelta(days=60)
    with pytest.raises(NotFound):
        cast.do("legal_head", "exante.verify_body", body=own.uid, outcome="kept")
    with pytest.raises(InvalidInput, match="晚于今天"):
        cast.do("agency_head", "exante.order_body_review", reason="机构改革", due_on=today)
    cast.do("agency_head", "exante.order_body_review", reason="机构改革", due_on=due)
    with pytest.raises(DomainError):
        cast.do("handler", "exante.verify_body", body=own.uid, outcome="kept")
    cast.do("legal_head", "exante.verify_body", body=own.uid, outcome="kept")
    with pytest.raises(InvalidInput, match="为什么不再具备"):
        cast.do("legal_head", "exante.verify_body", body=station.uid, outcome="lost")
    with pytest.raises(RuleBroken, match="还有主体没有结果"):
        cast.do("agency_head", "exante.order_body_review", reason="再来", due_on=due)
    assert draw("body-review", own, due)["rows"] == []
    late = draw("body-review", own, due + timedelta(days=1))["rows"]
    assert [row["cells"]["outcome"] for row in late] == ["符合条件，继续执法", "逾期尚未核定"]

    why: dict[str, Any] = {"outcome": "lost", "note": "职责划入市局"}
    cast.do("legal_head", "exante.verify_body", body=station.uid, **why)
    keep_up(clock=cast.clock)
    owed = [one.kind for one in owed_by(cast.actor("publisher"))]
    assert "body-review" in owed
    page = signed_in(cast, "agency_head").get("/staff/lists/body-review/").content.decode()
    assert "组织重新核定执法主体" in page
    content = publish_list(cast, "body-review").content
    assert [row["cells"]["note"] for row in content["rows"]] == ["", "职责划入市局"]
    assert "机构改革" in content["notes"][0]
