"""What every public page follows from that shows no decision, as one hash.

Reading all public rows costs microseconds each, drawing a page milliseconds: while the hash stays
the same no page is visited. The day is part of it (some pages show what is valid today), and so is
the program with its data, since these pages are drawn by many parts of it.
"""

import hashlib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from django.db import connection, models

from gongjian.common import clock as clocks
from gongjian.common.data import data_folder
from gongjian.exante.announcements.models import PublicAnnouncement
from gongjian.exante.models import Board, PublicList, PublicPortrait
from gongjian.insight.models import PublicReport
from gongjian.ledger.keys import verifier_key
from gongjian.matters.models import ProcessVersion
from gongjian.orgs.models import Agency
from gongjian.publicity.models import PublicNumber, PublicRuling, PublicSeries

from .addresses import frame_hash

TABLES: tuple[type[models.Model], ...] = (
    Agency,
    Board,
    ProcessVersion,
    PublicAnnouncement,
    PublicList,
    PublicNumber,
    PublicPortrait,
    PublicReport,
    PublicRuling,
    PublicSeries,
)
DATA = ("profiles", "processes", "tables", "catalog", "documents", "formats")
ROWS = 2000


def standing() -> str:
    """Return the hash of this moment."""
    digest = hashlib.sha256(f"{frame_hash()} {program_hash()} {verifier_key()}".encode())
    digest.update(clocks.current().today().isoformat().encode())
    for model in TABLES:
        for rows in _rows(model):
            digest.update(f"{model._meta.label} {rows}".encode())
    return digest.hexdigest()[:24]


def _rows(model: type[models.Model]) -> Iterator[list[tuple[Any, ...]]]:
    """Yield the rows of a table as the database holds them, by id."""
    table, after = model._meta.db_table, -1
    columns = ", ".join(f'"{field.column}"' for field in model._meta.concrete_fields)
    at = [field.primary_key for field in model._meta.concrete_fields].index(True)
    statement = f"SELECT {columns} FROM {table} WHERE id > %s ORDER BY id LIMIT {ROWS}"  # noqa: S608
    with connection.cursor() as cursor:
        while True:
            cursor.execute(statement, [after])
            rows = cursor.fetchall()
            if not rows:
                return
            yield rows
            after = rows[-1][at]


@cache
def program_hash() -> str:
    """Return the hash of the program and of the data that it comes with."""
    digest = hashlib.sha256()
    for folder in (Path(str(files("gongjian"))), *map(data_folder, DATA)):
        for path in sorted(folder.rglob("*")):
            if path.is_file() and not {"__pycache__", "tests"} & set(path.parts):
                digest.update(path.read_bytes())
    return digest.hexdigest()
