"""Where an act leads: every kind of row that an act makes has its place in the table."""

import typing

from gongjian.common import acts
from gongjian.workbench.landing import PLACES


def test_every_act_on_no_matter_leads_to_the_page_of_what_it_made() -> None:
    made = {
        code: typing.get_type_hints(service.run)["return"]
        for code, service in acts.services().items()
        if not service.on_matter
    }

    assert {code: row.__name__ for code, row in made.items() if row not in PLACES} == {}


def test_no_place_is_kept_for_a_row_that_no_act_makes() -> None:
    made = {typing.get_type_hints(s.run).get("return") for s in acts.services().values()}

    assert [row.__name__ for row in PLACES if row not in made] == []
