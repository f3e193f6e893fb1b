"""What the form of a draft begins with."""

from typing import Any

import pytest

from gongjian.cases import testing as story
from gongjian.cases.services.drafting import draft_decision
from gongjian.matters.models import Matter

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]
SAMPLES: dict[str, Any] = {
    "kind": "documentary",
    "name": "水质采样原始记录",
    "proves": "采样的时间和点位",
    "obtained_from": "监测站",
    "self_recorded": "no",
}


def test_the_next_draft_names_what_was_added_to_the_evidence_since() -> None:
    cast = story.make_cast()
    matter = story.file_case(cast, story.open_case(cast))
    story.inspect(cast, matter)
    story.propose(cast, matter)
    cast.do("handler", "cases.add_evidence", matter, **SAMPLES, obtained_on=cast.today)
    fill = draft_decision.prefill
    assert fill is not None

    known = fill(cast.actor("handler"), Matter.objects.get(pk=matter.pk))

    first, added = known["evidence_summary"].splitlines()
    assert first == "1．现场检查笔录：证明生产工艺已经改变"
    assert added == "2．水质采样原始记录：证明采样的时间和点位"
