"""What a place calls the outcomes of review, on buttons, in the record and on its charts."""

from collections.abc import Iterable, Mapping
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


def wordings(process: Process, profile_codes: Iterable[str]) -> dict[str, Process]:
    """Return the drawings of a procedure that differ, each by the first place that words it so."""
    found: dict[str, Process] = {}
    for code in dict.fromkeys(profile_codes):
        drawn = in_local_words(process, code)
        if drawn.step_names not in [other.step_names for other in found.values()]:
            found[code] = drawn
    return found


@lru_cache(maxsize=64)
def _renamed(process: Process, names: tuple[tuple[str, str], ...]) -> Process:
    return process.renamed(dict(names))
