"""Work outside the transaction: parcels go out, again and again until they arrive."""

from datetime import timedelta
from uuid import UUID

from gongjian.common.clock import Clock
from gongjian.jobs.queries import waiting_of
from gongjian.jobs.registry import enqueue, job

from .models import Channel, Witness
from .outbox import open_channels
from .pushing import push
from .witnesses import deliver, open_witnesses

PUSH = "channels.push"
WITNESS = "channels.deliver_checkpoints"
LOOK_EVERY = timedelta(seconds=10)


@job(PUSH)
def push_channel(*, clock: Clock, channel: str) -> None:
    """Send one parcel by a channel; enqueue the next while more waits."""
    found = Channel.objects.select_related("agency").filter(uid=UUID(channel)).first()
    if found is not None and push(found, clock):
        enqueue(PUSH, channel=channel)


@job(WITNESS)
def deliver_checkpoints(*, clock: Clock, witness: str) -> None:
    """Send one parcel of checkpoints to a witness; enqueue the next while more wait."""
    found = Witness.objects.select_related("agency").filter(uid=UUID(witness)).first()
    if found is not None and deliver(found, clock):
        enqueue(WITNESS, witness=witness)


@job("channels.look", every=LOOK_EVERY)
def look(*, clock: Clock) -> None:
    """Let a worker try every open channel and witness that is due, unless one still works on it."""
    now = clock.now()
    for channel in open_channels():
        uid = str(channel.uid)
        due = not hasattr(channel, "line") or channel.line.next_at <= now
        if due and not waiting_of(PUSH, channel=uid):
            enqueue(PUSH, channel=uid)
    for witness in open_witnesses():
        uid = str(witness.uid)
        due = not hasattr(witness, "line") or witness.line.next_at <= now
        if due and not waiting_of(WITNESS, witness=uid):
            enqueue(WITNESS, witness=uid)
