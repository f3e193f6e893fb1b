"""A case whose cause is of the catalogue, for tests: construction dust, 1 to 10 万元."""

from typing import Any

import pytest

from gongjian.cases import services
from gongjian.cases.models import Draft
from gongjian.common.errors import InvalidInput
from gongjian.ledger.models import Entry
from gongjian.matters.models import Matter

from . import testing as story
from .testing import Cast

CAUSE = "construction-dust"
# Lenient: 1万元–3.7万元.
MILD = {"times": "first", "corrected": "at_once", "scale": "small", "harm": "none"}
PROOF = "现场检查笔录、复查笔录"


def found(**values: str) -> tuple[services.FoundCircumstance, ...]:
    """Return circumstances as found, the mild ones unless told otherwise."""
    return tuple(
        services.FoundCircumstance(item=code, value=value, proof=PROOF)
        for code, value in (MILD | values).items()
    )


def fine(yuan: int) -> tuple[dict[str, Any], ...]:
    return ({"kind": "fine", "amount_fen": yuan * 100},)


def catalogued(cast: Cast, **values: Any) -> Matter:
    """Return a filed case with this cause."""
    return story.file_case(cast, story.open_case(cast, cause="", cause_code=CAUSE, **values))


def weighed(**values: Any) -> dict[str, Any]:
    """Return what a draft of such a case says: two 万元 in the lenient step."""
    return {"items": fine(20_000), "circumstances": found(), "discretion": ""} | values


def draft(cast: Cast, matter: Matter, **values: Any) -> Draft:
    made: Draft = story.propose(cast, matter, **weighed(**values))
    return made


def refused(cast: Cast, matter: Matter, **values: Any) -> dict[str, str]:
    """Return why such a draft is refused, field by field; nothing was written."""
    before = Entry.objects.count()
    with pytest.raises(InvalidInput) as caught:
        draft(cast, matter, **values)
    assert Entry.objects.count() == before
    return dict(caught.value.fields)
