"""How many clicks lie between the inbox and each task: a test follows the links of the pages."""

from dataclasses import dataclass

from gongjian.process.definition import Process

# The line of the inbox opens the case; the case has a button for each act that is possible now.
TO_AN_ACT = 2
# The line also opens the papers that may be made besides, all of them unfolded.
TO_A_PAPER = 2
MOST = 2  # REQUIREMENTS Q14


@dataclass(frozen=True, slots=True)
class Task:
    """One act of a procedure, and how far from the inbox it is."""

    act: str
    name: str
    by: str
    clicks: int


def tasks_of(process: Process) -> list[Task]:
    """Return the acts of a procedure with their clicks, in the order of its steps."""
    return [
        Task(step.act, step.name, step.by, TO_A_PAPER if step.group else TO_AN_ACT)
        for step in process.steps.values()
    ]
