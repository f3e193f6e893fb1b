"""A witness sees one history only; a fork, a truncation and a forged key are told loudly."""

import base64
import hashlib
import json
import socket
import threading
import urllib.error
import urllib.request
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from gongjian_verify import cosign, note, tiles, witness, witness_cli
from gongjian_verify.merkle import leaf_hash, node_hash, verify_consistency
from gongjian_verify.witness import Contradiction, Store, Unlinked

NOW = datetime(2026, 11, 28, 3, 0, tzinfo=UTC)
SECRET = "a-shared-secret-of-26-chars"


class Log:
    """A log in memory; `words` tells one history from another."""

    def __init__(self, words: str = "a", key: Ed25519PrivateKey | None = None) -> None:
        self.words = words
        self.signer = key or Ed25519PrivateKey.generate()
        self.size = 0

    @property
    def key(self) -> str:
        public = b"\x01" + self.signer.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        return f"log.example+{self._id().hex()}+{base64.b64encode(public).decode()}"

    def _id(self) -> bytes:
        public = b"\x01" + self.signer.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        return hashlib.sha256(b"log.example\n" + public).digest()[:4]

    def leaves(self, size: int) -> list[bytes]:
        """Two histories part ways after the third entry."""
        return [leaf_hash(f"{self.words if n > 2 else ''}{n}".encode()) for n in range(size)]

    def note(self, size: int) -> str:
        root = root_of(self.leaves(size))
        text = f"log.example\n{size}\n{base64.b64encode(root).decode()}\n"
        signed = base64.b64encode(self._id() + self.signer.sign(text.encode())).decode()
        return f"{text}\n— log.example {signed}\n"

    def get(self, path: str) -> bytes:
        if path == "checkpoint":
            return self.note(self.size).encode()
        found = self.tiles()[path.partition(".p/")[0]]
        width = int(path.partition(".p/")[2] or tiles.WIDTH)
        assert len(found) >= 32 * width
        return found[: 32 * width]

    def tiles(self) -> dict[str, bytes]:
        made, level, hashes = {}, 0, self.leaves(self.size)
        while hashes:
            parts = [hashes[at : at + 256] for at in range(0, len(hashes), 256)]
            for n, part in enumerate(parts):
                made[tiles.tile_path(level, n, 256)] = b"".join(part)
            hashes = [root_of(part) for part in parts if len(part) == 256]
            level += 1
        return made

    def proof(self, old: int, size: int) -> list[bytes]:
        self.size = max(self.size, size)
        return tiles.consistency_path(old, size, self.get)


def root_of(hashes: list[bytes]) -> bytes:
    """The definition of RFC 6962 section 2.1, word for word."""
    if len(hashes) == 1:
        return hashes[0]
    half = 1 << ((len(hashes) - 1).bit_length() - 1)
    return node_hash(root_of(hashes[:half]), root_of(hashes[half:]))


@pytest.fixture
def log() -> Log:
    return Log()


@pytest.fixture
def store(tmp_path: Path) -> Store:
    made = Store(tmp_path / "witness")
    made.make("witness.example")
    return made


@pytest.mark.parametrize(
    ("old", "size"), [(1, 2), (3, 7), (4, 8), (256, 257), (255, 600), (513, 70000)]
)
def test_paths_put_together_of_tiles_prove(log: Log, old: int, size: int) -> None:
    path = log.proof(old, size)

    roots = (root_of(log.leaves(old)), root_of(log.leaves(size)))
    verify_consistency(old, size, path, *roots)


def test_what_continues_is_kept_in_order_and_countersigned(log: Log, store: Store) -> None:
    for size in (5, 5, 9, 300):
        log.size = size
        kept = witness.fetch(store, log.get, key=log.key, now=NOW)
        line = kept.cosignature
        at = cosign.check_cosignature(line, witness.note_text(kept.note), store.key)
        assert at == int(NOW.timestamp())

    assert [one.size for one in store.kept()] == [5, 9, 300]
    with pytest.raises(note.NoteError):
        cosign.check_cosignature(line, witness.note_text(log.note(9)), store.key)
    opened = note.open_note(kept.cosigned, [log.key])
    assert [one.name for one in opened.unverified] == ["witness.example"]


def test_a_rewritten_log_is_noticed_and_both_histories_are_kept(log: Log, store: Store) -> None:
    log.size = 9
    witness.fetch(store, log.get, key=log.key, now=NOW)
    forged = Log("b", log.signer)

    for size, why in ((12, "分叉"), (9, "分叉"), (7, "截断")):
        forged.size = size
        with pytest.raises(Contradiction, match=why):
            witness.fetch(store, forged.get, key=log.key, now=NOW)
        with pytest.raises(Contradiction, match=why):
            witness.check([log.note(9)], forged.get, key=log.key)

    assert [one.size for one in store.kept()] == [9]
    evidence = sorted(
        path.name.rpartition("-")[2] for path in (store.folder / "evidence").iterdir()
    )
    assert evidence == ["kept.txt"] * 3 + ["shown.txt"] * 3


def test_what_is_not_linked_or_not_signed_is_not_kept(log: Log, store: Store) -> None:
    def take(size: int, old: int, signer: Log = log) -> None:
        proof = log.proof(old, size) if old else []
        witness.take(store, signer.note(size), old=old, proof=proof, key=log.key, now=NOW)

    take(4, 0)
    for size, old in ((8, 3), (3, 0)):
        with pytest.raises(Unlinked):
            take(size, old)
    with pytest.raises(note.NoteError):
        take(8, 4, Log())
    take(8, 4)
    assert [one.size for one in store.kept()] == [4, 8]


@pytest.mark.parametrize("name", ["", "with space", "a+b", "市\u3000馆", "a\nb", "x" * 101])
def test_a_name_that_cannot_stand_in_a_signature_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="名称应当是"):
        Store(tmp_path).make(name)


def test_an_empty_log_is_no_beginning_and_every_log_continues_it(log: Log, store: Store) -> None:
    root = hashlib.sha256().digest()
    text = f"log.example\n0\n{base64.b64encode(root).decode()}\n"
    signed = base64.b64encode(log._id() + log.signer.sign(text.encode())).decode()
    empty = f"{text}\n— log.example {signed}\n"

    with pytest.raises(note.NoteError, match="还没有内容"):
        witness.take(store, empty, old=0, proof=(), key=log.key, now=NOW)
    log.size = 9
    witness.check([empty], log.get, key=log.key)
    assert witness.fetch(store, log.get, key=log.key, now=NOW).size == 9


def test_a_line_cut_off_by_a_power_cut_is_written_anew(log: Log, store: Store) -> None:
    for log.size in (4, 6):
        witness.fetch(store, log.get, key=log.key, now=NOW)
    kept = store.folder / "kept.jsonl"
    kept.write_bytes(kept.read_bytes()[:-30])

    again = Store(store.folder)
    assert [one.size for one in again.kept()] == [4]
    log.size = 9
    witness.fetch(again, log.get, key=log.key, now=NOW)
    for reader in (again, Store(store.folder)):
        assert [one.size for one in reader.kept()] == [4, 9]


def test_a_break_within_a_note_is_no_end_of_a_line(log: Log, store: Store) -> None:
    text = f"log.example\n3\n{base64.b64encode(root_of(log.leaves(3))).decode()}\na\u2028b\n"
    signed = base64.b64encode(log._id() + log.signer.sign(text.encode())).decode()
    witness.take(store, f"{text}\n— log.example {signed}\n", old=0, proof=(), key=log.key, now=NOW)

    assert [one.size for one in Store(store.folder).kept()] == [3]


def test_of_two_programs_in_one_folder_one_waits_and_sees_the_fork(log: Log, store: Store) -> None:
    log.size = 5
    witness.fetch(store, log.get, key=log.key, now=NOW)
    forged = Log("b", log.signer)
    forged.size = log.size = 9
    other, told = Store(store.folder), []
    assert other.last() == store.last()

    def fetch() -> None:
        try:
            witness.fetch(other, forged.get, key=log.key, now=NOW)
        except Contradiction as error:
            told.append(str(error))

    with store.alone():
        second = threading.Thread(target=fetch)
        second.start()
        second.join(0.2)
        assert second.is_alive()
        store.keep(log.note(9), note.open_checkpoint(log.note(9), log.key), NOW)
    second.join(10)

    assert "两个不同的根哈希" in told[0]
    assert Store(store.folder).at(9).note == log.note(9)  # type: ignore[union-attr]


def test_only_the_file_that_was_named_is_checked(log: Log, store: Store, tmp_path: Path) -> None:
    log.size = 5
    witness.fetch(store, log.get, key=log.key, now=NOW)
    other = store.folder / "other.jsonl"
    other.write_text("{}\n")

    assert len(witness_cli._notes(store.folder / "kept.jsonl")) == 1
    assert witness_cli._notes(other) == ["{}\n"]


def test_an_outsider_asks_whether_today_continues_what_a_witness_kept(
    log: Log, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: object
) -> None:
    log.size = 9
    kept = tmp_path / "kept.txt"
    kept.write_text(witness.fetch(store, log.get, key=log.key, now=NOW).cosigned)
    log.size = 700

    witness.check([kept.read_text()], log.get, key=log.key, witness=store.key)
    other = Store(tmp_path / "other")
    other.make("other.example")
    with pytest.raises(note.NoteError, match="没有这个见证方的副署"):
        witness.check([kept.read_text()], log.get, key=log.key, witness=other.key)


def post(port: int, records: list[dict[str, object]], secret: str = SECRET) -> tuple[int, dict]:  # type: ignore[type-arg]
    import hmac

    body = "".join(json.dumps(one) + "\n" for one in records).encode()
    signed = hmac.new(secret.encode(), b"now." + body, hashlib.sha256).hexdigest()
    headers = {"X-Gongjian-Time": "now", "X-Gongjian-Signature": f"sha256={signed}"}
    request = urllib.request.Request(f"http://127.0.0.1:{port}/", body, headers)
    try:
        with urllib.request.urlopen(request) as answer:  # noqa: S310
            return answer.status, json.loads(answer.read())
    except urllib.error.HTTPError as error:
        return error.code, json.loads(error.read())


def test_the_receiver_takes_in_order_answers_what_it_holds_and_refuses_a_fork(
    log: Log, store: Store
) -> None:
    server = witness_cli.receiver(store, log.key, SECRET, "127.0.0.1", 0)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    port = server.server_port

    def record(old: int, size: int, of: Log = log) -> dict[str, object]:
        proof = [step.hex() for step in of.proof(old, size)] if old else []
        return {"checkpoint": of.note(size), "old": old, "proof": proof}

    try:
        idle = socket.create_connection(("127.0.0.1", port))
        idle.sendall(b"POST / HTTP/1.1\r\nContent-Length: 100\r\n\r\nslow")
        status, said = post(port, [record(0, 4), record(4, 6), record(6, 9)])
        assert (status, said["size"]) == (200, 9)
        assert [one["size"] for one in said["cosignatures"]] == [4, 6, 9]
        status, said = post(port, [record(10, 12)])
        assert (status, said["size"], said.get("cosignatures")) == (200, 9, None)
        assert post(port, [record(9, 12)], "another secret")[0] == 403
        assert post(port, [{"nothing": 1}])[0] == 400
        with socket.create_connection(("127.0.0.1", port)) as odd:
            odd.sendall(b"POST / HTTP/1.1\r\nContent-Length: -1e3\r\n\r\n")
            assert b" 413 " in odd.recv(100)
        forged = Log("b", log.signer)
        forged.size = 12
        status, said = post(port, [record(9, 12, forged)])
        assert status == 422
        assert "分叉" in said["error"]
    finally:
        idle.close()
        server.shutdown()
        server.server_close()
    assert [one.size for one in store.kept()] == [4, 6, 9]
