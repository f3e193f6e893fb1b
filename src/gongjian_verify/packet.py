"""A party's packet: every file in it, each with its own proof. See docs/proof-format.md."""

import io
import json
import zipfile
import zlib
from dataclasses import dataclass
from typing import Any

from .bundle import BundleError, Verdict, check_file, verify_bundle

FORMAT = "gongjian-packet/1"
_MOST_FILES, _MOST_BYTES = 2_000, 500_000_000
_FREE = {"index.json", "README.txt"}


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
    """Check that the packet holds what its list says, and each file what was recorded.

    A paper is compared byte for byte, what the party handed in word for word.

    Raises:
        BundleError: something is missing, added, changed or not proven; says which file.
    """
    files = _opened(data)
    listed = _listed(files)
    named = {entry["file"] for entry in listed} | {entry["proof"] for entry in listed}
    if extra := sorted(set(files) - named - _FREE):
        raise BundleError(f"卷宗包里多出了目录没有列出的文件：{extra[0]}")
    return [_checked(files, entry, key) for entry in listed]


def _checked(files: dict[str, bytes], entry: dict[str, str], key: str) -> Checked:
    name = entry["file"]
    if name not in files or entry["proof"] not in files:
        raise BundleError(f"卷宗包里缺少“{name}”或者它的证明")
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


def _listed(files: dict[str, bytes]) -> list[dict[str, str]]:
    try:
        index: Any = json.loads(files["index.json"])
        listed = index["files"]
        known = index["format"] == FORMAT and all(
            isinstance(entry["file"], str) and isinstance(entry["proof"], str) for entry in listed
        )
    except (KeyError, TypeError, ValueError):
        known = False
    if not known:
        raise BundleError("卷宗包的目录（index.json）已损坏，或者不是卷宗包")
    return list(listed)


def _opened(data: bytes) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as box:
            names = box.namelist()
            if len(names) != len(set(names)) or len(names) > _MOST_FILES:
                raise BundleError("卷宗包里有重名的文件，或者文件过多")
            if sum(info.file_size for info in box.infolist()) > _MOST_BYTES:
                raise BundleError("卷宗包过大")
            return {name: box.read(name) for name in names}
    except (zipfile.BadZipFile, EOFError, OSError, ValueError, RuntimeError, zlib.error):
        raise BundleError("卷宗包已损坏，或者不是卷宗包（应为 zip 文件）") from None
