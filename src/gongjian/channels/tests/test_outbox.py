"""What is published reaches every channel, whatever happens; nothing closed ever does."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from gongjian.cases.testing import Cast, decided_case, make_cast
from gongjian.channels.choices import DispatchState
from gongjian.channels.models import Channel, Dispatch, Line, PushReceipt
from gongjian.channels.outbox import LONGEST_WAIT, counts, differences, wait_after
from gongjian.channels.pushing import push
from gongjian.channels.tasks import look
from gongjian.channels.testing_receiver import Receiver
from gongjian.common.acts import SYSTEM
from gongjian.common.clock import Clock, fixed
from gongjian.common.errors import InvalidInput, RuleBroken
from gongjian.jobs.services import work_until_idle
from gongjian.orgs.testing import actor, make_officer
from gongjian.publicity.models import LeakFinding, PublicItem
from gongjian.publicity.services import SuspendPublication, suspend_publication
from gongjian.publicity.testing import publish

pytestmark = pytest.mark.django_db
SECRET = "a-shared-secret-of-26-chars"


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    made = Receiver(SECRET)
    made.start()
    yield made
    made.stop()


def cast_with_admin() -> Cast:
    cast = make_cast()
    cast.people["admin"] = make_officer(cast.agency, ("admin_system",))
    return cast


def opened(cast: Cast, receiver: Receiver | None = None, **values: Any) -> Channel:
    known: dict[str, Any] = {
        "name": "省行政执法信息公示平台",
        "kind": "http",
        "address": receiver.address if receiver else "http://127.0.0.1:9/receive",
        "since_on": cast.today,
        "secret": SECRET,
    }
    channel: Channel = cast.do("admin", "channels.open_channel", **(known | values))
    return channel


def doubted(cast: Cast, item: PublicItem) -> None:
    """Suspend an item as the nightly scan does, on a find."""
    LeakFinding.objects.create(
        item=item,
        place=item.token,
        agency=cast.agency,
        kind="name",
        certain=True,
        shown="张**",
        fingerprint="0" * 64,
        found_on=cast.today,
    )
    suspend_publication(
        actor=SYSTEM,
        matter=item.decision.case.matter.uid,
        cmd=SuspendPublication(item.uid),
        clock=cast.clock,
    )


def cleared(cast: Cast, item: PublicItem) -> None:
    """Find that it was none."""
    values: dict[str, Any] = {
        "finding": "0" * 64,
        "outcome": "harmless",
        "reason": "是同名的企业。",
    }
    matter = item.decision.case.matter
    cast.do("publication_checker", "publicity.judge_leak", matter, **values)


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


def states(channel: Channel) -> dict[str, int]:
    return {state: n for state, n in counts(channel).items() if n}


@pytest.mark.requirement("P17")
def test_a_receiver_dead_for_a_day_loses_nothing(receiver: Receiver) -> None:
    cast = cast_with_admin()
    channel = opened(cast, receiver)
    first, second = decided_case(cast), decided_case(cast)
    kept = publish(cast, first)
    receiver.stop()
    died_at = cast.now
    tried = 0
    while cast.now < died_at + timedelta(hours=24):
        push(channel, cast.clock)
        tried += 1
        if tried == 5:
            later = publish(cast, second)
        if tried == 20:
            withdraw(cast, kept)
        cast.wait(minutes=15)
    line = Line.objects.get(channel=channel)
    assert 20 < line.failures < tried
    assert "连接不上对方" in line.last_error
    assert states(channel) == {DispatchState.WAITING: 2}
    assert PushReceipt.objects.count() == 0

    receiver.start()
    cast.wait(hours=1)
    push(channel, cast.clock)

    assert states(channel) == {DispatchState.ACKNOWLEDGED: 2}
    assert receiver.held[later.token]["action"] == "show"
    assert receiver.held[later.token]["facts"] == later.data["facts"]
    gone = receiver.held[kept.token]
    assert gone["action"] == "withdraw"
    assert kept.party_name not in str(gone)
    assert list(differences(channel)) == []
    line.refresh_from_db()
    assert (line.failures, line.last_error) == (0, "")
    receipt = PushReceipt.objects.get()
    assert (receipt.receipt, len(receipt.sent)) == ("R0001", 2)


def test_what_arrived_is_taken_back_what_never_left_is_dropped_and_closed_ones_stay(
    receiver: Receiver,
) -> None:
    cast = cast_with_admin()
    channel = opened(cast, receiver)
    decided_case(cast)  # delivered, not released: no rendition, nothing to send
    sent, unsent = (publish(cast, decided_case(cast)) for _ in range(2))
    Line.objects.update(at_once=1)
    assert push(channel, cast.clock)
    assert list(receiver.held) == [sent.token]

    withdraw(cast, sent)
    withdraw(cast, unsent)
    push(channel, cast.clock)

    assert {t: r["action"] for t, r in receiver.held.items()} == {sent.token: "withdraw"}
    assert states(channel) == {DispatchState.ACKNOWLEDGED: 1, DispatchState.DROPPED: 1}
    with pytest.raises(IntegrityError), transaction.atomic():
        Dispatch.objects.filter(item=unsent).update(state=DispatchState.ACKNOWLEDGED)


def test_what_was_doubted_without_cause_goes_out_again(receiver: Receiver) -> None:
    cast = cast_with_admin()
    channel, item = opened(cast, receiver), publish(cast, decided_case(cast))
    said = []

    for happens in (None, doubted, cleared):
        if happens is not None:
            happens(cast, item)
        push(channel, cast.clock)
        said.append(receiver.held[item.token]["action"])

    assert said == ["show", "withdraw", "show"]


def test_one_bad_record_holds_nobody_up_and_is_tried_again_by_hand(receiver: Receiver) -> None:
    cast = cast_with_admin()
    channel = opened(cast, receiver)
    items = [publish(cast, decided_case(cast)) for _ in range(2)]
    receiver.refuse = {items[0].number: "文号重复"}

    push(channel, cast.clock)

    (left,) = differences(channel)
    assert (left.item, left.state, left.last_error) == (items[0], "refused", "文号重复")
    assert list(receiver.held) == [items[1].token]
    push(channel, cast.clock)
    assert len(receiver.parcels) == 1
    receiver.refuse = {}
    cast.do("publisher", "channels.retry_channel", channel=channel.uid)
    push(channel, cast.clock)
    assert states(channel) == {DispatchState.ACKNOWLEDGED: 2}

    receiver.answer_status = 422
    withdraw(cast, items[0])
    withdraw(cast, items[1])
    while push(channel, cast.clock):
        pass
    assert states(channel) == {DispatchState.REFUSED: 2}
    with pytest.raises(RuleBroken, match="还有2件撤下没有送达"):
        cast.do("admin", "channels.close_channel", channel=channel.uid, reason="平台停用")


def test_jobs_carry_it_and_a_closed_channel_is_left_alone(receiver: Receiver) -> None:
    cast = cast_with_admin()
    channel = opened(cast, receiver)
    item = publish(cast, decided_case(cast))

    look(clock=fixed(cast.now))
    look(clock=fixed(cast.now))
    work_until_idle(fixed(cast.now))

    assert list(receiver.held) == [item.token]
    assert len(receiver.parcels) == 1
    cast.do("admin", "channels.close_channel", channel=channel.uid, reason="平台停用")
    withdraw(cast, item)
    look(clock=fixed(cast.now))
    work_until_idle(fixed(cast.now))
    assert receiver.held[item.token]["action"] == "show"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"kind": "http", "address": "platform", "secret": SECRET}, "address"),
        ({"kind": "http", "address": "https://user@x.example/", "secret": SECRET}, "address"),
        ({"kind": "http", "address": "file:///etc/passwd", "secret": SECRET}, "address"),
        ({"kind": "http", "address": "https://x.example/", "secret": "short"}, "secret"),
        ({"kind": "file", "address": "../keys", "secret": ""}, "address"),
        ({"kind": "mail", "address": "nobody", "secret": ""}, "address"),
    ],
)
def test_an_address_that_cannot_be_is_refused_at_its_field(
    values: dict[str, Any], field: str
) -> None:
    cast = cast_with_admin()
    known: dict[str, Any] = {"name": "平台", "since_on": cast.today}

    with pytest.raises(InvalidInput) as told:
        cast.do("admin", "channels.open_channel", **known, **values)

    assert field in told.value.fields
    assert Channel.objects.count() == 0


def test_the_secret_is_kept_encrypted_and_every_channel_once() -> None:
    cast = cast_with_admin()
    channel = opened(cast)
    raw = Channel.objects.filter(pk=channel.pk).extra(select={"kept": "secret"})

    assert SECRET not in str(channel.stream.entries.get().payload)
    assert SECRET not in raw.values_list("kept", flat=True)[0]
    assert str(Channel.objects.get().secret) == SECRET
    with pytest.raises(RuleBroken, match="已经登记"):
        opened(cast)
    changed = cast.do(
        "admin",
        "channels.change_channel",
        channel=channel.uid,
        name="新名",
        address="https://x.example/",
    )
    assert (changed.name, str(changed.secret)) == ("新名", SECRET)


def test_waits_double_up_to_an_hour() -> None:
    waits = [wait_after(n) for n in (1, 2, 3, 50)]

    assert waits == [timedelta(seconds=s) for s in (30, 60, 120)] + [LONGEST_WAIT]


def test_the_clock_of_the_installation_is_not_asked() -> None:
    """The worker's clock decides when a receiver is due: a moved demo clock moves the tries."""
    cast = cast_with_admin()
    channel = opened(cast)
    publish(cast, decided_case(cast))
    push(channel, cast.clock)
    due = Line.objects.get().next_at

    assert due < Clock().now() + timedelta(days=3650)
    assert due - cast.now == wait_after(1)
    assert actor(cast.people["admin"]).roles == {"admin_system"}
