"""Numbers of documents: one row per agency, kind and year, locked to the end of the act."""

from django.db.models import F

from gongjian.documents.models import NumberSeries
from gongjian.orgs.models import Agency


def next_serial(agency: Agency, series: str, year: int) -> int:
    """Take the next serial; the row stays locked until the act ends, so take it last.

    A refused act gives its serial back with everything else. Two or three statements.
    """
    row = NumberSeries.objects.filter(agency=agency, series=series, year=year)
    if not row.update(last=F("last") + 1):
        first = NumberSeries(agency=agency, series=series, year=year)
        NumberSeries.objects.bulk_create([first], ignore_conflicts=True)
        row.update(last=F("last") + 1)
    return row.values_list("last", flat=True).get()
