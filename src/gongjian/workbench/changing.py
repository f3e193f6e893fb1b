"""What stands now, for a form that changes it: nothing is typed again, nothing lost by a blank."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from gongjian.common.acts import Actor
from gongjian.orgs.models import Agency
from gongjian.ui.fields import FormField
from gongjian.ui.forms import ActForm
from gongjian.workbench.people import agencies_in_reach, officers_in_reach

# The act, and its field that names what is changed.
AGENCY, OFFICER = "orgs.change_agency", "orgs.change_officer"
SUBJECTS = {AGENCY: "agency", OFFICER: "officer"}


def present(actor: Actor, code: str, given: Mapping[str, object]) -> dict[str, Any]:
    """Return what a form of change begins with, for the one that the link names; else nothing."""
    uid = _uid(given.get(SUBJECTS.get(code, ""), ""))
    if uid is None:
        return {}
    if code == AGENCY:
        return dict(agencies_in_reach(actor).filter(uid=uid).values().first() or {})
    officer = officers_in_reach(actor).filter(uid=uid).first()
    return {} if officer is None else {**vars(officer), "unit": officer.unit.uid}


def hold(form: ActForm, code: str, given: Mapping[str, object]) -> None:
    """Offer none but the one whose facts the form was filled with."""
    named = SUBJECTS.get(code, "")
    for field in form.fields:
        if isinstance(field, FormField) and field.name == named and given.get(named):
            field.choices = [one for one in field.choices if one[0] == given[named]]


def changeable(actor: Actor) -> list[Agency]:
    """Return the agencies whose facts this person may change, the first twenty."""
    return list(agencies_in_reach(actor).order_by("path")[:20])


def _uid(text: object) -> UUID | None:
    try:
        return UUID(str(text))
    except ValueError:
        return None
