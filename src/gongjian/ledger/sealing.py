"""From the outbox into the log: indexes, tiles, a signed checkpoint."""

from collections.abc import Callable

from django.db import connection, transaction

from gongjian.common.db import postgres

from .models import Checkpoint, Tile, Unsealed
from .notes import signed_checkpoint
from .tree import edge_of, extend, root_of

BATCH = 10_000
_LOCK = 0x67_6A_6C_6F_67

# The set is fixed by the INSERT alone: later statements of the transaction may see newer rows.
_INDEX = """
INSERT INTO ledger_leaf ("index", entry_id)
SELECT %s + row_number() OVER (ORDER BY entry_id) - 1, entry_id
FROM (SELECT entry_id FROM ledger_unsealed ORDER BY entry_id LIMIT %s) AS waiting"""
_HASHES = """
SELECT entry.leaf_hash
FROM ledger_leaf AS leaf JOIN ledger_entry AS entry ON entry.id = leaf.entry_id
WHERE leaf."index" >= %s ORDER BY leaf."index\""""
_CLEAR = """
DELETE FROM ledger_unsealed
WHERE entry_id IN (SELECT entry_id FROM ledger_leaf WHERE "index" >= %s)"""


def seal(*, batch: int = BATCH) -> int:
    """Put every waiting entry into the log, `batch` per transaction; return how many.

    One sealer works at a time: SQLite admits one writer, PostgreSQL waits for an advisory lock.
    """
    sealed = 0
    while Unsealed.objects.exists():
        sealed += _seal_batch(batch)
    return sealed


def tile_reader() -> Callable[[int, int], bytes]:
    """Return `tile(level, n)`, which reads each tile once; b"" where there is none."""
    known: dict[tuple[int, int], bytes] = {}

    def tile(level: int, n: int) -> bytes:
        if (level, n) not in known:
            found = Tile.objects.filter(level=level, n=n).values_list("data", flat=True).first()
            known[level, n] = bytes(found or b"")
        return known[level, n]

    return tile


@transaction.atomic
def _seal_batch(batch: int) -> int:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            postgres.lock_until_commit(cursor, _LOCK)
        size = Checkpoint.objects.order_by("-size").values_list("size", flat=True).first() or 0
        cursor.execute(_INDEX, [size, batch])
        cursor.execute(_HASHES, [size])
        leaves = b"".join([row[0] for row in cursor.fetchall()])
        added = len(leaves) // 32
        if not added:
            return 0
        cursor.execute(_CLEAR, [size])
    tiles, edge = extend(size, edge_of(size, tile_reader()), leaves)
    _write_tiles(size, tiles)
    root = root_of(edge)
    Checkpoint.objects.create(
        size=size + added,
        root=root,
        note=signed_checkpoint(size + added, root),
    )
    return added


def _write_tiles(size: int, tiles: dict[tuple[int, int], bytes]) -> None:
    """Grow the tiles that were there at `size` leaves, insert the others."""
    new = []
    for (level, n), data in tiles.items():
        number, width = divmod(size >> (8 * level), 256)
        if width and n == number:
            Tile.objects.filter(level=level, n=n).update(data=data)
        else:
            new.append(Tile(level=level, n=n, data=data))
    Tile.objects.bulk_create(new, batch_size=500)
