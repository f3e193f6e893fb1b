"""Entering a case by its number and code, and how long one may stay."""

import unicodedata
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest

from gongjian.cases.choices import CodeHolder
from gongjian.cases.models import Case, QueryCode
from gongjian.cases.services.party import hash_of, same
from gongjian.common import clock as clocks
from gongjian.common.clock import Clock
from gongjian.common.crypto import blind_index
from gongjian.parties.queries import same_person

from .identity import IdentityProvider
from .models import Attempt

# The figures are ours: a code has 59 bits, so that even far more tries find none.
WRONG_PER_NUMBER = 5
WRONG_PER_ADDRESS = 20
WINDOW = timedelta(minutes=15)
IDLE = timedelta(minutes=15)
LONGEST = timedelta(hours=1)
KEY = "desk"
CASES = "desk-cases"
CANDIDATES = 50


def clean_number(typed: str) -> str:
    """Return a case number as it is compared: one width, one kind of bracket, no blanks."""
    kept = "".join(unicodedata.normalize("NFKC", typed).split())
    for sign in "[【(":
        kept = kept.replace(sign, "〔")
    for sign in "]】)":
        kept = kept.replace(sign, "〕")
    return kept[:80]


def try_code(*, number: str, code: str, address: str, now: datetime) -> QueryCode | None:
    """Return the code that opens this case, or None: unknown, wrong, ended and too often alike.

    The attempt is written down before anything is compared, so that many at once are no way around
    the limits; the comparison takes the same time whether the number exists or not.
    """
    number = clean_number(number)
    attempt = Attempt.objects.create(
        number_hash=blind_index("desk-number", number or "-"), address=address[:45], at=now
    )
    hashed = hash_of(code)
    known = QueryCode.objects.filter(number=number, ended_at__isnull=True)
    candidates = list(known.select_related("matter", "agent")[:CANDIDATES])
    found = None
    for candidate in candidates or [QueryCode(code_hash="0" * 64)]:
        if same(candidate, hashed) and candidate.pk:
            found = candidate
    if found is None or not _still_acts(found) or _too_often(attempt, now):
        return None
    Attempt.objects.filter(pk=attempt.pk).update(entered=True)
    return found


def _still_acts(code: QueryCode) -> bool:
    """Tell whether an agent's letter holds today; true of every other holder."""
    return code.agent is None or code.agent.acts_on(clocks.current().today())


def _too_often(attempt: Attempt, now: datetime) -> bool:
    """Count this attempt and the refused ones before it."""
    refused = Attempt.objects.filter(at__gt=now - WINDOW, entered=False)
    by_number = refused.filter(number_hash=attempt.number_hash).count()
    by_address = refused.filter(address=attempt.address).count() if attempt.address else 0
    return by_number > WRONG_PER_NUMBER or by_address > WRONG_PER_ADDRESS


def try_identity(
    asked: IdentityProvider, *, name: str, id_number: str, proof: str, address: str, now: datetime
) -> bool:
    """Tell whether the service confirms this person, who has not tried too often.

    Counted like tries of a code, before anything is asked of the service.

    Raises:
        IdentityUnavailable: the service gave no answer.
    """
    attempt = Attempt.objects.create(
        number_hash=blind_index("desk-identity", id_number or "-"), address=address[:45], at=now
    )
    if _too_often(attempt, now):
        return False
    if not (name and id_number and proof):
        return False
    if not asked.verify(name=name, id_number=id_number, proof=proof):
        return False
    Attempt.objects.filter(pk=attempt.pk).update(entered=True)
    return True


def codes_of(name: str, id_number: str) -> list[QueryCode]:
    """Return the standing codes of a confirmed person's own cases, newest first.

    A case whose party holds no code yet is not told: when the party learns of it is for the
    agency to say, by serving a document or handing out the code.
    """
    standing = QueryCode.objects.filter(holder=CodeHolder.PARTY, name=name, ended_at__isnull=True)
    own = Case.objects.filter(party__in=same_person(name=name, id_number=id_number))
    standing = standing.filter(matter__in=own.values("matter"))
    return list(standing.select_related("matter__agency").order_by("-issued_at")[:CANDIDATES])


def begin_person(request: HttpRequest, codes: list[QueryCode], now: datetime) -> None:
    """Remember which cases a confirmed person may open; neither name nor number is kept."""
    request.session.cycle_key()
    request.session.pop(KEY, None)
    request.session[CASES] = {
        "codes": [str(code.uid) for code in codes],
        "began": now.timestamp(),
        "seen": now.timestamp(),
    }


def own_cases(request: HttpRequest) -> list[QueryCode] | None:
    """Return the standing codes of who entered by name; None when nobody did, or too long ago."""
    known: Any = request.session.get(CASES)
    if not known:
        return None
    now = Clock().now()
    began, seen = (datetime.fromtimestamp(known[key], UTC) for key in ("began", "seen"))
    if now - seen > IDLE or now - began > LONGEST:
        leave(request)
        return None
    request.session[CASES] = known | {"seen": now.timestamp()}
    standing = QueryCode.objects.filter(uid__in=known["codes"], ended_at__isnull=True)
    return list(standing.select_related("matter__agency").order_by("-issued_at"))


def begin(request: HttpRequest, code: QueryCode, now: datetime) -> None:
    """Remember who entered; the session's key changes, so that one known before is worthless."""
    request.session.cycle_key()
    request.session[KEY] = {
        "code": str(code.uid),
        "began": now.timestamp(),
        "seen": now.timestamp(),
    }


def leave(request: HttpRequest) -> None:
    """Forget who entered; a person of the house stays signed in."""
    request.session.pop(KEY, None)
    request.session.pop(CASES, None)


def entered(request: HttpRequest) -> QueryCode | None:
    """Return the code with which this visitor entered, while it stands and the session lives.

    Measured by the system's time, as every session is.
    """
    known: Any = request.session.get(KEY)
    if not known:
        return None
    now = Clock().now()
    began, seen = (datetime.fromtimestamp(known[key], UTC) for key in ("began", "seen"))
    standing = QueryCode.objects.filter(uid=UUID(known["code"]), ended_at__isnull=True)
    seen_with = ("matter__agency", "matter__unit", "matter__lead", "agent")
    code = standing.select_related(*seen_with).first()
    if code is None or not _still_acts(code) or now - seen > IDLE or now - began > LONGEST:
        leave(request)
        return None
    request.session[KEY] = known | {"seen": now.timestamp()}
    if CASES in request.session:
        request.session[CASES] |= {"seen": now.timestamp()}
        request.session.modified = True
    return code
