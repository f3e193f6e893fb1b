"""`gongjian restore`: a backup into an empty home and an empty database, or nothing."""

from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from gongjian.common import crypto
from gongjian.common.db import postgres_dump, sqlite
from gongjian.vault.store import LocalStore, store

from .manifest import NAME, Manifest, key_fingerprints, read_manifest
from .taking import FILES, VAULT, copy_key

FRAMEWORK = {"admin", "auth", "contenttypes", "sessions"}


def restore(source: Path, keys: Path | None) -> Manifest:
    """Bring a backup (a folder of a backup folder, or its newest) back.

    Everything that can be refused is refused before the first byte is written.

    Raises:
        CommandError: the backup is damaged, of another engine or another release; the home or the
            database is not empty; the keys are not those of the backup.
    """
    folder = _chosen(source)
    manifest = read_manifest(folder)
    _suits(manifest)
    _empty()
    _right_keys(manifest, keys)
    names = (folder / FILES).read_text(encoding="ascii").split()
    vault = LocalStore(folder.parent / VAULT)
    if lost := [name for name in names if not vault.path(name).exists()]:
        raise CommandError(f"备份的存证库缺少 {len(lost)} 个文件，例如 {lost[0]}")
    if keys is not None:
        for name in manifest.keys:
            crypto.key_folder().mkdir(parents=True, exist_ok=True, mode=0o700)
            copy_key(keys / name, crypto.key_folder() / name)
        crypto.forget_keys()
    _copy_vault(vault, names)
    _load(folder, manifest)
    return manifest


def _chosen(source: Path) -> Path:
    if (source / NAME).exists():
        return source
    finished = sorted(path.parent for path in source.glob(f"*/{NAME}"))
    if not finished:
        raise CommandError(f"{source} 里没有完整的备份")
    return finished[-1]


def _suits(manifest: Manifest) -> None:
    if manifest.engine != connection.vendor:
        raise CommandError(
            f"备份来自 {manifest.engine}，现在的数据库是 {connection.vendor}："
            "请设置相应的 DATABASE_URL"
        )
    if manifest.log_origin != settings.GONGJIAN_LOG_ORIGIN:
        raise CommandError(f"请先设置 GONGJIAN_LOG_ORIGIN={manifest.log_origin}，与备份时相同")
    known = {
        key: migration
        for key, migration in (MigrationLoader(None).disk_migrations or {}).items()
        if key[0] not in FRAMEWORK
    }
    wanted = {(app, name) for app, name in manifest.migrations if app not in FRAMEWORK}
    for key, migration in known.items():
        replaced = set(migration.replaces)
        if replaced and replaced <= wanted:
            wanted = wanted - replaced | {key}
    if connection.vendor == "postgresql" and set(known) != wanted:
        raise CommandError("备份来自另一个版本：请用做备份的那个版本恢复，再升级")
    if newer := wanted - set(known):
        raise CommandError(f"备份来自更新的版本（{sorted(newer)[0][1]}），请用不低于它的版本恢复")


def _empty() -> None:
    if connection.introspection.table_names():
        raise CommandError("数据库不是空的，没有恢复任何内容。请换一个空的数据库和 GONGJIAN_HOME")
    if next(iter(store().names()), None) is not None:
        raise CommandError("存证库不是空的，没有恢复任何内容。请换一个空的 GONGJIAN_HOME")


def _right_keys(manifest: Manifest, keys: Path | None) -> None:
    """Refuse keys that would not open what the backup holds; the key of sessions may be another."""
    found = key_fingerprints(keys if keys is not None else crypto.key_folder())
    for name, fingerprint in manifest.keys.items():
        if keys is None and name == "django.key":
            continue
        if name not in found:
            raise CommandError(f"缺少密钥 {name}：请用 --keys 指明另存密钥的文件夹")
        if found[name] != fingerprint:
            raise CommandError(f"密钥 {name} 不是做备份时的那一把，恢复后加密内容无法读取")


def _copy_vault(vault: LocalStore, names: list[str]) -> None:
    target = store()
    for name in names:
        with vault.open(name) as file:
            stored = target.put(file)
        if stored.sha256 != name:
            raise CommandError(f"备份中的文件 {name} 已被改动；请清空 GONGJIAN_HOME，换一份备份")


def _load(folder: Path, manifest: Manifest) -> None:
    if connection.vendor == "postgresql":
        call_command("migrate", verbosity=0)
        rows = postgres_dump.load(connection, folder, manifest.columns)
    else:
        rows = sqlite.load(connection, folder, {})
        call_command("migrate", verbosity=0)
    if rows != manifest.tables:
        wrong = sorted(set(rows.items()) ^ set(manifest.tables.items()))
        raise CommandError(f"恢复的行数与备份不符：{wrong[0][0]}")
