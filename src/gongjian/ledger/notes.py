"""Writing and checking checkpoints and other notes.

Source: c2sp.org/tlog-checkpoint, c2sp.org/signed-note.
"""

import base64
import binascii
import re

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from .keys import key_id, log_key, origin, public_key

_NOTE = re.compile(
    r"([^\n]+)\n(0|[1-9][0-9]{0,18})\n([A-Za-z0-9+/=]+)\n\n"
    r"— ([^ \n]+) ([A-Za-z0-9+/=]+)\n"
)

_SIGNED = re.compile(r"— ([^ \n]+) ([A-Za-z0-9+/=]+)\n")


def signed_checkpoint(size: int, root: bytes) -> str:
    """Return the signed note that says: this log has `size` leaves and this root."""
    text = _text(size, root)
    signature = base64.b64encode(_key_id() + log_key().sign(text.encode())).decode()
    return f"{text}\n— {origin()} {signature}\n"


def signed_note(text: str) -> str:
    """Sign a text of another kind: its first line names its format, which no log is called.

    Raises:
        ValueError: it would read as a checkpoint of this log.
    """
    if text.startswith(f"{origin()}\n") or not text.endswith("\n") or "\n\n" in text:
        msg = "a signed note starts with its format and holds no empty line"
        raise ValueError(msg)
    signature = base64.b64encode(_key_id() + log_key().sign(text.encode())).decode()
    return f"{text}\n— {origin()} {signature}\n"


def read_note(note: str) -> str:
    """Return the text of a note that this log's key has signed.

    Raises:
        ValueError: it has not.
    """
    text, gap, line = note.rpartition("\n\n")
    text, found = f"{text}\n", _SIGNED.fullmatch(line)
    if not gap or found is None or found[1] != origin():
        msg = "不是本日志签的"
        raise ValueError(msg)
    _check(_decoded(found[2]), text)
    return text


def read_checkpoint(note: str) -> tuple[int, bytes]:
    """Return size and root of a checkpoint that this log's key has signed.

    Raises:
        ValueError: it has not, or this is no checkpoint.
    """
    found = _NOTE.fullmatch(note)
    if found is None or found[1] != origin() or found[4] != origin():
        msg = "不是本日志的检查点"
        raise ValueError(msg)
    size, root, signature = int(found[2]), _decoded(found[3]), _decoded(found[5])
    _check(signature, _text(size, root))
    return size, root


def _check(signature: bytes, text: str) -> None:
    """Refuse a signature that is not this key's on this text."""
    if signature[:4] != _key_id():
        msg = "检查点不是用本日志的密钥签的"
        raise ValueError(msg)
    try:
        public_key().verify(signature[4:], text.encode())
    except InvalidSignature:
        msg = "检查点的签名无效"
        raise ValueError(msg) from None


def _decoded(text: str) -> bytes:
    """Read base64 in its one canonical spelling: another one would be a change that nobody sees."""
    try:
        value = base64.b64decode(text, validate=True)
    except binascii.Error:
        value = b""
    if base64.b64encode(value).decode() != text:
        msg = "检查点的写法不对"
        raise ValueError(msg)
    return value


def _text(size: int, root: bytes) -> str:
    return f"{origin()}\n{size}\n{base64.b64encode(root).decode()}\n"


def _key_id() -> bytes:
    public = public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    return key_id(origin(), public)
