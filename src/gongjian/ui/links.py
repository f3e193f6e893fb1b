"""Addresses of pages by their names: the shape of each is looked up once."""

import re
from functools import lru_cache
from uuid import UUID

from django.conf import settings
from django.urls import NoReverseMatch, get_script_prefix, get_urlconf, reverse

Part = str | UUID

# What stands in an address as it is, whatever kind of part it is.
WORD = re.compile(r"[A-Za-z0-9_.-]+")


def link(name: str, *parts: Part) -> str:
    """Return the address of a named page, as `reverse` would; parts are uids and codes.

    Raises:
        NoReverseMatch: no page of that name takes these parts.
    """
    kinds = tuple([_kind(part) for part in parts])
    if "" in kinds:
        return reverse(name, args=parts)
    urlconf = get_urlconf() or settings.ROOT_URLCONF
    shape = _shape(urlconf, get_script_prefix(), name, kinds)
    return shape % parts if shape else reverse(name, args=parts)


def _kind(part: Part) -> str:
    """Tell what an address must take: a uid, a code with or without points, or something else."""
    if isinstance(part, UUID):
        return "uid"
    if not isinstance(part, str) or not WORD.fullmatch(part):
        return ""
    return "points" if "." in part else "plain"


@lru_cache(maxsize=1024)
def _shape(urlconf: str, prefix: str, name: str, kinds: tuple[str, ...]) -> str:
    """Return an address with places for its parts; "" where the parts themselves decide."""
    marks = [_mark(kind, at) for at, kind in enumerate(kinds)]
    try:
        found = reverse(name, args=marks)
    except NoReverseMatch:
        return ""
    shape = found.replace("%", "%%")
    for mark in marks:
        if shape.count(mark) != 1:
            return ""
        shape = shape.replace(mark, "%s")
    in_order = sorted(marks, key=found.index)
    return shape if in_order == marks else ""


def _mark(kind: str, at: int) -> str:
    if kind == "uid":
        return str(UUID(int=at + 1, version=4))
    return f"mark.no{at}" if kind == "points" else f"mark-no{at}"
