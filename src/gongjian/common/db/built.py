"""Querysets built once: to put one together can cost more than to ask what it asks."""

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Any, ParamSpec, TypeVar

from django.db.models import QuerySet

P = ParamSpec("P")
A = TypeVar("A", bound=QuerySet[Any, Any])


def built_once(make: Callable[P, A]) -> Callable[P, A]:
    """Build a queryset once for the same arguments; every caller gets a copy that has read nothing.

    `make` reads no row and depends on nothing but its arguments, all hashable: it says what to ask
    for, e.g. who sees what. The answer is asked anew each time.
    """
    remembered = lru_cache(maxsize=512)(make)

    @wraps(make)
    def copied(*args: P.args, **kwargs: P.kwargs) -> A:
        known: A = remembered(*args, **kwargs)  # type: ignore[arg-type]  # unhashable: a TypeError
        return known.all()

    return copied
