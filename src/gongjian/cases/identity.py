"""How those who act show who they are (亮明身份): which ways a place allows, and what they wear."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from gongjian.cases.choices import CertificateShown
from gongjian.common import clock as clocks
from gongjian.jurisdiction.parameters import Parameter
from gongjian.jurisdiction.profiles import Profile, profile
from gongjian.matters.models import Matter

WAYS, DRESS = "identity.ways", "identity.dress"
BECAUSE = "没有出示证件、没有按规定着装的情况和原因"
# A penalty on the spot wants the certificate itself. Source: 行政处罚法 第五十二条第一款.
ON_THE_SPOT = (CertificateShown.SHOWN, CertificateShown.QR)
# Papers of a definition that are made before those whom they concern, and say how.
IN_PRESENCE = (
    *("questioning-record", "rights-notice", "scene-survey-record", "evidence-extract"),
    *("sampling-receipt", "preservation-list", "seizure-record"),
)


def ways_of(rules: Profile, domain: str, on: date, *, patrol: bool) -> list[tuple[str, str]]:
    """Return the ways in which identity may be shown here, as choices.

    A certificate worn is enough on a patrol or an inspection only (HN4).
    """
    allowed = _codes(rules.parameter(WAYS, domain, on=on))
    if not patrol:
        allowed.discard(CertificateShown.WORN)
    return [(way.value, way.label) for way in CertificateShown if way in allowed]


def ways_for(matter: Matter, on: date, *, patrol: bool) -> list[tuple[str, str]]:
    """Return the ways that may be stated in a case."""
    return ways_of(profile(matter.profile), matter.domain, on, patrol=patrol)


def must_dress(rules: Profile, domain: str, on: date) -> bool:
    """Tell whether uniform and insignia must be confirmed here.

    Source: DZ3(1); KM2.1.2(2); HN4; LF1.3(2).
    """
    return bool(rules.parameter(DRESS, domain, on=on).items)


def unshown(matter: Matter, on: date, way: str, because: str, *, dressed: bool) -> dict[str, str]:
    """Return what is wrong with a statement about a patrol or an inspection, by field."""
    problems = _way(matter, on, way, because, patrol=True)
    if way != CertificateShown.EXCUSED:
        rules = profile(matter.profile)
        problems |= undressed(rules, matter.domain, on, because, dressed=dressed)
    return problems


def unshown_at_delivery(matter: Matter, on: date, way: str, because: str) -> dict[str, str]:
    """Return what is wrong with a statement about handing over a document, by field."""
    if not way:
        return {"certificate_shown": "当面送达的，请选择送达人表明身份的方式"}
    return unshown_in_person(matter, on, way, because)


def unshown_in_person(matter: Matter, on: date, way: str, because: str) -> dict[str, str]:
    """Return what is wrong with a statement about meeting somebody in a case, by field."""
    return _way(matter, on, way, because, patrol=False)


def unshown_in_paper(matter: Matter, given: Mapping[str, Any]) -> dict[str, str]:
    """Return what is wrong with what a paper made before its party says of this, by field.

    Source: 行政处罚法 第五十五条第一款; 行政强制法 第十八条第三项; HN4.
    """
    way = next((w for w in CertificateShown if w.label == given["identity_shown"]), "")
    because = given["unshown_because"]
    problems = unshown_in_person(matter, clocks.current().today(), way, because)
    if "certificate_shown" in problems:
        return {"identity_shown": problems["certificate_shown"]}
    return problems


def undressed(
    rules: Profile, domain: str, on: date, because: str, *, dressed: bool
) -> dict[str, str]:
    """Return what is missing about uniform and insignia, by field."""
    if dressed or because or not must_dress(rules, domain, on):
        return {}
    source = rules.parameter(DRESS, domain, on=on).citation
    return {"dressed": f"请确认已按规定着装、佩戴标识（{source}）；没有的，写明情况和原因"}


def told(way: str, because: str, *, dressed: bool) -> str:
    """Return how identity was shown, as a record says it."""
    dress = "已按规定着装、佩戴标识" if dressed else ""
    reason = f"（{because}）" if because else ""
    return "，".join(filter(None, (f"{CertificateShown(way).label}{reason}", dress)))


def _way(matter: Matter, on: date, way: str, because: str, *, patrol: bool) -> dict[str, str]:
    ways = ways_for(matter, on, patrol=patrol)
    if way not in dict(ways):
        names = "、".join(label for _, label in ways)
        source = profile(matter.profile).parameter(WAYS, matter.domain, on=on).citation
        return {"certificate_shown": f"这里可以选择的方式是：{names}（{source}）"}
    if way == CertificateShown.EXCUSED and not because:
        return {"unshown_because": "没有出示执法证件的，请写明是什么特殊情况"}
    return {}


def _codes(parameter: Parameter) -> set[str]:
    return {str(item["code"]) for item in parameter.items if isinstance(item, dict)}
