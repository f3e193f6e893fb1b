"""Errors named after the rule that was broken.

`status` is the HTTP answer: 404 absent or not visible, 403 visible but not allowed, 409 rule
broken, 410 no longer public, 412 stale, 422 input wrong. `str(error)` is a Chinese sentence: what,
which one, what to do.
"""

from collections.abc import Mapping
from typing import ClassVar


class DomainError(Exception):
    """A refused act. Nothing was written."""

    code: ClassVar[str] = "refused"
    status: ClassVar[int] = 409

    def __init__(self, message: str, **details: object) -> None:
        super().__init__(message)
        self.message = message
        self.details = details


class NotFound(DomainError):
    """Absent, or not visible to this person: the two are never told apart."""

    code = "not_found"
    status = 404


class Gone(DomainError):
    """Was public and is no more; `details` are what remains of it."""

    code = "gone"
    status = 410


class NotAllowed(DomainError):
    """Visible, but this person may not do this."""

    code = "not_allowed"
    status = 403


class RuleBroken(DomainError):
    """A rule of law or procedure forbids it now; `reasons` lists each one."""

    code = "rule_broken"

    def __init__(self, message: str, *, reasons: tuple[str, ...] = (), **details: object) -> None:
        super().__init__(message, **details)
        self.reasons = reasons or (message,)


class Stale(DomainError):
    """The matter has moved on since this page was opened."""

    code = "stale"
    status = 412


class InvalidInput(DomainError):
    """Something typed is wrong; `fields` maps the field's name to its message."""

    code = "invalid_input"
    status = 422

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__("；".join(fields.values()), fields=dict(fields))
        self.fields = dict(fields)
