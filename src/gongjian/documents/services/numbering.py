"""Numbers of documents: one row per agency, kind and year, locked to the end of the act."""

from django.db import connection

from gongjian.documents.models import NumberSeries
from gongjian.orgs.models import Agency

_NEXT = (
    'UPDATE "documents_numberseries" SET "last" = "last" + 1'
    ' WHERE "agency_id" = %s AND "series" = %s AND "year" = %s RETURNING "last"'
)


def next_serial(agency: Agency, series: str, year: int) -> int:
    """Take the next serial; the row stays locked until the act ends, so take it last.

    A refused act gives its serial back with everything else. One statement, three for the first.
    """
    serial = _next(agency, series, year)
    if serial is None:
        first = NumberSeries(agency=agency, series=series, year=year)
        NumberSeries.objects.bulk_create([first], ignore_conflicts=True)
        serial = _next(agency, series, year)
    assert serial is not None
    return serial


def _next(agency: Agency, series: str, year: int) -> int | None:
    """Count on and read in one statement, as the ORM cannot; None without a row."""
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [agency.pk, series, year])
        row = cursor.fetchone()
    return int(row[0]) if row else None
