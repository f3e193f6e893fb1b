"""The cases of one event, each of one offender (同案)."""

from django.db.models import Q

from .models import Case, Companion

BESIDE = ("case__matter", "case__party", "first__matter", "first__party")


def event_of(case: Case) -> list[Case]:
    """Return the cases of one event, the one filed first in front, this one among them.

    One query; none for a case of another procedure. [] where it stands alone.
    """
    if not case.public_order:
        return []
    first = Companion.objects.filter(case=case).values("first")
    rows = Companion.objects.filter(Q(first=case) | Q(first__in=first))
    found = list(rows.select_related(*BESIDE).order_by("id"))
    return [found[0].first, *(row.case for row in found)] if found else []


def companions_of(case: Case) -> list[Case]:
    """Return the other cases of the event that are not handled as a state secret."""
    return [
        one
        for one in event_of(case)
        if one.pk != case.pk and one.matter.secret_since is None and not one.state_secret
    ]
