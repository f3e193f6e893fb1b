"""Papers besides the steps: who is led to them from the inbox, and how they are laid out."""

import pytest

from gongjian.cases import testing as story
from gongjian.cases.testing import Cast, make_cast
from gongjian.common.acts import Actor
from gongjian.matters.models import Matter
from gongjian.matters.queries import next_acts
from gongjian.workbench.making import FEW, may_find_papers, shelves
from gongjian.workbench.testing import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]


@pytest.fixture
def cast() -> Cast:
    return make_cast(accounts=True)


def under_investigation(cast: Cast) -> Matter:
    matter = story.file_case(cast, story.open_case(cast))
    return Matter.objects.get(pk=matter.pk)


def test_what_only_this_step_knows_stands_first(cast: Cast) -> None:
    matter = under_investigation(cast)
    offers = next_acts(cast.actor("handler"), matter, cast.clock)
    papers = [offer for offer in offers if offer.step.group]

    here, also = shelves(papers, every=True)

    assert all(offer.step.in_ == ("investigating",) for offer in here.offers)
    assert all(len(offer.step.in_) > 1 for offer in also.offers)
    assert {*map(id, here.offers), *map(id, also.offers)} == {*map(id, papers)}


def test_many_are_told_on_their_own_tab_alone(cast: Cast) -> None:
    matter = under_investigation(cast)
    case, paper = f"/staff/matters/{matter.uid}/", "documents.make_rights_notice"
    client = signed_in(cast, "handler")

    usual = client.get(case).content.decode()
    listed = client.get(f"{case}?tab=documents").content.decode()

    assert f"{case}acts/{paper}/" not in usual
    assert 'href="?tab=documents#papers"' in usual
    assert f"{case}acts/{paper}/" in listed
    assert 'id="papers"' in listed


def test_few_are_told_on_every_tab(cast: Cast) -> None:
    matter = under_investigation(cast)

    page = signed_in(cast, "agency_head").get(f"/staff/matters/{matter.uid}/").content.decode()

    assert 0 < page.count("acts/documents.make_") <= FEW
    assert "#papers" not in page


def test_only_who_may_make_some_is_led_to_them(cast: Cast) -> None:
    matter = under_investigation(cast)

    assert may_find_papers(cast.actor("handler"), matter)
    assert may_find_papers(cast.actor("agency_head"), matter)
    assert not may_find_papers(cast.actor("legal_reviewer"), matter)
    assert not may_find_papers(cast.actor("unit_head"), matter)
    link = f"/staff/matters/{matter.uid}/?tab=documents#papers"
    assert link in signed_in(cast, "handler").get("/staff/").content.decode()


def test_a_handler_of_another_case_is_not_led_there(cast: Cast) -> None:
    matter = under_investigation(cast)
    other = Actor(name="某人", officer=10**6, roles=frozenset({"handler"}))

    assert not may_find_papers(other, matter)
