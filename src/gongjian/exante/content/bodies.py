"""Who enforces in its own name: the agency and those below it (执法主体清单)."""

from datetime import date

from gongjian.catalog.words import DOMAINS
from gongjian.orgs.choices import Role, UnitKind
from gongjian.orgs.models import Agency, Assignment
from gongjian.orgs.queries import held_on

from .form import Drawn, Row

COLUMNS = (
    ("name", "名称"),
    ("head", "负责人"),
    ("domain", "执法类别"),
    ("area", "执法区域"),
    ("units", "执法机构"),
    ("address", "地址"),
    ("phone", "联系和监督电话"),
    ("superior", "上级机关"),
)
ENFORCING = (UnitKind.ENFORCEMENT, UnitKind.STATION)


def draw(agency: Agency, on: date) -> Drawn:
    """Return the register of bodies; four queries.

    Source: 国办发〔2018〕118号 （四）; KM2.1.1(1).
    """
    found = Agency.objects.filter(path__startswith=agency.path).order_by("path")
    bodies = list(found.select_related("parent").prefetch_related("units"))
    heads = _heads([body.pk for body in bodies], on)
    return Drawn(COLUMNS, [_row(body, heads.get(body.pk, [])) for body in bodies])


def _heads(agencies: list[int], on: date) -> dict[int, list[str]]:
    held = Assignment.objects.filter(
        held_on(on), role=Role.AGENCY_HEAD, officer__agency__in=agencies
    )
    found: dict[int, list[str]] = {}
    for agency, name in held.order_by("officer_id").values_list("officer__agency", "officer__name"):
        found.setdefault(agency, []).append(name)
    return found


def _row(body: Agency, heads: list[str]) -> Row:
    units = [unit.name for unit in body.units.all() if unit.kind in ENFORCING]
    return Row(
        body.code,
        {
            "name": body.name,
            "head": "、".join(heads),
            "domain": DOMAINS.get(body.domain, body.domain),
            "area": body.area,
            "units": "、".join(units),
            "address": body.address,
            "phone": body.phone,
            "superior": body.parent.name if body.parent else "",
        },
    )
