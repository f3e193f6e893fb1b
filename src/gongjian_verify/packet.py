"""A party's packet: its signed list, and every file with its own proof.

See docs/proof-format.md.
"""

import hashlib
import io
import json
import zipfile
import zlib
from dataclasses import dataclass
from typing import Any

from . import note
from .bundle import BundleError, Verdict, check_file, verify_bundle

FORMAT = "gongjian-packet/2"
_MOST_FILES, _MOST_BYTES = 2_000, 500_000_000
_UNLISTED = {"index.json", "index.sig"}


@dataclass(frozen=True, slots=True)
class Checked:
    """One file of the packet and what proves it."""

    name: str
    verdict: Verdict


def is_packet(data: bytes) -> bool:
    """Tell whether a zip says that it is a packet; it may still prove nothing."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as box:
            return "index.json" in box.namelist()
    except (zipfile.BadZipFile, OSError, ValueError):
        return False


def verify_packet(data: bytes, *, key: str = "") -> list[Checked]:
    """Check who signed the list, that the packet holds what it says, and each file's own proof.

    A paper is compared byte for byte, what the party handed in word for word. With `key` given, the
    packet's own key is not trusted.

    Raises:
        BundleError: something is missing, added, changed or not proven; says which file.
    """
    files = _opened(data)
    index = _listed(files)
    used = _signer(files, key)
    sums = index["sha256"]
    for name in sorted(set(files) - _UNLISTED | set(sums)):
        if name not in sums:
            raise BundleError(f"材料包里多出了目录没有列出的文件：{name}")
        if name not in files:
            raise BundleError(f"材料包里缺少“{name}”")
        if hashlib.sha256(files[name]).hexdigest() != sums[name]:
            raise BundleError(f"“{name}”与签名的目录不符，已被改动")
    checked = [_checked(files, entry, key) for entry in index["files"]]
    if any(one.verdict.key != used for one in checked):
        raise BundleError("材料包和里面的证明不是用同一把公钥签的")
    return checked


def _signer(files: dict[str, bytes], key: str) -> str:
    """Return the key by which the list is signed."""
    said = f"{FORMAT}\n{hashlib.sha256(files['index.json']).hexdigest()}\n"
    if "index.sig" not in files or "key" not in files:
        raise BundleError("材料包没有签名")
    used = key or files["key"].decode(errors="replace").strip()
    try:
        signed = note.open_note(files["index.sig"], [used]).text
    except note.NoteError as error:
        raise BundleError(f"材料包的签名无效，或不是用这把公钥签的（{error}）") from None
    if signed != said:
        raise BundleError("材料包的目录与签名不符，已被改动")
    return used


def _checked(files: dict[str, bytes], entry: dict[str, str], key: str) -> Checked:
    name = entry["file"]
    if name not in files or entry["proof"] not in files:
        raise BundleError(f"材料包里缺少“{name}”或者它的证明")
    try:
        verdict = verify_bundle(files[entry["proof"]], key=key)
        if any("sha256" in row["v"] for row in verdict.rows):
            check_file(verdict, files[name])
        else:
            _check_words(verdict, files[name])
    except BundleError as error:
        raise BundleError(f"“{name}”：{error}") from None
    return Checked(name, verdict)


def _check_words(verdict: Verdict, data: bytes) -> None:
    """Compare a text with the row that was recorded: number, moment and every word."""
    text = data.decode(errors="replace")
    for row in verdict.rows:
        columns = row["v"]
        content, receipt = columns.get("content"), columns.get("receipt")
        if content and receipt and text.endswith(f"\n\n{content}\n") and receipt in text:
            return
    raise BundleError("文字与存证记录不符，已被改动")


def _listed(files: dict[str, bytes]) -> dict[str, Any]:
    index: Any = None
    try:
        index = json.loads(files["index.json"])
        sums = index["sha256"]
        known = index["format"] == FORMAT and all(
            isinstance(entry["file"], str) and isinstance(entry["proof"], str)
            for entry in index["files"]
        )
        known = known and all(isinstance(one, str) for pair in sums.items() for one in pair)
    except (AttributeError, KeyError, TypeError, ValueError):
        known = False
    if not known:
        raise BundleError("材料包的目录（index.json）已损坏，或者不是材料包")
    return dict(index)


def _opened(data: bytes) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as box:
            names = box.namelist()
            if len(names) != len(set(names)) or len(names) > _MOST_FILES:
                raise BundleError("材料包里有重名的文件，或者文件过多")
            if sum(info.file_size for info in box.infolist()) > _MOST_BYTES:
                raise BundleError("材料包过大")
            return {name: box.read(name) for name in names}
    except (zipfile.BadZipFile, EOFError, OSError, ValueError, RuntimeError, zlib.error):
        raise BundleError("材料包已损坏，或者不是材料包（应为 zip 文件）") from None
