"""What can be wrong with a definition, told with line and reason."""

from collections.abc import Sequence
from dataclasses import dataclass

from gongjian.common.errors import DomainError


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault of a file. `line` is 0 where it has no single place; `path` is a way to it."""

    text: str
    line: int = 0
    origin: str = ""
    path: tuple[str, ...] = ()

    def __str__(self) -> str:
        place = f"{self.origin}:{self.line}: " if self.line else f"{self.origin}: "
        return f"{place if self.origin else ''}{self.text}"


class DefinitionError(DomainError):
    """A text is no process and no rule table; nothing of it was taken over."""

    code = "invalid_definition"
    status = 422

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("；".join(str(p) for p in problems))
        self.problems = tuple(problems)
