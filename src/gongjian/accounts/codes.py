"""One-time codes of a second factor, and the codes for when the device is lost. Pure.

Source: RFC 6238 (TOTP) with the figures that every authenticator keeps: SHA-1, 6 digits, 30 s.
"""

import base64
import re
import secrets
import unicodedata
from datetime import datetime, timedelta

from cryptography.hazmat.primitives.constant_time import bytes_eq
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

STEP = 30
DIGITS = 6
# A clock that is a step behind or ahead still fits. Source: RFC 6238 section 5.2.
SKEW = 1
SECRET_BYTES = 20
BEGUN_FOR = timedelta(minutes=10)
HALF_FOR = timedelta(minutes=5)

RECOVERY_CODES = 10
# Without the characters that are taken for one another; 12 of them are 59 bits.
LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
RECOVERY_LENGTH, RECOVERY_GROUP = 12, 4


def new_secret() -> str:
    """Return a fresh secret in Base32, as authenticators take it."""
    return base64.b32encode(secrets.token_bytes(SECRET_BYTES)).decode()


def provisioning(secret: str, *, username: str, issuer: str) -> str:
    """Return what the QR code tells an authenticator."""
    return _totp(secret).get_provisioning_uri(username, issuer)


def clean(typed: str) -> str:
    """Return a code without spaces and hyphens, in narrow capitals."""
    return re.sub(r"[\s\-]", "", unicodedata.normalize("NFKC", typed)).upper()[:64]


def is_one_time(code: str) -> bool:
    """Tell whether a clean code has the form of one by the clock."""
    return re.fullmatch(rf"[0-9]{{{DIGITS}}}", code) is not None


def step_of(secret: str, code: str, now: datetime) -> int | None:
    """Return to which step a clean code belongs; None when to none. All steps are looked at."""
    totp, here = _totp(secret), int(now.timestamp()) // STEP
    typed, found = code.encode(), None
    for step in range(here - SKEW, here + SKEW + 1):
        if bytes_eq(totp.generate(step * STEP), typed):
            found = step
    return found


def new_recovery_code() -> str:
    """Return a code that opens once, as it is shown: three groups of four."""
    drawn = "".join(secrets.choice(LETTERS) for _ in range(RECOVERY_LENGTH))
    return "-".join(grouped(drawn))


def grouped(text: str) -> list[str]:
    """Return a text in groups that are read aloud and typed without a slip."""
    return [text[at : at + RECOVERY_GROUP] for at in range(0, len(text), RECOVERY_GROUP)]


def _totp(secret: str) -> TOTP:
    return TOTP(base64.b32decode(secret), DIGITS, SHA1(), STEP)  # noqa: S303 -- an HMAC of RFC 6238
