"""What Django loads for `ENGINE`."""

from typing import Any

from django.db.backends.postgresql import base, operations
from psycopg_pool import PoolTimeout

from gongjian.common.db.statements import remembering
from gongjian.common.reads import Watched

# Who first finds no server waits for it as long as the settings say; while it stays away, whoever
# comes is told at once, so that a page that says so does not keep every thread.
NEXT_WAIT_SECONDS = 0.5


class DatabaseOperations(operations.DatabaseOperations):
    def compiler(self, compiler_name: str) -> type[Any]:
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
