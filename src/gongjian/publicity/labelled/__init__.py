"""Invented texts in the styles of many agencies, every identifying span labelled.

Made to measure the detector, so nothing here knows it: no module of this package imports
`redaction` or `patterns`, none of them imports this package, and no word list is shared
(`tests/test_labelled.py` proves both).
"""

from .drawing import SEED, Label, Labelled, labelled_set
from .styles import STYLES, UNSEEN

__all__ = ["SEED", "STYLES", "UNSEEN", "Label", "Labelled", "labelled_set"]
