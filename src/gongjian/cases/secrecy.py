"""Reads of the register of secret cases: for those named in it, and as a mere number."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from gongjian.common.acts import Actor
from gongjian.common.errors import NotFound
from gongjian.orgs.choices import Role

from .models import SecretCase

# Who may meet the register at all; what is in it only those named in each line see.
READERS = frozenset({Role.HANDLER, Role.UNIT_HEAD, Role.AGENCY_HEAD, Role.ARCHIVIST})
COUNTERS = frozenset({Role.AGENCY_HEAD, Role.SUPERVISOR})


def may_read(actor: Actor) -> bool:
    """Tell whether this person's office knows a register of secret cases."""
    return actor.agency is not None and bool(actor.roles & (READERS | COUNTERS))


def visible_secret_cases(actor: Actor) -> QuerySet[SecretCase]:
    """Return the lines this person may see: who answers for a case, who keeps it, the head.

    A clearance is bound to the person: no deputy sees what the absent one would.

    Source: 保守国家秘密法 第二十一条（知悉范围限定到具体人员）.
    """
    if actor.officer is None or actor.agency is None or actor.principal is not None:
        return SecretCase.objects.none()
    own = SecretCase.objects.filter(agency=actor.agency)
    if Role.AGENCY_HEAD in actor.roles:
        return own
    return own.filter(Q(responsible=actor.officer) | Q(keeper=actor.officer))


def visible_secret_case(actor: Actor, uid: UUID, *, lock: bool = False) -> SecretCase:
    """Return one line with its people; two queries at most.

    Raises:
        NotFound: absent, or not visible to this person.
    """
    found = visible_secret_cases(actor)
    if lock:
        found = found.select_for_update(of=("self",))
    people = ("agency__stream", "responsible", "keeper", "registered_by", "declassified_by")
    row = found.select_related(*people).filter(uid=uid).first()
    if row is None:
        raise NotFound("没有这项登记，或者您无权查看。请从“涉密登记”页面进入。")
    return row


@dataclass(frozen=True, slots=True)
class Counted:
    """How many secret cases agencies have; nothing else is told of them."""

    registered: int
    running: int
    closed: int
    declassified: int


def counted(actor: Actor) -> Counted:
    """Count the secret cases of the person's agency, for a supervisor also of those below."""
    if actor.agency is None or not actor.roles & COUNTERS:
        return Counted(0, 0, 0, 0)
    reach = Q(agency=actor.agency)
    if Role.SUPERVISOR in actor.roles:
        reach |= Q(agency__path__startswith=actor.agency_path)
    said = SecretCase.objects.filter(reach).aggregate(
        registered=Count("id"),
        running=Count("id", filter=Q(closed_on__isnull=True)),
        closed=Count("id", filter=Q(closed_on__isnull=False)),
        declassified=Count("id", filter=Q(declassified_on__isnull=False)),
    )
    return Counted(**said)
