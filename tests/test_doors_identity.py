"""Who acts shows who they are, in a way the place allows; tried at every door (亮明身份)."""

from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from gongjian.cases import testing as story
from gongjian.cases.identity import must_dress, ways_of
from gongjian.cases.models import Delivery, Inspection, OnSpot
from gongjian.cases.testing import Cast
from gongjian.common.errors import InvalidInput
from gongjian.documents.models import Document
from gongjian.jurisdiction.profiles import profile, profiles
from gongjian.matters.models import Matter
from gongjian.workbench.testing import signed_in

from .doors import Attempt, as_json, assert_shut, told_by
from .test_doors import copied
from .test_doors_beside import refused as refused_row

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]
ON = date(2026, 11, 1)
EXCUSED = {"certificate_shown": "excused", "dressed": False}
WHY = {"unshown_because": "跨夜蹲守时当事人突然逃离，出示证件会贻误制止。"}


@pytest.fixture
def cast() -> Iterator[Cast]:
    made = story.make_cast(accounts=True)
    with told_by(made):
        yield made


def forgery(row: Any, **changes: Any) -> str:
    """Return what the database says to a copy of a row that differs in this alone."""
    return refused_row(copied(row, id=None, uid=uuid4(), **changes))


def codes(place: str, domain: str, *, patrol: bool) -> set[str]:
    return {code for code, _ in ways_of(profile(place), domain, ON, patrol=patrol)}


@pytest.mark.requirement("P9")
def test_each_place_says_how_identity_is_shown_and_what_is_worn() -> None:
    everywhere = {"shown", "qr"}

    assert codes("national", "environment", patrol=True) == everywhere
    assert codes("kunming", "environment", patrol=True) == everywhere
    assert codes("huainan", "market", patrol=True) == everywhere | {"worn"}
    assert codes("huainan", "market", patrol=False) == everywhere
    assert codes("dazhou", "environment", patrol=True) == everywhere | {"worn", "excused"}
    assert codes("xiamen", "environment", patrol=True) == everywhere
    assert codes("xiamen", "public-order", patrol=True) == everywhere | {"uniform"}
    dressed = {one.code for one in profiles() if must_dress(one, "public-security", ON)}
    assert dressed == {"dazhou", "huainan", "kunming", "lufeng"}


def inspecting(cast: Cast, matter: Matter, **values: Any) -> Attempt:
    typed = as_json(story.inspected(cast) | values)
    return Attempt(cast.people["handler"], "cases.record_inspection", typed, matter)


@pytest.mark.tampers
@pytest.mark.requirement("P9")
def test_no_inspection_is_recorded_before_identity_was_shown_as_it_must_be(cast: Cast) -> None:
    matter = story.file_case(cast, story.open_case(cast))
    cast.wait(hours=3)

    for wrong in ({"certificate_shown": "uniform"}, EXCUSED, {"dressed": False}):
        assert_shut(inspecting(cast, matter, **wrong), 422)
    cast.do("handler", "cases.record_inspection", matter, **story.inspected(cast))
    cast.do("handler", "cases.record_inspection", matter, **story.inspected(cast) | EXCUSED | WHY)

    usual, unusual = Inspection.objects.order_by("id")
    assert "主动出示执法证件，已按规定着装、佩戴标识" in usual.document.data
    assert "因特殊情况没有出示（跨夜蹲守" in unusual.document.data
    free = {"document_id": Document.objects.exclude(kind="inspection-record")[0].pk}
    assert "inspection_unshown_has_reason" in forgery(unusual, unshown_because="", **free)
    assert forgery(unusual, **free) == ""


@pytest.mark.tampers
@pytest.mark.requirement("P9")
def test_nobody_hands_over_a_document_without_saying_who_they_are(cast: Cast) -> None:
    matter = story.file_case(cast, story.open_case(cast))
    story.investigate(cast, matter)
    cast.do("handler", "cases.inform_party", matter, contact="李示例")
    story.sign_papers(cast, matter)

    for way in ("", "worn", "uniform", "excused"):
        values = as_json(story.handed_over(cast) | {"certificate_shown": way})
        tried = Attempt(cast.people["handler"], "cases.deliver_notice", values, matter)
        assert_shut(tried, 422)
    cast.do("handler", "cases.deliver_notice", matter, **story.handed_over(cast))

    row = Delivery.objects.get()
    assert "送达人主动出示执法证件" in row.receipt.data
    papers = Document.objects.exclude(pk__in=(row.document_id, row.receipt_id))[:2]
    free = {"document_id": papers[0].pk, "receipt_id": papers[1].pk}
    assert "guarded table cases_delivery" in forgery(row, certificate_shown="", **free)
    assert forgery(row, certificate_shown="", way="post", **free) == ""


@pytest.mark.requirement("P9")
def test_a_letter_says_nothing_of_a_certificate(cast: Cast) -> None:
    matter = story.file_case(cast, story.open_case(cast))
    story.investigate(cast, matter)
    cast.do("handler", "cases.inform_party", matter, contact="李示例")
    story.sign_papers(cast, matter)
    posted = story.handed_over(cast) | {"way": "post", "certificate_shown": ""}

    cast.do("handler", "cases.deliver_notice", matter, **posted)

    assert Delivery.objects.get().certificate_shown == ""
    assert "送达人主动" not in Delivery.objects.get().receipt.data


@pytest.mark.requirement("P9")
def test_on_the_spot_the_certificate_is_shown_and_the_uniform_worn(cast: Cast) -> None:
    for wrong in ({"identity_shown": "worn"}, {"dressed": False}):
        with pytest.raises(InvalidInput):
            story.penalize(cast, **wrong)
    assert not OnSpot.objects.exists()
    assert not Matter.objects.exists()

    story.penalize(cast, dressed=False, unshown_because="新调入，制服尚未配发。")

    assert OnSpot.objects.get().unshown_because


@pytest.mark.requirement("P9")
def test_the_form_offers_the_ways_of_the_place_alone(cast: Cast) -> None:
    matter = story.file_case(cast, story.open_case(cast))
    client = signed_in(cast, "handler")

    page = client.get(f"/staff/matters/{matter.uid}/acts/cases.record_inspection/").content.decode()

    assert '<option value="shown" selected' in page
    assert 'value="excused"' in page
    assert 'value="uniform"' not in page
