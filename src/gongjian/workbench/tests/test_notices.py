"""Each person is told quietly, once, of the own matters only; and by letter only who wants it."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail

from gongjian.cases.testing import Cast, make_cast, open_case
from gongjian.common.clock import Clock
from gongjian.matters import sweeping
from gongjian.matters.models import Matter
from gongjian.orgs.models import Officer
from gongjian.orgs.queries import actor_for
from gongjian.orgs.testing import make_officer, make_unit
from gongjian.workbench import digest, notifying
from gongjian.workbench.models import Digest, Notification
from gongjian.workbench.notices import alerts_told, mark_read, notices_of, unread_count
from gongjian.workbench.testing import signed_in_as

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]


def told(cast: Cast, officer: Officer) -> list[tuple[str, str]]:
    fresh = Officer.objects.select_related("agency").get(pk=officer.pk)
    rows = notices_of(actor_for(fresh, "test", cast.today)).filter(read_at=None)
    return list(rows.order_by("id").values_list("kind", "words"))


def proposed(cast: Cast) -> Matter:
    matter = open_case(cast)
    cast.do("handler", "cases.propose_filing", matter, facts="x", basis="x", opinion="立案。")
    return matter


def test_whom_a_case_waits_for_is_told_and_the_handlers_hear_what_was_decided() -> None:
    cast = make_cast()
    other = make_officer(cast.agency, ("unit_head",), unit=make_unit(cast.agency, "另一支队"))
    matter = proposed(cast)
    head, lead, second = (cast.people[n] for n in ("agency_head", "handler", "second"))
    assert told(cast, head) == [("task", "审批立案")]
    assert told(cast, lead) == []
    assert told(cast, other) == []

    cast.do("agency_head", "cases.approve_filing", matter, opinion="同意。")

    assert ("approved", "批准立案") in told(cast, lead)
    assert ("approved", "批准立案") in told(cast, second)
    assert any(kind == "task" for kind, _ in told(cast, lead))
    assert told(cast, head) == []  # what waited for him is done, and his own act is no news


def test_a_notice_goes_with_the_sight_of_its_matter_and_the_new_one_is_told() -> None:
    cast = make_cast()
    matter, new = proposed(cast), make_officer(cast.agency)
    cast.do("agency_head", "cases.approve_filing", matter, opinion="同意。")
    old = cast.people["handler"]
    assert told(cast, old)
    values = {"officer": old.uid, "successor": new.uid, "reason": "调离。"}

    cast.do("unit_head", "cases.change_handler", matter, None, **values)

    assert told(cast, old) == []
    assert told(cast, new) == [("task", f"接办：主办人（{old.name}移交）")]


def test_limits_that_come_near_or_run_out_are_told_once() -> None:
    cast = make_cast()
    matter = proposed(cast)
    cast.do("agency_head", "cases.approve_filing", matter, opinion="同意。")
    mark_all(cast)
    due = matter.deadlines.filter(state="open", duty="authority").earliest("due_on").due_on

    for day, kind in ((due - timedelta(1), "near"), (due + timedelta(1), "late")):
        sweeping.sweep(day)
        assert notifying.of_alerts(cast.now) >= 3
        assert notifying.of_alerts(cast.now) == 0
        for name in ("handler", "second", "unit_head"):
            assert kind in {k for k, _ in told(cast, cast.people[name])}
            shown = alerts_told(cast.actor(name), 8)
            assert {n.alert.deadline.code for n in shown if n.alert} == {"decision-limit"}
    assert alerts_told(cast.actor("agency_head"), 8) == []


def mark_all(cast: Cast) -> None:
    Notification.objects.update(read_at=cast.now)


def test_a_deputy_is_told_what_waits_for_the_absent() -> None:
    cast = make_cast(accounts=True)
    head, deputy = cast.people["agency_head"], cast.people["finance"]
    leave = cast.do(
        "agency_head",
        "orgs.enter_leave",
        officer=head.uid,
        from_on=cast.today,
        to_on=cast.today,
        reason="出差",
    )
    cast.do("agency_head", "orgs.appoint_deputy", absence=leave.uid, deputy=deputy.uid)

    proposed(cast)

    assert told(cast, deputy) == told(cast, head) == [("task", "审批立案")]


def test_the_bell_counts_in_one_query_and_the_page_marks_only_ones_own(
    django_assert_num_queries: Any,
) -> None:
    cast = make_cast(accounts=True)
    cast.now = Clock().now() - timedelta(minutes=30)
    matter = proposed(cast)
    head, lead = cast.people["agency_head"], cast.people["handler"]
    actor = cast.actor("agency_head")
    with django_assert_num_queries(1):
        assert unread_count(actor) == "1"
    row = Notification.objects.get(officer=head)
    client, stranger = signed_in_as(head), signed_in_as(lead)
    page = client.get("/staff/notices/").content.decode()
    assert "审批立案" in page
    assert matter.title in page
    assert "审批立案" not in stranger.get("/staff/notices/").content.decode()
    assert stranger.post("/staff/notices/read", {"notice": row.pk}).status_code == 404
    stranger.post("/staff/notices/read")
    assert unread_count(actor) == "1"
    answer = client.post("/staff/notices/read", {"notice": row.pk})
    assert answer["Location"] == f"/staff/matters/{matter.uid}/"
    assert unread_count(actor) == ""
    assert mark_read(actor, cast.now) == 0


def test_a_letter_goes_once_a_day_to_who_switched_it_on_and_names_no_case() -> None:
    cast = make_cast(accounts=True)
    cast.now = Clock().now() - timedelta(minutes=30)
    matter, head = proposed(cast), cast.people["agency_head"]
    assert digest.send(cast.now) == 0
    client = signed_in_as(head)
    client.post("/staff/notices/letter", {"on": "yes", "address": "kein"})
    assert not Digest.objects.exists()
    client.post("/staff/notices/letter", {"on": "yes", "address": "head@example.com"})

    assert digest.send(cast.now) == 1
    assert digest.send(cast.now) == 0

    (letter,) = mail.outbox
    assert letter.to == ["head@example.com"]
    assert "待办1条" in letter.body
    assert matter.title not in letter.body
    assert matter.party_name not in letter.body
    client.post("/staff/notices/letter", {"address": "head@example.com"})
    assert digest.send(cast.now + timedelta(1)) == 0
