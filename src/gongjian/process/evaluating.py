"""Guards as Python closures, and in words."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from .guards import AllOf, AnyOf, Fact, Guard, Not, Since

Facts = Mapping[str, Any]
Last = Mapping[str, int]
Test = Callable[[Facts, Last], bool]


def last_times(history: Sequence[str]) -> Last:
    """Return for each step taken its last position in the history."""
    return {code: index for index, code in enumerate(history)}


def compiled(guard: Guard) -> Test:
    """Return the guard as a function of facts and last times.

    The function raises ValueError for a fact that is missing or has a value which the definition
    does not list: the checker proved nothing about such a run.
    """
    match guard:
        case Fact():
            return _fact_test(guard)
        case Since():
            return _since_test(guard)
        case Not(part):
            inner = compiled(part)
            return lambda facts, last: not inner(facts, last)
        case AllOf(parts):
            tests = [compiled(p) for p in parts]
            return lambda facts, last: all(test(facts, last) for test in tests)
        case AnyOf(parts):
            tests = [compiled(p) for p in parts]
            return lambda facts, last: any(test(facts, last) for test in tests)


def value_of(atom: Fact, facts: Facts) -> bool | str:
    """Return the fact's value.

    Raises:
        ValueError: it is missing, or not one of the values the definition lists.
    """
    value = facts.get(atom.fact.code)
    for allowed in atom.fact.values:
        if value is allowed or (value == allowed and isinstance(value, str)):
            return allowed
    msg = f"fact {atom.fact.code} is {value!r}, not one of {atom.fact.values}"
    raise ValueError(msg)


def _fact_test(atom: Fact) -> Test:
    wanted = frozenset(atom.values)
    return lambda facts, last: value_of(atom, facts) in wanted


def _since_test(atom: Since) -> Test:
    step, resets = atom.step, atom.resets
    if not resets:
        return lambda facts, last: step in last

    def holds(facts: Facts, last: Last) -> bool:
        at = last.get(step, -1)
        # Where it never happened, no reset is before it either.
        return all(last.get(reset, -1) < at for reset in resets)

    return holds


def stated(guard: Guard, facts: Facts, last: Last, names: Mapping[str, str]) -> str:
    """Say in Chinese how things stand with regard to a guard, naming only the parts that matter."""
    match guard:
        case Fact():
            return guard.fact.words(value_of(guard, facts))
        case Since(step, resets):
            if step not in last:
                return f"尚未完成“{names[step]}”"
            later = [names[r] for r in resets if last.get(r, -1) > last[step]]
            if later:
                return f"“{names[step]}”之后又发生了“{'”“'.join(later)}”，须重新完成“{names[step]}”"
            return f"已完成“{names[step]}”"
        case Not(part):
            return stated(part, facts, last, names)
        case AllOf(parts) | AnyOf(parts):
            now = compiled(guard)(facts, last)
            telling = [p for p in parts if compiled(p)(facts, last) == now]
            return "，且".join(stated(p, facts, last, names) for p in telling)


def words(guard: Guard, names: Mapping[str, str], holds: bool = True) -> str:
    """Return the guard itself in Chinese (or, with `holds` false, its opposite)."""
    match guard:
        case Fact(fact, values):
            others = tuple(v for v in fact.values if v not in values)
            meant = values if holds else others
            return "或者".join(fact.words(v) for v in meant)
        case Since(step, resets):
            if not resets:
                return f"{'已' if holds else '未'}完成“{names[step]}”"
            after = "”“".join(names[r] for r in resets)
            kept = f"已完成“{names[step]}”，且此后没有“{after}”"
            return kept if holds else f"并非“{kept}”"
        case Not(part):
            return words(part, names, not holds)
        case AllOf(parts) | AnyOf(parts):
            return _joined(guard, parts, names, holds)


def _joined(
    guard: AllOf | AnyOf, parts: tuple[Guard, ...], names: Mapping[str, str], holds: bool
) -> str:
    if isinstance(guard, AllOf) == holds:
        return "，且".join(words(p, names, holds) for p in parts)
    # "not a or b" reads best as "of what is a, b is required".
    if len(parts) == 2 and isinstance(parts[0], Not) and holds:
        return f"{words(parts[0].part, names)}的，{words(parts[1], names)}"
    return "，或者".join(words(p, names, holds) for p in parts)
