"""Signed notes: the vectors of Go's sumdb package, and what must not pass."""

import base64
import hashlib

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from gongjian_verify.note import NoteError, open_checkpoint, open_note

# golang.org/x/mod/sumdb/note, the package's example.
GO_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
GO_TEXT = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
)
GO_NOTE = (
    GO_TEXT
    + "\n— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngot"
    "pRZb6KE6RyyBwJnAM=\n"
)


class Signer:
    """A key of the test's own."""

    def __init__(self, name: str, seed: int = 1) -> None:
        self.name = name
        self._key = Ed25519PrivateKey.from_private_bytes(bytes([seed]) * 32)
        public = b"\x01" + self._key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        self.id = hashlib.sha256(name.encode() + b"\n" + public).digest()[:4]
        self.verifier = f"{name}+{self.id.hex()}+{base64.b64encode(public).decode()}"

    def line(self, text: str) -> str:
        signature = base64.b64encode(self.id + self._key.sign(text.encode())).decode()
        return f"— {self.name} {signature}\n"


ALICE, BOB = Signer("alice.example/log"), Signer("bob.example", 2)
TEXT = "alice.example/log\n1\n" + base64.b64encode(bytes(32)).decode() + "\n"


def test_the_example_of_go_opens() -> None:
    note = open_note(GO_NOTE, [GO_KEY])

    assert note.text == GO_TEXT
    assert [(s.name, s.key_id) for s in note.signatures] == [("PeterNeumann", "c74f20a3")]


def test_bytes_and_text_are_the_same() -> None:
    assert open_note(GO_NOTE.encode(), [GO_KEY]) == open_note(GO_NOTE, [GO_KEY])


def test_unknown_signatures_are_passed_over() -> None:
    note = open_note(TEXT + "\n" + BOB.line(TEXT) + ALICE.line(TEXT), [ALICE.verifier])

    assert [s.name for s in note.signatures] == [ALICE.name]
    assert [s.name for s in note.unverified] == [BOB.name]


def test_keys_of_another_kind_are_passed_over() -> None:
    cosigner = "witness.example+01020304+" + base64.b64encode(b"\x04" + bytes(32)).decode()

    assert open_note(TEXT + "\n" + ALICE.line(TEXT), [cosigner, ALICE.verifier])
    with pytest.raises(NoteError, match="no given key"):
        open_note(TEXT + "\n" + ALICE.line(TEXT), [cosigner])


def test_a_text_may_hold_empty_lines_and_dashes() -> None:
    text = "a\n\n— not a signature\n"

    assert open_note(text + "\n" + ALICE.line(text), [ALICE.verifier]).text == text


def test_a_known_key_that_signed_wrongly_spoils_the_note() -> None:
    with pytest.raises(NoteError, match="wrong"):
        open_note(
            TEXT + "\n" + ALICE.line("other\n") + BOB.line(TEXT), [ALICE.verifier, BOB.verifier]
        )


def test_every_changed_byte_is_refused() -> None:
    note = (TEXT + "\n" + ALICE.line(TEXT)).encode()
    head = len(TEXT.encode())

    for at in range(head):
        with pytest.raises(NoteError):
            open_note(note[:at] + bytes([note[at] ^ 1]) + note[at + 1 :], [ALICE.verifier])


@pytest.mark.parametrize(
    "note",
    [
        "",
        "\n\n",
        TEXT,
        TEXT + "\n",
        TEXT + ALICE.line(TEXT),
        (TEXT + "\n" + ALICE.line(TEXT))[:-1],
        TEXT + "\n" + ALICE.line(TEXT) + "\n",
        TEXT + "\n" + ALICE.line(TEXT).replace("— ", "- "),
        TEXT + "\n" + ALICE.line(TEXT).replace("— ", "—"),
        TEXT + "\n" + ALICE.line(TEXT) + "garbage\n",
        TEXT + "\n" + ALICE.line(TEXT) + "— bob\n",
        TEXT + "\n" + ALICE.line(TEXT) + "— bob AAA\n",
        TEXT + "\n" + ALICE.line(TEXT) + "— bob AAAA\n",
        TEXT + "\n" + ALICE.line(TEXT) + "— b+b AAAAAAAA\n",
        TEXT + "\n" + ALICE.line(TEXT) + "—  AAAAAAAA\n",
        TEXT + "\n" + ALICE.line(TEXT) * 101,
        TEXT.replace("\n", "\r\n") + "\n" + ALICE.line(TEXT),
        "\x00" + TEXT + "\n" + ALICE.line(TEXT),
        b"\xff" + TEXT.encode() + b"\n" + ALICE.line(TEXT).encode(),
        "\ud800" + TEXT + "\n" + ALICE.line(TEXT),
        None,
        7,
    ],
)
def test_a_malformed_note_is_refused(note: str) -> None:
    with pytest.raises(NoteError):
        open_note(note, [ALICE.verifier])


@pytest.mark.parametrize(
    "key",
    [
        "",
        "alice",
        "alice+00000000",
        "alice+0000+AAAA",
        "alice+00000000+AAAA",
        ALICE.verifier[:-4],
        ALICE.verifier.replace("alice", "alise"),
        ALICE.verifier.replace("+", " ", 1),
        "+" + ALICE.verifier.split("+", 1)[1],
        "alice+00000000+",
        "alice+00000000+!!!!",
        None,
    ],
)
def test_a_malformed_key_is_refused(key: str) -> None:
    with pytest.raises(NoteError):
        open_note(TEXT + "\n" + ALICE.line(TEXT), [key])


def test_keys_are_a_list() -> None:
    with pytest.raises(NoteError):
        open_note(TEXT + "\n" + ALICE.line(TEXT), ALICE.verifier)
    with pytest.raises(NoteError):
        open_note(TEXT + "\n" + ALICE.line(TEXT), [])


def test_a_checkpoint_names_its_log() -> None:
    checkpoint = open_checkpoint(TEXT + "\n" + ALICE.line(TEXT), ALICE.verifier)

    assert (checkpoint.origin, checkpoint.size, checkpoint.root) == (ALICE.name, 1, bytes(32))
    with pytest.raises(NoteError, match="another log"):
        open_checkpoint(TEXT + "\n" + BOB.line(TEXT), BOB.verifier)


@pytest.mark.parametrize(
    "text",
    [
        "alice.example/log\n",
        "alice.example/log\n1\n",
        "alice.example/log\n01\nAAAA\n",
        "alice.example/log\n-1\n" + base64.b64encode(bytes(32)).decode() + "\n",
        "alice.example/log\n1\n" + base64.b64encode(bytes(31)).decode() + "\n",
        "alice.example/log\n1\n!\n",
        "alice.example/log\n\n1\n",
    ],
)
def test_a_note_that_is_no_checkpoint_is_refused(text: str) -> None:
    with pytest.raises(NoteError):
        open_checkpoint(text + "\n" + ALICE.line(text), ALICE.verifier)
