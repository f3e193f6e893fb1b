"""Checkpoints on their way to witnesses: each in its order, again and again until it is held.

The outbox is the log's own table of checkpoints; `WitnessLine.held` says up to which size a witness
holds it. Nothing else is kept of what waits, so nothing can be lost.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from gongjian.common.clock import Clock
from gongjian.ledger.cosignatures import countersigned_at
from gongjian.ledger.keys import origin, verifier_key
from gongjian.ledger.models import Checkpoint
from gongjian.ledger.proofs import consistency_proofs
from gongjian.ledger.queries import checkpoints_after, newest_checkpoint

from .adapters import ADAPTERS, Answer, Destination, Parcel, Refused, Unreachable
from .models import Cosignature, PublicWitness, Witness, WitnessLine, WitnessReceipt
from .outbox import wait_after

AT_ONCE = 100
# What else is refused speaks of the way there or of the witness, not of our log.
CONTRADICTS = 422
SHORTER = "见证方保存到{held}条，本日志只有{here}条：日志可能被截断，请立即核查"
CONTRADICTED = "见证方拒收（{why}）：本日志可能前后不一致，请立即核查"


def open_witnesses() -> QuerySet[Witness]:
    return Witness.objects.filter(closed_at__isnull=True).select_related("agency", "line")


def line_of(witness: Witness, now: datetime) -> WitnessLine:
    """Return the state of the way to a witness, made at its first use."""
    return WitnessLine.objects.get_or_create(witness=witness, defaults={"next_at": now})[0]


def deliver(witness: Witness, clock: Clock) -> bool:
    """Send the next checkpoints that a witness does not hold, if it is due; tell whether more wait.

    Outside any transaction: nothing is locked while the other side thinks.
    """
    now = clock.now()
    line = line_of(witness, now)
    if witness.closed_at is not None or line.next_at > now:
        return False
    waiting = _waiting(line.held)
    if not waiting:
        return False
    parcel = parcel_of(witness, line.held, waiting, now)
    try:
        answer = ADAPTERS[witness.kind](_destination(witness), parcel)
    except Unreachable as error:
        return _failed(line, now, str(error))
    except Refused as error:
        alarm = CONTRADICTED.format(why=error) if error.status == CONTRADICTS else ""
        return _failed(line, now, str(error), alarm=alarm)
    return _taken(witness, line, waiting, parcel, answer, now)


def _waiting(held: int) -> Sequence[Checkpoint]:
    """Return what comes next; a new witness begins with the newest, which holds all before it."""
    if held:
        return checkpoints_after(held, AT_ONCE)
    newest = newest_checkpoint()
    return [newest] if newest is not None else []


def parcel_of(witness: Witness, held: int, waiting: Sequence[Checkpoint], at: datetime) -> Parcel:
    """Pack checkpoints, each with the proof that it continues the one before it."""
    sizes = [*([held] if held else []), *(one.size for one in waiting)]
    proofs = consistency_proofs(sizes)
    if not held:
        proofs = [[], *proofs]
    olds = [held, *(one.size for one in waiting[:-1])]
    records = tuple(
        {
            "id": f"{origin()} {one.size}",
            "old": old,
            "size": one.size,
            "proof": [step.hex() for step in proof],
            "checkpoint": one.note,
            "key": verifier_key(),
        }
        for one, old, proof in zip(waiting, olds, proofs, strict=True)
    )
    body = "".join(json.dumps(one, ensure_ascii=False, sort_keys=True) + "\n" for one in records)
    data = body.encode()
    letter = (
        f"{witness.agency.name}存证日志：检查点{waiting[0].size}至{waiting[-1].size}",
        "请保存附件。核对和副署：gongjian-verify witness take。最新的检查点：\n\n"
        + waiting[-1].note,
    )
    return Parcel(hashlib.sha256(data).hexdigest(), at, data, records, letter)


def _destination(witness: Witness) -> Destination:
    agency = witness.agency
    return Destination(witness.name, agency.name, agency.code, witness.address, str(witness.secret))


def _failed(line: WitnessLine, now: datetime, why: str, *, alarm: str = "") -> bool:
    """Leave the witness alone for a while; everything waits on."""
    line.failures += 1
    line.tried_at, line.last_error = now, why[:200]
    line.next_at = now + wait_after(line.failures)
    line.alarm = alarm[:200] or line.alarm
    line.save()
    PublicWitness.objects.filter(witness=line.witness_id).update(alarmed=bool(line.alarm))
    return False


@transaction.atomic
def _taken(
    witness: Witness,
    line: WitnessLine,
    waiting: Sequence[Checkpoint],
    parcel: Parcel,
    answer: Answer,
    now: datetime,
) -> bool:
    before, sent = line.held, waiting[-1].size
    held = _held(answer.said.get("size", sent))
    newest = newest_checkpoint()
    here = newest.size if newest is not None else 0
    if held is None:
        return _failed(line, now, "对方回答的条数不是数字，请与对方核对")
    if held > here:
        alarm = SHORTER.format(held=held, here=here)
        return _failed(line, now, alarm, alarm=alarm)
    if held == before:
        return _failed(line, now, "对方没有收下检查点，也没有说明原因")
    line.held, line.tried_at = held, now
    if held < before:
        # It lost what it held, or another took its place: it gets everything from there on.
        return _failed(line, now, f"对方只保存到{held}条，从那里起重新送")
    wrong = _keep_cosignatures(witness, {one.size: one.note for one in waiting}, answer.said)
    line.failures, line.last_error, line.alarm = 0, wrong, ""
    line.next_at = line.arrived_at = now
    line.save()
    WitnessReceipt.objects.create(
        witness=witness,
        at=now,
        key=parcel.key,
        after=before,
        size=held,
        receipt=answer.receipt,
    )
    PublicWitness.objects.filter(witness=witness).update(alarmed=False)
    return bool(checkpoints_after(held, 1))


def _held(told: object) -> int | None:
    """Return up to where a witness says that it holds the log; None for no number of entries."""
    if isinstance(told, bool) or not isinstance(told, int) or told < 0:
        return None
    return told


def _keep_cosignatures(witness: Witness, notes: Mapping[int, str], said: Mapping[str, Any]) -> str:
    """Keep what is rightly countersigned; return what is wrong with the rest."""
    given = said.get("cosignatures")
    wrong = ""
    for one in given if isinstance(given, list) else []:
        size = one.get("size") if isinstance(one, dict) else None
        note = notes.get(size) if isinstance(size, int) else None
        if note is None or not witness.key:
            wrong = (
                "对方的副署与送去的检查点不符" if witness.key else "没有登记对方的公钥，副署未保存"
            )
            continue
        try:
            at = countersigned_at(str(one.get("line")), note, witness.key)
        except ValueError as error:
            wrong = str(error)
        else:
            _keep(witness, int(size or 0), note, str(one["line"]), at)
    return wrong


def _keep(witness: Witness, size: int, note: str, line: str, at: datetime) -> None:
    Cosignature.objects.get_or_create(
        witness=witness, size=size, defaults={"line": line, "signed_at": at}
    )
    shown = {
        "name": witness.name,
        "key": witness.key,
        "size": size,
        "signed_at": at,
        "note": f"{note}{line}\n",
        "alarmed": False,
    }
    PublicWitness.objects.update_or_create(witness=witness, defaults=shown)
