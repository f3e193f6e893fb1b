"""How long the file of a case is kept, as its table says (案卷的保管期限)."""

from collections.abc import Callable

from gongjian.matters.definitions import process_of
from gongjian.matters.models import Matter
from gongjian.matters.tables import table
from gongjian.process import Hit

from .choices import HearingOutcome
from .models import Case, Decision
from .public_order.queries import unpunished_by
from .queries import case_of, spared_by

SUMMARY = "penalty-summary"

# A higher app tells whether a case went through review or litigation.
_remedied: list[Callable[[Matter], bool]] = []


def also_remedied(told: Callable[[Matter], bool]) -> None:
    """Let a higher app tell whether a matter was taken to review or to court."""
    _remedied.append(told)


def retention_of(matter: Matter) -> Hit:
    """Return how long the file is kept, with the rule that says so; a few queries.

    Source: the table `retention`.
    """
    case = case_of(matter)
    summary = process_of(matter).code == SUMMARY
    asked = {
        "record": "file",
        "procedure": "summary" if summary else "ordinary",
        "outcome": outcome_of(case),
        "major": _major(case),
        "remedy": any(told(matter) for told in _remedied),
    }
    return table("retention", matter.profile).decide(asked)


def kept_for(matter: Matter, hit: Hit) -> str:
    """Say how long the file is kept, in the words of the table."""
    return table("retention", matter.profile).answers[hit.value]


def outcome_of(case: Case) -> str:
    """Return what became of a case, as the table asks for it; two or three queries."""
    if Decision.objects.filter(case=case, void=False).exists():
        return "penalty"
    return "no_penalty" if spared_by(case) or unpunished_by(case) else "ended"


def _major(case: Case) -> bool:
    return (
        case.reviews.exists()
        or case.hearings.filter(outcome=HearingOutcome.HELD).exists()
        or case.discussions.exists()
    )
