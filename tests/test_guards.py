"""Every record table, on both engines: what may not change does not change."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import pytest
from django.core.management import call_command
from django.db import DataError, IntegrityError, connection, transaction
from django.db.models import Model

from gongjian.cases import testing as story
from gongjian.common.db import postgres, triggers
from gongjian.common.records import Record, record_models
from gongjian.jobs.services import work_until_idle
from gongjian.ledger.audit import Audit
from gongjian.ledger.sealing import seal
from gongjian.publicity.testing import publish

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]


@pytest.fixture
def filled() -> list[type[Record]]:
    """Return the record tables that a published case leaves rows in."""
    cast = story.make_cast()
    matter = story.decided_case(cast)
    publish(cast, matter)
    work_until_idle(cast.clock)
    return [m for m in record_models() if m._base_manager.exists()]


def refused(statement: str, *values: Any) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, values or None)
    except IntegrityError as error:
        return "guarded table" in str(error)
    return False


def other_value(model: type[Model], column: str) -> str:
    """Return SQL for another value of the column's type; "" where the row has none."""
    field = next(f for f in model._meta.concrete_fields if f.column == column)
    value = model._base_manager.values_list(field.attname, flat=True).first()
    quoted = f'"{column}"'
    if isinstance(value, bool):
        return f"NOT {quoted}"
    if isinstance(value, int):
        return f"{quoted} + 1000"
    if isinstance(value, datetime):
        return "'2001-01-01 00:00:00+00'"
    if isinstance(value, date):
        return "'2001-01-01'"
    if value is None:
        return ""
    if field.get_internal_type() == "UUIDField":
        return "'00000000000000000000000000000001'"
    if field.get_internal_type() == "JSONField":
        return "'[\"changed\"]'"
    return "'x'"


def test_triggers_are_as_declared() -> None:
    assert triggers.differences(connection) == []
    declared = {g.table for g in triggers.guards()}
    assert {m._meta.db_table for m in record_models()} <= declared
    assert {"ledger_entry", "ledger_leaf", "ledger_tile", "ledger_checkpoint"} <= declared


def test_no_frozen_column_of_any_record_changes(filled: list[type[Record]]) -> None:
    tried, passed = 0, []
    for model in filled:
        table = model._meta.db_table
        for column in frozen(model):
            value = other_value(model, column)
            if value:
                tried += 1
                if not refused(
                    f'UPDATE "{table}" SET "{column}" = {value}'
                    f' WHERE id = (SELECT min(id) FROM "{table}")'
                ):
                    passed.append(f"{table}.{column}")
    assert passed == []
    assert tried > 100


def test_no_record_is_deleted(filled: list[type[Record]]) -> None:
    assert [m for m in filled if not refused(f'DELETE FROM "{m._meta.db_table}"')] == []


def test_no_record_is_replaced(filled: list[type[Record]]) -> None:
    if connection.vendor != "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        assert refused(f'TRUNCATE "{filled[0]._meta.db_table}" CASCADE')
        return
    for model in filled:
        table = model._meta.db_table
        assert refused(f'INSERT OR REPLACE INTO "{table}" SELECT * FROM "{table}" LIMIT 1'), table
        columns = ", ".join(f'"{f.column}"' for f in model._meta.concrete_fields[1:])
        assert refused(
            f'INSERT OR REPLACE INTO "{table}" ({columns}) SELECT {columns} FROM "{table}" LIMIT 1'
        ), table


def test_a_missing_and_an_altered_trigger_are_noticed() -> None:
    table = "matters_step"
    name = f"{table}_guard_delete" if connection.vendor == "sqlite" else f"{table}_guard_row"
    with connection.cursor() as cursor:
        drop = f'DROP TRIGGER "{name}"'
        cursor.execute(drop if connection.vendor == "sqlite" else f'{drop} ON "{table}"')
        assert triggers.differences(connection) == [f"{table}: {name} missing"]
        cursor.execute(_weaker(table, name))
    assert triggers.differences(connection) == [f"{table}: {name} altered"]

    triggers.install(connection)

    assert triggers.differences(connection) == []


@pytest.mark.sqlite_only
def test_migrating_what_is_up_to_date_leaves_the_schema_alone() -> None:
    """A changed schema ends the statements of a server that reads the same file."""
    with connection.cursor() as cursor:
        before = cursor.execute("PRAGMA schema_version").fetchone()

        call_command("migrate", verbosity=0)

        assert cursor.execute("PRAGMA schema_version").fetchone() == before


def _weaker(table: str, name: str) -> str:
    if connection.vendor == "sqlite":
        return f'CREATE TRIGGER "{name}" BEFORE DELETE ON "{table}" WHEN 0 BEGIN SELECT 1; END'
    return (
        f'CREATE TRIGGER "{name}" BEFORE UPDATE ON "{table}"'
        f' FOR EACH ROW EXECUTE FUNCTION "{table}_guard"()'
    )


def frozen(model: type[Record]) -> Iterator[str]:
    for field in model._meta.concrete_fields:
        if field.column not in model.MUTABLE:
            yield str(field.column)


@pytest.mark.tampers
def test_past_the_triggers_every_changed_column_is_named(filled: list[type[Record]]) -> None:
    missed, tried = [], 0
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            triggers.uninstall(connection)
            cursor.execute("PRAGMA ignore_check_constraints = ON")
        else:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET LOCAL session_replication_role = replica")
    for model in filled:
        for column in (str(f.column) for f in model._meta.concrete_fields):
            if said := first_finding(model, column):
                tried += 1
                label, uid, finding = said
                if not finding.startswith(label) or (column != "uid" and uid not in finding):
                    missed.append(f"{label}.{column}: {finding}")
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA ignore_check_constraints = OFF")
        triggers.install(connection)
    assert missed == []
    assert tried > 150


def first_finding(model: type[Record], column: str) -> tuple[str, str, str] | None:
    """Change a column of a table's first row, ask the audit, and undo it; None if impossible."""
    value = other_value(model, column)
    row = model._base_manager.order_by("id").values_list("id", "uid")[0]
    if not value:
        return None
    table = model._meta.db_table
    statement = f'UPDATE "{table}" SET "{column}" = {value} WHERE id = {row[0]}'
    with transaction.atomic():
        with connection.cursor() as cursor:
            try:
                with transaction.atomic():
                    cursor.execute(statement)
            except (IntegrityError, DataError):  # the engine itself cannot hold it
                return None
        finding = next((str(f) for f in Audit().run()), "nothing found")
        transaction.set_rollback(True)
    return model._meta.label_lower, str(row[1]), finding


def test_the_application_role_can_do_all_that_is_lawful() -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute('CREATE ROLE "gongjian_lawful"')
            postgres.grant_application_role(
                cursor,
                "gongjian_lawful",
                guarded=triggers.guards(),
                tables=connection.introspection.table_names(),
            )
            cursor.execute('SET LOCAL ROLE "gongjian_lawful"')
    cast = story.make_cast()
    matter = story.decided_case(cast)
    publish(cast, matter)
    work_until_idle(cast.clock)

    assert seal() > 20

    assert [str(finding) for finding in Audit().run()] == []
    assert triggers.differences(connection) == []
