"""Proof bundles: what a stranger needs to check one row (`docs/proof-format.md`)."""

import io
import json
import zipfile
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from gongjian.common.errors import NotFound
from gongjian.common.records import Record

from .hashing import SALT, line_hashes
from .keys import verifier_key
from .models import Checkpoint, Entry, Leaf, Stream
from .sealing import tile_reader
from .tree import consistency_path, inclusion_path, node_reader

FORMAT = "gongjian-proof/1"
_README = """这是公鉴的存证证明包。它证明：某个文件（或某条记录）在当时已写入只能追加的存证日志，
此后没有改动。

核验（不联网，不依赖发证机关的系统；需要 Python 3.11 和 gongjian 软件包）：

    gongjian-verify 决定书.pdf --proof 本文件.zip --key 公钥

公钥请从机关门户网站等可靠途径取得；不给 --key 时只用包内自带的公钥，那只能说明证明包前后一致。

  proof.json  日志条目、它对各行内容的承诺、所公开的一行、到检查点的路径
  checkpoint  检查点：日志的名称、长度、根哈希和签名（C2SP signed note）
  key         签名公钥

格式见 docs/proof-format.md。
"""


class NotSealed(NotFound):
    """The entry waits for the next checkpoint, a few seconds at most."""

    code = "not_sealed"


def inclusion_proof(index: int, size: int) -> list[bytes]:
    """Return the path of a leaf in the log of `size` leaves; a few tiles are read."""
    return inclusion_path(index, size, node_reader(tile_reader()))


def consistency_proof(old: int, size: int) -> list[bytes]:
    """Return the path that shows the log of `size` leaves to continue that of `old`."""
    return consistency_path(old, size, node_reader(tile_reader()))


def consistency_proofs(sizes: Sequence[int]) -> list[list[bytes]]:
    """Return for each size the path from the one before it; none for the first. Tiles once read."""
    node = node_reader(tile_reader())
    return [consistency_path(old, size, node) for old, size in pairwise(sizes)]


def bundle(row: Record, stream: Stream | int) -> bytes:
    """Return the proof bundle of a row: a zip that discloses this row and nothing else.

    `stream` (or its id) is where the row was written; of several entries the latest is proven.

    Raises:
        NotFound: the stream holds no entry with this row.
        NotSealed: the log does not hold the entry yet.
    """
    start = f'{{"t":"{row._meta.label_lower}","u":"{row.uid}",'
    entries = Entry.objects.filter(
        stream_id=stream if isinstance(stream, int) else stream.pk, payload__contains=start
    )
    entry = entries.order_by("-seq").first()
    if entry is None:
        raise NotFound("存证链里没有这条记录，无法出具证明")
    index = Leaf.objects.filter(entry=entry).values_list("index", flat=True).first()
    checkpoint = Checkpoint.objects.order_by("-size").first()
    if index is None or checkpoint is None:
        raise NotSealed("这条记录正在写入存证日志，请几秒钟后再试")
    number = next(i for i, line in enumerate(entry.lines) if line.startswith(start))
    return _completed(disclosed(entry, number, index), checkpoint)


def completed(part: dict[str, Any]) -> bytes:
    """Return the proof bundle of what `disclosed` said, up to the newest checkpoint.

    Raises:
        NotSealed: there is no checkpoint.
    """
    checkpoint = Checkpoint.objects.order_by("-size").first()
    if checkpoint is None:
        raise NotSealed("这条记录正在写入存证日志，请几秒钟后再试")
    return _completed(part, checkpoint)


def _completed(part: dict[str, Any], checkpoint: Checkpoint) -> bytes:
    index, size = part["log"]["index"], checkpoint.size
    path = [step.hex() for step in inclusion_proof(index, size)]
    proof = {**part, "log": {"index": index, "size": size, "path": path}}
    return _zipped(
        {
            "proof.json": json.dumps(proof, ensure_ascii=False, indent=1) + "\n",
            "checkpoint": checkpoint.note,
            "key": verifier_key() + "\n",
            "README.txt": _README,
        }
    )


def disclosed(entry: Entry, number: int, index: int) -> dict[str, Any]:
    """Return the proof of one line of an entry but for the path to a checkpoint."""
    salt, lines = bytes(entry.salt), entry.lines
    hashes = line_hashes(salt, [line.encode() for line in lines])
    return {
        "format": FORMAT,
        "leaf": entry.leaf,
        "lines": {
            "hashes": [h.hex() for h in hashes],
            "disclosed": [
                {
                    "line": number,
                    "salt": salt[number * SALT : (number + 1) * SALT].hex(),
                    "text": lines[number],
                }
            ],
        },
        "log": {"index": index},
    }


def _zipped(files: dict[str, str]) -> bytes:
    """Return a zip without compression and without time: equal proofs are equal bytes."""
    box = io.BytesIO()
    with zipfile.ZipFile(box, "w", zipfile.ZIP_STORED) as archive:
        for name, text in files.items():
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), text.encode())
    return box.getvalue()
