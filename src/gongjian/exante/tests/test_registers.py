"""The registers say of bodies and officers what they enforce and where (执法类别、执法区域)."""

import pytest
from django.test import Client

from gongjian.cases.testing import make_cast
from gongjian.exante.content import draw
from gongjian.exante.queries import list_now
from gongjian.exante.testing import publish_list
from gongjian.orgs.services import ChangeAgency, change_agency
from gongjian.orgs.testing import actor, make_officer

pytestmark = pytest.mark.django_db
KEPT = ("name", "short_name", "address", "phone", "government_name", "court_name", "uscc")


@pytest.mark.requirement("P2", "P3")
def test_a_changed_area_is_in_both_registers_and_asks_for_a_new_version(client: Client) -> None:
    cast = make_cast()
    agency, today = cast.agency, cast.clock.today()
    published = {kind: publish_list(cast, kind) for kind in ("bodies", "officers")}
    assert not any(list_now(agency, kind, today).differs for kind in published)

    kept = {name: getattr(agency, name) for name in KEPT}
    admin = actor(make_officer(agency, ["admin_system"], certificate=False))
    cmd = ChangeAgency(agency=agency.uid, area="青川市行政区域", **kept)
    change_agency(actor=admin, cmd=cmd, clock=cast.clock)
    agency.refresh_from_db()

    for kind in published:
        content = draw(kind, agency, today)
        told = {column["label"] for column in content["columns"]}
        assert {"执法类别", "执法区域"} <= told
        assert all(row["cells"]["area"] == "青川市行政区域" for row in content["rows"])
        assert all(row["cells"]["domain"] == "生态环境" for row in content["rows"])
        assert list_now(agency, kind, today).differs
    cast.wait(days=1)
    publish_list(cast, "officers")
    assert "青川市行政区域" in client.get(f"/lists/{agency.code}/officers").content.decode()
