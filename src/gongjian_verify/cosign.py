"""Countersignatures of a witness under a checkpoint. Source: c2sp.org/tlog-cosignature (v1)."""

import base64
import hashlib
import re

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from .note import NoteError

KIND = b"\x04"
_LINE = re.compile(r"— ([^\s+]+) ([A-Za-z0-9+/=]+)")
_TIME, _SIGNATURE = 8, 64


def verifier_key(name: str, key: Ed25519PrivateKey) -> str:
    """Return by what others check a witness: `name+id+base64`."""
    public = _raw(key.public_key())
    return f"{name}+{_key_id(name, public).hex()}+{base64.b64encode(KIND + public).decode()}"


def cosign(text: str, name: str, key: Ed25519PrivateKey, at: int) -> str:
    """Return the signature line that says: at this second I had seen no other log than this."""
    signed = key.sign(_message(text, at))
    value = _key_id(name, _raw(key.public_key())) + at.to_bytes(_TIME, "big") + signed
    return f"— {name} {base64.b64encode(value).decode()}"


def check_cosignature(line: str, text: str, key: str) -> int:
    """Return at which second a witness countersigned the text of a checkpoint.

    Raises:
        NoteError: it did not, or key or line are malformed.
    """
    name, key_id, public = _parsed(key)
    found = _LINE.fullmatch(line)
    value = _decoded(found[2]) if found else b""
    if found is None or found[1] != name or len(value) != 4 + _TIME + _SIGNATURE:
        raise NoteError("the line is no countersignature of this witness")
    if value[:4] != key_id:
        raise NoteError("the countersignature was made with another key")
    at = int.from_bytes(value[4 : 4 + _TIME], "big")
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(value[4 + _TIME :], _message(text, at))
    except InvalidSignature:
        raise NoteError("the countersignature is wrong") from None
    return at


def _message(text: str, at: int) -> bytes:
    return f"cosignature/v1\ntime {at}\n{text}".encode()


def _parsed(key: str) -> tuple[str, bytes, bytes]:
    name, _, rest = key.partition("+")
    key_id, _, encoded = rest.partition("+")
    value = _decoded(encoded)
    if not name or len(value) != 33 or value[:1] != KIND:
        raise NoteError("the key of a witness is name+id+base64 of an Ed25519 key of kind 4")
    if _key_id(name, value[1:]).hex() != key_id:
        raise NoteError("the id of the witness's key is not its own")
    return name, bytes.fromhex(key_id), value[1:]


def _key_id(name: str, public: bytes) -> bytes:
    return hashlib.sha256(name.encode() + b"\n" + KIND + public).digest()[:4]


def _raw(public: Ed25519PublicKey) -> bytes:
    return public.public_bytes(Encoding.Raw, PublicFormat.Raw)


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text.encode("ascii"), validate=True)
    except ValueError:
        return b""
