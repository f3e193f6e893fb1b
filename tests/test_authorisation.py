"""Person × state of a case × address: everyone is answered as the table of authorising.py says."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import cycle
from typing import Any
from uuid import UUID

import pytest
from django.db.models import Model
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from gongjian.cases.models import SecretCase
from gongjian.common import acts
from gongjian.documents.models import Document, Scan, SignedPaper
from gongjian.fileroom.models import ReadingPage, ReadingPart
from gongjian.intake.models import Clue
from gongjian.ledger.models import Entry
from gongjian.matters.models import Matter
from gongjian.recording.models import Recording
from gongjian.workbench.queries import TABS

from . import authorising as table
from .authorising_house import House, built, cast_of_the_house
from .doors import told_by

pytestmark = [pytest.mark.usefixtures("home")]
SHOWN, ABSENT, SIGN_IN, NO_SESSION, REFUSED = 200, 404, 302, 401, 403
# An empty command is refused as such (422) before anything is read, wherever a field is required.
NOT_FOUND, NOT_DONE = frozenset({404, 422}), frozenset({403, 409, 412, 422})
# Everybody tries other acts in each state; together they try each, as a form and as a program does.
SHARE = 168


@pytest.fixture
def house() -> Iterator[House]:
    cast = cast_of_the_house()
    with told_by(cast):
        yield built(cast)


# --- every address ------------------------------------------------------------------------------


def routes(resolver: Any = None, space: str = "") -> Iterator[str]:
    """Yield every named address with a parameter."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            yield from routes(
                pattern, f"{space}{pattern.namespace}:" if pattern.namespace else space
            )
        elif isinstance(pattern, URLPattern) and pattern.name and pattern.pattern.converters:
            yield f"{space}{pattern.name}"


@cache
def of_class(kind: str) -> list[str]:
    return sorted({name for name in routes() if table.class_of(name) == kind})


def addresses(kind: str, matter: Matter, number: int) -> list[str]:
    """Return each address of a class, about this case or about one of its rows."""
    found = []
    for name in of_class(kind):
        uids = rows_of(*ROWS.get(name, (Matter, "pk")), matter)
        more = [1] if name in table.NUMBERED else []
        found += [reverse(name, args=[uids[number % len(uids)], *more])] if uids else []
    return found


def rows_of(model: type[Model], path: str, matter: Matter) -> list[UUID]:
    rows = model._default_manager.filter(**{path: matter.pk}).order_by("id")
    return list(rows.values_list("uid", flat=True))


PAPER: tuple[type[Model], str] = (Document, "matter")
ROWS: dict[str, tuple[type[Model], str]] = {
    "documents:pdf": PAPER,
    "documents:docx": PAPER,
    "documents:attach": PAPER,
    "documents:scan": (Scan, "document__matter"),
    "documents:sign": PAPER,
    "documents:signed": (SignedPaper, "document__matter"),
    "recording:play": (Recording, "matter"),
    "recording:stream": (Recording, "matter"),
    "workbench:reading_sheet": (ReadingPage, "part__reading__matter"),
    "workbench:clue": (Clue, "matter"),
    "workbench:secret_case": (SecretCase, "matter"),
    "desk:paper": PAPER,
    "desk:part": (ReadingPart, "reading__matter"),
    "desk:sheet": (ReadingPart, "reading__matter"),
}


def tab_of(matter: Matter, number: int) -> str:
    """Return one tab of the page of a case: the first is what the page itself shows."""
    others = list(TABS)[1:]
    return f"{reverse('workbench:matter', args=[matter.uid])}?tab={others[number % len(others)]}"


def acts_on_matters() -> list[str]:
    """Return the acts on a matter that people do."""
    codes = [c for c, service in acts.services().items() if service.on_matter]
    return [c for c in codes if c not in table.DONE_BY_NOBODY]


def forms_of(matter: Matter, number: int) -> list[str]:
    """Return the forms of a share of the acts."""
    codes = acts_on_matters()[number::SHARE]
    return [reverse("workbench:matter_act", args=[matter.uid, code]) for code in codes]


def doors_of(matter: Matter, number: int) -> list[str]:
    """Return where a program does another share of the acts."""
    codes = acts_on_matters()[(number + SHARE // 2) % SHARE :: SHARE]
    return [reverse(f"{table.ACTS}{code}", args=[matter.uid]) for code in codes]


# --- the answers --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Asked:
    """A question put to the house, and what the table says to it."""

    person: str
    state: str
    address: str
    expected: frozenset[int]
    posted: bool = False

    def ask(self, client: Client) -> int:
        """Return the answer; an act is tried with nothing filled in, on a version long past."""
        if not self.posted:
            return client.get(self.address).status_code
        seen = {"If-Match": '"999999"'}
        posted = client.post(self.address, "{}", content_type="application/json", headers=seen)
        return posted.status_code


def questions(house: House) -> Iterator[Asked]:
    shares = cycle(range(SHARE))
    for person, seen in table.sight().items():
        for state, matter in house.cases.items():
            sees = state in seen
            share = next(shares)
            for address, shown in about(person, state, matter, sees, share):
                told = answer_to(person, address, shown)
                yield Asked(person, state, address, frozenset({told}))
            refused = NOT_DONE if sees else NOT_FOUND
            refused = frozenset({NO_SESSION}) if person in table.NO_ACCOUNT else refused
            for address in doors_of(matter, share):
                yield Asked(person, state, address, refused, posted=True)
            for address, told in desk_pages(person, state, matter, share):
                yield Asked(person, state, address, frozenset({told}))


def desk_pages(person: str, state: str, matter: Matter, share: int) -> Iterator[tuple[str, int]]:
    """Yield pages of the party's desk: its own case alone; everybody else is shown the way in."""
    own = person == "party at its desk"
    for address in addresses("desk", matter, share):
        if not own:
            yield address, SIGN_IN
        elif state != "decided" or "/papers/" not in address:  # a leaf not opened yet is absent too
            yield address, ABSENT


def about(
    person: str, state: str, matter: Matter, sees: bool, share: int
) -> Iterator[tuple[str, int]]:
    """Yield what to ask about a case, with the answer to somebody who is signed in."""
    whole = SHOWN if sees else ABSENT
    yield from ((a, whole) for a in addresses("case", matter, share))
    yield tab_of(matter, share), whole
    yield from ((a, whole) for a in forms_of(matter, share))
    nobody = table.DONE_BY_NOBODY[share % len(table.DONE_BY_NOBODY)]
    yield reverse("workbench:matter_act", args=[matter.uid, nobody]), ABSENT
    # The papers of one case are really drawn; of the others there is nothing to send.
    if state == "decided" or not sees:
        yield from (
            (a, whole)
            for a in addresses("paper", matter, share) + addresses("picture", matter, share)
        )
    handles = SHOWN if person in table.HANDLERS else REFUSED
    yield from ((a, handles if sees else ABSENT) for a in addresses("handlers", matter, share))
    for kind in ("on the spot", "attachment", "player"):
        yield from ((a, ABSENT) for a in addresses(kind, matter, share))
    yield from (
        (a, SHOWN if reads_clue(person, state) else ABSENT)
        for a in addresses("clue", matter, share)
    )
    named = person in table.SECRET_READERS
    yield from ((a, SHOWN if named else ABSENT) for a in addresses("secret line", matter, share))


def reads_clue(person: str, state: str) -> bool:
    at_first = state == "open" and person in table.CLUE_READERS_AT_FIRST
    return state != "secret" and (person in table.CLUE_READERS or at_first)


def answer_to(person: str, address: str, shown: int) -> int:
    """Return the answer to this person: who has no account is asked to sign in first."""
    if person not in table.NO_ACCOUNT:
        return shown
    if address.startswith("/api/"):
        return NO_SESSION
    return SIGN_IN


def test_every_address_with_a_parameter_has_a_class() -> None:
    """A new address is put into a class of the table before anything else."""
    assert [name for name in routes() if table.class_of(name) is None] == []
    classed = {name for names in table.CLASSES.values() for name in names}
    assert classed <= set(routes())


@pytest.mark.divided
@pytest.mark.django_db
def test_everybody_is_answered_as_the_table_says(house: House) -> None:
    assert set(house.people) == set(table.sight())
    written = Entry.objects.count()

    asked = list(questions(house))
    answers = {one: one.ask(house.people[one.person]) for one in asked}

    assert [(one, got) for one, got in answers.items() if got not in one.expected] == []
    assert Entry.objects.count() == written
    tried = {one.address.rstrip("/").rpartition("/")[2] for one in asked if "/acts/" in one.address}
    assert tried >= set(acts_on_matters())
