"""Migrating step by step and laying tables out at once lead to one schema; on both engines."""

import re
from collections.abc import Iterator
from pathlib import Path
from secrets import token_hex
from typing import Any

import pytest
from django.db import connection, migrations
from django.db.migrations.loader import MigrationLoader

from tests.trials.installation import Installation, address, emptied, on_server

NAME = f"gongjian_stepwise_{token_hex(4)}"  # two runs at once may share a server


@pytest.fixture
def stepwise(tmp_path: Path) -> Iterator[Installation]:
    postgres = connection.vendor == "postgresql"
    if postgres:
        emptied(NAME)
        on_server(f"CREATE DATABASE {NAME}")
    made = Installation(tmp_path / "home", address(NAME) if postgres else "")
    made.told("migrate", "--stepwise")
    yield made
    if postgres:
        emptied(NAME)


@pytest.mark.django_db
def test_both_ways_lead_to_one_schema(stepwise: Installation) -> None:
    if connection.vendor == "postgresql":
        import psycopg

        with psycopg.connect(stepwise.database) as other:
            told = {name: ours(other.execute(ask).fetchall()) for name, ask in ASKED.items()}
        with connection.cursor() as cursor:
            here = {name: ours(cursor.execute(ask).fetchall()) for name, ask in ASKED.items()}
        for name, rows in told.items():
            assert here[name] == rows, name
            assert len(rows) > 100, name
    else:
        import sqlite3

        (file,) = stepwise.home.glob("*.sqlite3")
        with sqlite3.connect(file) as other:
            told_lite = parts(other.execute(MASTER).fetchall())
        with connection.cursor() as cursor:
            here_lite = parts(cursor.execute(MASTER).fetchall())
        assert here_lite == told_lite
        assert len(told_lite) > 300


def ours(rows: list[tuple[Any, ...]]) -> set[tuple[Any, ...]]:
    """Leave out Django's own group tables, whose keys its migrations make wider than its models."""
    return {row for row in rows if not row[0].startswith("auth_")}


# Columns without their place. Triggers are put in place after either way.
ASKED = {
    "columns": """
        SELECT table_name, column_name, data_type, character_maximum_length, is_nullable,
               column_default, is_identity
        FROM information_schema.columns WHERE table_schema = 'public'""",
    "constraints": """
        SELECT conrelid::regclass::text, contype, pg_get_constraintdef(oid)
        FROM pg_constraint WHERE connamespace = 'public'::regnamespace""",
    "indexes": """
        SELECT tablename, regexp_replace(indexdef, '_[0-9a-f]{8}(_[a-z0-9]+)*', '', 'g')
        FROM pg_indexes WHERE schemaname = 'public'""",
}
MASTER = (
    "SELECT type, name, sql FROM sqlite_master WHERE type IN ('table', 'index') AND sql IS NOT NULL"
)


def parts(rows: list[tuple[str, str, str]]) -> dict[tuple[str, str], list[str]]:
    """Take each statement apart at its commas: the order of columns is not compared."""
    return {
        (kind, name): sorted(re.split(r",\s*", sql.partition("(")[2].removesuffix(")")))
        if kind == "table"
        else [sql]
        for kind, name, sql in rows
        if not name.startswith("sqlite_")
    }


# What fills rows from rows that are there already, or takes some away: an empty database has none.
FILLING = {
    ("insight", "0003_counted_decision"),
    ("insight", "0005_recounted_at_once"),
    ("matters", "0005_whose_desk"),
    ("publicity", "0009_first_published_on"),
    ("remedies", "0004_against_other_decisions"),
}


def test_no_other_migration_of_ours_fills_in_rows() -> None:
    """A new installation notes migrations as applied without running them."""
    ours = [
        migration
        for migration in MigrationLoader(None).disk_migrations.values()
        if type(migration).__module__.startswith("gongjian.")
    ]
    assert len(ours) > 20
    runs = (migrations.RunPython, migrations.RunSQL)
    found = {(m.app_label, m.name) for m in ours if any(isinstance(o, runs) for o in m.operations)}
    assert found == FILLING
