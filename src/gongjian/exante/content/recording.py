"""What is recorded in sound and picture, whole or in part (音像记录事项清单)."""

from collections.abc import Iterator
from datetime import date

from gongjian.jurisdiction.errors import UnknownParameter
from gongjian.jurisdiction.profiles import profile
from gongjian.orgs.models import Agency

from .form import Drawn, Row, public_source

COLUMNS = (("name", "事项"), ("how", "记录方式"), ("source", "依据"))
WAYS = {
    "recording.whole": "全程音像记录",
    "recording.must": "至少关键环节音像记录",
    "recording.as_needed": "视情况音像记录",
}
ALSO = {"public-security": "public-order"}


def draw(agency: Agency, on: date) -> Drawn:
    """Return the matters of the jurisdiction that are recorded; the strictest way of each.

    Source: 国办发〔2018〕118号 （八）; 治安管理处罚法; HN16; KM2.2.3.
    """
    found: dict[str, Row] = {}
    for domain in filter(None, (agency.domain, ALSO.get(agency.domain))):
        for row in _rows(agency.profile, domain, on):
            found.setdefault(row.key, row)
    return Drawn(COLUMNS, list(found.values()))


def _rows(code: str, domain: str, on: date) -> Iterator[Row]:
    for parameter, way in WAYS.items():
        try:
            rule = profile(code).parameter(parameter, domain, on=on)
        except UnknownParameter:
            continue
        for item in rule.items:
            assert isinstance(item, dict)
            cells = {"name": item["label"], "how": way, "source": public_source(rule.citation)}
            yield Row(item["code"], cells)
