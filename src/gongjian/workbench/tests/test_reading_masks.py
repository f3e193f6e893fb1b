"""What is covered on the pages is decided place by place by one person, and written down."""

import io
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from PIL import Image

from gongjian.cases import testing as story
from gongjian.cases.testing import Cast, sign_papers
from gongjian.common import clock as clocks
from gongjian.common.errors import InvalidInput, NotAllowed, NotFound, RuleBroken
from gongjian.documents.services.reading import whole
from gongjian.fileroom.models import ReadingMask, ReadingPage
from gongjian.fileroom.queries import mask_code
from gongjian.fileroom.testing import ask, grant, open_up
from gongjian.jobs.services import work_until_idle
from gongjian.ledger.models import Entry
from gongjian.matters.models import Matter
from gongjian.workbench.testing import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]
WHY = "该人是当事人的法定代表人，当事人已经知道。"
BOX: dict[str, Any] = {"page": "1.1", "x": 700, "y": 900, "width": 200, "height": 50}


@pytest.fixture
def cast() -> Iterator[Cast]:
    made = story.make_cast(accounts=True, drawn=True)
    clocks.use_offset(lambda: made.now - clocks.Clock().now())
    yield made
    clocks.use_offset(lambda: timedelta(0))


def prepared(cast: Cast) -> Matter:
    matter = story.file_case(cast, story.open_case(cast))
    cast.wait(hours=3)
    said = story.inspected(cast) | {"findings": "证人钱建国（电话13900001111）说，设备上月投产。"}
    cast.do("handler", "cases.record_inspection", matter, **said)
    sign_papers(cast, matter)
    ask(cast, matter)
    grant(cast, matter, "现场检查笔录")
    return matter


def lift(cast: Cast, matter: Matter, *masks: str, who: str = "handler", because: str = WHY) -> None:
    cast.do(who, "fileroom.lift_masks", matter, masks=masks, because=because)
    work_until_idle(cast.clock)


def add(cast: Cast, matter: Matter, **values: Any) -> None:
    said = BOX | {"what": "证人姓名"} | values
    cast.do("handler", "fileroom.add_mask", matter, **said)
    work_until_idle(cast.clock)


def page() -> ReadingPage:
    return ReadingPage.objects.get(part__number=1, number=1)


def darkness(x: int, y: int, width: int, height: int) -> int:
    """Return how bright the brightest point of a place of the first page is; 0 is black."""
    picture = Image.open(io.BytesIO(whole(page().sha256, "x"))).convert("L")
    wide, high = picture.size
    place = (x * wide // 1000, y * high // 1000, (x + width) * wide // 1000)
    inner = picture.crop(
        (place[0] + 3, place[1] + 3, place[2] - 3, (y + height) * high // 1000 - 3)
    )
    return int(inner.getextrema()[1])  # type: ignore[arg-type]  # one band


def test_what_is_found_is_covered_until_a_person_lifts_it(cast: Cast) -> None:
    matter = prepared(cast)
    first = ReadingMask.objects.select_related("page__part").order_by("page_id", "number")[0]
    before, count = page().sha256, page().masked

    lift(cast, matter, mask_code(first))

    first.refresh_from_db()
    assert (first.lifted_by, first.lifted_because) == (cast.people["handler"], WHY)
    assert page().sha256 != before
    assert page().masked == count - 1
    assert Entry.objects.filter(
        stream=matter.stream, payload__contains="fileroom.lift_masks"
    ).exists()


def test_what_was_lifted_is_covered_again_when_it_is_not_named(cast: Cast) -> None:
    matter = prepared(cast)
    first = ReadingMask.objects.select_related("page__part").order_by("page_id", "number")[0]
    before = page().sha256
    lift(cast, matter, mask_code(first))

    lift(cast, matter, because="")

    first.refresh_from_db()
    assert first.covers
    assert page().sha256 == before


def test_a_person_covers_what_the_system_did_not_find(cast: Cast) -> None:
    matter = prepared(cast)
    assert darkness(700, 900, 200, 50) > 100

    add(cast, matter)

    assert darkness(700, 900, 200, 50) < 30
    mask = ReadingMask.objects.get(by=cast.people["handler"])
    assert mask.what == "证人姓名"


@pytest.mark.parametrize(
    "wrong", [{"page": "1.99"}, {"x": 900}, {"y": 990}, {"page": "nothing"}], ids=str
)
def test_a_place_that_is_not_on_a_page_is_refused(cast: Cast, wrong: dict[str, Any]) -> None:
    matter = prepared(cast)

    with pytest.raises(InvalidInput):
        add(cast, matter, **wrong)


def test_nothing_is_lifted_without_a_reason_or_by_others(cast: Cast) -> None:
    matter = prepared(cast)
    code = mask_code(ReadingMask.objects.select_related("page__part")[0])

    with pytest.raises(InvalidInput):
        lift(cast, matter, code, because="")
    with pytest.raises(InvalidInput):
        lift(cast, matter, "9.9.9")
    with pytest.raises(InvalidInput, match="没有改变"):
        lift(cast, matter)
    for office in ("unit_head", "agency_head", "legal_reviewer"):
        with pytest.raises((NotAllowed, NotFound)):
            lift(cast, matter, code, who=office)
    assert all(mask.covers for mask in ReadingMask.objects.all())


def test_nothing_changes_once_it_is_open(cast: Cast) -> None:
    matter = prepared(cast)
    mask = ReadingMask.objects.select_related("page__part")[0]
    open_up(cast, matter)

    with pytest.raises(RuleBroken):
        lift(cast, matter, mask_code(mask))
    with pytest.raises(RuleBroken):
        add(cast, matter)


@pytest.mark.tampers
def test_the_database_lets_nobody_uncover_an_open_page(cast: Cast) -> None:
    matter = prepared(cast)
    open_up(cast, matter)
    mask = ReadingMask.objects.select_related("page__part")[0]
    clerk = cast.people["handler"].pk

    with pytest.raises(DatabaseError), transaction.atomic():
        ReadingMask.objects.filter(pk=mask.pk).update(lifted_by=clerk, lifted_because="无")
    with pytest.raises(DatabaseError), transaction.atomic():
        ReadingPage.objects.filter(pk=mask.page_id).update(sha256="0" * 64)
    with pytest.raises(DatabaseError), transaction.atomic():
        type(mask.page.part).objects.filter(pk=mask.page.part_id).update(state="drawing")
    with pytest.raises(DatabaseError), transaction.atomic():
        ReadingMask.objects.create(
            page=mask.page, number=99, x=1, y=1, width=9, height=9, what="后来的"
        )


def test_the_pages_stand_beside_the_form_with_their_numbered_places(cast: Cast) -> None:
    matter = prepared(cast)
    first = ReadingMask.objects.select_related("page__part").order_by("page_id", "number")[0]
    lift(cast, matter, mask_code(first))
    client = signed_in(cast, "handler")

    for code in ("lift_masks", "add_mask", "open_reading"):
        shown = client.get(f"/staff/matters/{matter.uid}/acts/fileroom.{code}/").content.decode()
        assert 'data-sheet="1.1"' in shown
        assert WHY in shown
        assert page().sha256[:12] in shown
