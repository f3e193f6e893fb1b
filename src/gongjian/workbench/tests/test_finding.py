"""Words in the cases of the house: found by index as by database, and never past a right."""

from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gongjian.cases.testing import PERSON, Cast, decided_case, make_cast, open_case
from gongjian.common.acts import Actor
from gongjian.documents.models import Document
from gongjian.matters.models import Matter
from gongjian.matters.queries import visible_matters
from gongjian.orgs.queries import actor_for
from gongjian.orgs.testing import make_officer
from gongjian.ui.pager import page
from gongjian.workbench import finding, inbox
from gongjian.workbench.inbox import matters_page

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _search(settings: Any, home: Any) -> None:
    settings.GONGJIAN_SEARCH = True


def found(cast: Cast, words: str, office: str = "agency_head", state: str = "") -> list[Matter]:
    actor = cast.actor(office)
    shown = matters_page(actor, words=words, state=state, today=cast.today, after="")
    return list(shown.rows)


@pytest.fixture(params=["index", "database"])
def way(request: pytest.FixtureRequest, settings: Any) -> str:
    settings.GONGJIAN_SEARCH = request.param == "index"
    return str(request.param)


def test_parts_of_names_numbers_and_the_handler_find_a_case_either_way(way: str) -> None:
    cast = make_cast()
    matter, other = decided_case(cast), open_case(cast, party=PERSON)
    finding.keep_up()
    decision = Document.objects.filter(matter=matter).exclude(number="").latest("pk").number
    name, lead = matter.party_name, cast.people["handler"].name

    for words in (name, name[2:6], matter.number, decision, f"{name[:4]} {lead}"):
        assert found(cast, words) == [matter], words
    assert found(cast, lead) == [other, matter]
    assert found(cast, f"{name} {other.party_name}") == []
    assert found(cast, "没有这样的词") == []
    assert found(cast, lead, state="closed") == []


def test_what_was_written_after_the_index_last_looked_is_found_too() -> None:
    cast = make_cast()
    old = open_case(cast)
    finding.keep_up()

    new = open_case(cast, party=PERSON)

    assert found(cast, PERSON["party_name"]) == [new]
    assert finding.keep_up() == 2  # the older one stands among those looked at once more
    assert found(cast, PERSON["party_name"]) == [new]
    assert found(cast, old.party_name) == [old]
    assert finding.keep_up() == 0


def test_rights_choose_from_what_the_index_finds() -> None:
    cast, elsewhere = make_cast(), make_cast(profile="xiamen", domain="market")
    mine, theirs = open_case(cast), open_case(elsewhere)
    finding.keep_up()
    same = mine.party_name
    assert theirs.party_name == same

    assert found(cast, same) == [mine]
    assert found(elsewhere, same, "handler") == [theirs]
    assert found(cast, same, "publisher") == []


@pytest.mark.parametrize("office", ["agency_head", "handler", "unit_head", "deputy", "supervisor"])
def test_where_many_are_found_the_pages_are_those_of_the_database(
    office: str, monkeypatch: Any, settings: Any
) -> None:
    cast, elsewhere = make_cast(), make_cast(profile="xiamen", domain="market")
    actor, now, matters = seer(cast, office), cast.now, list[Matter]()
    # As an import writes them: several of one moment, and older ones with newer keys.
    for days in (5, 1, 1, 1, 3, 3, 9, 0):
        cast.now = now - timedelta(days=days)
        matters.append(open_case(cast))
    others = [open_case(elsewhere), open_case(cast, party=PERSON)]
    finding.keep_up()
    matters.append(open_case(cast))
    words = matters[0].party_name
    monkeypatch.setattr(inbox, "page", partial(page, size=2))

    settings.GONGJIAN_SEARCH = False
    expected = walked(cast, actor, words)
    assert sorted({pk for shown in expected for pk in shown}) == seen_of(actor, matters)
    settings.GONGJIAN_SEARCH = True
    for most, many in ((200, 1000), (4, 6), (2, 4), (1, 100), (1, 1)):
        monkeypatch.setattr(finding, "MOST", most)
        monkeypatch.setattr(finding, "MANY", many)
        assert walked(cast, actor, words) == expected, (most, many)
    assert not {m.pk for m in others} & {pk for shown in expected for pk in shown}


def seer(cast: Cast, office: str) -> Actor:
    """Return a person who sees cases by this office, or lead, or deputy of the agency's head."""
    if office == "supervisor":
        officer = make_officer(cast.agency, roles=("supervisor",))
        return actor_for(officer, "test", cast.today)
    if office == "deputy":
        return replace(cast.actor("deputy"), stands_for=(cast.actor("agency_head"),))
    return cast.actor(office)


def seen_of(actor: Actor, matters: list[Matter]) -> list[int]:
    keys = [m.pk for m in matters]
    return sorted(visible_matters(actor).filter(pk__in=keys).values_list("pk", flat=True))


def test_only_few_of_the_newest_are_asked_of_the_database(monkeypatch: Any) -> None:
    cast = make_cast()
    for _ in range(6):
        cast.wait(days=1)
        matter = open_case(cast)
    finding.keep_up()
    monkeypatch.setattr(finding, "MOST", 3)

    held = finding.holding(cast.actor("agency_head"), matter.party_name, by_age=True)

    nearest = next(held)
    assert not nearest.whole
    assert Matter.objects.filter(nearest.condition).count() == 3
    assert [one.whole for one in held] == [True]
    assert not list(finding.holding(cast.actor("agency_head"), matter.party_name, by_age=False))


def walked(cast: Cast, actor: Actor, words: str, state: str = "") -> list[list[int]]:
    """Return the keys of each page, to the end and back again."""
    told = partial(matters_page, actor, words=words, state=state, today=cast.today)
    shown, pages = told(after=""), []
    while True:
        pages.append([m.pk for m in shown.rows])
        if not shown.next:
            break
        shown = told(after=shown.next)
    while shown.previous:
        shown = told(after=shown.previous)
        pages.append([m.pk for m in shown.rows])
    return pages


@pytest.mark.tampers
def test_a_case_that_became_secret_leaves_the_index() -> None:
    cast = make_cast()
    matter = open_case(cast)
    finding.keep_up()
    Matter.objects.filter(pk=matter.pk).update(closed_at=cast.now, secret_since=cast.today)
    folder = finding.WORK.current()
    assert folder is not None
    (folder / finding.POSITION).write_text("0")

    finding.keep_up()

    known = finding.WORK.opened()
    assert known is not None
    assert known[1].searcher().num_docs == 0


def test_an_index_that_nobody_knows_is_not_asked_and_made_anew() -> None:
    cast = make_cast()
    matter = open_case(cast)
    for broken in ("", "999999"):
        finding.keep_up()
        folder = finding.WORK.current()
        assert folder is not None
        (folder / finding.POSITION).write_text(broken)

        assert found(cast, matter.party_name) == [matter]
        assert finding.keep_up() == 1
        assert finding.WORK.current() != folder


def test_a_search_costs_two_statements_however_much_is_found() -> None:
    cast = make_cast()
    for _ in range(3):
        open_case(cast)
    finding.keep_up()
    found(cast, "没有")

    for words in ("没有这样的词", cast.people["handler"].name):
        with CaptureQueriesContext(
            connection,
        ) as sent:
            found(cast, words)
        assert len(sent) == 2
