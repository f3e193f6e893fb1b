"""Every rule of the check, in the order a careful reader would go."""

from collections.abc import Callable, Iterator, Sequence

from . import agreeing, wording
from .model import Beside, Finding, Paper

Rule = Callable[[Paper, Beside], Iterator[Finding]]
RULES: Sequence[Rule] = (
    wording.blanks,
    agreeing.names,
    agreeing.dates,
    agreeing.order,
    wording.citations,
    wording.sums_agree,
    wording.fine_adds_up,
    agreeing.told,
    agreeing.remedies,
    agreeing.numbers,
)


def check(paper: Paper, beside: Beside) -> tuple[Finding, ...]:
    """Return every fault of a document held against the rest of its case; no database is asked."""
    return tuple(finding for rule in RULES for finding in rule(paper, beside))
