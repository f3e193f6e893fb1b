"""Countersignatures of witnesses under a checkpoint. Source: c2sp.org/tlog-cosignature (v1)."""

import base64
import binascii
import hashlib
import re
from datetime import UTC, datetime

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

KIND = b"\x04"
_KEY = re.compile(r"([^\s+]{1,100})\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)")
_LINE = re.compile(r"— ([^\s+]+) ([A-Za-z0-9+/=]+)")
_TIME, _SIGNATURE = 8, 64
# In the year 2514: a page could not show the last day of all in our own time zone.
_LATEST = 1 << 34


def check_key(key: str) -> None:
    """Refuse what is no verifier key of a witness.

    Raises:
        ValueError: it is none; says why, in Chinese.
    """
    _parsed(key)


def countersigned_at(line: str, note: str, key: str) -> datetime:
    """Return when a witness countersigned a checkpoint of ours.

    Raises:
        ValueError: it did not.
    """
    name, key_id, public = _parsed(key)
    found = _LINE.fullmatch(line)
    value = _decoded(found[2]) if found else b""
    if found is None or found[1] != name or len(value) != 4 + _TIME + _SIGNATURE:
        msg = "不是这个见证方的副署"
        raise ValueError(msg)
    at = int.from_bytes(value[4 : 4 + _TIME], "big")
    text = note.partition("\n\n")[0] + "\n"
    signed = f"cosignature/v1\ntime {at}\n{text}".encode()
    try:
        public.verify(value[4 + _TIME :], signed)
        moment = datetime.fromtimestamp(at, UTC)
    except (InvalidSignature, OverflowError, OSError, ValueError):
        moment = None
    if value[:4] != key_id or moment is None or at > _LATEST:
        msg = "副署的签名无效"
        raise ValueError(msg)
    return moment


def _parsed(key: str) -> tuple[str, bytes, Ed25519PublicKey]:
    found = _KEY.fullmatch(key)
    value = _decoded(found[3]) if found else b""
    if found is None or len(value) != 33 or value[:1] != KIND:
        msg = "见证方的公钥应当是“名称+编号+内容”，由 gongjian-verify witness new 生成"
        raise ValueError(msg)
    key_id = hashlib.sha256(found[1].encode() + b"\n" + value).digest()[:4]
    if key_id.hex() != found[2]:
        msg = "见证方公钥的编号与内容不符，请核对有没有抄错"
        raise ValueError(msg)
    return found[1], key_id, Ed25519PublicKey.from_public_bytes(value[1:])


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error:
        return b""
