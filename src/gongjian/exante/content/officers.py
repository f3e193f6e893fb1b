"""Who enforces, with his certificate (执法人员名册); who is withheld is only counted."""

from collections.abc import Sequence
from datetime import date

from gongjian.catalog.queries import domains_of
from gongjian.catalog.words import DOMAINS
from gongjian.common.reads import once
from gongjian.exante.models import Withholding
from gongjian.orgs.choices import CertificateKind
from gongjian.orgs.models import Agency, Certificate, OfficerPhoto
from gongjian.orgs.queries import certificates_in_force, serving_officers

from .form import Drawn, Row

COLUMNS = (
    ("name", "姓名"),
    ("unit", "所在机构"),
    ("post", "职务"),
    ("domain", "执法类别"),
    ("area", "执法区域"),
    ("kind", "证件种类"),
    ("number", "证件编号"),
    ("issuer", "发证机关"),
    ("valid", "有效期"),
)
SUPERVISION = CertificateKind.SUPERVISION


def draw(agency: Agency, on: date) -> Drawn:
    """Return the register of officers; four queries.

    Source: 行政处罚法 第四十二条; 国办发〔2018〕118号 （四）; KM2.1.1(2); DZ四（三）.
    """
    papers = enforcing(agency, on)
    hidden = withheld_ids(agency)
    shown = [paper for paper in papers if paper.officer_id not in hidden]
    counted = len({paper.officer_id for paper in papers} & hidden)
    domains = "、".join(DOMAINS.get(code, code) for code in domains_of(agency.domain))
    where = {"domain": domains, "area": agency.area}
    notes = [f"另有 {counted} 名执法人员依法不公开姓名和证件，只计人数。"] if counted else []
    rows = [_row(paper, where) for paper in shown]
    return Drawn(COLUMNS, rows, notes, photos=_photos(shown))


def enforcing(agency: Agency, on: date) -> list[Certificate]:
    """Return the certificates in force on a day of those in the agency's service."""
    serving = serving_officers(agency, on).values("pk")
    papers = certificates_in_force(on).filter(officer__in=serving).exclude(kind=SUPERVISION)
    return list(papers.select_related("officer__unit").order_by("officer__unit_id", "officer_id"))


@once
def withheld_ids(agency: Agency) -> set[int]:
    """Return who is only counted now."""
    kept_back = Withholding.objects.filter(officer__agency=agency, to_on__isnull=True)
    return set(kept_back.values_list("officer_id", flat=True))


def _photos(papers: Sequence[Certificate]) -> dict[str, str]:
    kept = OfficerPhoto.objects.filter(
        officer__in=[paper.officer_id for paper in papers], ended_on__isnull=True
    )
    known = dict(kept.values_list("officer_id", "sha256"))
    return {key_of(p): known[p.officer_id] for p in papers if p.officer_id in known}


def key_of(paper: Certificate) -> str:
    """Return the key of a certificate's row."""
    return f"{paper.kind}:{paper.number}"


def _row(paper: Certificate, where: dict[str, str]) -> Row:
    officer = paper.officer
    return Row(
        key_of(paper),
        {
            "name": officer.name,
            "unit": officer.unit.name,
            "post": officer.post,
            **where,
            "kind": CertificateKind(paper.kind).label,
            "number": paper.number,
            "issuer": paper.issuer,
            "valid": f"{paper.valid_from.isoformat()} 至 {paper.valid_to.isoformat()}",
        },
    )
