"""A file held against what was reported: missing, unknown and different. Pure."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from .checking import Problem, problems_of
from .fields import Format

KEY = "CF_WSH"


@dataclass(frozen=True, slots=True)
class Compared:
    """How a file stands to our rows; `problems` are its own faults against the fields."""

    rows: int
    same: int
    problems: tuple[Problem, ...]
    missing: tuple[str, ...]
    unknown: tuple[str, ...]
    different: tuple[Problem, ...]

    @property
    def sound(self) -> bool:
        return not (self.problems or self.missing or self.unknown or self.different)


def compared(
    found: Sequence[Mapping[str, str]],
    ours: Sequence[Mapping[str, str]],
    form: Format,
    today: date,
    persons: Collection[str] = (),
) -> Compared:
    """Compare rows by the number of the decision; a number twice in the file is a fault.

    Of `persons`, numbers of decisions on natural persons, the house keeps no row: that their line
    is there, and keeps to the fields, is all that is said of them.
    """
    known = {row[KEY]: row for row in ours}
    problems, different = [], []
    seen: dict[str, None] = {}  # in the order of the file
    for at, row in enumerate(found, start=2):
        problems += problems_of(row, form, today, at)
        number = row[KEY]
        if number in seen:
            problems.append(Problem(at, number, "", "同一文号在文件中出现两次，请只留一行"))
        elif number in known:
            different += _differences(at, row, known[number], form)
        seen[number] = None
    unlike = {p.number for p in different}
    return Compared(
        rows=len(found),
        same=len((seen.keys() & {*known, *persons}) - unlike),
        problems=tuple(problems),
        missing=tuple(number for number in known if number not in seen),
        unknown=tuple(number for number in seen if number and number not in {*known, *persons}),
        different=tuple(different),
    )


def _differences(
    at: int, row: Mapping[str, str], own: Mapping[str, str], form: Format
) -> list[Problem]:
    return [
        Problem(at, own[KEY], field.name, "与报送的内容不同，请改回报送的内容，或者先更正公示")
        for field in form.fields
        if row[field.code] != own[field.code].strip()
    ]
