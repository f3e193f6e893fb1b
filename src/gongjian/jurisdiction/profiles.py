"""The rules of one jurisdiction: parameters in force, clauses, and what differs from the nation.

A profile is one TOML file; what it does not set comes from its base. Loads no Django.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache, cached_property, lru_cache
from pathlib import Path

from gongjian.common.data import data_folder
from gongjian.jurisdiction.calendar import WorkingCalendar, national_calendar
from gongjian.jurisdiction.errors import Problem, ProfileError, UnknownParameter
from gongjian.jurisdiction.limits import Due, Limit, Span, due
from gongjian.jurisdiction.parameters import (
    EVERY_DOMAIN,
    WIDER_DOMAIN,
    Parameter,
    binding,
    combine,
)
from gongjian.jurisdiction.profile_file import (
    Clause,
    open_profile,
    read_clauses,
    read_head,
    read_parameters,
)
from gongjian.jurisdiction.reckoning import day_zh

__all__ = [
    "Clause", "Difference", "Outcome", "Parameter", "Profile", "ProfileError", "UnknownParameter",
    "add_profile_folder", "load_profile", "profile", "profiles",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Outcome:
    """A result of legal review: canonical `code`, local `label`; does it open the decision."""

    code: str
    label: str
    opens: bool


@dataclass(frozen=True, slots=True)
class Difference:
    """One own rule beside the rule of the layers above; `effect` says which binds.

    stricter: the own rule binds. looser: the higher rule binds. equal, added, joined (lists),
    own (left to each place).
    """

    here: Parameter
    above: Parameter | None
    effect: str

    @property
    def binding(self) -> Parameter:
        return self.above if self.above and self.effect == "looser" else self.here


@dataclass(frozen=True)
class Profile:
    """The rules of one jurisdiction on top of its `base`."""

    code: str
    name: str
    document: str
    layer: str
    base: "Profile | None"
    rows: tuple[Parameter, ...] = field(repr=False)
    clauses: tuple[Clause, ...] = field(repr=False)

    @property
    def calendar(self) -> WorkingCalendar:
        return national_calendar()

    @property
    def chain(self) -> "tuple[Profile, ...]":
        """Return the layers, the nation first and this profile last."""
        return (*(self.base.chain if self.base else ()), self)

    @cached_property
    def own_rows(self) -> dict[str, tuple[Parameter, ...]]:
        """Return this layer's rows by code."""
        codes = dict.fromkeys(row.code for row in self.rows)
        return {code: tuple(row for row in self.rows if row.code == code) for code in codes}

    @property
    def codes(self) -> tuple[str, ...]:
        """Return every parameter code known here, in the order of the files."""
        return tuple(dict.fromkeys(row.code for layer in self.chain for row in layer.rows))

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        """Return the outcomes of legal review with the local labels.

        Source: 国办发〔2018〕118号; XM4.3.4, HN27, DZ11(2).
        """
        newest = self.parameter("review.outcomes", on=date.max)
        rows = [row for row in newest.items if isinstance(row, dict)]
        return tuple(Outcome(row["code"], row["label"], bool(row.get("opens"))) for row in rows)

    def parameter(
        self, code: str, domain: str = EVERY_DOMAIN, *, on: date, reason: str = ""
    ) -> Parameter:
        """Return the value that binds in `domain` on the day of the event, strictest layer first.

        Two limits in different units are ranked by their usual length; `due` compares the dates.

        Raises:
            UnknownParameter: no layer sets it then and there.
        """
        return self._known.parameter(code, domain, on, reason)

    @cached_property
    def _known(self) -> "_Known":
        return _Known(self)

    def limit(
        self, code: str, domain: str = EVERY_DOMAIN, on: date | None = None, *, reason: str = ""
    ) -> Limit:
        """Return the time limit that binds; `on` defaults to its newest version.

        Raises:
            UnknownParameter: no layer sets it then and there.
        """
        return self.parameter(code, domain, on=on or date.max, reason=reason).limit

    def due(
        self,
        code: str,
        start: date,
        domain: str = EVERY_DOMAIN,
        suspensions: Sequence[Span] = (),
        *,
        reason: str = "",
        extended_by: int = 0,
    ) -> Due:
        """Return when the limit begun on `start` ends, and which layer's rule made it so.

        Every layer's date is computed: the authority's duty takes the earlier, the party's right
        the later. `extended_by` counts the limit's own units, granted on top.

        Raises:
            UnknownParameter: no layer sets it in `domain` on `start`.
            UnknownYear: working days of a year that is not loaded are needed.

        Source: LAW 0.2.
        """
        known, days = self._known, self.calendar
        return known.due(days, code, start, domain, tuple(suspensions), reason, extended_by)

    def _reckoned(
        self,
        calendar: WorkingCalendar,
        code: str,
        start: date,
        domain: str,
        suspensions: tuple[Span, ...],
        reason: str,
        extended_by: int,
    ) -> Due:
        rows = binding(self._candidates(code, domain, start, reason))
        limits = [replace(row.limit, days=row.limit.days + extended_by) for row in rows]
        ends = [due(start, limit, calendar, suspensions) for limit in limits]
        if rows[0].order == "replace":
            winner = len(rows) - 1
        else:
            pick = max if rows[0].order == "later" else min
            winner = pick(range(len(rows)), key=lambda n: ends[n].due_on)
        others = [n for n in range(len(rows)) if n != winner]
        words = (
            _basis(rows[winner]),
            *ends[winner].explanation,
            *(_compared(rows[n], ends[n], ends[winner]) for n in others),
        )
        unsure = any(end.provisional for end in ends)
        return replace(ends[winner], explanation=words, provisional=unsure)

    def parameters(self, domain: str = EVERY_DOMAIN, *, on: date) -> tuple[Parameter, ...]:
        """Return everything in force in `domain` on a day, in the order of the files."""
        found = ((code, self.layers(code, domain, on)) for code in self.codes)
        return tuple(combine(rows) for _, rows in found if rows)

    def differences(self) -> tuple[Difference, ...]:
        """Return every own rule beside what the layers above say, each with its clause."""
        base = self.base
        return tuple(_difference(base, row) for row in self.rows) if base else ()

    def _combined(self, code: str, domain: str, on: date, reason: str) -> Parameter:
        return combine(self._candidates(code, domain, on, reason))

    def _candidates(self, code: str, domain: str, on: date, reason: str) -> list[Parameter]:
        rows = self.layers(code, domain, on, reason)
        if rows:
            return rows
        if code not in self.codes:
            raise UnknownParameter(f"法域“{self.name}”没有名为“{code}”的参数", parameter=code)
        raise UnknownParameter(
            f"法域“{self.name}”的参数“{code}”在 {on} 没有适用于领域“{domain}”的规定",
            parameter=code,
            domain=domain,
            on=on,
        )

    def layers(self, code: str, domain: str, on: date, reason: str = "") -> list[Parameter]:
        """Return each layer's rows, highest first; in a layer the special domain wins."""
        found: list[Parameter] = []
        for layer in self.chain:
            rows = [row for row in layer.own_rows.get(code, ()) if row.in_force(on)]
            rows = [row for row in rows if not (row.reasons and reason) or reason in row.reasons]
            for name in (domain, WIDER_DOMAIN.get(domain, domain), EVERY_DOMAIN):
                if special := [row for row in rows if row.domain == name]:
                    found += special
                    break
        return found


class _Known:
    """What a profile has answered: its rules do not change, and an act asks the same of each day.

    Each is a function of the rules and of the question alone; a profile read anew begins anew.
    """

    def __init__(self, rules: Profile) -> None:
        self.parameter = lru_cache(maxsize=2048)(rules._combined)
        self.due = lru_cache(maxsize=2048)(rules._reckoned)


def load_profile(path: Path) -> Profile:
    """Read one profile file; its base is looked for beside it, then among the shipped ones.

    Raises:
        ProfileError: the file or its base is wrong; every fault with file, line and reason.
    """
    return _load(path, ())


@cache
def profile(code: str) -> Profile:
    """Return the profile with this code, read once in the life of the process.

    Raises:
        ProfileError: there is none, or its file is wrong.
    """
    for folder in _folders():
        path = folder / f"{code}.toml"
        if path.parent == folder and path.is_file():
            return load_profile(path)
    raise ProfileError([Problem(_folders()[0] / f"{code}.toml", 0, "没有这个法域的文件")])


def profiles() -> tuple[Profile, ...]:
    """Return every profile, the nation first, then by code."""
    found = {path.stem for folder in _folders() for path in folder.glob("*.toml")}
    return tuple(
        profile(code) for code in sorted(found, key=lambda code: (code != "national", code))
    )


def add_profile_folder(folder: Path) -> None:
    """Let an installation add profiles of its own (called at start-up, see `apps`)."""
    if folder not in _added:
        _added.append(folder)
        profile.cache_clear()


_added: list[Path] = []


def _folders() -> tuple[Path, ...]:
    return (data_folder("profiles"), *_added)


def _load(path: Path, above: tuple[str, ...]) -> Profile:
    file = open_profile(path)
    head = read_head(file)
    base = None
    if head.base in (*above, head.code):
        file.problem(f"法域互为上层：{head.base}", "profile", 0, "base")
    elif head.base:
        base_path = _find_base(path, head.base)
        if base_path is None:
            file.problem(f"找不到上层法域 {head.base}", "profile", 0, "base")
        else:
            base = _load(base_path, (*above, head.code))
    inherited = {row.code: row for row in reversed(tuple(_rows_of(base)))}
    rows = read_parameters(file, head, inherited)
    clauses = read_clauses(file, {*inherited, *(row.code for row in rows)})
    file.refuse_if_wrong()
    return Profile(head.code, head.name, head.document, head.layer, base, rows, clauses)


def _find_base(path: Path, code: str) -> Path | None:
    places = (folder / f"{code}.toml" for folder in (path.parent, *_folders()))
    return next((place for place in places if place.is_file()), None)


def _rows_of(profile: Profile | None) -> Iterator[Parameter]:
    for layer in profile.chain if profile else ():
        yield from layer.rows


def _difference(base: Profile, row: Parameter) -> Difference:
    on = row.effective_to or date.max
    reason = row.reasons[0] if row.reasons else ""
    layers = base.layers(row.code, row.domain, on, reason)
    if not layers:
        return Difference(row, None, "added")
    above = combine(layers)
    if row.value == above.value:
        return Difference(row, above, "equal")
    if row.order in ("union", "replace"):
        return Difference(row, above, "joined" if row.order == "union" else "own")
    bound = combine([*layers, row])
    return Difference(
        row, above, "stricter" if bound.from_profile == row.from_profile else "looser"
    )


def _basis(row: Parameter) -> str:
    return f"依据：{row.citation}——{row.label}{row.limit.length}"


def _compared(row: Parameter, end: Due, winner: Due) -> str:
    says = f"如依{row.citation}（{row.limit.length}）为{day_zh(end.due_on)}"
    if end.due_on == winner.due_on:
        return f"{says}，结果相同"
    return f"{says}，取较{'晚' if row.order == 'later' else '早'}者"
