"""The guides of the papers that an act puts together stand below its form, field by field."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.urls import reverse

from gongjian.cases.testing import Cast, file_case, investigate, make_cast, open_case
from gongjian.common import clock as clocks
from gongjian.documents.catalogue import definition
from gongjian.workbench.street import PENALIZE
from gongjian.workbench.testing import signed_in
from gongjian.workbench.writing import guides_for

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]


@pytest.fixture
def cast() -> Iterator[Cast]:
    made = make_cast(accounts=True)
    clocks.use_offset(lambda: made.now - clocks.Clock().now())
    yield made
    clocks.use_offset(lambda: timedelta(0))


def test_the_form_of_an_act_shows_how_each_field_of_its_paper_is_written(cast: Cast) -> None:
    matter = investigate(cast, file_case(cast, open_case(cast)))
    form = definition("penalty-notice")

    page = signed_in(cast, "handler").get(
        reverse("workbench:matter_act", args=[matter.uid, "cases.inform_party"])
    )

    html = page.content.decode()
    assert f"《{form.name}》各项怎样写" in html
    for field in form.fields.values():
        assert (field.guide in html) is not (field.of_agency or field.of_case), field.code


def test_a_typed_paper_has_its_guides_at_its_own_fields_alone(cast: Cast) -> None:
    matter = file_case(cast, open_case(cast))

    assert not guides_for("documents.make_questioning_record", matter)


def test_a_penalty_on_the_spot_shows_them_before_there_is_a_matter() -> None:
    (guide,) = guides_for(PENALIZE, None)

    assert guide.name == definition("on-the-spot-decision").name
    assert not guides_for("cases.inform_party", None)
