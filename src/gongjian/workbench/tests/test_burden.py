"""What forms cost: asked twice, clicks followed on the pages, minutes of the forms as they go."""

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from html.parser import HTMLParser
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gongjian.cases import testing as story
from gongjian.cases.testing import Cast, make_cast
from gongjian.common import acts
from gongjian.common import clock as clocks
from gongjian.documents.typed import act_code
from gongjian.fileroom.testing import ask
from gongjian.matters.definitions import in_force
from gongjian.matters.models import Matter
from gongjian.matters.queries import next_acts
from gongjian.orgs.testing import make_officer
from gongjian.ui.burden import FEWEST
from gongjian.ui.models import FormTally
from gongjian.workbench.burden.clicks import MOST, tasks_of
from gongjian.workbench.burden.twice import anew, asked_twice
from gongjian.workbench.testing import signed_in, signed_in_as

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]


@pytest.fixture
def cast() -> Iterator[Cast]:
    made = make_cast(accounts=True)
    clocks.use_offset(lambda: made.now - clocks.Clock().now())
    yield made
    clocks.use_offset(lambda: timedelta(0))


def with_office(cast: Cast, role: str) -> Client:
    """Return a browser of somebody in the agency who holds this office."""
    return signed_in_as(make_officer(cast.agency, (role,), account=True))


# --- asked twice ----------------------------------------------------------------------------------


@pytest.mark.requirement("Q14")
def test_no_procedure_asks_for_what_it_knows(cast: Cast) -> None:
    found = {process.name: asked_twice(process) for process in in_force()}

    assert len(found) == 3
    assert not any(found.values()), found


def test_a_form_that_no_longer_fills_what_another_asked_is_found(
    cast: Cast, monkeypatch: Any
) -> None:
    ordinary = next(p for p in in_force() if p.code == "penalty-ordinary")
    for paper in ("seizure-extension", "seizure-release"):
        monkeypatch.setattr(acts.service(act_code(paper)), "prefill", None)

    found = {one.label: one.where for one in asked_twice(ordinary)}

    assert {row.title for row in found["原决定书文号"]} == {
        "制作延长查封（扣押）期限决定书",
        "制作解除查封（扣押）决定书",
    }
    assert "审批意见" not in found  # asked in many forms, each time anew


def test_every_label_said_to_be_new_has_a_reason() -> None:
    assert all(reason.strip() for reason in anew().values())


# --- clicks ---------------------------------------------------------------------------------------


class Links(HTMLParser):
    """The links of a page, each with the folds that must be opened before it shows."""

    def __init__(self) -> None:
        super().__init__()
        self.folds = 0
        self.found: dict[str, int] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "details":
            self.folds += "open" not in dict(attrs)
        href = dict(attrs).get("href") if tag == "a" else None
        if href and href not in self.found:
            self.found[href] = self.folds

    def handle_endtag(self, tag: str) -> None:
        if tag == "details":
            self.folds = max(self.folds - 1, 0)


def links_of(client: Client, address: str) -> dict[str, int]:
    page = Links()
    page.feed(client.get(address).content.decode())
    return page.found


def clicks_to_offers(cast: Cast, office: str, matter: Matter) -> dict[str, int]:
    """Follow the links from the inbox of an office to the form of each act it may do now.

    Every link of the inbox that leads to the case is followed; the shortest way counts.
    """
    client, case = signed_in(cast, office), f"/staff/matters/{matter.uid}/"
    inbox = links_of(client, "/staff/")
    ways = {link: folds for link, folds in inbox.items() if link.startswith(case)}
    if not ways:
        return {}
    pages = [(folds, links_of(client, link)) for link, folds in ways.items()]
    fresh = Matter.objects.get(pk=matter.pk)
    return {
        offer.code: min(
            1 + folds + 1 + page.get(f"{case}acts/{offer.code}/", 99) for folds, page in pages
        )
        for offer in next_acts(cast.actor(office), fresh, cast.clock)
    }


@pytest.mark.requirement("Q14")
def test_every_task_is_as_far_from_the_inbox_as_is_told(cast: Cast) -> None:
    matter = story.open_case(cast)
    ordinary = next(p for p in in_force() if p.code == "penalty-ordinary")
    told = {task.act: task.clicks for task in tasks_of(ordinary)}
    met: dict[str, int] = {}

    def look() -> None:
        for office in ("handler", "unit_head", "agency_head", "legal_reviewer"):
            for code, clicks in clicks_to_offers(cast, office, matter).items():
                met[code] = max(met.get(code, 0), clicks)

    look()
    for go_on in (story.file_case, story.investigate, story.inform, story.let_time_run):
        go_on(cast, matter)
        look()

    assert len(met) > 20
    assert {code: clicks for code, clicks in met.items() if clicks > told[code]} == {}
    assert set(met.values()) == {MOST}
    assert "documents.make_rights_notice" in met  # a paper besides


def test_what_the_party_handed_in_is_answered_within_two_clicks(cast: Cast) -> None:
    matter = story.investigate(cast, story.file_case(cast, story.open_case(cast)))
    ask(cast, matter)
    client, case = signed_in(cast, "handler"), f"/staff/matters/{matter.uid}/"

    inbox, on_case = links_of(client, "/staff/"), links_of(client, case)

    assert inbox[case] == 0
    assert on_case[f"{case}acts/fileroom.grant_reading/"] == 0


# --- minutes --------------------------------------------------------------------------------------


def test_a_form_is_timed_through_its_returns_and_names_the_fields(cast: Cast) -> None:
    matter = story.open_case(cast)
    client = signed_in(cast, "handler")
    address = f"/staff/matters/{matter.uid}/acts/cases.propose_filing/"
    shown = re.search(r'name="began" value="([^"]+)"', client.get(address).content.decode())
    assert shown is not None
    typed = {"began": shown[1], "expect_seq": str(matter.seq)}

    back = client.post(address, typed)
    assert back.status_code == 422
    assert shown[1] in back.content.decode()
    good = {"facts": "案情。", "basis": "依据。", "opinion": "建议立案。"}
    assert client.post(address, typed | good).status_code == 302

    rows = FormTally.objects.filter(form="cases.propose_filing")
    kept = {(row.what, row.slot): row.times for row in rows}
    assert kept[("refused", "")] == 1
    assert kept[("field", "facts")] == 1
    assert kept[("took", "0")] == 1
    words = json.dumps(list(FormTally.objects.values()), default=str, ensure_ascii=False)
    assert cast.people["handler"].name not in words
    assert str(matter.uid) not in words


# --- the page -------------------------------------------------------------------------------------


def test_who_makes_forms_and_who_supervises_sees_the_page_and_nobody_else(cast: Cast) -> None:
    reader = with_office(cast, "supervisor")

    for address in ("/staff/burden/", "/staff/burden.csv", "/staff/burden.json"):
        assert reader.get(address).status_code == 200, address
        assert signed_in(cast, "handler").get(address).status_code == 403
        assert signed_in(cast, "agency_head").get(address).status_code == 403
        assert Client().get(address).status_code == 302
    assert "/staff/burden/" in reader.get("/staff/burden/").content.decode()
    assert "表单负担" not in signed_in(cast, "handler").get("/staff/").content.decode()


def test_an_empty_house_says_so_and_a_measured_one_shows_minutes(cast: Cast) -> None:
    reader = with_office(cast, "supervisor")
    assert "还没有填写过表单" in reader.get("/staff/burden/").content.decode()
    month = clocks.Clock().today().replace(day=1)
    FormTally.objects.create(
        form="cases.close_case", month=month, what="took", slot="4", times=FEWEST
    )
    FormTally.objects.create(form="cases.name_cause", month=month, what="took", slot="4", times=1)

    page = reader.get("/staff/burden/").content.decode()
    told = json.loads(reader.get("/staff/burden.json").content)
    sheet = reader.get("/staff/burden.csv?months=12").content.decode("utf-8-sig")

    assert "2.5" in page
    forms = {row["code"]: row for row in told["forms"]}
    assert forms["cases.close_case"]["median"] == 2.5
    assert forms["cases.name_cause"]["median"] is None
    assert [one["asked_twice"] for one in told["procedures"]] == [[], [], []]
    assert "cases.close_case" in sheet


def test_the_page_asks_as_often_for_many_forms_as_for_one(cast: Cast) -> None:
    reader = with_office(cast, "supervisor")
    month = clocks.Clock().today().replace(day=1)

    def asked() -> int:
        with CaptureQueriesContext(connection) as seen:
            reader.get("/staff/burden/")
        return len(seen)

    FormTally.objects.create(form="cases.x0", month=month, what="took", slot="4", times=9)
    asked()
    before = asked()
    for n in range(1, 40):
        FormTally.objects.create(form=f"cases.x{n}", month=month, what="took", slot="4", times=9)

    assert asked() == before
