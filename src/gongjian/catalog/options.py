"""What a person may choose of the catalogue."""

from typing import Any

from gongjian.common import clock as clocks
from gongjian.common.acts import Actor
from gongjian.orgs.models import Agency
from gongjian.ui.options import options

from .queries import causes_for, causes_gone


@options("catalog.cause")
def causes(actor: Actor, matter: Any) -> list[tuple[str, str]]:
    """List the causes of the domain of the person's agency; in a case, those of its domain.

    Those whose law is gone stand last: an act that ended before is judged by them.
    """
    agency = Agency.objects.filter(pk=actor.agency or 0).first()
    if agency is None:
        return []
    today = clocks.current().today()
    found = causes_for(agency.domain, today, agency.profile)
    gone = causes_gone(agency.domain, today)
    if matter is not None:
        found = [cause for cause in found if cause.domain == matter.domain]
        gone = [cause for cause in gone if cause.domain == matter.domain]
    told = [(c.code, f"{c.name}（只适用于{c.effective_to}以前的行为）") for c in gone]
    return [(cause.code, cause.name) for cause in found] + told
