"""A case that began by an older version of its procedure goes to its end by that version.

What was added since nobody can do there: neither services nor the database ask for it.
"""

from typing import Any

import pytest

from gongjian.cases import testing as story
from gongjian.cases import testing_public_order as police
from gongjian.cases.testing import decided_case, make_cast

from .doors import DOORS
from .older_versions import put_in_force
from .test_doors_deputies import execute
from .test_doors_measures import made
from .test_doors_public_order import decided, filed
from .test_doors_taken import fresh, performed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]
LATER_POLICE = (
    *("cases.report_official", "cases.note_official", "cases.report_foreigner"),
    *("cases.note_foreigner", "cases.note_deputy", "cases.record_deputy_permit"),
    *("cases.report_deputy", "cases.tell_family", "cases.give_victim_copy"),
    *("cases.record_prior_fine", "cases.note_prior_fine_fell", "cases.dispose_goods"),
)
ASKED_POLICE = (
    *("official_unsettled", "foreigner_unreported", "nationality_known", "family_untold"),
    *("detention_permitted", "permit_awaited", "deputy_unreported", "victims_served"),
    *("fined_once", "measures_lifted"),
)
LATER_ORDINARY = (
    *("cases.deliver_correction", "cases.note_correction", "cases.recheck"),
    *("cases.excuse_recheck", "cases.record_prior_fine", "cases.note_prior_fine_fell"),
    "cases.dispose_goods",
)
ASKED_ORDINARY = ("corrections_checked", "fined_once", "measures_lifted")


def test_a_police_case_of_before_is_closed() -> None:
    cast = police.police_cast()
    put_in_force("public-order", LATER_POLICE, ASKED_POLICE)
    matter = filed(cast)
    cast.do("handler", "cases.register_victim", matter, name="被示例", harm="轻微伤")
    made(cast, matter, "urgent-seizure-decision", "handler")
    made(cast, matter, "seizure-approval", "agency_head")
    known: dict[str, Any] = {"official": True, "workplace": "水务局", "foreigner": True}

    decided(cast, matter, police.DETENTION, deputy=True, **known)
    assert DOORS["direct"](execute(cast, matter)) == 200
    cast.do("handler", "cases.record_performance", matter, performed_on=cast.today)
    cast.do("publication_checker", "publicity.withhold", matter)
    cast.do("agency_head", "cases.close_case", matter, opinion="同意结案。")

    assert matter.marking == ["closed"]


def test_an_ordinary_case_of_before_is_closed() -> None:
    cast = make_cast()
    put_in_force("penalty-ordinary", LATER_ORDINARY, ASKED_ORDINARY)
    decided_case(cast)
    matter = story.file_case(cast, story.open_case(cast))
    made(cast, matter, "urgent-seizure-decision", "handler")
    made(cast, matter, "seizure-approval", "agency_head")
    made(cast, matter, "correction-order", "handler")
    # Of the fine of the same time nobody can say there what it was for.
    story.investigate(cast, matter)
    story.inform(cast, matter)
    story.decide(cast, story.let_time_run(cast, matter))
    story.deliver(cast, matter)

    performed(cast, matter)
    cast.do("agency_head", "cases.close_case", fresh(matter), opinion="同意结案。")

    assert fresh(matter).marking == ["closed"]
