"""Proof bundles: that a row, and the file it names, stands in the log. See docs/proof-format.md."""

import hashlib
import io
import json
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cryptography.hazmat.primitives import hashes

from . import merkle, note

FORMAT = "gongjian-proof/1"
_PARTS = {"proof.json": 4_000_000, "checkpoint": 100_000, "key": 10_000}
_LEAF = {"at", "commit", "prev", "seq", "sm3", "stream", "v"}


class BundleError(Exception):
    """The bundle proves nothing; the message says why, in Chinese."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a bundle proves. `rows`: the disclosed rows, as {"t": table, "u": uid, "v": columns}."""

    origin: str
    index: int
    size: int
    at: str
    key: str
    own_key: bool
    rows: tuple[Mapping[str, Any], ...]


def verify_bundle(data: bytes, *, key: str = "") -> Verdict:
    """Check a bundle; with `key` given, the bundle's own key is not trusted.

    Raises:
        BundleError: it proves nothing.
    """
    parts = _unzipped(data)
    proof = _proof(parts["proof.json"])
    used = key or parts["key"].strip()
    leaf = _leaf(proof)
    rows = _disclosed(proof, leaf)
    try:
        checkpoint = note.open_checkpoint(parts["checkpoint"], used)
    except note.NoteError as error:
        raise BundleError(f"检查点的签名无效，或不是用这把公钥签的（{error}）") from None
    log = proof["log"]
    if log["size"] != checkpoint.size:
        raise BundleError("证明所依据的日志长度与检查点不符")
    try:
        merkle.verify_inclusion(
            log["index"],
            checkpoint.size,
            merkle.leaf_hash(proof["leaf"].encode()),
            [_hex(step) for step in log["path"]],
            checkpoint.root,
        )
    except merkle.ProofError as error:
        raise BundleError(f"这条记录不在检查点所签的日志里（{error}）") from None
    return Verdict(
        checkpoint.origin, log["index"], checkpoint.size, leaf["at"], used, not key, tuple(rows)
    )


def check_file(verdict: Verdict, data: bytes) -> Mapping[str, Any]:
    """Return the disclosed row that names exactly this file.

    Raises:
        BundleError: none does.
    """
    digest, national = hashlib.sha256(data).hexdigest(), sm3(data)
    for row in verdict.rows:
        columns = row["v"]
        if (columns.get("sha256"), columns.get("sm3")) == (digest, national):
            if columns.get("size") != len(data):
                raise BundleError("文件大小与存证记录不符")
            return row
    raise BundleError("这个文件与存证记录的哈希值不符：它不是当时存证的那个文件，或已被改动")


def sm3(data: bytes) -> str:
    """Return the hex SM3 of a file (GB/T 32905)."""
    digest = hashes.Hash(hashes.SM3())
    digest.update(data)
    return digest.finalize().hex()


def _unzipped(data: bytes) -> dict[str, str]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as box:
            names = box.namelist()
            for name, most in _PARTS.items():
                if names.count(name) != 1:
                    raise BundleError(f"证明包里应当有且只有一个 {name}")
                if box.getinfo(name).file_size > most:
                    raise BundleError(f"证明包里的 {name} 过大")
            return {name: box.read(name).decode() for name in _PARTS}
    except (
        zipfile.BadZipFile,
        zipfile.LargeZipFile,
        UnicodeError,
        EOFError,
        OSError,
        ValueError,
        NotImplementedError,
        RuntimeError,
        zlib.error,
    ):
        raise BundleError("证明包已损坏，或者不是证明包（应为 zip 文件）") from None


def _proof(text: str) -> dict[str, Any]:
    """Read proof.json and check its shape, so that nothing later meets a surprise."""
    proof: dict[str, Any] = _json(text)
    shape = {"format": str, "leaf": str, "lines": dict, "log": dict}
    _shaped(proof, shape)
    if proof["format"] != FORMAT:
        raise BundleError(f"不认识证明包的格式“{proof['format']}”，请更新核验工具")
    _shaped(proof["lines"], {"hashes": list, "disclosed": list})
    _shaped(proof["log"], {"index": int, "size": int, "path": list})
    for item in proof["lines"]["disclosed"]:
        _shaped(item, {"line": int, "salt": str, "text": str})
    return proof


def _leaf(proof: Mapping[str, Any]) -> dict[str, Any]:
    leaf: dict[str, Any] = _json(proof["leaf"])
    _shaped(leaf, {"at": str, "commit": str, "v": int})
    if leaf["v"] != 1 or set(leaf) != _LEAF:
        raise BundleError("日志条目的版本不认识，请更新核验工具")
    return leaf


def _disclosed(proof: Mapping[str, Any], leaf: Mapping[str, Any]) -> list[dict[str, Any]]:
    lines = [_hex(h) for h in proof["lines"]["hashes"]]
    if hashlib.sha256(b"".join(lines)).hexdigest() != leaf["commit"]:
        raise BundleError("各行的哈希值与日志条目的承诺不符")
    rows = []
    for item in proof["lines"]["disclosed"]:
        salt, text = _hex(item["salt"], 16), item["text"].encode()
        if not 0 <= item["line"] < len(lines):
            raise BundleError("所公开的行不在这条记录里")
        if hashlib.sha256(salt + text).digest() != lines[item["line"]]:
            raise BundleError("所公开的内容与日志条目的承诺不符：内容已被改动")
        row = _json(item["text"])
        if item["line"] > 0:
            _shaped(row, {"t": str, "u": str, "v": dict})
            rows.append(row)
    return rows


def _json(text: str) -> Any:
    """Read JSON strictly: no name twice, no half of a surrogate pair."""
    try:
        value = json.loads(text, object_pairs_hook=_once)
        json.dumps(value, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        raise BundleError("证明包里的内容不是有效的 JSON") from None
    return value


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice")
    return found


def _shaped(value: Any, shape: Mapping[str, type]) -> None:
    if not isinstance(value, dict):
        raise BundleError("证明包的内容不完整")
    for name, kind in shape.items():
        found = value.get(name)
        if not isinstance(found, kind) or isinstance(found, bool):
            raise BundleError(f"证明包缺少“{name}”，或其类型不对")


def _hex(value: Any, size: int = 32) -> bytes:
    try:
        found = bytes.fromhex(value)
    except (TypeError, ValueError):
        found = b""
    if len(found) != size or value != found.hex():
        raise BundleError("证明包里的哈希值写法不对")
    return found
