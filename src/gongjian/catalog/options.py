"""What a person may choose of the catalogue."""

from typing import Any

from gongjian.common import clock as clocks
from gongjian.common.acts import Actor
from gongjian.orgs.models import Agency
from gongjian.ui.options import options

from .queries import causes_for


@options("catalog.cause")
def causes(actor: Actor, matter: Any) -> list[tuple[str, str]]:
    """List the causes of the domain of the person's agency; in a case, those of its domain."""
    agency = Agency.objects.filter(pk=actor.agency or 0).first()
    if agency is None:
        return []
    found = causes_for(agency.domain, clocks.current().today(), agency.profile)
    if matter is not None:
        found = [cause for cause in found if cause.domain == matter.domain]
    return [(cause.code, cause.name) for cause in found]
