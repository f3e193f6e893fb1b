"""Which limits are still to be met on the way on from a step."""

from functools import lru_cache

from .definition import Marking, Process


@lru_cache(maxsize=4096)
def limits_ahead(process: Process, code: str, left: Marking) -> frozenset[str]:
    """Return the limits that end on the ways which begin with a step that leaves these places.

    Of two ways that run side by side each knows its own: who records that a fine was paid is not
    late because something is published too late.
    """
    step = process.steps[code]
    found = set(step.stops)
    reached, waiting = {*left, *step.to}, list(step.to)
    while waiting:
        place = waiting.pop()
        for way in process.steps.values():
            if not way.side and any(place in preset for preset in way.presets):
                found.update(way.stops)
                waiting += set(way.to) - reached
                reached.update(way.to)
    sides = (way for way in process.steps.values() if way.side and reached & set(way.in_))
    return frozenset(found).union(*(way.stops for way in sides))
