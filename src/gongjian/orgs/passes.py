"""The live check of an electronic certificate: its token, and how it stands this day.

The token is a keyed hash of the certificate's uid, so nobody guesses one and nothing is stored;
another certificate has another token. Changing the installation's secret key changes them all.
"""

import hashlib
import hmac
from base64 import b32encode
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.conf import settings

from .models import Certificate

PURPOSE = b"gongjian.certificate.pass/1:"
LENGTH = 20


class PassState(StrEnum):
    """What whoever scans the code is told."""

    VALID = "valid"
    NOT_YET = "not_yet"
    EXPIRED = "expired"
    SUSPENDED = "suspended"
    REPLACED = "replaced"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class Pass:
    """A certificate as shown, and whether it is good on a day."""

    certificate: Certificate
    state: PassState

    @property
    def valid(self) -> bool:
        return self.state is PassState.VALID


def token_of(certificate: Certificate) -> str:
    """Return what the QR code of a certificate carries: its id and 100 bits that prove it."""
    return f"{certificate.pk}-{_proof(certificate)}"


def pass_of(token: str, on: date) -> Pass | None:
    """Return the certificate of a token as it stands on a day; None when unknown. Two queries.

    Source: HN4; KM2.1.2(1); LF1.3(2); REQUIREMENTS P9.
    """
    number, _, proof = token.partition("-")
    # Longer numbers are no ids, and the database could not read them.
    if not number.isascii() or not number.isdigit() or len(number) > 18:
        return None
    related = ("officer__unit", "officer__agency")
    found = Certificate.objects.select_related(*related).filter(pk=int(number)).first()
    if found is None or not hmac.compare_digest(proof.encode(), _proof(found).encode()):
        return None
    return Pass(found, _state(found, on))


def _state(paper: Certificate, on: date) -> PassState:
    officer = paper.officer
    if officer.left_on is not None and officer.left_on <= on:
        return PassState.LEFT
    newer = officer.certificates.filter(kind=paper.kind, pk__gt=paper.pk, valid_from__lte=on)
    if newer.exists():
        return PassState.REPLACED
    if paper.suspended_on is not None and paper.suspended_on <= on:
        return PassState.SUSPENDED
    if paper.valid_to < on:
        return PassState.EXPIRED
    return PassState.NOT_YET if paper.valid_from > on else PassState.VALID


def _proof(certificate: Certificate) -> str:
    said = PURPOSE + certificate.uid.bytes
    digest = hmac.digest(settings.SECRET_KEY.encode(), said, hashlib.sha256)
    return b32encode(digest).decode().lower()[:LENGTH]
