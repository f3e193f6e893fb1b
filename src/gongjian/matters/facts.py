"""Facts of a matter, each read when a guard first asks for it."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Generic, TypeVar

Standing = TypeVar("Standing")


class Facts(Mapping[str, Any], Generic[Standing]):
    """Facts by their names in the procedure; what no guard asks for is never read.

    `rules` tell each one from how the matter stands, `standing`, which reads each row once.
    """

    def __init__(self, rules: Mapping[str, Callable[[Standing], Any]], standing: Standing) -> None:
        self._rules = rules
        self._standing = standing
        self._known: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        if name not in self._known:
            self._known[name] = self._rules[name](self._standing)
        return self._known[name]

    def get(self, name: str, default: Any = None) -> Any:
        """Return a fact, or the default where none has this name; errors of its rule come out."""
        return self[name] if name in self._rules else default

    def __iter__(self) -> Iterator[str]:
        return iter(self._rules)

    def __len__(self) -> int:
        return len(self._rules)
