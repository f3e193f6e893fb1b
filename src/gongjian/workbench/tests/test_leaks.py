"""What the nightly scan finds in a list: told, judged, and shown no more or asked no more."""

from typing import Any

import pytest
from django.test import Client

from gongjian.common.errors import NotAllowed, NotFound
from gongjian.exante.models import OpenList
from gongjian.exante.testing import GUIDE, publish_list
from gongjian.orgs.testing import make_agency, make_officer
from gongjian.publicity.leaks.reading import open_text_leaks
from gongjian.publicity.sweeping import scan_leaks
from gongjian.workbench.models import Notification
from gongjian.workbench.testing import signed_in, signed_in_as, staffed_cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]
JUDGE = "publicity.judge_text_leak"
CHECKER = "publication_checker"
TOLD = {"publisher", CHECKER}


@pytest.mark.requirement("P13")
def test_a_find_in_a_list_is_told_and_judged_and_the_leaking_versions_are_closed() -> None:
    cast = staffed_cast()
    phone = "13912345670"
    cast.do("publisher", "exante.state_guide", **GUIDE | {"accepting": f"王工 {phone}"})
    first = publish_list(cast, "guides")
    cast.do("publisher", "exante.state_guide", **GUIDE | {"accepting": f"李工 {phone}"})
    second = publish_list(cast, "guides")

    scan_leaks(clock=cast.clock)
    scan_leaks(clock=cast.clock)

    told = Notification.objects.filter(matter=None)
    assert {row.officer_id for row in told} == {cast.people[office].pk for office in TOLD}
    assert told.count() == len(TOLD)
    assert "泄露扫描" in signed_in(cast, "publisher").get("/staff/notices/").content.decode()
    assert "finding=" not in signed_in(cast, "publisher").get("/staff/leaks/").content.decode()
    client = signed_in(cast, CHECKER)
    assert "finding=" in client.get("/staff/leaks/").content.decode()
    row = told.get(officer=cast.people[CHECKER])
    assert client.post("/staff/notices/read", {"notice": row.pk})["Location"] == "/staff/leaks/"
    (mark,) = {leak.mark for leak in open_text_leaks(cast.agency.pk)}
    words = {"finding": mark, "outcome": "leak", "reason": "是个人的手机号。", "confirmed": "yes"}
    with pytest.raises(NotAllowed):
        cast.do("publisher", JUDGE, finding=mark, outcome="leak", reason="是个人的手机号。")
    answer = client.post(f"/staff/acts/{JUDGE}/", words)

    assert answer["Location"] == "/staff/leaks/"
    for version in (first, second):
        assert Client().get(place(version)).status_code == 404
    assert phone not in Client().get(f"/lists/{cast.agency.code}/guides").content.decode()
    assert not open_text_leaks(cast.agency.pk).exists()
    cast.do("publisher", "exante.state_guide", **GUIDE)
    assert Client().get(place(publish_list(cast, "guides"))).status_code == 200
    with pytest.raises(NotFound):
        cast.do(CHECKER, JUDGE, finding=mark, outcome="leak", reason="又一次。")


def test_a_harmless_value_is_not_asked_of_again_and_another_agency_judges_nothing() -> None:
    cast = staffed_cast()
    office = make_officer(make_agency(code="elsewhere"), roles=(CHECKER,), account=True)
    cast.do("publisher", "exante.state_guide", **GUIDE | {"accepting": "值班手机 13912345670"})
    publish_list(cast, "guides")
    scan_leaks(clock=cast.clock)
    found = open_text_leaks(cast.agency.pk).get()
    stranger = signed_in_as(office)
    asked: dict[str, Any] = {
        "finding": found.mark,
        "outcome": "harmless",
        "reason": "对外公开的值班手机。",
    }

    refused = stranger.post(f"/staff/acts/{JUDGE}/", asked | {"confirmed": "yes"})
    assert refused.status_code in {404, 422}
    cast.do(CHECKER, JUDGE, **asked)
    changed = GUIDE | {"accepting": "值班手机 13912345670", "term": "20 日内"}
    cast.do("publisher", "exante.state_guide", **changed)
    shown = publish_list(cast, "guides")
    scan_leaks(clock=cast.clock)

    assert not open_text_leaks(cast.agency.pk).exists()
    assert Client().get(place(shown)).status_code == 200


def place(version: OpenList) -> str:
    return f"/lists/{version.agency.code}/{version.kind}/{version.version}"
