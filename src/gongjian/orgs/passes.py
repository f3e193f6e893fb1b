"""The live check of an electronic certificate: its token, and how it stands this day.

The token is a keyed hash of the certificate's uid, so nobody guesses one. What its page says lies
in a row of its own (`PublicPass`), found and opened by the token alone: the portal needs no right
on the register of people, and whoever reads that table without a token learns nobody's name.
Another certificate has another token; changing the installation's secret key changes them all.
"""

import base64
import hashlib
import hmac
import json
import os
from base64 import b32encode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import transaction

from gongjian.vault.store import store

from .choices import CertificateKind
from .models import Agency, Certificate, Officer, OfficerPhoto, PublicPass
from .ports import photo_hidden

PURPOSE = b"gongjian.certificate.pass/1:"
ROW, SEAL = b"gongjian.certificate.row/1:", b"gongjian.certificate.seal/1:"
LENGTH = 20
NONCE = 12
BATCH = 500
PICTURE = "picture"


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
    """A certificate as shown, and whether it is good on a day; `domain` is its agency's.

    `picture`: the holder's portrait as JPEG in Base64, "" where none may be shown.
    """

    name: str
    unit: str
    agency: str
    phone: str
    domain: str
    number: str
    kind: str
    valid_from: date
    valid_to: date
    state: PassState
    picture: str = ""

    @property
    def valid(self) -> bool:
        return self.state is PassState.VALID


def token_of(certificate: Certificate) -> str:
    """Return what the QR code of a certificate carries: its id and 100 bits that prove it."""
    said = PURPOSE + certificate.uid.bytes
    digest = hmac.digest(settings.SECRET_KEY.encode(), said, hashlib.sha256)
    return f"{certificate.pk}-{b32encode(digest).decode().lower()[:LENGTH]}"


def pass_of(token: str, on: date) -> Pass | None:
    """Return the certificate of a token as it stands on a day; None when unknown. One query.

    Source: HN4; KM2.1.2(1); LF1.3(2); REQUIREMENTS P9.
    """
    row = PublicPass.objects.filter(key=_key(token)).first()
    return None if row is None else _shown(_opened(token, row), on)


# --- kept by every act on an officer, certificate or agency; looked through every hour ----------


def renew(officers: Iterable[Officer]) -> None:
    """Write anew what the certificates of these officers show; in the transaction of the act.

    Locks the officers: of two acts on one person the later sees what the former wrote.
    """
    held = Officer.objects.filter(pk__in=[officer.pk for officer in officers])
    for officer in held.select_for_update(of=("self",)).order_by("pk"):
        _renewed(officer)


def renew_agency(agency: Agency) -> None:
    """Write anew what the certificates of an agency's officers show."""
    renew(agency.officers.order_by("pk"))


def renew_outdated() -> int:
    """Compare every certificate with its row and put right what differs; return how many did."""
    people = Certificate.objects.order_by("officer").values_list("officer", flat=True).distinct()
    known, changed = list(people), 0
    for first in range(0, len(known), BATCH):
        with transaction.atomic():
            held = Officer.objects.filter(pk__in=known[first : first + BATCH]).order_by("pk")
            changed += sum(_renewed(one) for one in held.select_for_update(of=("self",)))
    return changed


def _renewed(officer: Officer) -> int:
    """Bring the rows of one officer up to date; return how many were written."""
    related = ("officer__unit", "officer__agency")
    papers = list(Certificate.objects.filter(officer=officer).select_related(*related))
    known = {row.certificate_id: row for row in PublicPass.objects.filter(certificate__in=papers)}
    photo, changed = _photo(officer) if papers else "", []
    for paper in papers:
        shown = photo if paper.suspended_on is None else ""
        token, told, row = token_of(paper), _told(paper, papers, shown), known.get(paper.pk)
        if row is None or row.key != _key(token) or _said(token, row) != told:
            sealed = _sealed(token, {**told, PICTURE: picture(told["photo"])})
            changed.append(PublicPass(certificate=paper, key=_key(token), sealed=sealed))
    PublicPass.objects.bulk_create(
        changed,
        update_conflicts=True,
        unique_fields=["certificate"],
        update_fields=["key", "sealed"],
    )
    return len(changed)


def _photo(officer: Officer) -> str:
    """Return the hash of the portrait that the public may see, "" without any."""
    if officer.left_on is not None or photo_hidden(officer):
        return ""
    kept = OfficerPhoto.objects.filter(officer=officer, ended_on__isnull=True)
    return kept.values_list("sha256", flat=True).first() or ""


def picture(sha256: str) -> str:
    """Return a kept portrait in Base64. A lost file hinders no act: the vault's audit tells it."""
    if not sha256:
        return ""
    try:
        with store().open(sha256) as file:
            return base64.b64encode(file.read()).decode()
    except OSError:
        return ""


def _told(paper: Certificate, papers: Iterable[Certificate], photo: str) -> dict[str, Any]:
    """Return what the page of a certificate says, the days that change its state among it."""
    officer = paper.officer
    newer = [p.valid_from for p in papers if p.kind == paper.kind and p.pk > paper.pk]
    days = {
        "valid_from": paper.valid_from,
        "valid_to": paper.valid_to,
        "suspended_on": paper.suspended_on,
        "left_on": officer.left_on,
        "replaced_on": min(newer, default=None),
    }
    return {
        "name": officer.name,
        "unit": officer.unit.name,
        "agency": officer.agency.name,
        "phone": officer.agency.phone,
        "domain": officer.agency.domain,
        "number": paper.number,
        "kind": str(paper.kind),
        "photo": photo,
        **{name: day and day.isoformat() for name, day in days.items()},
    }


def _shown(told: Mapping[str, Any], on: date) -> Pass:
    words = ("name", "unit", "agency", "phone", "domain", "number")
    state = _state(told, on)
    return Pass(
        **{name: told[name] for name in words},
        kind=CertificateKind(told["kind"]).label,
        valid_from=date.fromisoformat(told["valid_from"]),
        valid_to=date.fromisoformat(told["valid_to"]),
        state=state,
        picture=told.get(PICTURE, "") if state is PassState.VALID else "",
    )


def _state(told: Mapping[str, Any], on: date) -> PassState:
    """Return how a certificate stands on a day. Days compare as ISO text."""
    today = on.isoformat()
    ways = (("left_on", PassState.LEFT), ("replaced_on", PassState.REPLACED))
    for name, state in (*ways, ("suspended_on", PassState.SUSPENDED)):
        if told[name] is not None and told[name] <= today:
            return state
    if told["valid_to"] < today:
        return PassState.EXPIRED
    return PassState.NOT_YET if told["valid_from"] > today else PassState.VALID


def _key(token: str) -> str:
    return hashlib.sha256(ROW + token.encode(errors="replace")).hexdigest()


def _box(token: str) -> AESGCM:
    return AESGCM(hashlib.sha256(SEAL + token.encode()).digest())


def _sealed(token: str, told: Mapping[str, Any]) -> bytes:
    nonce = os.urandom(NONCE)
    text = json.dumps(told, ensure_ascii=False, sort_keys=True)
    return nonce + _box(token).encrypt(nonce, text.encode(), None)


def _said(token: str, row: PublicPass) -> dict[str, Any]:
    """Return what a row says beside the picture, which its hash stands for."""
    return {name: told for name, told in _opened(token, row).items() if name != PICTURE}


def _opened(token: str, row: PublicPass) -> dict[str, Any]:
    sealed = bytes(row.sealed)
    told: dict[str, Any] = json.loads(_box(token).decrypt(sealed[:NONCE], sealed[NONCE:], None))
    return told
