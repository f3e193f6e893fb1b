"""The log's signing key and the key of secret snapshots, in `GONGJIAN_HOME/keys` (0600)."""

import base64
import hashlib
import os
import secrets
from functools import cache
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings

ED25519 = b"\x01"


def ensure_keys() -> None:
    """Make the keys that do not exist yet; never touches one that does."""
    log_key()
    snapshot_key()


def log_key() -> Ed25519PrivateKey:
    """Return the key that signs checkpoints."""
    return Ed25519PrivateKey.from_private_bytes(_secret(_folder(), "log.key"))


def snapshot_key() -> bytes:
    """Return the key of the hashes that stand for secret columns in snapshots."""
    return _secret(_folder(), "snapshot.key")


def origin() -> str:
    """Return the name of this log."""
    return str(settings.GONGJIAN_LOG_ORIGIN)


def verifier_key() -> str:
    """Return what a stranger needs to check this log: `origin+keyid+base64` (C2SP signed note)."""
    public = log_key().public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    shown = base64.b64encode(ED25519 + public).decode()
    return f"{origin()}+{key_id(origin(), public).hex()}+{shown}"


def key_id(name: str, public: bytes) -> bytes:
    """Return the four bytes by which a note names its Ed25519 key."""
    return hashlib.sha256(name.encode() + b"\n" + ED25519 + public).digest()[:4]


def _folder() -> Path:
    return Path(settings.GONGJIAN_HOME) / "keys"


@cache
def _secret(folder: Path, name: str) -> bytes:
    """Read 32 secret bytes (hex in the file); make the file if there is none."""
    path = folder / name
    if not path.exists():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        # Written aside and linked: two processes that start together end with one key.
        aside = folder / f".{name}.{os.getpid()}"
        with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_hex(32) + "\n")
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(aside, path)
        except FileExistsError:
            pass
        finally:
            aside.unlink()
    value = bytes.fromhex(path.read_text(encoding="ascii").strip())
    if len(value) != 32:
        msg = f"密钥文件 {path} 的长度不对，请从备份恢复"
        raise ValueError(msg)
    return value
