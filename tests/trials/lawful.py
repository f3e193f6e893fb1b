"""Many lawful acts in an installation, new or copied; the audit must have nothing to say."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from . import world
from .tampering import findings

if TYPE_CHECKING:
    from gongjian.cases.testing import Cast

PIECE = 250


def main(home: Path, count: int) -> None:
    """Perform at least `count` acts, sealing now and then; report after every piece."""
    world.start(home)
    from django.core.management import call_command

    from gongjian.cases import testing as story
    from gongjian.ledger.models import Entry
    from gongjian.ledger.sealing import seal

    call_command("migrate", verbosity=0)
    before = Entry.objects.count()
    cast = present_cast() if before else story.make_cast(drawn=True)
    cast.wait(days=200 if before else 0)
    done, reported = 0, 0
    while done < count:
        matter = story.file_case(cast, story.open_case(cast))
        for amount in (1, 2, 3):
            story.propose(cast, matter, facts=f"第{amount}次查明的事实。")
        story.investigate(cast, matter)
        seal(batch=11)
        done = Entry.objects.count() - before
        if done - reported >= PIECE or done >= count:
            world.say(acts=done, found=findings())
            reported = done


def present_cast() -> "Cast":
    """Return the people of a copied installation."""
    from gongjian.cases.testing import Cast
    from gongjian.orgs.models import Agency, Assignment

    agency = Agency.objects.get()
    people = {}
    for held in Assignment.objects.filter(officer__agency=agency).select_related("officer"):
        people["second" if held.role in people else held.role] = held.officer
    return Cast(agency, people)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
