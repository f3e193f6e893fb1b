"""Reads remembered for as long as nothing is written (docs/adr/0021).

Guards, conditions, papers and the body of an act ask for the same rows. Inside `shared()` a read
marked `@once` asks the database the first time and then gives the same answer, until any statement
goes out that is no plain read: a write, a lock, the end of a transaction. The engines see to that
(`common.db.engines`), so whoever writes need not know what somebody has read. Outside `shared()`
nothing is remembered at all.

    @once
    def latest_draft(case: Case) -> Draft | None: ...
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.db.models import Model

P = ParamSpec("P")
R = TypeVar("R")

# By function and arguments; the arguments are kept as well, so that no other object gets their id.
_memory: ContextVar[dict[Any, tuple[Any, Any]] | None] = ContextVar("reads", default=None)


@contextmanager
def shared() -> Iterator[None]:
    """Remember the marked reads of this block; an inner block shares the memory of the outer."""
    if _memory.get() is not None:
        yield
        return
    token = _memory.set({})
    try:
        yield
    finally:
        _memory.reset(token)


def once(ask: Callable[P, R]) -> Callable[P, R]:
    """Mark a read: its answer depends on the database and on the arguments' keys, on nothing else.

    A row given as an argument is known by its identity, other values by themselves. A function that
    looks at columns of the row it is given must not be marked: an act may have changed them.
    """

    @wraps(ask)
    def asked(*args: P.args, **kwargs: P.kwargs) -> R:
        memory = _memory.get()
        if memory is None:
            return ask(*args, **kwargs)
        key = (ask, *map(_key, args), *[(name, _key(value)) for name, value in kwargs.items()])
        if key in memory:
            known: R = memory[key][1]
            return known
        answer = ask(*args, **kwargs)
        memory[key] = ((args, kwargs), answer)
        return answer

    return asked


def _key(value: Any) -> Any:
    return (type(value), id(value)) if isinstance(value, Model) else value


def forget() -> None:
    """Ask the database again from now on."""
    if memory := _memory.get():
        memory.clear()


def watch(execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: Any) -> Any:
    """Forget after a statement that is no plain read (a wrapper of the engines).

    A lock counts as well: whoever waited for it finds what others wrote meanwhile.
    """
    if plain(sql):
        return execute(sql, params, many, context)
    try:
        return execute(sql, params, many, context)
    finally:
        forget()


def plain(sql: Any) -> bool:
    """Tell a read of tables from a lock, from a call of a function, and from everything else."""
    read = isinstance(sql, str) and sql.startswith("SELECT ")
    return read and ' FROM "' in sql and " FOR " not in sql


class Watched:
    """An engine under which no answer outlives a write or a transaction."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.execute_wrappers: list[Callable[..., Any]]
        self.execute_wrappers.append(watch)

    def rows(self, sql: str, params: Any) -> list[Any]:
        """Answer a plain read (`plain`), without the layers between a cursor and its statement.

        They take as long as the database does. Whoever listens hears it all the same: tests, logs
        and counters of statements are given a cursor.
        """
        db: Any = self
        if len(self.execute_wrappers) > 1 or db.queries_logged:
            with db.cursor() as cursor:
                cursor.execute(sql, params)
                found: list[Any] = cursor.fetchall()
                return found
        db.close_if_health_check_failed()
        db.ensure_connection()
        db.validate_thread_sharing()
        db.validate_no_broken_transaction()
        with db.wrap_database_errors:
            return self._rows(sql, params)

    def _rows(self, sql: str, params: Any) -> list[Any]:
        raise NotImplementedError

    def _commit(self) -> Any:
        forget()
        return super()._commit()  # type: ignore[misc]

    def _rollback(self) -> Any:
        forget()
        return super()._rollback()  # type: ignore[misc]
