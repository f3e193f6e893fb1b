"""What the catalogue answers to the rest of the house: causes by domain, grounds by effect."""

from collections.abc import Sequence
from datetime import date

from .definitions import Cause, Ground
from .library import NATIONAL, cause_on, causes, grounds_of, shared_grounds
from .words import DOMAINS

__all__ = [
    "cause_on",
    "causes_for",
    "domains_of",
    "grounds_for",
    "no_penalty_grounds",
    "own_domains",
]
# An agency of this domain also handles cases of the others.
_ALSO = {"public-security": ("public-order",)}


def domains_of(domain: str) -> tuple[str, ...]:
    """Return the domains of causes that an agency of this domain handles."""
    return (domain, *_ALSO.get(domain, ()))


def own_domains() -> dict[str, str]:
    """Return the names of the domains an agency may be of, without those that only come along."""
    along = {code for more in _ALSO.values() for code in more}
    return {code: name for code, name in DOMAINS.items() if code not in along}


def causes_for(domain: str, on: date, profile: str = NATIONAL, words: str = "") -> list[Cause]:
    """Return the causes an agency of this domain may name on a day, those that hold all words."""
    wanted = domains_of(domain)
    codes = dict.fromkeys(c.code for c in causes() if c.domain in wanted)
    found = [c for code in codes if (c := cause_on(code, on, profile)) is not None]
    parts = words.split()
    return [c for c in found if all(_says(c, part) for part in parts)]


def causes_gone(domain: str, today: date) -> list[Cause]:
    """Return the last version of each cause that this domain had, and that no later law goes on."""
    wanted = domains_of(domain)
    last = {cause.code: cause for cause in causes() if cause.domain in wanted}  # oldest first
    return [c for c in last.values() if c.effective_to is not None and c.effective_to < today]


def _says(cause: Cause, word: str) -> bool:
    return any(word in text for text in (cause.name, cause.code, *cause.words))


def grounds_for(
    domain: str,
    code: str,
    on: date,
    *effects: str,
    profile: str = NATIONAL,
    natural: bool = True,
) -> Sequence[Ground]:
    """Return the grounds with one of these effects that exist for a cause.

    `natural` false: the party is an organisation, which has neither age nor health.

    Where the catalogue lacks the cause (`code` ""), the general ones of the domain.

    Source: 行政处罚法 第三十条至第三十三条、第四十九条; 治安管理处罚法.
    """
    cause = cause_on(code, on, profile) if code else None
    found = grounds_of(cause) if cause else shared_grounds().by_domain.get(domain, ())
    fitting = (g for g in found if g.in_force(on) and g.allows(*effects))
    return [g for g in fitting if natural or not g.natural]


def no_penalty_grounds(
    domain: str, code: str, on: date, profile: str = NATIONAL, *, natural: bool = True
) -> Sequence[Ground]:
    """Return the grounds on which a case may or must end without penalty, with their proofs.

    Source: 行政处罚法 第三十条、第三十一条、第三十三条.
    """
    return grounds_for(
        domain, code, on, "no_penalty", "may_spare", profile=profile, natural=natural
    )
