"""What Django loads for `ENGINE`."""

from functools import lru_cache
from typing import Any

from django.db.backends.sqlite3 import base, operations

from gongjian.common.db.statements import remembering
from gongjian.common.reads import Watched


class DatabaseOperations(operations.DatabaseOperations):
    def compiler(self, compiler_name: str) -> type[Any]:
        plain: Any = super().compiler(compiler_name)
        known: type[Any] = remembering(plain)
        return known


@lru_cache(maxsize=1024)
def _with_own_places(sql: str) -> str:
    """Return a statement with the places of SQLite; to look for them takes as long as to read."""
    converted: str = base.FORMAT_QMARK_REGEX.sub("?", sql).replace("%%", "%")
    return converted


class Cursor(base.SQLiteCursorWrapper):
    def convert_query(self, query: str, *, param_names: Any = None) -> str:
        if param_names is None:
            return _with_own_places(query)
        converted: str = super().convert_query(query, param_names=param_names)
        return converted


class DatabaseWrapper(Watched, base.DatabaseWrapper):
    ops_class = DatabaseOperations

    def create_cursor(self, name: str | None = None) -> Any:
        return self.connection.cursor(factory=Cursor)

    def _rows(self, sql: str, params: Any) -> list[Any]:
        found: list[Any] = self.connection.execute(_with_own_places(sql), params).fetchall()
        return found
