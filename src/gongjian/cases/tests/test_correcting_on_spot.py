"""What a penalty on the spot orders to correct: on record from the moment it is handed over."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction

from gongjian.cases.errors import SameOfficer
from gongjian.cases.models import CorrectionOrder, OnSpot
from gongjian.cases.testing import (
    Cast,
    file_case,
    make_scene_cast,
    open_case,
    penalize,
    police,
    propose,
)
from gongjian.cases.testing_correcting import recheck, refused_copy
from gongjian.common.acts import service
from gongjian.common.errors import InvalidInput
from gongjian.matters.models import Matter, Step
from gongjian.matters.queries import open_deadlines
from gongjian.ui.forms import form_for

pytestmark = pytest.mark.django_db
CLEAR = "停止占道经营"


@pytest.fixture
def cast() -> Cast:
    return make_scene_cast(domain="public-security")


def the_order(matter: Matter) -> CorrectionOrder:
    return CorrectionOrder.objects.get(case__matter=matter)


def test_it_counts_from_the_moment_the_decision_is_handed_over(cast: Cast) -> None:
    until = cast.today + timedelta(days=3)

    matter = penalize(cast, correction=CLEAR, correct_by=until)

    row = the_order(matter)
    assert (row.requirement, row.served_on, row.correct_by) == (CLEAR, cast.today, until)
    assert (row.state, row.delivery.document.kind) == ("open", "on-the-spot-decision")
    assert f"{CLEAR}（于" in row.delivery.document.data
    waiting = {limit.code: limit.due_on for limit in open_deadlines(matter)}
    assert waiting["correction-limit"] == until
    assert waiting["recheck-limit"] == row.recheck_by
    assert matter.todos.get(role="handler").step == "报所属机关备案"  # due sooner
    cast.do("handler", "cases.report_on_spot", matter, copy_kept=True)
    assert matter.todos.get(role="handler").step == "复查改正情况"


def test_without_a_day_it_is_to_be_corrected_at_once(cast: Cast) -> None:
    row = the_order(penalize(cast, correction=CLEAR))

    assert row.correct_by == row.served_on
    assert f"{CLEAR}（立即改正）" in row.delivery.document.data


def test_what_the_officers_saw_corrected_waits_for_nobody(cast: Cast) -> None:
    matter = penalize(cast, correction=CLEAR, corrected="当场收摊")

    row = the_order(matter)
    assert (row.state, row.ended_on) == ("at_once", cast.today)
    assert "当事人已经当场改正：当场收摊" in row.delivery.document.data
    assert not {limit.code for limit in open_deadlines(matter)} & {"recheck-limit"}


def test_nothing_is_ordered_where_nothing_is_written(cast: Cast) -> None:
    penalize(cast)

    assert not CorrectionOrder.objects.exists()


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"corrected": "当场收摊"}, "correction"),
        ({"correct_by": 1}, "correction"),
        ({"correction": CLEAR, "correct_by": -1}, "correct_by"),
        ({"correction": CLEAR, "correct_by": 1, "corrected": "当场收摊"}, "correct_by"),
    ],
)
def test_days_and_sights_belong_to_an_order(cast: Cast, said: dict[str, Any], told: str) -> None:
    if "correct_by" in said:
        said = said | {"correct_by": cast.today + timedelta(days=said["correct_by"])}

    with pytest.raises(InvalidInput) as refused:
        penalize(cast, **said)

    assert set(refused.value.fields) == {told}


@pytest.mark.tampers
def test_the_database_hands_over_no_decision_whose_order_is_not_on_record(cast: Cast) -> None:
    row = the_order(penalize(cast, correction=CLEAR))
    step = Step.objects.get(matter_id=row.case.matter_id, code="hand_over")
    beside = file_case(cast, open_case(cast))
    draft = propose(cast, beside)

    assert not refused_copy(step, seq=99)
    _same_scene(OnSpot.objects.get(), case_id=draft.case_id, draft_id=draft.pk)
    assert "guarded table matters_step" in refused_copy(step, seq=99, matter_id=beside.pk)


def _same_scene(spot: OnSpot, **changed: Any) -> None:
    """Write the scene into another case past every service, with an order nobody noted."""
    kept = {f.attname: getattr(spot, f.attname) for f in OnSpot._meta.concrete_fields}
    new = {k: v for k, v in kept.items() if k not in {"id", "uid"}} | {"scene": uuid4()} | changed
    OnSpot.objects.bulk_create([OnSpot(**new)])


def test_the_database_ends_no_order_without_what_ended_it(cast: Cast) -> None:
    row = the_order(penalize(cast, correction=CLEAR))
    ended: dict[str, Any] = {"ended_on": row.served_on}

    for state in ("checked", "at_once"):
        with pytest.raises(DatabaseError), transaction.atomic():
            CorrectionOrder.objects.filter(pk=row.pk).update(state=state, **ended)
    assert "guarded table" in refused_copy(row, state="at_once", **ended)

    recheck(cast, Matter.objects.get(pk=row.case.matter_id))
    row.refresh_from_db()
    assert row.state == "checked"
    with pytest.raises(DatabaseError), transaction.atomic():
        CorrectionOrder.objects.filter(pk=row.pk).update(state="open", ended_on=None)


# --- one police officer alone on the spot -------------------------------------------------------


def alone(cast: Cast) -> Matter:
    """Return a penalty by one police officer, who ordered something to be corrected."""
    for office in ("handler", "second"):
        police(cast, office)
    said: dict[str, Any] = {"public_order": True, "alone_agreed": True, "recording": "AV-1"}
    return penalize(cast, second=None, correction=CLEAR, **said)


def test_who_penalized_alone_names_who_looks_again_with_him(cast: Cast) -> None:
    matter = alone(cast)
    assert matter.second is None
    with pytest.raises(InvalidInput) as error:
        recheck(cast, matter)
    assert "不得少于两人" in error.value.fields["second"]

    row = recheck(cast, matter, second=cast.people["second"].uid)

    assert (row.lead, row.second) == (cast.people["handler"], cast.people["second"])
    assert cast.people["second"].name in row.document.data
    assert the_order(matter).state == "checked"


def test_he_does_not_look_again_twice_himself(cast: Cast) -> None:
    matter = alone(cast)

    with pytest.raises(SameOfficer):
        recheck(cast, matter, second=cast.people["handler"].uid)
    row = recheck(cast, matter, second=cast.people["second"].uid)
    assert refused_copy(row, second_id=row.lead_id)


def test_where_two_handle_the_case_nobody_else_looks_again(cast: Cast) -> None:
    matter = penalize(cast, correction=CLEAR)

    with pytest.raises(InvalidInput) as error:
        recheck(cast, matter, second=cast.people["second"].uid)

    assert "本案已有协办人" in error.value.fields["second"]


def test_the_form_asks_for_the_second_only_where_one_handles_alone(cast: Cast) -> None:
    def asked(matter: Matter) -> set[str]:
        form = form_for(service("cases.recheck"), cast.actor("handler"), matter)
        return {field.name for field in form.shown}

    assert "second" in asked(alone(cast))
    assert "second" not in asked(penalize(cast, correction=CLEAR))
