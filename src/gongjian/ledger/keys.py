"""The log's signing key and the key of secret snapshots, in `GONGJIAN_HOME/keys` (0600)."""

import base64
import hashlib
import secrets
from functools import cache
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.apps import apps
from django.conf import settings

from gongjian.common import crypto

ED25519 = b"\x01"


def ensure_keys() -> None:
    """Make the keys that do not exist yet; never touches one that does."""
    for name in ("log", "snapshot"):
        crypto.make_key_file(crypto.key_folder() / f"{name}.key", secrets.token_hex(32))


def missing() -> list[Path]:
    """Return the key files that are gone though there are entries made with them.

    A new key in their place would leave everything sealed before unreadable, and every secret
    column would look changed.
    """
    names = ("log", "snapshot", *crypto.KEY_NAMES)
    paths = [crypto.key_folder() / f"{name}.key" for name in names]
    gone = [path for path in paths if not path.exists()]
    return gone if gone and apps.get_model("ledger", "Entry").objects.exists() else []


def log_key() -> Ed25519PrivateKey:
    """Return the key that signs checkpoints."""
    return _signer(crypto.secret_key("log"))


def snapshot_key() -> bytes:
    """Return the key of the hashes that stand for secret columns in snapshots."""
    return crypto.secret_key("snapshot")


def origin() -> str:
    """Return the name of this log."""
    return str(settings.GONGJIAN_LOG_ORIGIN)


def verifier_key() -> str:
    """Return what a stranger needs to check this log: `origin+keyid+base64` (C2SP signed note).

    A process that is told it (GONGJIAN_LOG_KEY) needs no key of the installation.
    """
    if settings.GONGJIAN_LOG_KEY:
        return str(settings.GONGJIAN_LOG_KEY)
    public = public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    shown = base64.b64encode(ED25519 + public).decode()
    return f"{origin()}+{key_id(origin(), public).hex()}+{shown}"


def public_key() -> Ed25519PublicKey:
    """Return the key by which checkpoints are checked."""
    if settings.GONGJIAN_LOG_KEY:
        shown = str(settings.GONGJIAN_LOG_KEY).rpartition("+")[2]
        return Ed25519PublicKey.from_public_bytes(base64.b64decode(shown)[len(ED25519) :])
    return log_key().public_key()


def key_id(name: str, public: bytes) -> bytes:
    """Return the four bytes by which a note names its Ed25519 key."""
    return hashlib.sha256(name.encode() + b"\n" + ED25519 + public).digest()[:4]


@cache
def _signer(seed: bytes) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(seed)
