"""News that travels up: frozen dataclasses, handled at once, inside the same transaction.

Handlers write rows through the running act and enqueue jobs; nothing outside is touched.
"""

from collections import defaultdict
from collections.abc import Callable
from typing import Any, TypeVar

from .acts import Act

E = TypeVar("E")
_handlers: dict[type, list[Callable[[Act, Any], None]]] = defaultdict(list)


def subscribe(event: type[E], handler: Callable[[Act, E], None]) -> None:
    """Call `handler(act, event)` whenever such an event is published; order of subscription."""
    if handler not in _handlers[event]:
        _handlers[event].append(handler)


def publish(act: Act, event: object) -> None:
    """Tell every subscriber, in the transaction of `act`."""
    for handler in _handlers[type(event)]:
        handler(act, event)


def handlers_of(event: type) -> tuple[Callable[[Act, Any], None], ...]:
    """Return who listens to an event (documentation and the structure test)."""
    return tuple(_handlers[event])
