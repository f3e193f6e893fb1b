"""The figures of a year and what is behind them: pages, rights, number of queries."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gongjian.cases import testing as story
from gongjian.cases.testing import Cast
from gongjian.matters.models import Matter
from gongjian.orgs.testing import make_agency, make_officer
from gongjian.publicity.testing import publish
from gongjian.workbench.testing import signed_in, signed_in_as, staffed_cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]
FIGURES = "/staff/annual/2026/"
TOTAL = f"{FIGURES}T2.total/"


def supervisor_of(agency: Any) -> Client:
    return signed_in_as(make_officer(agency, roles=("supervisor",), account=True))


def decided(cast: Cast, count: int = 1) -> list[Matter]:
    return [story.decided_case(cast) for _ in range(count)]


@pytest.mark.requirement("P16")
def test_the_supervisor_sees_what_is_behind_each_figure() -> None:
    cast = staffed_cast()
    matter, other = decided(cast, 2)
    publish(cast, matter)
    open_ = story.file_case(cast, story.open_case(cast))
    client = supervisor_of(cast.agency)

    page = client.get(FIGURES).content.decode()
    rows = client.get(TOTAL).content.decode()
    filed = client.get(f"{FIGURES}T2.filed/").content.decode()

    assert f'<a href="{TOTAL}">2</a>' in page
    assert f'<a href="{FIGURES}T2.filed/">3</a>' in page
    assert "证据先行登记保存不是强制措施" in page
    for one in (matter, other):
        assert f"/staff/matters/{one.uid}/" in rows
        assert f"/staff/matters/{one.uid}/" in filed
    assert f"/staff/matters/{open_.uid}/" in filed
    assert f"/staff/matters/{open_.uid}/" not in rows
    assert "您无权查看" not in filed
    assert "没有您可以查看的记录" in client.get(f"{FIGURES}T3.seize/").content.decode()
    fined = client.get(f"{FIGURES}T2.fine/?agency={cast.agency.uid}").content.decode()
    assert f"/staff/matters/{matter.uid}/" in fined


def test_of_what_a_person_may_not_see_only_the_number_is_told() -> None:
    """A publisher sees no case before its decision; nobody sees a state secret."""
    cast = staffed_cast()
    decided(cast)
    open_ = story.file_case(cast, story.open_case(cast, story.PERSON))
    filed = f"{FIGURES}T2.filed/"

    page = signed_in(cast, "publisher").get(filed).content.decode()

    assert "另有1条您无权查看，只计入数字" in page
    assert story.PERSON["party_name"] not in page
    supervisor = supervisor_of(cast.agency)
    assert story.PERSON["party_name"] in supervisor.get(filed).content.decode()
    cast.do("handler", "cases.move_to_secret", open_, **secret(cast))
    page = supervisor.get(filed).content.decode()
    assert "另有1条您无权查看，只计入数字" in page
    assert story.PERSON["party_name"] not in page


def secret(cast: Cast) -> dict[str, Any]:
    return {
        "number": "青环密〔2026〕3号",
        "ground": "6",
        "level": "confidential",
        "classified_on": cast.today,
        "responsible": cast.people["handler"].uid,
        "keeper": cast.people["second"].uid,
    }


def test_only_who_looks_after_the_figures_reads_them_and_of_no_other_agency() -> None:
    cast = staffed_cast()
    (matter,) = decided(cast)
    away = make_agency("他市公安局")
    elsewhere = supervisor_of(away)

    for address in (FIGURES, TOTAL):
        assert signed_in(cast, "handler").get(address).status_code == 403
        assert Client().get(address).status_code == 302
    assert elsewhere.get(f"{TOTAL}?agency={cast.agency.uid}").status_code == 404
    assert matter.party_name not in elsewhere.get(TOTAL).content.decode()
    client = supervisor_of(cast.agency)
    for wrong in (
        "T1.applied/",
        "T3.total/",
        "T9.none/",
        "T2.total/?agency=x",
        "T2.total/?after=x",
    ):
        assert client.get(FIGURES + wrong).status_code == 404, wrong
    assert client.get("/staff/annual/2018/").status_code == 404
    assert client.get("/staff/annual/2999/").status_code == 404
    assert client.get("/staff/annual/2999/T2.total/").status_code == 404


def test_both_pages_ask_the_same_questions_however_much_there_is() -> None:
    cast = staffed_cast()
    decided(cast)
    client = supervisor_of(cast.agency)
    few = [asked(client, address) for address in (FIGURES, TOTAL, f"{FIGURES}T2.filed/")]
    decided(cast, 3)

    assert [asked(client, a) for a in (FIGURES, TOTAL, f"{FIGURES}T2.filed/")] == few


def asked(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as told:
        assert client.get(address).status_code == 200
    return len(told)
