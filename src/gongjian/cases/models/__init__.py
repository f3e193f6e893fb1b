"""The rows of a penalty case. Each row is one fact of the procedure and is never edited."""

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
    "Case",
    "Collection",
    "Decision",
    "Delivery",
    "Draft",
    "Evidence",
    "Inspection",
    "Notice",
    "OnSpot",
    "Performance",
    "Review",
    "Statement",
]
