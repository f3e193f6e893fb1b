"""What the tab «公示» tells to whom."""

from typing import Any

import pytest
from django.urls import reverse

from gongjian.cases.testing import decided_case
from gongjian.publicity.testing import publish
from gongjian.workbench.testing import signed_in, staffed_cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]


@pytest.mark.requirement("P15")
def test_only_who_answers_an_objection_reads_who_made_it() -> None:
    cast = staffed_cast()
    matter = decided_case(cast)
    item = publish(cast, matter)
    said: dict[str, Any] = {"ground": "inaccurate", "content": "罚款数额有误。"}
    who: dict[str, Any] = {"name": "异示例", "contact": "139"}
    cast.do("publisher", "publicity.file_objection", matter, item=item.uid, **said, **who)
    tab = reverse("workbench:matter", args=[matter.uid]) + "?tab=publicity"

    pages = {
        office: signed_in(cast, office).get(tab).content.decode()
        for office in ("handler", "publication_checker")
    }

    assert all("罚款数额有误。" in page for page in pages.values())
    assert "异示例" in pages["publication_checker"]
    assert "异示例" not in pages["handler"]
