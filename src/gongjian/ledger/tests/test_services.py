"""Entries, chains, sealing and what the public sees of them."""

import json
from datetime import timedelta
from hashlib import sha256
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client

from gongjian.common.clock import Clock
from gongjian.jobs.registry import kinds
from gongjian.jobs.services import start_periodic
from gongjian.ledger import hashing, proofs
from gongjian.ledger.audit import Audit
from gongjian.ledger.models import Checkpoint, Entry, Leaf, Stream, Tile, Unsealed
from gongjian.ledger.notes import read_checkpoint, signed_checkpoint
from gongjian.ledger.sealing import seal
from gongjian.ledger.services import next_entry, open_stream, write_entries
from gongjian.ledger.tree import inclusion_path, subtree_root
from gongjian.ledger.treecheck import Mark
from gongjian.ledger.views import tile_path

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]
AT = "2026-03-02T02:00:00.000000Z"
HEAD = '{"act":"x.y","actor":"","by":"张示例","door":"test","kind":"test"}'


def write(stream: Stream, count: int = 1) -> list[Entry]:
    entries = [next_entry(stream, AT, [HEAD]) for _ in range(count)]
    write_entries(entries)
    return entries


def found() -> list[str]:
    return [str(finding) for finding in Audit().run()]


# --- chains -----------------------------------------------------------------------------------


def test_each_entry_names_the_one_before() -> None:
    stream = open_stream("test")
    first, second = write(stream, 2)

    leaves = [json.loads(entry.leaf) for entry in (first, second)]
    assert [leaf["seq"] for leaf in leaves] == [1, 2]
    assert leaves[0]["prev"] == "0" * 64
    assert (
        leaves[1]["prev"] == first.leaf_hash.hex() == hashing.leaf_hash(first.leaf.encode()).hex()
    )
    assert {leaf["stream"] for leaf in leaves} == {str(stream.uid)}
    assert found() == []


def test_a_leaf_holds_nothing_personal_and_salts_make_equal_entries_differ() -> None:
    first, second = write(open_stream("test")), write(open_stream("test"))

    assert "张示例" not in first[0].leaf
    assert json.loads(first[0].leaf)["commit"] != json.loads(second[0].leaf)["commit"]
    assert first[0].salt != second[0].salt


def test_a_stale_stream_is_read_again_and_never_forks() -> None:
    stream = open_stream("test")
    stale = Stream.objects.get(pk=stream.pk)
    write(stream, 3)

    (entry,) = write(stale)

    assert entry.seq == 4
    assert found() == []


def test_the_database_refuses_a_second_entry_at_one_place() -> None:
    (entry,) = write(open_stream("test"))
    entry.pk = None

    with pytest.raises(IntegrityError), transaction.atomic():
        entry.save(force_insert=True)


# --- the log ----------------------------------------------------------------------------------


@pytest.mark.parametrize("batch", [1, 7, 300])
def test_every_entry_is_sealed_once_in_order(batch: int) -> None:
    streams = [open_stream("test") for _ in range(3)]
    for _ in range(2):
        for stream in streams:
            write(stream, 5)

    assert seal(batch=batch) == 30
    assert seal() == 0

    assert list(Leaf.objects.order_by("index").values_list("index", flat=True)) == [*range(30)]
    assert not Unsealed.objects.exists()
    newest = Checkpoint.objects.order_by("-size")[0]
    assert read_checkpoint(newest.note) == (30, bytes(newest.root))
    assert found() == []


def test_the_worker_seals_every_second() -> None:
    write(open_stream("test"), 2)

    assert kinds()["ledger.seal"].every == timedelta(seconds=1)
    assert "ledger.seal" in start_periodic(Clock().now())

    assert Leaf.objects.count() == 2


def test_growing_keeps_every_earlier_state_provable() -> None:
    stream = open_stream("test")
    for count in (1, 2, 254, 3, 300):
        write(stream, count)
        seal()

    sizes = list(Checkpoint.objects.order_by("size").values_list("size", flat=True))
    assert sizes == [1, 3, 257, 260, 560]
    assert bytes(Tile.objects.get(level=1, n=0).data) == b"".join(
        subtree_root(bytes(Tile.objects.get(level=0, n=n).data)) for n in range(2)
    )
    leaf = Leaf.objects.select_related("entry").get(index=256)
    assert rebuilt(256, 560, bytes(leaf.entry.leaf_hash)) == bytes(
        Checkpoint.objects.get(size=560).root
    )
    assert proofs.consistency_proof(257, 560)
    assert found() == []


def rebuilt(index: int, size: int, value: bytes) -> bytes:
    """Return the root that an inclusion proof leads to (RFC 9162 section 2.1.3.2, shortened)."""
    last = size - 1
    for step in proofs.inclusion_proof(index, size):
        if index & 1 or index == last:
            value = sha256(b"\x01" + step + value).digest()
            while not index & 1 and index:
                index, last = index >> 1, last >> 1
        else:
            value = sha256(b"\x01" + value + step).digest()
        index, last = index >> 1, last >> 1
    return value


def test_a_kept_checkpoint_of_a_longer_log_shows_the_cut() -> None:
    write(open_stream("test"), 3)
    seal()

    cut = list(Audit(kept=[Mark(9, bytes(32), "kept")]).run())
    forged = list(Audit(kept=[Mark(3, bytes(32), "kept")]).run())

    assert "被截断" in str(cut[0])
    assert "被改写" in str(forged[0]) or "改写" in str(forged[0])


def test_a_note_of_another_log_or_key_is_refused(settings: Any) -> None:
    note = signed_checkpoint(3, bytes(32))

    assert read_checkpoint(note) == (3, bytes(32))
    other = "B" if note[-9] == "A" else "A"
    forged = f"{note[:-9]}{other}{note[-8:]}"
    for changed in (note.replace("\n3\n", "\n4\n"), forged, note + "\n", ""):
        with pytest.raises(ValueError, match="检查点"):
            read_checkpoint(changed)
    settings.GONGJIAN_LOG_ORIGIN = "other.example/log"
    with pytest.raises(ValueError, match="检查点"):
        read_checkpoint(note)


# --- what the database refuses ------------------------------------------------------------------


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_entry SET payload = 'x'",
        "DELETE FROM ledger_entry",
        "UPDATE ledger_stream SET seq = 1",
        "UPDATE ledger_stream SET seq = seq + 2",
        "UPDATE ledger_stream SET kind = 'x'",
        "DELETE FROM ledger_stream",
        'UPDATE ledger_leaf SET "index" = 7',
        "DELETE FROM ledger_leaf",
        "UPDATE ledger_checkpoint SET note = 'x'",
        "DELETE FROM ledger_checkpoint",
        "UPDATE ledger_tile SET data = substr(data, 1, 32)",
        "UPDATE ledger_tile SET n = 1",
        "DELETE FROM ledger_tile",
        "DELETE FROM ledger_unsealed",
    ],
)
def test_the_database_refuses_to_change_the_ledger(statement: str) -> None:
    stream = open_stream("test")
    write(stream, 3)
    seal()
    write(stream)

    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)

    assert found() == []


# --- the public side ----------------------------------------------------------------------------


def test_checkpoint_and_tiles_are_public_and_whole_tiles_stay(client: Client) -> None:
    assert client.get("/log/checkpoint").status_code == 404
    write(open_stream("test"), 258)
    seal()

    note = client.get("/log/checkpoint")
    whole, part = client.get("/log/tile/0/000"), client.get("/log/tile/0/001.p/2")
    upper = client.get("/log/tile/1/000.p/1")

    assert read_checkpoint(note.content.decode())[0] == 258
    assert note["Cache-Control"] == "no-cache"
    assert "immutable" in whole["Cache-Control"]
    assert (len(whole.content), len(part.content)) == (8192, 64)
    assert upper.content == subtree_root(whole.content)
    node = {0: whole.content + part.content}
    path = inclusion_path(
        257,
        258,
        lambda level, n: subtree_root(node[0][(n << level) * 32 : ((n + 1) << level) * 32]),
    )
    assert path == proofs.inclusion_proof(257, 258)


@pytest.mark.parametrize(
    "path",
    [
        "tile/0/001",
        "tile/0/001.p/3",
        "tile/0/000.p/0",
        "tile/0/000.p/256",
        "tile/0/000.p/02",
        "tile/0/0",
        "tile/0/x000/000",
        "tile/0/002",
        "tile/9/000",
        "tile/0/000/../../checkpoint",
        "tile/entries/000",
        "entries",
        "",
    ],
)
def test_nothing_else_is_public(client: Client, path: str) -> None:
    write(open_stream("test"), 258)
    seal()

    assert client.get(f"/log/{path}").status_code == 404
    assert client.post("/log/checkpoint").status_code == 405


@pytest.mark.parametrize(
    ("place", "path"),
    [
        ((0, 0, 256), "tile/0/000"),
        ((1, 7, 3), "tile/1/007.p/3"),
        ((0, 1234067, 256), "tile/0/x001/x234/067"),
        ((2, 1000, 1), "tile/2/x001/000.p/1"),
    ],
)
def test_tile_addresses_are_the_standards(place: tuple[int, int, int], path: str) -> None:
    assert tile_path(*place) == path
