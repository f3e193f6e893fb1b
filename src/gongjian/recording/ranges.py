"""Which stretch of a file a player asks for (RFC 9110, section 14)."""

import re

_ONE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")


class Unsatisfiable(Exception):
    """Nothing of the file lies there."""


def stretch(asked: str, size: int, most: int) -> tuple[int, int] | None:
    """Return the first byte and the number of bytes to send, `most` at a time; None for the whole.

    What is no single range of bytes is left aside, as the standard allows.

    Raises:
        Unsatisfiable: nothing of the file lies there.
    """
    told = _ONE.fullmatch(asked.replace(" ", ""))
    if told is None or not (told[1] or told[2]):
        return None
    if told[1]:
        start, end = int(told[1]), int(told[2]) if told[2] else size - 1
        if told[2] and end < start:
            return None
    else:
        start, end = max(size - int(told[2]), 0), size - 1
    if start >= size or (not told[1] and not int(told[2])):
        raise Unsatisfiable
    return start, min(end, size - 1, start + most - 1) - start + 1
