"""Which clues a person may choose in forms."""

from typing import Any

from gongjian.common.acts import Actor
from gongjian.ui.options import Choices, options

from .choices import ClueState
from .queries import visible_clues

MOST = 200


@options("intake.clue")
def clues(actor: Actor, matter: Any) -> Choices:
    """List the clues the person may see that nobody has dealt with yet, newest first."""
    waiting = visible_clues(actor).filter(state=ClueState.OPEN).order_by("-id")[:MOST]
    return [(str(clue.uid), f"{clue.subject}（{clue.found_on.isoformat()}）") for clue in waiting]
