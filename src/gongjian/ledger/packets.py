"""Packets: files handed out together, their list signed by the log's key. See docs/proof-format.md.

Each file may have a proof of its own; the signature says that they belong together and that none
was left out, and who put them together.
"""

import hashlib
import io
import json
import zipfile
import zlib
from collections.abc import Mapping
from typing import Any

from .keys import verifier_key
from .notes import read_note, signed_note

FORMAT = "gongjian-packet/2"
INDEX, SIGNATURE, KEY = "index.json", "index.sig", "key"
UNLISTED = frozenset({INDEX, SIGNATURE})
MOST_FILES, MOST_BYTES = 2_000, 500_000_000
_PIECE = 1 << 20


class NotOurs(Exception):
    """The packet is damaged, changed, or was never made here; says which file."""


def packed(files: Mapping[str, bytes], told: Mapping[str, Any]) -> bytes:
    """Return a zip of the files, a list of their hashes with what is told of them, a signature."""
    files = {**files, KEY: (verifier_key() + "\n").encode()}
    sums = {name: hashlib.sha256(content).hexdigest() for name, content in sorted(files.items())}
    index = {"format": FORMAT, **told, "sha256": sums}
    listed = (json.dumps(index, ensure_ascii=False, indent=1) + "\n").encode()
    signature = signed_note(_said(listed)).encode()
    box = io.BytesIO()
    with zipfile.ZipFile(box, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {**files, INDEX: listed, SIGNATURE: signature}.items():
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content)
    return box.getvalue()


def is_packet(data: bytes) -> bool:
    """Tell whether a file says that it is a packet; it may still prove nothing."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as box:
            return INDEX in box.namelist()
    except (zipfile.BadZipFile, OSError, ValueError):
        return False


def read_packet(data: bytes) -> dict[str, Any]:
    """Return the list of a packet that was made here and holds what the list says.

    Raises:
        NotOurs: it is not, or something is missing, added or changed.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as box:
            return _read(box)
    except (zipfile.BadZipFile, EOFError, OSError, ValueError, KeyError, RuntimeError, zlib.error):
        raise NotOurs("材料包已损坏，或者不是本平台签发的") from None


def _read(box: zipfile.ZipFile) -> dict[str, Any]:
    names = box.namelist()
    sizes = sum(info.file_size for info in box.infolist())
    if len(names) != len(set(names)) or len(names) > MOST_FILES or sizes > MOST_BYTES:
        raise NotOurs("材料包里有重名的文件，或者文件过多、过大")
    listed = box.read(INDEX)
    if read_note(box.read(SIGNATURE).decode()) != _said(listed):
        raise NotOurs("材料包的目录被改动过，与签名不符")
    index: dict[str, Any] = json.loads(listed)
    sums: dict[str, str] = index["sha256"]
    for name in sorted(set(names) - UNLISTED | set(sums)):
        if name not in sums:
            raise NotOurs(f"材料包里多出了目录没有列出的文件“{name}”")
        if name not in names:
            raise NotOurs(f"材料包里缺少“{name}”")
        if _sum(box, name) != sums[name]:
            raise NotOurs(f"“{name}”与签名的目录不符，已被改动")
    return index


def _sum(box: zipfile.ZipFile, name: str) -> str:
    digest = hashlib.sha256()
    with box.open(name) as file:
        while piece := file.read(_PIECE):
            digest.update(piece)
    return digest.hexdigest()


def _said(listed: bytes) -> str:
    """Return the text that is signed: never that of a checkpoint, whose first line names a log."""
    return f"{FORMAT}\n{hashlib.sha256(listed).hexdigest()}\n"
