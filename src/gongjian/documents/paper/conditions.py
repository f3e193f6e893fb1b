"""Conditions between the fields of one document, as its definition's `[[check]]` states them.

[[check]]
not_before = ["ended_at", "started_at"]     # the first is not before the second
[[check]]
within = ["started_at", "ended_at"]         # from the first to the second at most …
limit = "questioning-hours"                 # … the hours of this limit of the profile
[[check]]
at_least_one_of = ["statement", "waiver"]
[[check]]
attested = ["refused", "witness", "recording"]  # where the first is told, one of the others is too
[[check]]
differ = ["asker", "recorder"]              # not the same text
message = "询问人和记录人不能是同一人"        # optional, instead of the usual sentence
source = "…"
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

RULES = ("not_before", "within", "at_least_one_of", "attested", "differ")
_TIMES = frozenset({"date", "moment"})
HoursOf = Callable[[str], int]


@dataclass(frozen=True, slots=True)
class Condition:
    """One `[[check]]`: the rule, the fields it speaks of, and what to say when it is broken."""

    rule: str
    fields: tuple[str, ...]
    limit: str = ""
    message: str = ""
    source: str = ""


def condition_of(row: Mapping[str, Any]) -> Condition:
    """Read one `[[check]]`.

    Raises:
        ValueError: no rule or several, an unknown key, too few fields.
    """
    rules = [rule for rule in RULES if rule in row]
    unknown = set(row) - {*RULES, "limit", "message", "source"}
    if len(rules) != 1 or unknown:
        raise ValueError(
            f"check 须恰好写一条规则（{'、'.join(RULES)}），未知的键：{unknown or '无'}"
        )
    rule, fields = rules[0], tuple(row[rules[0]])
    if len(fields) < 2 or (rule in {"not_before", "within"} and len(fields) != 2):
        raise ValueError(f"check {rule} 的字段数不对：{fields}")
    if (rule == "within") != ("limit" in row):
        raise ValueError(f"check：within 须有 limit，其他规则不得有：{fields}")
    return Condition(
        rule, fields, row.get("limit", ""), row.get("message", ""), row.get("source", "")
    )


def misfits(condition: Condition, kinds: Mapping[str, str]) -> Iterator[str]:
    """Yield what a condition cannot ask of the fields of its definition (code → kind)."""
    for code in condition.fields:
        if code not in kinds:
            yield f"check {condition.rule} 的字段不存在：{code}"
        elif condition.rule == "not_before" and kinds[code] not in _TIMES:
            yield f"check not_before 只能用于 date、moment：{code}"
        elif condition.rule == "within" and kinds[code] != "moment":
            yield f"check within 只能用于 moment：{code}"


def broken(
    conditions: Sequence[Condition],
    values: Mapping[str, Any],
    labels: Mapping[str, str],
    hours_of: HoursOf,
) -> dict[str, str]:
    """Return a sentence for each field that breaks a condition, by code; {} when none does.

    `values` are frozen ones; a blank breaks nothing but `at_least_one_of`. `hours_of` gives the
    hours of a limit of the matter's profile.
    """
    found: dict[str, str] = {}
    for condition in conditions:
        if said := _said(condition, values, labels, hours_of):
            code, sentence = said
            found.setdefault(code, condition.message or sentence)
    return found


def _said(
    condition: Condition, values: Mapping[str, Any], labels: Mapping[str, str], hours_of: HoursOf
) -> tuple[str, str] | None:
    """Return the field to go to and what is wrong, or None."""
    codes = condition.fields
    names = [labels[code] for code in codes]
    given = [values.get(code) for code in codes]
    if condition.rule == "at_least_one_of":
        if any(value is not None for value in given):
            return None
        return codes[0], f"{'、'.join(f'“{n}”' for n in names)}至少填写一项"
    if condition.rule == "attested":
        if given[0] is None or any(value is not None for value in given[1:]):
            return None
        return codes[1], f"填写了“{names[0]}”的，{'、'.join(names[1:])}须填写其一"
    if condition.rule == "differ":
        texts = [value for value in given if value is not None]
        if len(set(texts)) == len(texts):
            return None
        return codes[-1], f"{'、'.join(f'“{n}”' for n in names)}不能相同，请核对"
    first, second = given
    if first is None or second is None:
        return None
    if condition.rule == "not_before":
        if _not_before(first, second):
            return None
        return codes[0], f"“{names[0]}”早于“{names[1]}”，请核对"
    hours = hours_of(condition.limit)
    if datetime.fromisoformat(second) - datetime.fromisoformat(first) <= timedelta(hours=hours):
        return None
    return codes[1], f"“{names[0]}”到“{names[1]}”超过{hours}小时，请核对；确实超过的，不能办理"


def _not_before(later: str, earlier: str) -> bool:
    """Compare two moments, or days where one of the two is only a day."""
    if "T" in later and "T" in earlier:
        return datetime.fromisoformat(later) >= datetime.fromisoformat(earlier)
    return date.fromisoformat(later[:10]) >= date.fromisoformat(earlier[:10])
