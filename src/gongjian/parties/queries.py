"""Finding parties: by id, never by name."""

from collections.abc import Callable

from django.db.models import QuerySet

from gongjian.common.acts import Actor
from gongjian.common.crypto import blind_index

from .choices import IdKind, PartyKind
from .models import Party

Reach = Callable[[Actor, QuerySet[Party]], QuerySet[Party]]


def _all(actor: Actor, parties: QuerySet[Party]) -> QuerySet[Party]:
    return parties


_reach: Reach = _all


def bind_reach(reach: Reach) -> None:
    """Let a higher app say which of an agency's parties a person may see (at start-up)."""
    global _reach
    _reach = reach


def index_of(key: str) -> str:
    """Return the blind index of a normalised id (`rules.Papers.key`)."""
    return blind_index("party", key)


def find_by_id(*, agency: int, kind: str, number: str) -> Party | None:
    """Return the agency's party with this id; `kind` is an id kind or "uscc". One query.

    The number is compared exactly: normalise it first (`common.identifiers`).
    """
    index = index_of(f"{kind}:{number}")
    return Party.objects.filter(agency=agency, id_index=index).first() if number else None


def same_person(*, name: str, id_number: str) -> QuerySet[Party]:
    """Return every agency's row of a natural person whom an identity service has confirmed.

    By the resident's number, and the name has to agree: a row entered under a mistaken number is
    nobody's to read.
    """
    index = index_of(f"{IdKind.CITIZEN}:{id_number}")
    rows = Party.objects.filter(id_index=index, kind=PartyKind.NATURAL, name=name)
    return rows if id_number else rows.none()


def parties_of(agency: int) -> QuerySet[Party]:
    """Return the parties an agency knows, newest first."""
    return Party.objects.filter(agency=agency).order_by("-id")


def visible_parties(actor: Actor) -> QuerySet[Party]:
    """Return the parties of the person's agency that this person may see, newest first."""
    if actor.agency is None:
        return Party.objects.none()
    return _reach(actor, parties_of(actor.agency))
