"""Checks of a document before it is signed (签发前核对): pure functions over texts and dates.

`check` looks at one document beside the others of its case and names every fault: an error stops
the signature, a warning must be answered with a reason. `faults` asks the document alone.
"""

from .model import Beside, Finding, Paper, Severity, errors, warnings
from .rules import RULES, check, faults

__all__ = [
    "RULES",
    "Beside",
    "Finding",
    "Paper",
    "Severity",
    "check",
    "errors",
    "faults",
    "warnings",
]
