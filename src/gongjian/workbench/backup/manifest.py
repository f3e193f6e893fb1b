"""What a backup says of itself: `manifest.json`, the last file to be written."""

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

NAME = "manifest.json"
FORMAT = 1


@dataclass(frozen=True, slots=True)
class Manifest:
    """`columns` is empty on SQLite, whose copy is one file. `keys` are fingerprints, no keys."""

    format: int
    taken_at: str
    engine: str
    log_origin: str
    migrations: list[list[str]]
    tables: dict[str, int]
    columns: dict[str, list[str]]
    files: dict[str, str]
    kept_files: int
    keys: dict[str, str]

    def write(self, folder: Path) -> None:
        """Write the manifest beside what it names."""
        text = json.dumps(asdict(self), ensure_ascii=False, indent=1, sort_keys=True)
        (folder / NAME).write_text(text + "\n", encoding="utf-8")


def read_manifest(folder: Path) -> Manifest:
    """Return the manifest of a backup whose files are all as it says.

    Raises:
        CommandError: none is there, a backup that broke off, another format, a changed file.
    """
    path = folder / NAME
    if not path.exists():
        raise CommandError(f"{folder} 不是完整的备份：缺少 {NAME}（备份可能中断，请换一份）")
    try:
        told: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        found = Manifest(**told)
    except (ValueError, TypeError) as error:
        raise CommandError(f"{path} 不能读取：{error}") from error
    if found.format != FORMAT:
        raise CommandError(f"这份备份的格式是 {found.format}，本版本只认识 {FORMAT}")
    for name, sha256 in found.files.items():
        if not (folder / name).is_file() or sha256_of(folder / name) != sha256:
            raise CommandError(f"备份文件 {folder / name} 缺失或者已被改动，请换一份备份")
    return found


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def key_fingerprints(folder: Path) -> dict[str, str]:
    """Return name → fingerprint of the key files in a folder: to compare them, not to guess."""
    return {
        path.name: hashlib.sha256(b"gongjian backup key\0" + path.read_bytes()).hexdigest()[:16]
        for path in sorted(folder.glob("*"))
        if path.is_file() and not path.name.startswith(".")
    }
