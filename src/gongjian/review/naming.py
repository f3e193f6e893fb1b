"""What a place calls the outcomes of review, on buttons, in the record and on its charts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from gongjian.common import acts
from gongjian.jurisdiction.profiles import profile
from gongjian.process import Process

from .choices import CANONICAL, Outcome

ACTS: Mapping[Outcome, str] = {
    Outcome.PASSED: "review.pass_review",
    Outcome.RETURNED: "review.return_for_supplement",
    Outcome.REJECTED: "review.reject",
    Outcome.TRANSFERRED: "review.transfer",
}


def local_names(profile_code: str) -> Mapping[str, str]:
    """Return what a jurisdiction calls the acts of an opinion, where its rules word them.

    Source: XM4.3.4; HN27; DZ11(2).
    """
    labels = {outcome.code: outcome.label for outcome in profile(profile_code).outcomes}
    names = {}
    for outcome, code in ACTS.items():
        label, title = labels.get(CANONICAL[outcome]), acts.service(code).title
        if label is not None and label != title:
            names[code] = f"审核意见：{label}"
    return names


def in_local_words(process: Process, profile_code: str) -> Process:
    """Return a procedure as the charts of a place draw it: the same steps in its own words."""
    return _renamed(process, tuple(local_names(profile_code).items()))


@dataclass(frozen=True, slots=True)
class Wording:
    """A drawing of a procedure, and the places that word it so."""

    process: Process
    places: tuple[str, ...]


def wordings(process: Process, profile_codes: Iterable[str]) -> list[Wording]:
    """Return the drawings of a procedure that differ, in the order of the places given."""
    found: list[Wording] = []
    for code in dict.fromkeys(profile_codes):
        drawn = in_local_words(process, code)
        same = (n for n, o in enumerate(found) if o.process.step_names == drawn.step_names)
        at = next(same, None)
        if at is None:
            found.append(Wording(drawn, (code,)))
        else:
            found[at] = Wording(found[at].process, (*found[at].places, code))
    return found


@lru_cache(maxsize=64)
def _renamed(process: Process, names: tuple[tuple[str, str], ...]) -> Process:
    return process.renamed(dict(names))
