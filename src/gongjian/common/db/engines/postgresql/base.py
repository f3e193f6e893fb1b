"""What Django loads for `ENGINE`."""

from typing import Any

from django.db.backends.postgresql import base, compiler, operations
from django.db.models.sql.compiler import SQLInsertCompiler
from psycopg_pool import PoolTimeout

from gongjian.common.db.statements import remembering
from gongjian.common.reads import Watched

# Who first finds no server waits for it as long as the settings say; while it stays away, whoever
# comes is told at once, so that a page that says so does not keep every thread.
NEXT_WAIT_SECONDS = 0.5
# How many tables PostgreSQL puts into every order to find the best. The widest read of a matter
# joins eight: weighing them took it 18 ms, the read 0.2. Beyond six it keeps to our order, which
# begins with the rows that are asked for.
JOINS_WEIGHED = 6
# How many statements a connection keeps prepared. The pages and acts of one officer send some
# hundreds; the driver's own 100 are thrown out by turns before they are asked again.
STATEMENTS_KEPT = 1000
# Up to how many rows are inserted value by value. Django sends them as one array for each column,
# to be planned once; the driver then looks in every text for quotes, of which the JSON of an entry
# is full: that took a tenth of the time of an act.
ROWS_BY_VALUE = 8


class InsertCompiler(compiler.SQLInsertCompiler):
    def assemble_as_sql(self, fields: Any, value_rows: Any) -> Any:
        if len(value_rows) <= ROWS_BY_VALUE:
            return SQLInsertCompiler.assemble_as_sql(self, fields, value_rows)
        return super().assemble_as_sql(fields, value_rows)


class DatabaseOperations(operations.DatabaseOperations):
    def compiler(self, compiler_name: str) -> type[Any]:
        if compiler_name == "SQLInsertCompiler":
            return InsertCompiler
        plain: Any = super().compiler(compiler_name)
        known: type[Any] = remembering(plain)
        return known


class DatabaseWrapper(Watched, base.DatabaseWrapper):
    ops_class = DatabaseOperations

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        try:
            connection = super().get_new_connection(conn_params)
        except PoolTimeout:
            self.pool.timeout = NEXT_WAIT_SECONDS
            raise
        if self.pool:
            self.pool.timeout = self.settings_dict["OPTIONS"]["pool"]["timeout"]
        return connection

    def _rows(self, sql: str, params: Any) -> list[Any]:
        with self.create_cursor() as cursor:
            found: list[Any] = cursor.execute(sql, params).fetchall()
        return found

    def _configure_connection(self, connection: Any) -> bool:
        super()._configure_connection(connection)  # type: ignore[misc]  # not in the stubs
        with connection.cursor() as cursor:
            cursor.execute(f"SET join_collapse_limit = {JOINS_WEIGHED}")
            # One plan for all values, made at the first prepared use: to plan a list anew each time
            # takes three times as long as to read it (docs/adr/0032).
            cursor.execute("SET plan_cache_mode = force_generic_plan")
            # A plan for all values looks dear on great tables, and would be compiled to machine
            # code at each use, which takes longer than any read of ours.
            cursor.execute("SET jit = off")
        connection.prepared_max = STATEMENTS_KEPT
        return True
