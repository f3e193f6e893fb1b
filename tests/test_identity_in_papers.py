"""Papers made before those whom they concern say how identity was shown (亮明身份)."""

import dataclasses
from collections.abc import Iterator
from typing import Any

import pytest

from gongjian.cases import testing as story
from gongjian.cases.identity import IN_PRESENCE
from gongjian.cases.testing import Cast
from gongjian.common import acts
from gongjian.documents.catalogue import definition
from gongjian.documents.models import Document
from gongjian.documents.paper.binding import Frame, bind, freeze
from gongjian.documents.testing import ISSUER, sample, typed_command
from gongjian.documents.typed import act_code
from gongjian.matters.models import Matter
from gongjian.workbench.testing import signed_in

from .doors import Attempt, as_json, assert_shut, told_by

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]


@pytest.fixture
def cast() -> Iterator[Cast]:
    made = story.make_cast(accounts=True)
    with told_by(made):
        yield made


def under_investigation(cast: Cast) -> Matter:
    return story.file_case(cast, story.open_case(cast))


def making(cast: Cast, matter: Matter, paper: str, **changes: Any) -> Attempt:
    command = dataclasses.replace(typed_command(paper, cast.now), **changes)
    typed = as_json(dataclasses.asdict(command))
    return Attempt(cast.people["handler"], act_code(paper), typed, matter)


@pytest.mark.requirement("P9")
@pytest.mark.parametrize("paper", IN_PRESENCE)
def test_no_such_paper_is_printed_without_it(paper: str) -> None:
    form = definition(paper)

    words = repr(bind(form, freeze(form, sample(paper)), Frame(ISSUER, "", "2026-04-21")))

    assert form.fields["identity_shown"].required
    assert "主动出示执法证件" in words
    assert form.fields["unshown_because"].label in words


@pytest.mark.requirement("P9")
@pytest.mark.parametrize("way", ["着制式警服", "佩戴执法证件巡查", "没有"])
def test_a_way_that_the_place_does_not_allow_is_refused_at_every_door(cast: Cast, way: str) -> None:
    matter = under_investigation(cast)

    assert_shut(making(cast, matter, "questioning-record", identity_shown=way), 422)
    assert_shut(making(cast, matter, "rights-notice", identity_shown=way), 422)

    assert not Document.objects.filter(kind__in=IN_PRESENCE).exists()


@pytest.mark.requirement("P9")
def test_a_certificate_that_was_not_shown_wants_its_reason(cast: Cast) -> None:
    matter = under_investigation(cast)
    excused = "因特殊情况没有出示"
    bare = making(cast, matter, "scene-survey-record", identity_shown=excused, unshown_because="")

    assert_shut(bare, 422)

    service = acts.service(act_code("scene-survey-record"))
    cmd = dataclasses.replace(
        typed_command("scene-survey-record", cast.now),
        identity_shown=excused,
        unshown_because="山洪将至，先行勘验。",
    )
    service(actor=cast.actor("handler"), matter=matter.uid, cmd=cmd, clock=cast.clock)
    assert Document.objects.filter(kind="scene-survey-record").count() == 1


@pytest.mark.requirement("P9")
def test_the_form_offers_what_the_place_allows_and_has_the_usual_way_chosen(cast: Cast) -> None:
    matter = under_investigation(cast)
    address = f"/staff/matters/{matter.uid}/acts/{act_code('questioning-record')}/"

    page = signed_in(cast, "handler").get(address).content.decode()

    assert '<option value="主动出示执法证件" selected' in page
    assert "出示电子执法证件二维码" in page
    assert "着制式警服" not in page
