"""Procedures and rule tables as checked data. Pure: knows no database and no Django."""

from .checker import Report, check_process
from .definition import (
    Invariant,
    Marking,
    PlaceDef,
    Process,
    StepDef,
    StepField,
    choices_of,
    forks_of,
)
from .errors import DefinitionError, Problem
from .guards import FactDef
from .loading import load_process
from .table_checker import check_table
from .table_loading import load_table
from .tables import Hit, Table

__all__ = [
    "DefinitionError",
    "FactDef",
    "Hit",
    "Invariant",
    "Marking",
    "PlaceDef",
    "Problem",
    "Process",
    "Report",
    "StepDef",
    "StepField",
    "Table",
    "check_process",
    "check_table",
    "choices_of",
    "forks_of",
    "load_process",
    "load_table",
]
