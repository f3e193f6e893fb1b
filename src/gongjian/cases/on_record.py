"""Whether the file of an ordinary case holds a record of how its facts were found (笔录)."""

from django.db.models import QuerySet

from gongjian.common.db.prepared import prepared_any
from gongjian.matters import ports
from gongjian.matters.models import Matter

from .models import Case, Evidence
from .monitoring import recordings_of

# 检查、勘验、询问: any of them; what equipment recorded and somebody checked stands in their place.
RECORDS = frozenset({"inspection-record", "scene-survey-record", "questioning-record"})
# Where the ordinary procedure asks for one: the end of the investigation, the notice, review.
ASKED = frozenset({"investigating", "concluded", "informed"})


def on_record(matter: Matter, case: Case) -> bool:
    """Tell whether what was found is on record; one or two queries where a step asks, none else.

    The law asks for a record of what was done, be it an inspection or a questioning, and for none
    of an inspection that never was: papers and equipment prove without one.

    Source: 行政处罚法 第四十条、第四十一条、第四十六条、第五十五条.
    """
    if ASKED.isdisjoint(matter.marking) or not RECORDS.isdisjoint(ports.documents_held(matter)):
        return True
    # All evidence is read only where some of it can tell.
    return _checked(case) and any(piece.checked_on for piece in recordings_of(case))


@prepared_any
def _checked(case: Case) -> QuerySet[Evidence]:
    return Evidence.objects.filter(case=case, checked_on__isnull=False).exclude(device="")
