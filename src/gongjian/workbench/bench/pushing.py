"""The push of published items measured: signed batches over HTTP, each receipt on record."""

import secrets
from collections.abc import Iterator
from typing import Any

from django.db import connection

from gongjian.cases.testing import Cast, decided_case
from gongjian.channels.outbox import AT_ONCE, counts
from gongjian.channels.pushing import push
from gongjian.channels.testing_receiver import Receiver
from gongjian.orgs.testing import make_officer
from gongjian.publicity.testing import publish

from .exporting import copy_item
from .meter import Figure, rate

ITEMS, FIRST = 4000, 3_000_000


def pushing(cast: Cast, count: int) -> Iterator[Figure]:
    """Push copies of a published item to a receiver in this process until it holds them all."""
    if connection.vendor != "sqlite":
        return  # as the copies of the export
    copies = min(count, ITEMS)
    copy_item(publish(cast, decided_case(cast)), copies, first=FIRST)
    receiver = Receiver(secrets.token_hex())
    receiver.start()
    try:
        yield _pushed(cast, receiver)
    finally:
        receiver.stop()


def _pushed(cast: Cast, receiver: Receiver) -> Figure:
    cast.people["keeper"] = make_officer(cast.agency, ("admin_system",))
    known: dict[str, Any] = {
        "name": "省行政执法信息公示平台",
        "kind": "http",
        "address": receiver.address,
        "since_on": cast.today.replace(year=cast.today.year - 1, day=1),
        "secret": receiver.secret,
    }
    channel = cast.do("keeper", "channels.open_channel", **known)

    def work() -> int:
        while push(channel, cast.clock):
            pass
        return len(receiver.held)

    spent, wall = rate(work)
    left = counts(channel)["waiting"]
    assert not left, f"{left} items were not pushed"
    note = (
        f"{len(receiver.held):,} 件，每批至多 {AT_ONCE} 件，接收方在同一进程；每CPU秒 {spent:,.0f}"
    )
    return Figure("push", wall, "per s", 500, "more", note=note)
