"""What can be wrong with the rules of a jurisdiction."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from gongjian.common.errors import DomainError


class UnknownYear(DomainError):
    """No holidays are known for a year that a count has to cross: never guessed."""

    code: ClassVar[str] = "calendar_year_unknown"
    status: ClassVar[int] = 422


class UnknownParameter(DomainError):
    """No layer of the profile sets this parameter for this domain on this day."""

    code: ClassVar[str] = "parameter_unknown"


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault of a data file; `line` 0 means the file as a whole."""

    path: Path
    line: int
    reason: str

    def __str__(self) -> str:
        return (
            f"{self.path}:{self.line}: {self.reason}"
            if self.line
            else f"{self.path}: {self.reason}"
        )


class ProfileError(DomainError):
    """A profile or holiday file is refused whole; `problems` has every fault with its line."""

    code: ClassVar[str] = "profile_wrong"

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))
