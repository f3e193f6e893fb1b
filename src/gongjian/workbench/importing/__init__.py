"""People, parties and powers from a spreadsheet: all rows, or none."""

from .kinds import KINDS, Kind
from .running import Imported, RowError, import_rows
from .sheet import BadSheet, read_sheet, template

__all__ = [
    "KINDS",
    "BadSheet",
    "Imported",
    "Kind",
    "RowError",
    "import_rows",
    "read_sheet",
    "template",
]
