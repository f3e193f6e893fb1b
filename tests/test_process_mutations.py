"""Each requirement of each shipped procedure is proven: without its lock, it is told broken."""

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import pytest

from gongjian.process import Process, check_process, load_process

FILES = sorted((Path(__file__).parents[1] / "processes").glob("*.toml"))
PROCESSES = {p.stem: load_process(p.read_text(encoding="utf-8"), origin=p.name) for p in FILES}
CASES = [(code, inv.name) for code, process in PROCESSES.items() for inv in process.invariants]
LEAST = {"penalty-ordinary": 12, "penalty-summary": 8, "public-order": 10}


def mutants(process: Process, name: str) -> Iterator[Process]:
    """Yield the procedure with one lock of an invariant taken away.

    First the condition of each step the invariant speaks of; then its place, so that it may happen
    anywhere; then any step leads right before it; then the condition of any other step.
    """
    (invariant,) = [inv for inv in process.invariants if inv.name == name]
    only = dataclasses.replace(process, invariants=(invariant,), _candidates={})
    anywhere = tuple(place for place in process.places if place not in process.ends_in)
    for code in invariant.on:
        yield with_step(only, code, guard=None, needs=())
        for places in (process.starts_in, anywhere):
            if process.steps[code].side:
                yield with_step(only, code, guard=None, needs=(), in_=places)
            else:
                yield with_step(only, code, guard=None, needs=(), frm=(), frm_any=places)
    for target in (process.steps[code].frm or process.steps[code].frm_any for code in invariant.on):
        for code, step in process.steps.items():
            if not step.side and target:
                yield with_step(only, code, to=target[:1])
    for code in process.steps:
        yield with_step(only, code, guard=None, needs=())


def with_step(process: Process, code: str, **changes: object) -> Process:
    step = dataclasses.replace(process.steps[code], **changes)  # type: ignore[arg-type]
    return dataclasses.replace(process, steps={**process.steps, code: step}, _candidates={})


@pytest.mark.parametrize(("code", "name"), CASES)
def test_a_requirement_without_its_lock_is_told(code: str, name: str) -> None:
    told = f"违反“{name}”"

    found = any(
        told in str(problem)
        for mutant in mutants(PROCESSES[code], name)
        for problem in check_process(mutant).problems
    )

    assert found


@pytest.mark.parametrize("code", PROCESSES)
def test_every_procedure_has_enough_requirements_and_is_proven_as_it_is(code: str) -> None:
    process = PROCESSES[code]

    assert len(process.invariants) >= LEAST.get(code, 8)
    assert check_process(process).problems == ()
