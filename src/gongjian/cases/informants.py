"""Who reported a case by name, and whether he was told what became of it (实名举报人).

Who he is stays with the clue: no paper that the party reads, no page of the public names him.
"""

from gongjian.intake.choices import ClueSource
from gongjian.intake.models import Clue
from gongjian.matters.models import Matter

from .models import InformantTold
from .queries import case_of

LIMIT = "informant-limit"


def informant_of(matter: Matter) -> Clue | None:
    """Return the clue that somebody reported by name; one query, none where nobody could have.

    In a 治安 case the paper of the refusal names whom it tells, and the receipt of the entry.
    """
    if case_of(matter).source != ClueSource.COMPLAINT or case_of(matter).public_order:
        return None
    return Clue.objects.filter(matter=matter, named=True).first()


def told_of(matter: Matter) -> InformantTold | None:
    """Return how the informant of a case was told; one query."""
    return InformantTold.objects.filter(case__matter=matter).first()
