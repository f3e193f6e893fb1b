"""Anyone may object to a publication; the agency answers in public, within its limit."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client

from gongjian.cases.testing import Cast, decided_case, make_cast
from gongjian.common import clock as clocks
from gongjian.common.clock import Clock
from gongjian.common.errors import InvalidInput, NotAllowed, RuleBroken
from gongjian.matters.queries import inbox
from gongjian.publicity.models import Objection, Objector
from gongjian.publicity.testing import publish

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]
CHECKER = "publication_checker"
TYPED: dict[str, Any] = {
    "ground": "inaccurate",
    "content": "罚款数额有误。",
    "name": "李四",
    "contact": "13800138000",
}


@pytest.fixture
def cast() -> Iterator[Cast]:
    made = make_cast()
    clocks.use_offset(lambda: made.now - Clock().now())
    yield made
    clocks.use_offset(lambda: made.now - made.now)


@pytest.mark.requirement("P15")
def test_a_citizen_objects_and_reads_the_answer_but_nobody_reads_who(cast: Cast) -> None:
    matter = decided_case(cast)
    item = publish(cast, matter)
    page, form = f"/decisions/{item.token}", f"/decisions/{item.token}/objection"

    assert "待答复" not in Client().get(page).content.decode()  # drawn before anybody objects
    assert Client().get(form).status_code == 200
    taken = Client().post(form, TYPED)
    assert "待答复" in Client().get(page).content.decode()

    objection, who = Objection.objects.get(), Objector.objects.get()
    assert taken.status_code == 200
    assert not taken.cookies
    assert objection.due_on.isoformat() in taken.content.decode()
    assert (who.name, who.door, who.taken_by_id) == ("李四", "portal", None)
    assert [t.step for t in inbox(cast.actor(CHECKER))] == ["答复公示异议"]
    for wrong in ("证人王五说数额有误。", "电话13800138000"):
        with pytest.raises(InvalidInput):
            answer(cast, matter, objection, wrong)
    answer(cast, matter, objection, "经核对，数额与决定书一致。")

    said = Client().get(page).content.decode()
    assert "经核对，数额与决定书一致。" in said
    assert "李四" not in said
    assert "13800138000" not in said
    assert "罚款数额有误" not in said
    with pytest.raises(RuleBroken):
        answer(cast, matter, objection, "再次答复。")


def answer(cast: Cast, matter: Any, objection: Objection, words: str) -> None:
    values: dict[str, Any] = {"objection": objection.uid, "outcome": "rejected", "answer": words}
    cast.do(CHECKER, "publicity.answer_objection", matter, **values)


def test_an_officer_takes_an_objection_of_somebody_at_the_counter(cast: Cast) -> None:
    matter = decided_case(cast)
    with pytest.raises(RuleBroken, match="没有正在公示"):
        cast.do("publisher", "publicity.file_objection", matter, item=matter.uid, **TYPED)
    item = publish(cast, matter)

    cast.do("publisher", "publicity.file_objection", matter, item=item.uid, **TYPED)

    assert Objector.objects.get().taken_by_id == cast.people["publisher"].pk
    with pytest.raises(NotAllowed):
        answer(Cast(cast.agency, {CHECKER: cast.people["publisher"]}), matter, Objection(), "否")


def test_the_form_takes_so_many_a_day_and_nothing_incomplete(cast: Cast) -> None:
    item = publish(cast, decided_case(cast))
    form = f"/decisions/{item.token}/objection"

    incomplete = Client().post(form, TYPED | {"content": " "})
    told = [Client().post(form, TYPED).status_code for _ in range(5)]

    assert incomplete.status_code == 422
    assert told == [200, 200, 200, 200, 429]
    assert Objection.objects.count() == 4
    assert Client().get("/decisions/unknown/objection").status_code == 404


@pytest.mark.tampers
def test_the_database_answers_nothing_without_reason(cast: Cast) -> None:
    matter = decided_case(cast)
    item = publish(cast, matter)
    cast.do("publisher", "publicity.file_objection", matter, item=item.uid, **TYPED)

    for change in ("state='answered'", "answer='否'", "due_on='2030-01-01'"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE publicity_objection SET {change}")
