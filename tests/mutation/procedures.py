"""Takes each condition of each step of the shipped procedures away, one at a time.

A condition is caught when the checker, which proves the procedure before it is put in force, no
longer passes: some requirement of the law could then be skipped. `make mutate-procedures`.
"""

import dataclasses
import json
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

from gongjian.process import Process, StepDef, check_process, load_process
from gongjian.process.evaluating import words
from gongjian.process.guards import AllOf, Guard, conjuncts

FOLDER = Path(__file__).parents[2] / "processes"
LEFT = Path(__file__).with_name("conditions.toml")


def shipped() -> dict[str, Process]:
    """Return the shipped procedures by code."""
    read = (
        load_process(p.read_text(encoding="utf-8"), p.name) for p in sorted(FOLDER.glob("*.toml"))
    )
    return {process.code: process for process in read}


def left_to_others() -> dict[str, set[str]]:
    """Return the conditions that the checker need not miss, by procedure."""
    known: dict[str, set[str]] = {}
    for group in tomllib.loads(LEFT.read_text(encoding="utf-8"))["left"]:
        for code, conditions in group.items():
            if code != "why":
                known.setdefault(code, set()).update(conditions)
    return known


def conditions(process: Process) -> list[tuple[str, str, StepDef]]:
    """Return every condition in words, its step, and the step without it."""
    return [
        (f"{code}: {what}", code, weaker)
        for code, step in process.steps.items()
        for what, weaker in without_one(step)
    ]


def without_one(step: StepDef) -> Iterator[tuple[str, StepDef]]:
    """Yield a step with one part of its condition, or one document it needs, taken away."""
    parts = conjuncts(step.guard)
    for n, part in enumerate(parts):
        yield written(part), dataclasses.replace(step, guard=joined(parts[:n] + parts[n + 1 :]))
    for kind in step.needs:
        rest = tuple(other for other in step.needs if other != kind)
        yield f"needs {kind}", dataclasses.replace(step, needs=rest)


def joined(parts: tuple[Guard, ...]) -> Guard | None:
    if not parts:
        return None
    return parts[0] if len(parts) == 1 else AllOf(parts)


def written(part: Guard) -> str:
    class Names(dict[str, str]):
        def __missing__(self, code: str) -> str:
            return code

    return words(part, Names())


def caught(process: Process, code: str, weaker: StepDef) -> bool:
    """Tell whether the checker misses something when a step is weaker."""
    mutant = dataclasses.replace(process, steps={**process.steps, code: weaker}, _candidates={})
    return bool(check_process(mutant).problems)


def main() -> int:
    told, known = {}, left_to_others()
    for name, process in shipped().items():
        every = conditions(process)
        missed = [what for what, code, weaker in every if not caught(process, code, weaker)]
        told[name] = {
            "conditions": len(every),
            "caught_by_the_checker": len(every) - len(missed),
            "accounted_for": len(known[name] & set(missed)),
            "unaccounted_for": sorted(set(missed) - known[name]),
        }
    print(json.dumps(told, ensure_ascii=False, indent=1))
    return int(any(one["unaccounted_for"] for one in told.values()))


if __name__ == "__main__":
    sys.exit(main())
