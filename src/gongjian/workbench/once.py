"""A creation under a key of the caller's happens once, however often it is asked for."""

import hashlib
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from gongjian.common.acts import Actor, Service
from gongjian.common.clock import Clock
from gongjian.common.errors import RuleBroken
from gongjian.ledger.canonical import canonical

from .models import Once


def create_once(
    service: Service[Any], *, actor: Actor, cmd: Any, key: UUID | None, body: Any, clock: Clock
) -> UUID:
    """Do a creation and return its uid; under a known key return the uid of the first time.

    Raises:
        RuleBroken: the key was used for something else.
    """
    if key is None or actor.user is None:
        first: UUID = service(actor=actor, cmd=cmd, clock=clock).uid
        return first
    asked = hashlib.sha256(canonical(body).encode()).hexdigest()
    try:
        # The key is taken first: of two at the same moment the second waits for this row.
        with transaction.atomic():
            once = Once.objects.create(
                user_id=actor.user, key=key, act=service.code, command_hash=asked, at=clock.now()
            )
            once.uid = service(actor=actor, cmd=cmd, clock=clock).uid
            once.save(update_fields=["uid"])
            return once.uid
    except IntegrityError:
        known = Once.objects.filter(user=actor.user, key=key).first()
        if known is None or known.uid is None:
            raise
        if (known.act, known.command_hash) != (service.code, asked):
            raise RuleBroken("这个 Idempotency-Key 已用于另一项操作，请换一个") from None
        return known.uid
