"""The lists that are public beforehand, as publisher and checker see them."""

import pytest

from gongjian.cases.testing import make_cast
from gongjian.exante.tasks import keep_up
from gongjian.exante.testing import publish_list
from gongjian.orgs.testing import make_officer
from gongjian.workbench.testing import signed_in

pytestmark = pytest.mark.django_db


def test_the_publisher_sees_what_is_due_and_draws_it_and_the_checker_releases_it() -> None:
    cast = make_cast(accounts=True)
    publish_list(cast, "officers")
    make_officer(cast.agency, name="新来的")
    keep_up(clock=cast.clock)
    publisher, checker, handler = (
        signed_in(cast, office) for office in ("publisher", "publication_checker", "handler")
    )

    assert "需要调整的公开清单" in publisher.get("/staff/").content.decode()
    assert "需要调整的公开清单" not in handler.get("/staff/").content.decode()
    listed = publisher.get("/staff/lists/").content.decode()
    assert "尚未公布" in listed
    assert "新增 1 条" in listed
    assert "生成新版本" in publisher.get("/staff/lists/officers/").content.decode()
    assert "首次公布的内容" in publisher.get("/staff/lists/recording/").content.decode()
    assert handler.get("/staff/lists/").status_code == 403
    assert publisher.get("/staff/lists/none/").status_code == 404

    drawn = publisher.post(
        "/staff/acts/exante.draft_list/", {"kind": "officers", "confirmed": "市司法局"}
    )
    assert drawn["Location"] == "/staff/lists/officers/"
    shown = checker.get(drawn["Location"]).content.decode()
    assert "待复核的变动" in shown
    assert "新来的" in shown
    link = shown.partition("/staff/acts/exante.publish_list/?version=")[2].partition('"')[0]
    released = checker.post(
        "/staff/acts/exante.publish_list/",
        {"version": link, "compared": "on", "confirmed": "1"},
    )
    assert released.status_code == 302
    assert "第 2 版" in checker.get("/staff/lists/").content.decode()
