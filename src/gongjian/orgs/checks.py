"""What Django checks at start-up: the matrix of rights and the registered acts name each other."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error

from gongjian.common import acts

from .authority import BadRights, mismatches, rights


def check_rights(app_configs: Any = None, **kwargs: Any) -> Sequence[CheckMessage]:
    """Refuse to start with an act that has no row, a row that names no act, or a malformed one."""
    try:
        problems = mismatches(rights(), set(acts.services()))
    except BadRights as error:
        problems = [str(error)]
    return [Error(problem, id="orgs.E001") for problem in problems]
