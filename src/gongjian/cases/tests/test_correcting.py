"""A wrong record is corrected by a new row, never by an edit, and no gate moves by it."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from gongjian.cases.testing import (
    Cast,
    decide,
    file_case,
    inform,
    investigate,
    let_time_run,
    make_cast,
    open_case,
)
from gongjian.common.errors import InvalidInput, NotAllowed, RuleBroken
from gongjian.matters.correcting import entries, key_of
from gongjian.matters.models import Correction, Matter, Step

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]
RIGHT = "事实清楚，证据确实充分，程序合法。"


def concluded(cast: Cast) -> Matter:
    matter = file_case(cast, open_case(cast))
    investigate(cast, matter)
    return matter


def entry(matter: Matter, act: str, name: str) -> str:
    fresh = Matter.objects.get(pk=matter.pk)
    return next(key_of(s, n) for s, n, _ in entries(fresh) if s.act == act and n == name)


def correct(cast: Cast, matter: Matter, act: str, name: str, right: str = RIGHT) -> Any:
    values = {"entry": entry(matter, act, name), "right": right, "reason": "漏写一句。"}
    return cast.do("handler", "matters.correct_step", matter, None, **values)


def test_a_correction_stands_beside_the_record_that_stays_as_it_was_written() -> None:
    cast = make_cast()
    matter = concluded(cast)
    marking, seq = matter.marking, matter.seq

    row = correct(cast, matter, "cases.end_investigation", "summary")

    step = Step.objects.get(matter=matter, act="cases.end_investigation")
    assert step.data["summary"] == row.wrong == "事实清楚，证据充分。"
    assert (row.right, row.state, row.needs_head) == (RIGHT, "stands", False)
    assert (matter.marking, matter.seq) == (marking, seq)


@pytest.mark.parametrize(
    ("act", "name", "told"),
    [
        ("cases.add_evidence", "obtained_on", "期限"),
        ("cases.record_inspection", "findings", "作废后重做"),
        ("cases.draft_decision", "facts", "重新拟定"),
        ("cases.approve_filing", "opinion", "作废后重做"),
    ],
)
def test_what_a_gate_a_limit_or_a_paper_rests_on_is_refused_with_what_to_do_instead(
    act: str, name: str, told: str
) -> None:
    cast = make_cast()
    matter = concluded(cast)

    with pytest.raises(InvalidInput) as error:
        correct(cast, matter, act, name)

    assert told in error.value.fields["entry"]
    assert not Correction.objects.exists()


def test_after_the_decision_a_correction_waits_for_a_head_who_does_not_handle_the_case() -> None:
    cast = make_cast()
    matter = concluded(cast)
    inform(cast, matter)
    decide(cast, let_time_run(cast, matter))
    row = correct(cast, matter, "cases.end_investigation", "summary")
    assert row.state == "open"
    with pytest.raises(RuleBroken):
        correct(cast, matter, "cases.end_investigation", "summary", "另一种写法。")
    with pytest.raises(NotAllowed):
        cast.do("handler", "matters.approve_correction", matter, note="同意。")

    cast.do("agency_head", "matters.approve_correction", matter, note="同意更正。")

    row.refresh_from_db()
    assert (row.state, row.decided_by) == ("stands", cast.people["agency_head"])
    with pytest.raises(IntegrityError), transaction.atomic():
        Correction.objects.filter(pk=row.pk).update(decided_by=cast.people["handler"])
    with pytest.raises(IntegrityError), transaction.atomic():
        Correction.objects.filter(pk=row.pk).update(decided_by=None)


def test_a_refused_correction_leaves_the_record_and_another_may_be_asked() -> None:
    cast = make_cast()
    matter = concluded(cast)
    inform(cast, matter)
    decide(cast, let_time_run(cast, matter))
    correct(cast, matter, "cases.end_investigation", "summary")
    cast.do("agency_head", "matters.refuse_correction", matter, note="原记录无误。")

    again = correct(cast, matter, "cases.add_evidence", "proves")

    assert again.wrong == "生产工艺已经改变"
    states = list(Correction.objects.order_by("id").values_list("state", flat=True))
    assert states == ["refused", "open"]
