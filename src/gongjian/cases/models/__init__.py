"""The rows of a penalty case. Each row is one fact of the procedure and is never edited."""

from .account import AccountLine, ExecutionEnd, Overturn
from .core import (
    Case,
    Collection,
    Decision,
    Delivery,
    Draft,
    Evidence,
    Inspection,
    Notice,
    OnSpot,
    Performance,
    Review,
    Statement,
)

__all__ = [
    "AccountLine",
    "Case",
    "Collection",
    "Decision",
    "Delivery",
    "Draft",
    "Evidence",
    "ExecutionEnd",
    "Inspection",
    "Notice",
    "OnSpot",
    "Overturn",
    "Performance",
    "Review",
    "Statement",
]

# The rows that only a 治安 case has; Django finds the models of an app through this module.
from gongjian.cases.public_order import models as public_order_models  # noqa: F401
