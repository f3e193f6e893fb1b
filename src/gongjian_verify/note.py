"""Signed notes and checkpoints. Source: c2sp.org/signed-note, c2sp.org/tlog-checkpoint.

As strict as Go's golang.org/x/mod/sumdb/note: a malformed line spoils the whole note, and so does a
known key's wrong signature; signatures by keys that were not given are passed over.
"""

import base64
import binascii
import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

ED25519 = 1
_MOST_BYTES = 1_000_000
_MOST_SIGNATURES = 100
_DASH = "— "
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f]")


class NoteError(Exception):
    """The note or a key is malformed, or no given key vouches for the note."""


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signed: the key's name and its four-byte id in hex."""

    name: str
    key_id: str


@dataclass(frozen=True, slots=True)
class Note:
    """A note that at least one given key vouches for. `text` ends with a newline."""

    text: str
    signatures: tuple[Signature, ...]
    unverified: tuple[Signature, ...] = ()


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The state of a log: its name, its number of leaves, its root."""

    origin: str
    size: int
    root: bytes


def open_note(note: bytes | str, verifier_keys: Iterable[str]) -> Note:
    """Check a note and return what it says and who vouches for it.

    `verifier_keys`: `name+id+base64` each; keys of a kind other than Ed25519 are passed over.

    Raises:
        NoteError: malformed note or key, wrong signature of a given key, or none verified.
    """
    known = _known_keys(verifier_keys)
    text, lines = _parts(_text(note))
    verified: dict[Signature, None] = {}
    unverified: list[Signature] = []
    for line in lines:
        signature, value = _signature(line)
        key = known.get(signature)
        if key is None:
            unverified.append(signature)
        elif signature not in verified:
            try:
                key.verify(value, text.encode())
            except InvalidSignature:
                raise NoteError(f"the signature of {signature.name!r} is wrong") from None
            verified[signature] = None
    if not verified:
        raise NoteError("no given key has signed this note")
    return Note(text, tuple(verified), tuple(unverified))


def open_checkpoint(note: bytes | str, verifier_key: str) -> Checkpoint:
    """Check a signed checkpoint; its origin must be the name of the key.

    Raises:
        NoteError: as `open_note`, or the text is no checkpoint of that log.
    """
    checkpoint = parse_checkpoint(open_note(note, [verifier_key]).text)
    if checkpoint.origin != verifier_key.partition("+")[0]:
        raise NoteError("the checkpoint is of another log than the key")
    return checkpoint


def parse_checkpoint(text: str) -> Checkpoint:
    """Read the text of a checkpoint: origin, size, root, and perhaps further lines.

    Raises:
        NoteError: the text is none.
    """
    lines = text.split("\n")
    if len(lines) < 4 or lines[-1] or not all(lines[:-1]):
        raise NoteError("a checkpoint has at least three lines and no empty one")
    if not re.fullmatch(r"0|[1-9][0-9]{0,18}", lines[1]):
        raise NoteError("the size of a checkpoint must be a decimal number")
    root = _decoded(lines[2], "the root of a checkpoint")
    if len(root) != 32:
        raise NoteError("the root of a checkpoint must be 32 bytes")
    return Checkpoint(lines[0], int(lines[1]), root)


def _text(note: bytes | str) -> str:
    if not isinstance(note, bytes | str):
        raise NoteError("a note is bytes or text")
    try:
        data = note.encode() if isinstance(note, str) else note
        text = data.decode()
    except UnicodeError:
        raise NoteError("the note is not UTF-8") from None
    if len(data) > _MOST_BYTES:
        raise NoteError("the note is too long")
    if _CONTROL.search(text):
        raise NoteError("the note holds control characters")
    return text


def _parts(note: str) -> tuple[str, list[str]]:
    """Return the signed text with its last newline, and the lines of signatures."""
    head, gap, tail = note.rpartition("\n\n")
    if not gap or not tail.endswith("\n"):
        raise NoteError("the note has no signatures after an empty line")
    lines = tail[:-1].split("\n")
    if len(lines) > _MOST_SIGNATURES:
        raise NoteError("the note has too many signatures")
    return head + "\n", lines


def _signature(line: str) -> tuple[Signature, bytes]:
    if not line.startswith(_DASH):
        raise NoteError("a signature line must start with an em dash and a space")
    name, _, encoded = line[len(_DASH) :].partition(" ")
    _check_name(name)
    value = _decoded(encoded, "a signature")
    if len(value) < 5:
        raise NoteError("a signature is too short")
    return Signature(name, value[:4].hex()), value[4:]


def _known_keys(verifier_keys: Iterable[str]) -> dict[Signature, Ed25519PublicKey]:
    if isinstance(verifier_keys, str) or not isinstance(verifier_keys, Iterable):
        raise NoteError("verifier keys must be a list of texts")
    known: dict[Signature, tuple[bytes, Ed25519PublicKey]] = {}
    for text in verifier_keys:
        parsed = _parse_key(text)
        if parsed is None:
            continue
        signature, public = parsed
        if signature in known and known[signature][0] != public:
            raise NoteError(f"two keys are called {signature.name}+{signature.key_id}")
        known[signature] = (public, Ed25519PublicKey.from_public_bytes(public))
    return {signature: key for signature, (_, key) in known.items()}


def _parse_key(text: str) -> tuple[Signature, bytes] | None:
    """Read a verifier key; None for a kind that we do not know."""
    parts = text.split("+", 2) if isinstance(text, str) else []
    if len(parts) != 3 or not re.fullmatch(r"[0-9a-fA-F]{8}", parts[1]):
        raise NoteError("a verifier key is name+id+base64")
    name, key_id, encoded = parts[0], parts[1].lower(), parts[2]
    _check_name(name)
    key = _decoded(encoded, "a verifier key")
    if not key:
        raise NoteError("a verifier key is empty")
    if key[0] != ED25519:
        return None
    if len(key) != 33:
        raise NoteError("an Ed25519 key must be 32 bytes")
    if hashlib.sha256(name.encode() + b"\n" + key).hexdigest()[:8] != key_id:
        raise NoteError("the id of a verifier key is not its own")
    return Signature(name, key_id), key[1:]


def _check_name(name: str) -> None:
    if not name or "+" in name or any(c.isspace() for c in name):
        raise NoteError("a key's name must not be empty, nor hold spaces or a plus sign")


def _decoded(text: str, what: str) -> bytes:
    try:
        return base64.b64decode(text.encode("ascii"), validate=True)
    except (UnicodeError, binascii.Error):
        raise NoteError(f"{what} is not base64") from None
