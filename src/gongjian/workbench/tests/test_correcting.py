"""The timeline shows a corrected record: the old words struck, the right ones beside them."""

import pytest

from gongjian.cases.testing import file_case, investigate, make_cast, open_case
from gongjian.matters.correcting import entries, key_of
from gongjian.workbench.testing import signed_in_as

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]
RIGHT = "事实清楚，证据确实充分，程序合法。"


def test_the_timeline_strikes_the_old_words_and_offers_the_correction() -> None:
    cast = make_cast(accounts=True)
    matter = investigate(cast, file_case(cast, open_case(cast)))
    found = (key_of(s, n) for s, n, _ in entries(matter) if n == "summary")
    values = {"entry": next(found), "right": RIGHT, "reason": "漏写。"}
    cast.do("handler", "matters.correct_step", matter, None, **values)
    client = signed_in_as(cast.people["handler"])

    page = client.get(f"/staff/matters/{matter.uid}/?tab=steps").content.decode()
    form = client.get(f"/staff/matters/{matter.uid}/acts/matters.correct_step/").content.decode()

    assert "<del>事实清楚，证据充分。</del>" in page
    assert RIGHT in page
    assert "更正步骤记录" in page
    assert "调查终结" in form
