"""Reads: which clues a person may see."""

from functools import reduce
from operator import and_, or_
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from gongjian.catalog.queries import domains_of
from gongjian.common.acts import Actor
from gongjian.common.db.built import built_once
from gongjian.common.db.prepared import prepared_first
from gongjian.common.errors import NotFound
from gongjian.common.indexes import MOST_WORDS
from gongjian.jurisdiction.limits import Due
from gongjian.jurisdiction.profiles import profile
from gongjian.matters.models import Recusal

from .choices import ClueState
from .models import Clue

LIMIT = "filing-limit"
OFFICES = frozenset({"intake_clerk", "agency_head", "supervisor"})
IN_UNIT = frozenset({"handler", "unit_head"})


@built_once
def visible_clues(actor: Actor) -> QuerySet[Clue]:
    """Return the clues this person may see: the agency's for some offices, else the unit's own.

    Sitting in a unit shows nothing by itself: an administrator there handles no clues. Who is
    recused from a case no longer sees the clue it came from, nor does who stands for him by what
    he lent; of a state secret nobody sees it.

    Source: 行政处罚法 第四十三条（回避）.
    """
    if "system" in actor.roles:
        return Clue.objects.all()
    if actor.officer is None or actor.agency is None:
        return Clue.objects.none()
    own = Q(registered_by=actor.officer)
    if actor.roles & IN_UNIT:
        own |= Q(unit=actor.unit)
    seen = Q() if actor.roles & OFFICES else own
    for absent in actor.stands_for:
        if absent.roles & OFFICES:
            seen |= Q(~Exists(_recused(absent)))
        elif absent.roles & IN_UNIT:
            seen |= Q(~Exists(_recused(absent)), unit=absent.unit)
    here = Clue.objects.filter(seen, agency=actor.agency, matter__secret_since__isnull=True)
    return here.filter(~Exists(_recused(actor)))


def holding(words: str) -> Q:
    """Return the condition that a clue holds every word, in what it says, its place or registrar.

    Who reported it is never asked: the name stands encrypted, and no list may let it be guessed.
    """
    asked = words.split()[:MOST_WORDS]
    return reduce(and_, (_holds(word) for word in asked), Q())


def _holds(word: str) -> Q:
    columns = ("subject", "content", "place", "registered_by__name")
    return reduce(or_, (Q(**{f"{column}__contains": word}) for column in columns))


def _recused(actor: Actor) -> QuerySet[Recusal]:
    return Recusal.objects.filter(matter=OuterRef("matter"), officer=actor.officer)


def visible_clue(actor: Actor, uid: UUID, *, lock: bool = False) -> Clue:
    """Return one clue.

    Raises:
        NotFound: absent, or not visible to this person.
    """
    clue = _visible(actor, uid, lock)
    if clue is None:
        raise NotFound("没有这条线索，或者您无权查看。请从“线索”列表进入。")
    return clue


@prepared_first
def _visible(actor: Actor, uid: UUID, lock: bool) -> QuerySet[Clue]:
    clues = visible_clues(actor).select_related("stream", "unit", "agency").filter(uid=uid)
    return clues.select_for_update(of=("self",)) if lock else clues


def filing_due(clue: Clue) -> Due | None:
    """Return by when a waiting clue is to become a filed case; no query beyond its agency.

    Of the domains whose causes the agency handles the strictest counts: which it will be nobody
    knows yet. None for a clue that is dealt with, and where no rule says.

    Source: 行政处罚法 第五十四条第二款; filing-limit of the profile.
    """
    if clue.state != ClueState.OPEN:
        return None
    rules = profile(clue.agency.profile)
    known = [d for d in domains_of(clue.agency.domain) if rules.layers(LIMIT, d, clue.found_on)]
    ends = (rules.due(LIMIT, clue.found_on, domain) for domain in known)
    return min(ends, key=lambda end: end.due_on, default=None)
