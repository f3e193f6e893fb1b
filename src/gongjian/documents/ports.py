"""What higher apps tell `documents` at start-up: what a matter already knows."""

from collections.abc import Callable, Collection, Mapping
from datetime import date
from typing import Any

from gongjian.common.acts import Act
from gongjian.matters.models import Matter

Values = Mapping[str, Any]


def _nothing(matter: Matter) -> Collection[int]:
    return frozenset()


relied_on: Callable[[Matter], Collection[int]] = _nothing
_values: dict[str, Callable[[Matter], Values]] = {}
_standing: dict[str, Callable[[Matter], Values]] = {}
_people: dict[str, Callable[[Matter], Collection[str]]] = {}
_bodies: dict[str, Callable[[Matter], Collection[str]]] = {}
_rests: dict[str, tuple[Callable[[Matter], str], Callable[[Matter], Values]]] = {}
_citations: list[Callable[[Matter, str, Values, date], Mapping[str, str]]] = []
_follows: dict[str, Callable[[Act, Values], None]] = {}
_objections: dict[str, Callable[[Matter, Values], Mapping[str, str]]] = {}


def provide_values(kind: str, provider: Callable[[Matter], Values]) -> None:
    """Let `provider(matter)` fill the forms of documents: values by the codes of their fields."""
    _values[kind] = provider


def values_of(matter: Matter) -> Values:
    """Return what is known of a matter, by field code; nothing where no app provides it."""
    provider = _values.get(matter.kind)
    return provider(matter) if provider else {}


def provide_standing(kind: str, provider: Callable[[Matter], Values]) -> None:
    """Let `provider(matter)` fill the fields marked `of_case` of its documents."""
    _standing[kind] = provider


def standing_of(matter: Matter) -> Values:
    """Return what stands in a matter, by field code; nothing where no app provides it."""
    provider = _standing.get(matter.kind)
    return provider(matter) if provider else {}


def provide_people(
    kind: str,
    provider: Callable[[Matter], Collection[str]],
    bodies: Callable[[Matter], Collection[str]],
) -> None:
    """Let `provider(matter)` name the people of its case, who may sign its papers.

    `bodies(matter)` names the companies and the like among its parties, which sign nothing.
    """
    _people[kind] = provider
    _bodies[kind] = bodies


def people_of(matter: Matter) -> Collection[str]:
    """Return the names of the people of a case; the party's alone where no app provides them."""
    provider = _people.get(matter.kind)
    return provider(matter) if provider else {matter.party_name}


def bodies_of(matter: Matter) -> Collection[str]:
    """Return the names of the parties of a case that are no natural persons."""
    provider = _bodies.get(matter.kind)
    return provider(matter) if provider else frozenset()


def object_to(paper: str, objections: Callable[[Matter, Values], Mapping[str, str]]) -> None:
    """Let an app above say, by field, what speaks against a typed document of this kind."""
    _objections[paper] = objections


def objections_to(matter: Matter, paper: str, given: Values) -> Mapping[str, str]:
    """Return what speaks against the values given for a typed document; {} where nothing does."""
    told = _objections.get(paper)
    return told(matter, given) if told else {}


def follow(paper: str, settle: Callable[[Act, Values], None]) -> None:
    """Let an app above say, once a typed document of this kind is made, what its step settles."""
    _follows[paper] = settle


def settled_by(act: Act, paper: str, given: Values) -> None:
    """Tell the app above that a typed document was made within a running act."""
    if paper in _follows:
        _follows[paper](act, given)


def hold_citations(wrong: Callable[[Matter, str, Values, date], Mapping[str, str]]) -> None:
    """Let an app above say, by field, which provisions a typed document may not cite on a day."""
    _citations.append(wrong)


def citations_wrong(matter: Matter, paper: str, given: Values, on: date) -> Mapping[str, str]:
    """Return which provisions cannot stand in a typed document, by field; {} where all can."""
    return {
        field: told for ask in _citations for field, told in ask(matter, paper, given, on).items()
    }


def rest_on(paper: str, lacking: Callable[[Matter], str], told: Callable[[Matter], Values]) -> None:
    """Let a typed document of this kind rest on something: why it cannot yet, what that tells."""
    _rests[paper] = (lacking, told)


def lacking_for(matter: Matter, paper: str) -> str:
    """Return why a typed document of this kind cannot be made yet; "" when it can."""
    return _rests[paper][0](matter) if paper in _rests else ""


def told_for(matter: Matter, paper: str) -> Values:
    """Return what the thing on which this kind of document rests says, by field code."""
    return _rests[paper][1](matter) if paper in _rests else {}


def fillings(paper: str) -> list[Callable[[Matter], Values]]:
    """Return every function that tells the form of a typed document what the matter knows."""
    told = [_rests[paper][1]] if paper in _rests else []
    return [*_values.values(), *told]


def rely_on(provider: Callable[[Matter], Collection[int]]) -> None:
    """Let `provider(matter)` name the documents (ids) that have reached somebody or prove that."""
    global relied_on
    relied_on = provider
