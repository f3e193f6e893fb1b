"""Turn `DATABASE_URL` into Django's settings for SQLite or PostgreSQL."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit


def sqlite(path: Path) -> dict[str, Any]:
    """Return settings for a SQLite file: WAL, full sync, writers queue up at BEGIN IMMEDIATE."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        message = f"{path.parent} 不能建立（{error.strerror}）：请核对 GONGJIAN_HOME 和文件夹的权限"
        raise SystemExit(message) from None
    return {
        "ENGINE": "gongjian.common.db.engines.sqlite",
        "NAME": str(path),
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            # Python keeps 128 compiled statements; with a table's triggers one takes longer to
            # compile than to run, and this house has some hundreds.
            "cached_statements": 1024,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
            " PRAGMA cache_size=-65536; PRAGMA temp_store=MEMORY;",
        },
    }


def postgres(url: str) -> dict[str, Any]:
    """Return settings for `postgresql://user:password@host:port/name?host=/socket/folder`."""
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "gongjian.common.db.engines.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or "gongjian",
        "USER": unquote(parts.username or "") or None,
        "PASSWORD": unquote(parts.password or "") or None,
        "HOST": query.get("host") or parts.hostname,
        "PORT": str(parts.port or query.get("port") or ""),
        # A server that restarted leaves dead connections in the pool: each is asked before it is
        # lent. Who finds no server is told after these seconds, who comes next at once.
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            "pool": {"min_size": 1, "max_size": 8, "timeout": 8, "reconnect_timeout": 5},
            # The server keeps the plan of what it was asked three times (docs/adr/0032).
            "server_side_binding": True,
            "prepare_threshold": 3,
        },
    }


def reading_only(known: dict[str, Any]) -> dict[str, Any]:
    """Return the settings of a database as a process opens it that never writes.

    The engine refuses to write; which tables may be read the connection's role or authorizer says
    (`portal.reading`).
    """
    options = dict(known["OPTIONS"])
    if "sqlite" not in known["ENGINE"]:
        return {**known, "OPTIONS": {**options, "options": "-c default_transaction_read_only=on"}}
    options |= {
        "uri": True,
        "transaction_mode": None,
        "init_command": "PRAGMA query_only=1; PRAGMA cache_size=-65536; PRAGMA temp_store=MEMORY;",
    }
    return {
        **known,
        "NAME": f"{Path(known['NAME']).absolute().as_uri()}?mode=ro",
        "OPTIONS": options,
    }


def database_from_environment(home: Path) -> dict[str, Any]:
    """Read `DATABASE_URL`; without it, use a SQLite file in the home folder."""
    url = os.environ.get("DATABASE_URL", "")
    if not url:
        return sqlite(home / "gongjian.sqlite3")
    scheme = urlsplit(url).scheme
    if scheme in {"postgres", "postgresql"}:
        return postgres(url)
    if scheme == "sqlite":
        return sqlite(Path(urlsplit(url).path))
    message = f"DATABASE_URL starts with {scheme!r}; it must be sqlite:// or postgresql://"
    raise SystemExit(message)
