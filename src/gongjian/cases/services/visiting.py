"""What any record of two officers at a place must show, whatever they came for (现场检查、复查)."""

from datetime import date, datetime
from typing import Any, Protocol

from gongjian.cases import identity
from gongjian.cases.errors import CertificateInvalid
from gongjian.common.clock import local_date
from gongjian.matters.models import Matter
from gongjian.orgs.models import Officer
from gongjian.orgs.queries import certificate_valid

TYPED = (
    *("began_at", "ended_at", "place", "certificate_shown", "dressed", "unshown_because"),
    *("present", "findings", "refused_signature", "witness", "recording"),
)


class Looked(Protocol):
    """What a command says of the time on the scene."""

    @property
    def began_at(self) -> datetime: ...
    @property
    def ended_at(self) -> datetime: ...
    @property
    def certificate_shown(self) -> str: ...
    @property
    def dressed(self) -> bool: ...
    @property
    def unshown_because(self) -> str: ...
    @property
    def refused_signature(self) -> str: ...
    @property
    def witness(self) -> str: ...
    @property
    def recording(self) -> str: ...


def refusals(matter: Matter, cmd: Looked) -> dict[str, str]:
    """Return what is wrong with a record made on the scene, by field.

    Source: 行政处罚法 第四十二条、第五十五条.
    """
    problems = identity.unshown(
        matter,
        local_date(cmd.began_at),
        cmd.certificate_shown,
        cmd.unshown_because,
        dressed=cmd.dressed,
    )
    if cmd.ended_at < cmd.began_at:
        problems["ended_at"] = "结束时间早于开始时间，请核对"
    if cmd.refused_signature and not (cmd.witness or cmd.recording):
        told = "当事人拒绝签名的，应当有见证人，或者有录音录像记录，请填写其一"
        problems["witness"] = told
    return problems


def both_certified(matter: Matter, on: date, what: str, second: Officer | None = None) -> None:
    """Ask that the two who handle the case held certificates on the day of `what`.

    `second`: who came along where the case has no second officer.

    Raises:
        CertificateInvalid: one of them did not.

    Source: 行政处罚法 第四十二条、第五十五条第一款.
    """
    for officer in (matter.lead, matter.second or second):
        if officer is None or not certificate_valid(officer.pk, on):
            name = officer.name if officer else "协办人"
            told = f"{name}的执法证件在{what}当日（{on.isoformat()}）无效"
            raise CertificateInvalid(f"{told}，{what}不能记录在其名下")


def columns(matter: Matter, cmd: Looked, second: Officer | None = None) -> dict[str, Any]:
    """Return the columns of a `SiteVisit` as a command of its two officers gives them."""
    said = {name: getattr(cmd, name) for name in TYPED}
    return said | {"lead": matter.lead, "second": matter.second or second}
