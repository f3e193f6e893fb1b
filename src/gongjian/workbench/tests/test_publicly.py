"""What is drawn for the public stands in the inbox of the person whose turn it is."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gongjian.cases.testing import Cast, make_cast
from gongjian.common import clock as clocks
from gongjian.common.clock import Clock
from gongjian.orgs.testing import make_agency, make_officer
from gongjian.workbench.testing import signed_in, signed_in_as

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]
HOME, CARD = "/staff/", "待您复核、审定的公开内容"


@pytest.fixture
def cast() -> Iterator[Cast]:
    made = make_cast(accounts=True)
    clocks.use_offset(lambda: made.now - Clock().now())
    yield made
    clocks.use_offset(lambda: made.now - made.now)


def page_of(client: Client) -> str:
    return client.get(HOME).content.decode()


def queries(client: Client) -> int:
    with CaptureQueriesContext(connection) as seen:
        page_of(client)
    return len(seen)


@pytest.mark.requirement("P1", "P16")
def test_a_yearly_report_waits_in_turn_for_head_and_checker(cast: Cast) -> None:
    offices = ("publisher", "agency_head", "publication_checker")
    publisher, head, checker = (signed_in(cast, office) for office in offices)
    report = cast.do("publisher", "insight.draft_report", year=2026)
    link = f"/staff/annual/{report.uid}/"

    assert [link in page_of(one) for one in (publisher, head, checker)] == [False, True, False]
    cast.do("agency_head", "insight.approve_report", report=report.uid, opinion="同意公开。")
    # Before the year has ended the act would be refused.
    assert [link in page_of(one) for one in (publisher, head, checker)] == [False, False, False]
    early = checker.get(link).content.decode()
    assert "insight.publish_report" not in early
    assert "年度终了以后公开" in early
    cast.now = datetime(2027, 1, 20, 2, 0, tzinfo=UTC)
    assert [link in page_of(one) for one in (publisher, head, checker)] == [False, False, True]
    assert "insight.publish_report" in checker.get(link).content.decode()
    cast.do("publication_checker", "insight.publish_report", report=report.uid)
    assert CARD not in page_of(checker)


@pytest.mark.requirement("P1")
def test_lists_wait_for_the_checker_of_the_own_agency_at_a_fixed_cost(cast: Cast) -> None:
    checker = signed_in(cast, "publication_checker")
    other = make_agency(code="elsewhere")
    stranger = signed_in_as(make_officer(other, ("publication_checker",), account=True))
    assert CARD not in page_of(checker)

    cast.do("publisher", "exante.draft_list", kind="officers", confirmed="市司法局")
    assert "/staff/lists/officers/" in page_of(checker)
    few = queries(checker)
    for kind in ("recording", "powers", "remedies"):
        cast.do("publisher", "exante.draft_list", kind=kind, confirmed="市司法局")

    assert queries(checker) == few
    assert page_of(checker).count("复核并公布") == 4
    assert CARD not in page_of(stranger)
    assert CARD not in page_of(signed_in(cast, "publisher"))
