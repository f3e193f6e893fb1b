"""How the papers that an act makes are written: the guides of their definitions (文书怎样写).

A typed document has its guides at the fields of its own form. Any other is put together by an
act, whose form asks what the act needs; the guides of the paper's own fields stand below it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from gongjian.documents.catalogue import definition
from gongjian.documents.paper.definitions import Definition, FieldDef
from gongjian.matters.definitions import process_of
from gongjian.matters.models import Matter

from .street import PENALIZE

# A penalty on the spot opens its matter itself: there is no step to ask while its form is shown.
ON_THE_STREET = "on-the-spot-decision"


@dataclass(frozen=True, slots=True)
class Guide:
    """The guides of one paper, field by field."""

    name: str
    fields: Sequence[FieldDef]


def guides_for(code: str, matter: Matter | None) -> list[Guide]:
    """Return the guides of the papers that an act puts together, in the order it makes them.

    No query once the procedure is known. What the agency's own data or the case fills is left out.
    """
    forms = map(definition, _kinds(code, matter))
    return [Guide(form.name, _written(form)) for form in forms if not form.typed]


def _kinds(code: str, matter: Matter | None) -> list[str]:
    if matter is None:
        return [ON_THE_STREET] if code == PENALIZE else []
    steps = process_of(matter).steps.values()
    return list(dict.fromkeys(kind for step in steps if step.act == code for kind in step.makes))


def _written(form: Definition) -> list[FieldDef]:
    return [f for f in form.fields.values() if f.guide and not (f.of_agency or f.of_case)]
