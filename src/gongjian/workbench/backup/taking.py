"""`gongjian backup`: the database as of one moment, then the files, which are only ever added."""

import os
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.core.management.base import CommandError
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from gongjian.common import crypto
from gongjian.common.db import postgres_dump, sqlite
from gongjian.vault.store import LocalStore, store

from .manifest import FORMAT, Manifest, key_fingerprints, sha256_of

VAULT, FILES = "vault", "files.txt"


@dataclass(frozen=True, slots=True)
class Taken:
    """A finished backup; `damaged` files of the vault were not what their name says."""

    folder: Path
    rows: int
    kept_files: int
    copied_files: int
    damaged: tuple[str, ...]


def take(target: Path, keys: Path | None, now: datetime) -> Taken:
    """Back the running installation up into a new folder of `target`.

    The vault of `target` is shared by its backups: files are written once, so each backup adds only
    what is new. With `keys` the keys go to that folder, which must not lie in `target`.

    Raises:
        CommandError: the folder of the keys lies in `target`, or holds other keys.
    """
    if keys is not None:
        _save_keys(keys, target)
    folder = target / now.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    folder.mkdir(parents=True, exist_ok=False, mode=0o700)
    columns: dict[str, list[str]] = {}
    if connection.vendor == "postgresql":
        rows, columns = postgres_dump.dump(connection, folder)
    else:
        rows = sqlite.dump(connection, folder)
    names, copied, damaged = _copy_vault(target / VAULT)
    (folder / FILES).write_text("".join(f"{name}\n" for name in names), encoding="ascii")
    Manifest(
        format=FORMAT,
        taken_at=now.astimezone(UTC).isoformat(timespec="seconds"),
        engine=connection.vendor,
        log_origin=settings.GONGJIAN_LOG_ORIGIN,
        migrations=sorted(map(list, MigrationRecorder(connection).applied_migrations())),
        tables=rows,
        columns=columns,
        files={path.name: sha256_of(path) for path in sorted(folder.iterdir())},
        kept_files=len(names),
        keys=key_fingerprints(crypto.key_folder()),
    ).write(folder)
    return Taken(folder, sum(rows.values()), len(names), copied, tuple(damaged))


def _copy_vault(target: Path) -> tuple[list[str], int, list[str]]:
    """Copy what the shared vault lacks; a file is hashed on its way in."""
    source, kept = store(), LocalStore(target)
    names, copied, damaged = [], 0, []
    for name in source.names():
        names.append(name)
        if kept.path(name).exists():
            continue
        with source.open(name) as file:
            stored = kept.put(file)
        copied += 1
        if stored.sha256 != name:
            damaged.append(name)
    return names, copied, damaged


def _save_keys(keys: Path, target: Path) -> None:
    home, place = crypto.key_folder(), keys.resolve()
    if place == target.resolve() or place.is_relative_to(target.resolve()):
        raise CommandError("密钥不能与备份放在一起：拿到备份的人就能读出加密的内容。请另选 --keys")
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    known = key_fingerprints(place)
    for name, fingerprint in key_fingerprints(home).items():
        if known.get(name, fingerprint) != fingerprint:
            raise CommandError(f"{place / name} 是另一把密钥，没有覆盖。请另选一个文件夹")
        copy_key(home / name, place / name)


def copy_key(source: Path, target: Path) -> None:
    """Copy a key file, readable by the owner only from its first byte."""
    aside = target.with_name(f".{target.name}.new")
    aside.unlink(missing_ok=True)
    handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file, source.open("rb") as content:
        shutil.copyfileobj(content, file)
        file.flush()
        os.fsync(file.fileno())
    aside.replace(target)
