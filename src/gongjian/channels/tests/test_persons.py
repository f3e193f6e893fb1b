"""Natural persons for the credit platform: two persons, every taking noted, no number kept."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from pytest_django import DjangoAssertNumQueries

from gongjian.cases import testing as story
from gongjian.cases.testing import Cast, decided_case, make_cast
from gongjian.channels.credit.collecting import NO_NUMBER, collect
from gongjian.channels.credit.comparing import compared
from gongjian.channels.credit.fields import format_of
from gongjian.channels.credit.files import write_csv
from gongjian.channels.credit.persons import person_rows
from gongjian.channels.models import CreditBatch, PersonsReceiver, PersonsTaking
from gongjian.channels.queries import handed_over, visible_taking
from gongjian.channels.testing import RECEIVER, Holder, make_holder, with_code, with_receiver
from gongjian.common import acts
from gongjian.common.acts import Actor
from gongjian.common.errors import NotAllowed, NotFound, RuleBroken
from gongjian.ledger.models import Entry
from gongjian.publicity.models import PublicItem
from gongjian.publicity.testing import publish

pytestmark = pytest.mark.django_db
MAKE, RELEASE, TAKE = (
    f"channels.{name}" for name in ("make_credit_batch", "release_persons", "take_persons")
)
NUMBER = story.PERSON["id_number"]


def reported() -> tuple[Cast, PublicItem, CreditBatch]:
    """Return a batch that holds one natural person and nothing else."""
    cast = make_cast()
    with_code(cast)
    item = publish(cast, decided_case(cast, party=story.PERSON))
    return cast, item, cast.do("publisher", MAKE, until=cast.today)


def to(cast: Cast, holder: Holder | None = None) -> dict[str, Any]:
    """Return the words of a release to a receiver whose certificate holds."""
    known = PersonsReceiver.objects.filter(agency=cast.agency, closed_at=None).first()
    if holder or known is None:
        known = with_receiver(cast, holder or make_holder(cast.now))
    return {"receiver": known.uid, "entitled": True}


@pytest.mark.requirement("P17")
def test_a_person_is_handed_over_with_name_and_number_which_the_house_keeps_nowhere() -> None:
    cast, item, batch = reported()
    assert (batch.rows, batch.persons, batch.csv_sha256) == (0, 1, "")

    cast.do("publication_checker", RELEASE, batch=batch.uid, **to(cast))
    taking = cast.do("publisher", TAKE, batch=batch.uid)

    (row,) = person_rows(taking.batch, cast.agency, format_of())
    assert (row["CF_XDR_MC"], row["CF_XDR_ZJLX"], row["CF_XDR_ZJHM"]) == (
        story.PERSON["party_name"],
        "身份证",
        NUMBER,
    )
    assert (row["CF_WSH"], row["CF_XDR_SHXYM"]) == (item.number, "")
    written = Entry.objects.filter(stream=batch.stream)
    assert written.count() == 3
    told = "".join(str(vars(entry)) for entry in written) + str(vars(taking)) + str(batch.left_out)
    assert NUMBER not in told
    assert story.PERSON["party_name"] not in told
    (handed,) = handed_over(item.decision.case.matter)
    assert handed.batch.receiver == RECEIVER


def test_the_person_who_made_the_batch_releases_nothing_and_who_released_takes_nothing() -> None:
    cast, _, batch = reported()
    both = ("publisher", "publication_checker")
    maker = two_offices(cast.actor("publisher"), both)
    other = two_offices(cast.actor("publication_checker"), both)

    with pytest.raises(RuleBroken, match="还没有同意移交"):
        do(cast, maker, TAKE, batch=batch.uid)
    with pytest.raises(RuleBroken, match="生成文件的人不能同意"):
        do(cast, maker, RELEASE, batch=batch.uid, **to(cast))
    with pytest.raises(NotAllowed):
        cast.do("publisher", RELEASE, batch=batch.uid, **to(cast))
    with pytest.raises(RuleBroken, match="先核对接收单位"):
        do(cast, other, RELEASE, batch=batch.uid, **(to(cast) | {"entitled": False}))
    do(cast, other, RELEASE, batch=batch.uid, **to(cast))
    with pytest.raises(RuleBroken, match="无需重复"):
        do(cast, other, RELEASE, batch=batch.uid, **to(cast))
    with pytest.raises(RuleBroken, match="不能自己取出"):
        do(cast, other, TAKE, batch=batch.uid)
    with pytest.raises(NotAllowed):
        cast.do("handler", TAKE, batch=batch.uid)
    assert not PersonsTaking.objects.exists()


@pytest.mark.tampers
def test_the_database_refuses_a_release_by_the_maker_and_a_taking_without_release() -> None:
    cast, _, batch = reported()
    sound = to(cast)
    receiver = PersonsReceiver.objects.get()
    same = {"released_by": batch.made_by, "released_at": cast.now, "receiver": "某处"}
    for wrong in (same, {"receiver": "某处"}, {"released_by": cast.people["publication_checker"]}):
        with pytest.raises(IntegrityError), transaction.atomic():
            CreditBatch.objects.filter(pk=batch.pk).update(**wrong)
    taken = {"batch": batch, "receiver": receiver, "taken_at": cast.now}
    taken |= {"rows": 1, "sha256": "0" * 64}
    with pytest.raises(DatabaseError), transaction.atomic():
        PersonsTaking.objects.create(taken_by=cast.people["publisher"], **taken)
    cast.do("publication_checker", RELEASE, batch=batch.uid, **sound)
    with pytest.raises(DatabaseError), transaction.atomic():
        PersonsTaking.objects.create(taken_by=cast.people["publication_checker"], **taken)


@pytest.mark.tampers
def test_the_database_refuses_a_taking_without_a_certificate_that_holds() -> None:
    cast, _, batch = reported()
    cast.do("publication_checker", RELEASE, batch=batch.uid, **to(cast))
    receiver = PersonsReceiver.objects.get()
    taken: dict[str, Any] = {"batch": batch, "rows": 1, "sha256": "0" * 64}
    taken |= {"taken_by": cast.people["publisher"], "receiver": receiver}
    for late in (receiver.valid_until, receiver.valid_from - timedelta(seconds=2)):
        with pytest.raises(DatabaseError), transaction.atomic():
            PersonsTaking.objects.create(taken_at=late + timedelta(seconds=1), **taken)
    other = with_receiver(cast, make_holder(cast.now))
    with pytest.raises(DatabaseError), transaction.atomic():
        PersonsTaking.objects.create(taken_at=cast.now, **(taken | {"receiver": other}))
    cast.do("admin", "channels.close_receiver", receiver=receiver.uid, reason="密钥更换")
    with pytest.raises(DatabaseError), transaction.atomic():
        PersonsTaking.objects.create(taken_at=cast.now, **taken)
    CreditBatch.objects.filter(pk=batch.pk).update(released_to=None)
    with pytest.raises(DatabaseError), transaction.atomic():
        PersonsTaking.objects.create(taken_at=cast.now, **taken)


def test_past_the_certificate_nothing_is_taken_until_released_anew_to_another() -> None:
    cast, item, batch = reported()
    old, new = make_holder(cast.now, days=3), make_holder(cast.now)
    cast.do("publication_checker", RELEASE, batch=batch.uid, **to(cast, old))
    before = cast.do("publisher", TAKE, batch=batch.uid)
    cast.wait(days=5)

    with pytest.raises(RuleBroken, match="没有有效的证书"):
        cast.do("publisher", TAKE, batch=batch.uid)
    expired = PersonsReceiver.objects.get()
    with pytest.raises(RuleBroken, match="不在有效期内"):
        cast.do(
            "publication_checker", RELEASE, batch=batch.uid, receiver=expired.uid, entitled=True
        )
    cast.do("publication_checker", RELEASE, batch=batch.uid, **to(cast, new))

    after = cast.do("publisher", TAKE, batch=batch.uid)
    assert after.receiver.holds(cast.now)
    assert handed_over(item.decision.case.matter) == [before, after]


def test_a_withdrawn_certificate_takes_nobody_with_it() -> None:
    cast, _, batch = reported()
    cast.do("publication_checker", RELEASE, batch=batch.uid, **to(cast))
    (receiver,) = PersonsReceiver.objects.all()

    cast.do("admin", "channels.close_receiver", receiver=receiver.uid, reason="密钥更换")

    with pytest.raises(RuleBroken, match="没有有效的证书"):
        cast.do("publisher", TAKE, batch=batch.uid)
    with pytest.raises(NotFound):
        cast.do(
            "publication_checker", RELEASE, batch=batch.uid, receiver=receiver.uid, entitled=True
        )


def test_what_was_withdrawn_since_is_not_handed_over() -> None:
    cast, item, batch = reported()
    cast.do("publication_checker", RELEASE, batch=batch.uid, **to(cast))
    withdraw(cast, item)

    with pytest.raises(RuleBroken, match="都已撤回"):
        cast.do("publisher", TAKE, batch=batch.uid)
    assert cast.do("publisher", MAKE, until=cast.today).gone == 1


def test_who_was_withdrawn_before_the_taking_is_not_told_to_have_been_handed_over() -> None:
    cast = make_cast()
    with_code(cast)
    stays, goes = (publish(cast, decided_case(cast, party=story.PERSON)) for _ in range(2))
    batch = cast.do("publisher", MAKE, until=cast.today)
    cast.do("publication_checker", RELEASE, batch=batch.uid, **to(cast))
    withdraw(cast, goes)

    taking = cast.do("publisher", TAKE, batch=batch.uid)

    assert [held.line.item for held in taking.lines.all()] == [stays]
    assert handed_over(stays.decision.case.matter) == [taking]
    assert handed_over(goes.decision.case.matter) == []
    withdraw(cast, stays)
    assert handed_over(stays.decision.case.matter) == [taking]


def test_a_taking_is_for_who_took_and_for_minutes() -> None:
    cast, _, batch = reported()
    cast.do("publication_checker", RELEASE, batch=batch.uid, **to(cast))
    taking = cast.do("publisher", TAKE, batch=batch.uid)

    publisher, checker = cast.actor("publisher"), cast.actor("publication_checker")
    assert visible_taking(publisher, taking.uid, cast.now) == taking
    for actor, later in ((checker, timedelta()), (publisher, timedelta(minutes=11))):
        with pytest.raises(NotFound):
            visible_taking(actor, taking.uid, cast.now + later)


def test_a_person_without_a_number_is_left_out_and_persons_cost_no_query_each(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    cast = make_cast()
    with_code(cast)
    nobody = story.PERSON | {"id_number": ""}
    publish(cast, decided_case(cast, party=story.PERSON))
    waiting = collect(cast.agency, cast.today, cast.today)
    assert len(waiting.persons) == 1
    with django_assert_num_queries(5):
        collect(cast.agency, cast.today, cast.today)
    unknown = publish(cast, decided_case(cast, party=nobody))

    with django_assert_num_queries(5):
        waiting = collect(cast.agency, cast.today, cast.today)

    assert [(x.item, x.text) for x in waiting.left_out] == [(unknown, NO_NUMBER)]
    assert waiting.persons[0].row["CF_XDR_MC"] != story.PERSON["party_name"]


def test_a_file_that_came_back_may_hold_the_persons_of_the_batch() -> None:
    cast, item, batch = reported()
    form = format_of()
    cast.do("publication_checker", RELEASE, batch=batch.uid, **to(cast))
    rows = person_rows(cast.do("publisher", TAKE, batch=batch.uid).batch, cast.agency, form)

    assert compared(rows, [], form, cast.today, [item.number]).sound
    assert compared(rows, [], form, cast.today).unknown == (item.number,)
    assert NUMBER.encode() in write_csv(rows, form)


def withdraw(cast: Cast, item: PublicItem) -> None:
    cast.do(
        "publication_checker",
        "publicity.withdraw_publication",
        item.decision.case.matter,
        item=item.uid,
        ground="revoked",
        effective_on=cast.today,
        reason="处罚决定已被依法撤销。",
    )


def two_offices(actor: Actor, roles: tuple[str, ...]) -> Actor:
    """Return a person who also holds another office: rights alone do not part two persons."""
    return replace(actor, roles=frozenset(actor.roles | set(roles)))


def do(cast: Cast, actor: Actor, code: str, **values: Any) -> Any:
    service = acts.service(code)
    return service(actor=actor, clock=cast.clock, cmd=service.cmd(**values))
