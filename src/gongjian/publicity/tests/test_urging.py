"""A supervisor urges what is late or improper; it waits for the publisher and ends by itself."""

from typing import Any

import pytest
from django.db import DatabaseError, transaction

from gongjian.cases.testing import Cast, decided_case, make_cast
from gongjian.common.errors import InvalidInput, NotAllowed, RuleBroken
from gongjian.matters.models import Matter
from gongjian.matters.queries import inbox
from gongjian.orgs.testing import make_officer
from gongjian.publicity.evaluation import WHOLE, evaluated
from gongjian.publicity.models import PublicationYear, Urge
from gongjian.publicity.testing import draft, publish

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]
URGE, ANSWER, CONFIRM = (
    f"publicity.{act}" for act in ("urge_publication", "answer_urge", "confirm_year")
)
AWAITED = "办理公示催办"


@pytest.fixture
def cast() -> Cast:
    made = make_cast()
    made.people["supervisor"] = make_officer(made.agency, ("supervisor",))
    return made


def late_case(cast: Cast) -> Matter:
    matter = decided_case(cast)
    cast.wait(days=20)
    return matter


def urge(cast: Cast, matter: Matter, kind: str = "late", office: str = "supervisor") -> Urge:
    made: Urge = cast.do(office, URGE, matter, kind=kind, reason="已过期限，请办理。")
    return made


def waits(cast: Cast) -> list[str]:
    return [t.step for t in inbox(cast.actor("publisher")) if t.step == AWAITED]


@pytest.mark.requirement("P18")
def test_what_is_late_is_urged_with_a_limit_and_ends_when_it_is_published(cast: Cast) -> None:
    matter = late_case(cast)
    with pytest.raises(NotAllowed):
        urge(cast, matter, office="publisher")

    made = urge(cast, matter)

    assert waits(cast) == [AWAITED]
    assert made.due_on > made.urged_on
    with pytest.raises(RuleBroken, match="已经催办"):
        urge(cast, matter)
    publish(cast, matter)
    made.refresh_from_db()
    assert (made.state, made.ended_on, made.answer) == ("ended", cast.today, "")
    assert waits(cast) == []


def test_the_publisher_answers_and_it_can_be_urged_again(cast: Cast) -> None:
    matter = late_case(cast)
    first = urge(cast, matter)
    with pytest.raises(NotAllowed):
        cast.do("supervisor", ANSWER, matter, answer="已知悉。")

    cast.do("publisher", ANSWER, matter, answer="附件正在遮盖，三日内公示。")

    first.refresh_from_db()
    assert (first.state, first.answered_by_id) == ("answered", cast.people["publisher"].pk)
    assert waits(cast) == []
    with pytest.raises(RuleBroken, match="没有等待答复"):
        cast.do("publisher", ANSWER, matter, answer="再次答复。")
    urge(cast, matter)
    assert waits(cast) == [AWAITED]


def test_what_is_withheld_or_taken_back_needs_no_more_urging(cast: Cast) -> None:
    closed, shown = late_case(cast), decided_case(cast)
    urge(cast, closed)
    item = publish(cast, shown)
    urge(cast, shown, "improper")

    draft(cast, closed, trade_secret="main")
    cast.do("publication_checker", "publicity.return_release", closed, reason="属实。")
    cast.do("publication_checker", "publicity.withhold", closed, reason="主要事实是配方")
    told: dict[str, Any] = {"ground": "revoked", "reason": "复议机关撤销原决定。"}
    cast.do(
        "publication_checker",
        "publicity.withdraw_publication",
        shown,
        item=item.uid,
        effective_on=cast.today,
        **told,
    )

    assert set(Urge.objects.values_list("state", flat=True)) == {"ended"}


def test_nothing_is_urged_that_is_neither_late_nor_shown(cast: Cast) -> None:
    pending = decided_case(cast)
    with pytest.raises(RuleBroken, match="没有逾期"):
        urge(cast, pending)
    late = late_case(cast)
    with pytest.raises(InvalidInput):
        urge(cast, late, "improper")
    publish(cast, late)
    with pytest.raises(InvalidInput):
        urge(cast, late, "late")

    assert not Urge.objects.exists()


def test_the_database_holds_what_an_urging_rests_on(cast: Cast) -> None:
    matter = late_case(cast)
    made = urge(cast, matter)
    cast.do("publisher", ANSWER, matter, answer="正在办理。")
    names = ("urged_by_id", "decision_id", "urged_on", "due_on", "reason")
    told = {name: getattr(made, name) for name in names}

    with pytest.raises(DatabaseError), transaction.atomic():
        Urge.objects.bulk_create([Urge(kind="improper", **told)])
    with pytest.raises(DatabaseError), transaction.atomic():
        Urge.objects.filter(pk=made.pk).update(answered_by=made.urged_by_id)


@pytest.mark.requirement("P18")
def test_the_year_is_counted_from_the_rows_and_frozen_under_a_conclusion(cast: Cast) -> None:
    publish(cast, decided_case(cast))
    late = late_case(cast)
    urge(cast, late)
    publish(cast, late)
    late_case(cast)
    decided_case(cast)

    cast.do("supervisor", CONFIRM, year=cast.today.year, conclusion="两件逾期，须改进。")

    row = PublicationYear.objects.get()
    whole = row.figures[-1]
    assert whole["unit"] == WHOLE
    counts = [whole[name] for name in ("due", "on_time", "late", "missing", "pending", "urged")]
    assert counts == [4, 1, 1, 1, 1, 1]
    assert float(whole["days"]) > 0
    assert sum(line["due"] for line in row.figures[:-1]) == whole["due"]
    assert evaluated(cast.agency, cast.today.year + 1, cast.today)[-1].due == 0
    with pytest.raises(InvalidInput):
        cast.do("supervisor", CONFIRM, year=cast.today.year + 1, conclusion="太早。")
    with pytest.raises(NotAllowed):
        cast.do("publisher", CONFIRM, year=cast.today.year, conclusion="很好。")
