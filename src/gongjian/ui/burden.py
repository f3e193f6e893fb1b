"""How long forms take and where they are refused, counted for those who make forms.

Only sums for each kind of form and month are kept, never who filled what: the page carries the
moment it was first shown, signed, and the server reads it back when the act is done. Too few to
hide a person in are not told.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.core import signing
from django.db import IntegrityError, transaction
from django.db.models import F, Sum

from gongjian.common.clock import Clock, local_date

from .forms import ActForm
from .models import FormTally

CARRIED = "began"
# Ends of the lengths told apart, in seconds; what takes longer was left and taken up again.
ENDS = (15, 30, 60, 120, 180, 300, 480, 720, 1200, 1800, 2700, 3600, 5400, 7200, 14400)
TOOK, LEFT, REFUSED, FIELD = "took", "left", "refused", "field"
# Ours: fewer than this might tell how one person works.
FEWEST = 5
MONTHS_KEPT = 24
_SALT = "gongjian.ui.burden"
_ROW = re.compile(r"\.\d+\.")


def began(typed: Mapping[str, Sequence[str]] | None) -> str:
    """Return what a page carries: the moment the form was first shown, here or in its draft."""
    known = (typed or {}).get(CARRIED, ())
    if known and _read(known[-1]) is not None:
        return known[-1]
    return signing.dumps(int(Clock().now().timestamp()), salt=_SALT)


def first_shown(form: ActForm) -> str:
    """Return what the page of a form carries, the same while it is put right and drawn anew."""
    if form.posted:
        return began(form.typed)
    return began(form.restored.data if form.restored else None)


def accepted(form: ActForm, code: str) -> None:
    """Count that a form was accepted, by how long it took from its first showing."""
    now = Clock().now()
    at = _read((form.typed.get(CARRIED) or [""])[-1])
    if at is None:
        return
    took(code, now, max(int(now.timestamp()) - at, 0))


def took(code: str, now: datetime, seconds: int) -> None:
    """Count that a form was done in so many seconds."""
    slot = slot_of(seconds)
    _count(code, now, [(TOOK, str(slot)) if slot < len(ENDS) else (LEFT, "")])


def refused(form: ActForm, code: str) -> None:
    """Count that a form came back, and at which fields."""
    found = {_ROW.sub(".", name)[:80] for name in form.wrong}
    _count(code, Clock().now(), [(REFUSED, ""), *((FIELD, name) for name in sorted(found))])


def slot_of(seconds: int) -> int:
    """Return which of the lengths told apart this is; one past the last for longer."""
    return next((n for n, end in enumerate(ENDS) if seconds <= end), len(ENDS))


def _read(token: str) -> int | None:
    try:
        told = signing.loads(token, salt=_SALT)
    except signing.BadSignature:
        return None
    return told if isinstance(told, int) else None


def _count(code: str, now: datetime, rows: Iterable[tuple[str, str]]) -> None:
    month = local_date(now).replace(day=1)
    for what, slot in rows:
        key = {"form": code, "month": month, "what": what, "slot": slot}
        if FormTally.objects.filter(**key).update(times=F("times") + 1):
            continue
        try:
            with transaction.atomic():
                FormTally.objects.create(**key, times=1)
        except IntegrityError:  # somebody was first to begin this row
            FormTally.objects.filter(**key).update(times=F("times") + 1)


def forget_old(today: date) -> int:
    """Drop the months that are kept no longer; return how many rows."""
    months = today.year * 12 + today.month - 1 - MONTHS_KEPT
    first = date(months // 12, months % 12 + 1, 1)
    return FormTally.objects.filter(month__lt=first).delete()[0]


@dataclass(frozen=True, slots=True)
class Burden:
    """What one kind of form costs; minutes are None where too few were measured."""

    form: str
    measured: int
    median: float | None
    ninetieth: float | None
    left: int
    refused: int
    fields: tuple[tuple[str, int], ...]


def burdens(since: date | None = None) -> list[Burden]:
    """Return every kind of form that was ever measured, by its code; one query."""
    rows = FormTally.objects.filter(month__gte=since) if since else FormTally.objects.all()
    sums = rows.values_list("form", "what", "slot").annotate(times=Sum("times"))
    counted: dict[str, dict[str, Counter[str]]] = {}
    for form, what, slot, times in sums:
        counted.setdefault(form, {}).setdefault(what, Counter())[slot] += times
    return [_burden(form, counted[form]) for form in sorted(counted)]


def _burden(form: str, of: Mapping[str, Counter[str]]) -> Burden:
    lengths = {int(slot): times for slot, times in of.get(TOOK, Counter()).items()}
    measured, came_back = sum(lengths.values()), of.get(REFUSED, Counter()).total()
    enough = measured >= FEWEST
    fields = of.get(FIELD, Counter()).most_common(5) if came_back >= FEWEST else []
    return Burden(
        form,
        measured,
        minutes_at(lengths, 0.5) if enough else None,
        minutes_at(lengths, 0.9) if enough else None,
        of.get(LEFT, Counter()).total(),
        came_back,
        tuple(fields),
    )


def minutes_at(lengths: Mapping[int, int], part: float) -> float:
    """Return within how many minutes a part of the forms was done, read between two ends.

    Inside a length told apart the forms are taken to lie evenly.
    """
    wanted, passed = part * sum(lengths.values()), 0.0
    for slot in sorted(lengths):
        if passed + lengths[slot] >= wanted:
            begin = ENDS[slot - 1] if slot else 0
            inside = (wanted - passed) / lengths[slot]
            return round((begin + inside * (ENDS[slot] - begin)) / 60, 1)
        passed += lengths[slot]
    return 0.0
