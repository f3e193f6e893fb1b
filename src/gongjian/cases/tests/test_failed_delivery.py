"""A paper that reaches nobody is delivered by the next lawful way; public notice comes last."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from gongjian.cases.models import Delivery, FailedDelivery
from gongjian.cases.queries import case_of, latest_notice
from gongjian.cases.services import deliver_notice
from gongjian.cases.services.failing import undelivered
from gongjian.cases.testing import (
    Cast,
    decide,
    file_case,
    handed_over,
    inform,
    investigate,
    let_time_run,
    make_cast,
    open_case,
    sign_papers,
)
from gongjian.common.errors import InvalidInput
from gongjian.matters.models import Matter
from gongjian.matters.queries import next_acts
from gongjian.matters.tables import table

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]
TOLD = {"reason": "两次上门均无人应答。", "proof": "社区证明一份。"}


def informing(cast: Cast) -> Matter:
    matter = file_case(cast, open_case(cast))
    investigate(cast, matter)
    cast.do("handler", "cases.inform_party", matter, contact="李示例")
    return matter


def fail(cast: Cast, matter: Matter, way: str, outcome: str) -> Any:
    paper = undelivered(Matter.objects.get(pk=matter.pk))[0].uid
    values: dict[str, Any] = {"paper": paper, "way": way, "outcome": outcome}
    values |= {"tried_on": cast.today, **TOLD}
    return cast.do("handler", "cases.record_failed_delivery", matter, **values)


def offered(cast: Cast, matter: Matter) -> set[str]:
    fresh = Matter.objects.select_related("agency", "lead", "second").get(pk=matter.pk)
    return {offer.code for offer in next_acts(cast.actor("handler"), fresh, cast.clock)}


def prefilled_way(cast: Cast, matter: Matter) -> Any:
    assert deliver_notice.prefill is not None
    fresh = Matter.objects.get(pk=matter.pk)
    return deliver_notice.prefill(cast.actor("handler"), fresh).get("way", "direct")


def test_each_failure_opens_the_next_lawful_way_and_public_notice_comes_last() -> None:
    cast = make_cast()
    matter = informing(cast)
    unsigned_offers = offered(cast, matter)
    sign_papers(cast, matter)
    ways = [prefilled_way(cast, matter)]
    for way, outcome in (("direct", "absent"), ("post", "returned")):
        fail(cast, matter, way, outcome)
        ways.append(prefilled_way(cast, matter))

    posted = cast.today
    cast.wait(days=30)
    values = handed_over(cast) | {"way": "public_notice", "posted_on": posted}
    cast.do("handler", "cases.deliver_notice", matter, **values)

    assert "cases.record_failed_delivery" not in unsigned_offers
    assert ways == ["direct", "post", "public_notice"]
    delivery = Delivery.objects.get(case__matter=matter)
    assert delivery.served_on == posted + timedelta(days=30)
    assert delivery.after_failed is not None
    assert delivery.after_failed.way == "post"
    statement = matter.deadlines.get(code="statement-limit", state="open")
    assert statement.starts_on == delivery.served_on
    assert undelivered(Matter.objects.get(pk=matter.pk)) == []


def test_public_notice_is_refused_before_other_ways_failed_or_its_time_has_run() -> None:
    cast = make_cast()
    matter = informing(cast)
    sign_papers(cast, matter)
    public = handed_over(cast) | {"way": "public_notice", "posted_on": cast.today}
    with pytest.raises(InvalidInput) as first:
        cast.do("handler", "cases.deliver_notice", matter, **public)
    fail(cast, matter, "post", "returned")
    with pytest.raises(InvalidInput) as still:
        cast.do("handler", "cases.deliver_notice", matter, **public)
    fail(cast, matter, "direct", "gone")
    with pytest.raises(InvalidInput) as early:
        cast.do("handler", "cases.deliver_notice", matter, **public)

    assert "way" in first.value.fields
    assert "way" in still.value.fields
    assert "served_on" in early.value.fields
    assert not Delivery.objects.filter(case__matter=matter).exists()


def test_the_database_lets_no_public_notice_stand_alone_and_no_failure_go_unproven() -> None:
    cast = make_cast()
    matter = informing(cast)
    sign_papers(cast, matter)
    fail(cast, matter, "direct", "absent")
    cast.do("handler", "cases.deliver_notice", matter, **handed_over(cast))
    delivered = Delivery.objects.filter(case__matter=matter)
    failed = FailedDelivery.objects.filter(case__matter=matter)

    for rows, lie in (
        (delivered, {"way": "public_notice"}),
        (failed, {"way": "public_notice"}),
        (failed, {"proof": ""}),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**lie)


def test_a_failed_delivery_of_the_decision_leaves_it_undelivered_and_is_told() -> None:
    cast = make_cast()
    matter = file_case(cast, open_case(cast))
    investigate(cast, matter)
    inform(cast, matter)
    decide(cast, let_time_run(cast, matter))
    sign_papers(cast, matter)

    row = fail(cast, matter, "direct", "refused")

    assert row.next_way == "left"
    assert matter.marking == ["to_deliver"]
    step = matter.steps.order_by("-seq")[0]
    assert "留置送达" in step.data["next_way"]
    assert step.data["proof"] == TOLD["proof"]


@pytest.mark.parametrize(
    ("way", "outcome", "visited", "then"),
    [
        ("direct", "refused", False, "left"),
        ("direct", "absent", False, "post"),
        ("left", "absent", True, "post"),
        ("electronic", "not_arrived", False, "direct"),
        ("post", "returned", False, "direct"),
        ("post", "elsewhere", False, "entrusted"),
        ("direct", "confined", False, "forwarded"),
        ("post", "moved", True, "public_notice"),
        ("entrusted", "moved", False, "public_notice"),
        ("direct", "gone", False, "public_notice"),
    ],
)
def test_the_table_names_the_next_way(way: str, outcome: str, visited: bool, then: str) -> None:
    asked = {"way": way, "outcome": outcome, "visited": visited}

    assert table("next-delivery", "dazhou").decide(asked).value == then


def test_a_notice_that_was_served_waits_no_more() -> None:
    cast = make_cast()
    matter = informing(cast)
    sign_papers(cast, matter)
    cast.do("handler", "cases.deliver_notice", matter, **handed_over(cast))

    notice = latest_notice(case_of(matter))

    assert notice is not None
    assert notice.served_on == cast.today
    assert "cases.record_failed_delivery" not in offered(cast, matter)
