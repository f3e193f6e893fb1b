"""One value that a rule sets, and how the values of several layers become the one that binds.

Higher law first; below it a layer may only be stricter for the authority or kinder to the party.
"Stricter" is computed by each parameter's `order`.

Source: LAW 0.2.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import cast

from gongjian.common.text import item_zh
from gongjian.jurisdiction.limits import UNIT_LABELS, Limit, Unit, Whose

ORDERS = ("earlier", "later", "min", "max", "union", "replace")
LAYERS = ("law", "regulation", "rule", "policy", "province", "city", "bureau", "design")
EVERY_DOMAIN = "*"
# 治安 cases follow what is general to the police unless their own act says otherwise.
WIDER_DOMAIN = {"public-order": "public-security"}

# Only to rank two limits without a starting day; `Profile.due` compares the dates themselves.
_USUAL_DAYS = {"working": 1.4, "calendar": 1.0, "hour": 1 / 24, "month": 30.4, "year": 365.0}


@dataclass(frozen=True, slots=True)
class Parameter:
    """A value with its rule: `clause` of a local document or `source` in a statute.

    `effective_to` is the last day in force. `reasons` restricts a value to some events (a
    withdrawal because of revocation, say). `weighed` holds the rows of other layers that were
    compared with it.
    """

    code: str
    value: object
    clause: str
    source: str
    layer: str
    domain: str
    order: str
    roll: bool
    effective_from: date | None
    effective_to: date | None
    from_profile: str
    label: str = ""
    reasons: tuple[str, ...] = ()
    note: str = ""
    weighed: tuple["Parameter", ...] = ()

    @property
    def citation(self) -> str:
        """Return the rule to cite: document and item, or statute and article."""
        return " ".join(filter(None, (self.source, item_zh(self.clause))))

    @property
    def is_limit(self) -> bool:
        return isinstance(self.value, dict) and "unit" in self.value

    @property
    def limit(self) -> Limit:
        """Return the value as a time limit."""
        value = self._table("unit")
        return Limit(
            self.code,
            cast(int, value["days"]),
            cast(Unit, value["unit"]),
            self.roll,
            self.order,
            self.clause or self.source,
            self.label,
            cast(Whose, value["whose"]),
        )

    @property
    def starts(self) -> str:
        """Return the event from which a time limit counts, by its code."""
        return str(self._table("unit").get("from", ""))

    @property
    def number(self) -> int | float:
        """Return the value as a number."""
        if isinstance(self.value, (int, float)) and not isinstance(self.value, bool):
            return self.value
        raise self._wrong_kind("a number")

    @property
    def choice(self) -> str:
        """Return the code of a value that is one of several named ways of doing."""
        return str(self._table("code")["code"])

    @property
    def items(self) -> tuple[object, ...]:
        """Return the value as a list."""
        if isinstance(self.value, list):
            return tuple(self.value)
        raise self._wrong_kind("a list")

    def yearly_date(self, year: int) -> date:
        """Return the day on which the report about `year` is due.

        "same": inside the year reported on (Kunming collects in December); else the year after.
        """
        value = self._table("month")
        due_year = year if value.get("year") == "same" else year + 1
        return date(due_year, cast(int, value["month"]), cast(int, value["day"]))

    @property
    def value_zh(self) -> str:
        """Return the value in words, for comparisons shown to people."""
        return _in_words(self.value)

    def in_force(self, on: date) -> bool:
        return (self.effective_from or date.min) <= on <= (self.effective_to or date.max)

    def _table(self, key: str) -> dict[str, object]:
        if isinstance(self.value, dict) and key in self.value:
            return self.value
        raise self._wrong_kind({"unit": "a limit", "month": "a yearly date"}.get(key, "a choice"))

    def _wrong_kind(self, wanted: str) -> ValueError:
        return ValueError(f"{self.code} is not {wanted}: {self.value!r}")


def binding(candidates: Sequence[Parameter]) -> list[Parameter]:
    """Return the rows that compete: a value of our own design gives way to any real rule."""
    real = [row for row in candidates if row.layer != "design"]
    return real or list(candidates)


def combine(candidates: Sequence[Parameter]) -> Parameter:
    """Return the strictest of the layers' rows, highest first; a tie goes to the higher law."""
    rows = binding(candidates)
    order = rows[0].order
    if order == "union":
        return _union(rows)
    if order == "replace":
        winner = rows[-1]
    else:
        pick: Callable[..., Parameter] = min if order in ("min", "earlier") else max
        winner = pick(rows, key=_rank)
    weighed = tuple([row for row in candidates if row is not winner])
    return winner if weighed == winner.weighed else replace(winner, weighed=weighed)


def _union(rows: Sequence[Parameter]) -> Parameter:
    merged: list[object] = []
    for row in rows:
        merged += [item for item in row.items if item not in merged]
    if not rows[1:]:
        return rows[0]
    cited = "；".join(dict.fromkeys(row.citation for row in rows))
    return replace(rows[-1], value=merged, clause="", source=cited, weighed=tuple(rows))


def _rank(row: Parameter) -> tuple[float, ...]:
    value = row.value
    if row.is_limit:
        return (row.limit.days * _USUAL_DAYS[row.limit.unit],)
    if isinstance(value, dict) and "month" in value:
        day = row.yearly_date(2000)
        return (day.year, day.month, day.day)
    if isinstance(value, (int, float)):
        return (float(value),)
    msg = f"{row.code}: {value!r} has no {row.order}"
    raise ValueError(msg)


def _in_words(value: object) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return "、".join(map(_in_words, value))
    if not isinstance(value, dict):
        return str(value)
    if "unit" in value:
        return f"{value['days']}{UNIT_LABELS[str(value['unit'])]}"
    if "month" in value:
        year = "当年" if value.get("year") == "same" else "次年"
        return f"{year}{value['month']}月{value['day']}日"
    return str(value.get("label") or value.get("code") or value)
