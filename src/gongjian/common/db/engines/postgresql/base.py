"""What Django loads for `ENGINE`."""

from typing import Any

from django.db.backends.postgresql import base, operations

from gongjian.common.db.statements import remembering
from gongjian.common.reads import Watched


class DatabaseOperations(operations.DatabaseOperations):
    def compiler(self, compiler_name: str) -> type[Any]:
        plain: Any = super().compiler(compiler_name)
        known: type[Any] = remembering(plain)
        return known


class DatabaseWrapper(Watched, base.DatabaseWrapper):
    ops_class = DatabaseOperations
