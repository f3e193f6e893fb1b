"""What is true of a penalty on the spot: each fact, and what turns it back.

Most of what turns a fact back the database refuses to hold: here its guards are away for a moment,
so that the condition itself is seen to notice.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection, transaction

from gongjian.cases import testing as story
from gongjian.cases.facts import penalty_facts
from gongjian.cases.models import Draft, Notice, OnSpot, Statement
from gongjian.cases.queries import case_of
from gongjian.cases.testing import Cast
from gongjian.matters.models import Matter

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_only]
LAWFUL = {
    "money_settled": False,
    "execution_over": False,
    "enough_officers": True,
    "identity_shown": True,
    "interpreter_ready": True,
    "party_told": True,
    "party_heard": True,
    "suitable": True,
    "within_limit": True,
    "as_told": True,
    "only_warning": False,
    "corrections_checked": True,
    "execution_settled": True,
    "victims_served": True,
    "fined_once": True,
}
GUARDED = [model._meta.db_table for model in (OnSpot, Notice, Statement, Draft)]
STANDING = {
    *(
        "interpreter_ready",
        "only_warning",
        "corrections_checked",
        "execution_settled",
        "victims_served",
    ),
    "fined_once",
}
NOT_YET = {code: code in STANDING for code in LAWFUL}


@pytest.fixture
def cast(home: Any) -> Cast:
    return story.make_scene_cast()


@pytest.fixture
def matter(cast: Cast) -> Matter:
    return story.penalize(cast)


def facts(cast: Cast, matter: Matter) -> dict[str, Any]:
    return dict(penalty_facts(Matter.objects.get(pk=matter.pk), cast.clock))


@contextmanager
def looking_away() -> Iterator[None]:
    """Let the rows say what the database would refuse; nothing of it stays."""
    marks = ", ".join("%s" for _ in GUARDED)
    named = f"SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name IN ({marks})"
    with connection.cursor() as cursor:
        try:
            with transaction.atomic():
                cursor.execute(named, GUARDED)
                for (name,) in cursor.fetchall():
                    cursor.execute(f'DROP TRIGGER "{name}"')
                cursor.execute("PRAGMA ignore_check_constraints = ON")
                yield
                transaction.set_rollback(True)
        finally:
            cursor.execute("PRAGMA ignore_check_constraints = OFF")


def turned(cast: Cast, matter: Matter, **values: Any) -> dict[str, bool]:
    """Return the facts that differ from those of a lawful case once its row says otherwise."""
    with looking_away():
        OnSpot.objects.filter(case__matter=matter).update(**values)
        now = facts(cast, matter)
    return {code: now[code] for code in LAWFUL if now[code] != LAWFUL[code]}


def test_a_lawful_penalty_has_what_the_law_asks(cast: Cast, matter: Matter) -> None:
    assert facts(cast, matter) == LAWFUL


def test_before_the_scene_is_recorded_nothing_is_true(cast: Cast, matter: Matter) -> None:
    with looking_away():
        OnSpot.objects.all()._raw_delete(using="default")

        assert facts(cast, matter) == NOT_YET


def test_a_warning_has_nothing_to_be_paid(cast: Cast) -> None:
    warned = story.penalize(cast, penalty="warning", amount_fen=None)

    assert facts(cast, warned) == LAWFUL | {"money_settled": True, "only_warning": True}


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"second": None}, {"enough_officers": False}),
        ({"identity_shown": ""}, {"identity_shown": False}),
        ({"told": False}, {"party_told": False}),
        ({"heard": False}, {"party_heard": False}),
        ({"minor": True}, {"suitable": False}),
        ({"review_required": True}, {"suitable": False}),
        ({"hearing_right": True}, {"suitable": False}),
        ({"limit_fen": 1}, {"within_limit": False}),
        ({"fine_fen": 0}, {"only_warning": True}),
        ({"fine_fen": 1}, {}),
        ({"needs_interpreter": True}, {"interpreter_ready": False}),
        ({"needs_interpreter": True, "interpreter": "译示例"}, {}),
    ],
)
def test_each_fact_turns_back_where_its_row_says_so(
    cast: Cast, matter: Matter, values: dict[str, Any], expected: dict[str, bool]
) -> None:
    assert turned(cast, matter, **values) == expected


def test_the_police_settle_no_vice_on_the_spot(cast: Cast) -> None:
    """Source: 公安机关办理行政案件程序规定 第三十七条第二款."""
    gambled = story.penalize(cast, cause="涉嫌赌博")

    assert turned(cast, gambled, public_order=True) == {"suitable": False}


def test_a_fine_up_to_the_limit_is_within_it(cast: Cast, matter: Matter) -> None:
    fine = OnSpot.objects.get(case__matter=matter).fine_fen

    assert turned(cast, matter, limit_fen=fine) == {}
    assert turned(cast, matter, limit_fen=fine - 1) == {"within_limit": False}


def test_one_officer_is_enough_only_on_record_where_nobody_objects(
    cast: Cast, matter: Matter
) -> None:
    lead = OnSpot.objects.get(case__matter=matter).lead
    alone: dict[str, Any] = {"second": None, "public_order": True, "alone_agreed": True}
    alone["recording"] = "AV-1"
    too_few = {"enough_officers": False}

    assert turned(cast, matter, **alone) == {}
    assert turned(cast, matter, **alone | {"public_order": False}) == too_few
    assert turned(cast, matter, **alone | {"alone_agreed": False}) == too_few
    assert turned(cast, matter, **alone | {"recording": ""}) == too_few
    assert turned(cast, matter, second=lead) == too_few


def test_a_party_is_told_by_mouth_and_heard_by_its_own_words(cast: Cast, matter: Matter) -> None:
    notice = Notice.objects.get(case=case_of(matter))
    with looking_away():
        Notice.objects.filter(pk=notice.pk).update(oral=False)
        on_paper = facts(cast, matter)
    with looking_away():
        Statement.objects.all()._raw_delete(using="default")
        unheard = facts(cast, matter)
    with looking_away():
        Notice.objects.filter(pk=notice.pk).update(void=True)
        untold = facts(cast, matter)

    assert on_paper == LAWFUL | {"party_told": False}
    assert unheard == LAWFUL | {"party_heard": False}
    assert untold == LAWFUL | {"party_told": False, "party_heard": False, "as_told": False}


def test_what_was_told_is_what_is_decided_and_no_less(cast: Cast, matter: Matter) -> None:
    spot = OnSpot.objects.select_related("draft").get(case__matter=matter)
    fine = spot.fine_fen
    told = Notice.objects.get(case=case_of(matter))
    with looking_away():
        Notice.objects.filter(pk=told.pk).update(facts_hash="0" * 64)
        other_facts = facts(cast, matter)
    with looking_away():
        lower = copied(spot.draft, items=[{"kind": "fine", "amount_fen": fine - 1}])
        Notice.objects.filter(pk=told.pk).update(draft=lower)
        told_less = facts(cast, matter)
    with looking_away():
        higher = copied(spot.draft, items=[{"kind": "fine", "amount_fen": fine + 1}])
        Notice.objects.filter(pk=told.pk).update(draft=higher)
        told_more = facts(cast, matter)

    assert other_facts == told_less == LAWFUL | {"as_told": False}
    assert told_more == LAWFUL


def copied(draft: Draft, **values: Any) -> int:
    """Return another version of a draft, written past the services."""
    columns = [f for f in Draft._meta.concrete_fields if f.attname not in {"id", "uid", "version"}]
    known = {f.attname: getattr(draft, f.attname) for f in columns}
    (row,) = Draft.objects.bulk_create([Draft(**known | values, version=draft.version + 1)])
    return int(row.pk)
