"""Every rule of the check, in the order a careful reader would go."""

from collections.abc import Callable, Iterator, Sequence

from . import agreeing, citing, wording
from .model import Beside, Finding, Paper, Severity

Rule = Callable[[Paper, Beside], Iterator[Finding]]
RULES: Sequence[Rule] = (
    wording.blanks,
    agreeing.names,
    agreeing.days,
    agreeing.ahead,
    agreeing.order,
    wording.citations,
    citing.provisions,
    wording.sums_agree,
    wording.fine_adds_up,
    agreeing.told,
    agreeing.goods,
    agreeing.remedies,
    agreeing.numbers,
)

ALONE: Sequence[Rule] = (
    wording.blanks,
    agreeing.days,
    wording.sums_agree,
    wording.fine_adds_up,
)


def faults(paper: Paper) -> tuple[Finding, ...]:
    """Return what stops the signature of a document by itself, whatever else its case holds.

    A paper that says what was violated must cite it to the article; others may rest on an order.
    """
    beside = Beside(party="")
    rules = (*ALONE, wording.citations) if "violated" in paper.form.fields else ALONE
    found = (finding for rule in rules for finding in rule(paper, beside))
    return tuple(finding for finding in found if finding.severity is Severity.ERROR)


def check(paper: Paper, beside: Beside) -> tuple[Finding, ...]:
    """Return every fault of a document held against the rest of its case; no database is asked."""
    return tuple(finding for rule in RULES for finding in rule(paper, beside))
