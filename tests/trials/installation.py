"""An installation of its own on either engine, whose commands run as processes of their own."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

from tests.trials import warm, world


@dataclass(frozen=True)
class Installation:
    """A home and its database, in which commands run as processes of their own."""

    home: Path
    database: str = ""
    more: Mapping[str, str] = field(default_factory=dict)

    def run(self, *words: object) -> tuple[int, str]:
        env = world.environment() | dict(self.more)
        env |= {"GONGJIAN_HOME": str(self.home), "DJANGO_SETTINGS_MODULE": world.SETTINGS}
        if self.database:
            env["DATABASE_URL"] = self.database
        done = warm.run([str(word) for word in words], env)
        return done.returncode, done.stdout + done.stderr

    def gongjian(self, *words: object) -> tuple[int, str]:
        return self.run("gongjian", *words)

    def told(self, *words: object) -> str:
        code, out = self.gongjian(*words)
        assert code == 0, out
        return out


def on_server(*statements: str) -> None:
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement)


def address(name: str) -> str:
    parts = urlsplit(os.environ["DATABASE_URL"])
    return urlunsplit(parts._replace(path=f"/{name}"))


def emptied(*names: str) -> None:
    for name in names:
        on_server(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
