"""The supervisor's page of publication: rights, empty state, figures, the act, the year."""

from collections.abc import Iterator
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gongjian.cases.testing import Cast, decided_case, make_cast
from gongjian.common import clock as clocks
from gongjian.common.clock import Clock
from gongjian.exante.models import Adjustment
from gongjian.exante.tasks import keep_up
from gongjian.exante.testing import publish_list
from gongjian.orgs.queries import actor_for
from gongjian.orgs.testing import make_agency, make_officer
from gongjian.publicity.models import PublicationYear, Urge
from gongjian.publicity.supervising import units_now
from gongjian.publicity.testing import publish
from gongjian.workbench.testing import signed_in, signed_in_as, staffed_cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]
PAGE, YEAR = "/staff/supervision/", "/staff/supervision/evaluation/"


@pytest.fixture
def cast() -> Iterator[Cast]:
    made = staffed_cast()
    made.people["supervisor"] = make_officer(made.agency, ("supervisor",), account=True)
    clocks.use_offset(lambda: made.now - Clock().now())
    yield made
    clocks.use_offset(lambda: made.now - made.now)


def queries(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as seen:
        assert client.get(url).status_code == 200
    return len(seen)


@pytest.mark.requirement("P18")
def test_a_supervisor_urges_from_the_page_and_reads_what_came_of_it(cast: Cast) -> None:
    client = signed_in(cast, "supervisor")
    empty = client.get(PAGE).content.decode()
    assert "本年没有应当公示的决定" in empty
    assert "没有逾期未公示的决定" in empty
    assert "还没有催办过" in empty
    matter = decided_case(cast)
    cast.wait(days=20)

    form = f"/staff/matters/{matter.uid}/acts/publicity.urge_publication/"
    assert form in client.get(PAGE).content.decode()
    refused = client.post(form, {"kind": "late", "reason": ""})
    assert refused.status_code == 422
    assert client.post(form, {"kind": "late", "reason": "请公示。"}).status_code == 302

    page = client.get(PAGE).content.decode()
    assert form not in page
    assert "已催办" in page
    assert (
        "请公示。"
        in signed_in(cast, "publisher")
        .get(f"/staff/matters/{matter.uid}/?tab=publicity")
        .content.decode()
    )
    publish(cast, matter)
    assert Urge.objects.get().state == "ended"
    assert "已经办结" in client.get(PAGE).content.decode()


def test_the_page_belongs_to_who_supervises_and_shows_the_own_agency_alone(cast: Cast) -> None:
    matter = decided_case(cast)
    cast.wait(days=20)
    other = make_agency(code="elsewhere")
    stranger = signed_in_as(make_officer(other, ("supervisor",), account=True))

    for office in ("handler", "publisher"):
        assert signed_in(cast, office).get(PAGE).status_code == 403
        assert signed_in(cast, office).get(YEAR).status_code == 403
    assert str(matter.uid) not in stranger.get(PAGE).content.decode()
    form = f"/staff/matters/{matter.uid}/acts/publicity.urge_publication/"
    assert stranger.post(form, {"kind": "late", "reason": "请公示。"}).status_code == 404
    assert not Urge.objects.exists()
    head = signed_in(cast, "agency_head").get(PAGE).content.decode()
    assert str(matter.uid) in head
    assert form not in head


def test_who_supervises_from_above_sees_what_is_late_and_is_offered_no_refused_act(
    cast: Cast,
) -> None:
    above = make_agency(code="above")
    matter = decided_case(make_cast(code="below", parent=above))
    cast.wait(days=20)

    officer = make_officer(above, ("supervisor",), account=True)
    page = signed_in_as(officer).get(PAGE).content.decode()

    assert f"/staff/matters/{matter.uid}/" in page
    assert "acts/publicity.urge_publication/" not in page


def test_a_telephone_names_every_figure_of_the_year(cast: Cast) -> None:
    publish(cast, decided_case(cast))

    page = signed_in(cast, "supervisor").get(YEAR).content.decode()

    assert page.count('data-label="按期公示"') == 2  # the unit, and the whole


def test_published_decisions_count_in_the_year_they_are_due(cast: Cast) -> None:
    matter = decided_case(cast)
    publish(cast, matter)
    decided_case(cast)
    actor = actor_for(cast.people["supervisor"], "page", cast.today)

    (now,) = units_now(actor, cast.today)
    (later,) = units_now(actor, date(cast.today.year + 1, 6, 1))

    assert (now.published, now.pending, now.overdue) == (1, 1, 0)
    assert (later.published, later.pending, later.overdue) == (0, 0, 1)


def test_more_cases_ask_no_more_of_the_database(cast: Cast) -> None:
    client = signed_in(cast, "supervisor")
    publish(cast, decided_case(cast))
    decided_case(cast)
    cast.wait(days=20)
    few = queries(client, PAGE), queries(client, YEAR)
    publish(cast, decided_case(cast))
    decided_case(cast)
    decided_case(cast)
    cast.wait(days=20)

    assert (queries(client, PAGE), queries(client, YEAR)) == few


@pytest.mark.requirement("P18")
def test_the_year_is_confirmed_on_its_page_and_handed_out_as_frozen(cast: Cast) -> None:
    client = signed_in(cast, "supervisor")
    publish(cast, decided_case(cast))
    year = cast.today.year
    assert "这一年还没有确认评估" in client.get(YEAR).content.decode()

    told = {"year": str(year), "conclusion": "按期公示，继续保持。", "confirmed": "yes"}
    made = client.post("/staff/acts/publicity.confirm_year/", told)

    assert made["Location"] == f"{YEAR}?year={year}"
    assert PublicationYear.objects.get().digest in client.get(YEAR).content.decode()
    publish(cast, decided_case(cast))
    csv = f"{PAGE}evaluation.csv?year={year}"
    whole = [client.get(csv + r).content.decode().split()[-1] for r in ("", "&round=1")]
    assert [line.split(",")[1] for line in whole] == ["2", "1"]
    for wrong in (f"{csv}&round=9", f"{YEAR}?year=1999", f"{YEAR}?year=x"):
        assert client.get(wrong).status_code == 404
    other = make_agency(code="elsewhere")
    stranger = signed_in_as(make_officer(other, ("supervisor",), account=True))
    assert stranger.get(f"{csv}&round=1").status_code == 404


@pytest.mark.requirement("P18")
def test_a_late_list_is_urged_from_the_page_and_stands_in_the_publishers_inbox(cast: Cast) -> None:
    publish_list(cast, "officers")
    make_officer(cast.agency, name="新来的")
    keep_up(clock=cast.clock)
    client, publisher = signed_in(cast, "supervisor"), signed_in(cast, "publisher")
    form = "/staff/acts/exante.urge_list/"
    assert form not in client.get(PAGE).content.decode()
    cast.wait(days=40)
    owed = Adjustment.objects.get()

    assert f"{form}?adjustment={owed.uid}" in client.get(PAGE).content.decode()
    assert client.post(form, {"adjustment": owed.uid, "reason": ""}).status_code == 422
    assert client.post(form, {"adjustment": owed.uid, "reason": "请补齐。"}).status_code == 302

    assert form not in client.get(PAGE).content.decode()
    assert "请补齐。" in publisher.get("/staff/").content.decode()
    answer = "/staff/acts/exante.answer_list_urge/"
    urge = owed.urge.uid
    assert publisher.post(answer, {"urge": urge, "answer": "等待确认。"}).status_code == 302
    assert "等待确认。" in client.get(PAGE).content.decode()
