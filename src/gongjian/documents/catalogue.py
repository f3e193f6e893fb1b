"""The definitions of this installation, read once."""

from functools import lru_cache

from gongjian.common.data import data_folder

from .paper.definitions import Definition, load_folder
from .paper.places import signed_outside

# The field that names where to apply online for review of a decision. 行政复议法 第二十二条第二款.
ONLINE_REVIEW = "review_online"


@lru_cache(maxsize=1)
def definitions() -> dict[str, Definition]:
    """Return every definition by code.

    Raises:
        DefinitionError: a shipped or edited definition is wrong; the message names file and place.
    """
    return load_folder(data_folder("documents"))


def definition(code: str) -> Definition:
    """Return one definition.

    Raises:
        KeyError: there is no document of that kind.
    """
    return definitions()[code]


@lru_cache(maxsize=1)
def signed_by_people() -> frozenset[str]:
    """Return the kinds of documents that people who are not of the agency sign."""
    return frozenset(code for code, form in definitions().items() if signed_outside(form.blocks))
