"""Conditions on the persons who handle a case: asked when an act is offered and when done."""

from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from gongjian.cases.errors import CertificateInvalid, SameOfficer
from gongjian.cases.models import Hearing, Review
from gongjian.common.acts import Actor
from gongjian.common.clock import Clock
from gongjian.common.db.prepared import prepared, prepared_any, prepared_first
from gongjian.common.errors import NotFound, RuleBroken
from gongjian.matters.models import Matter, Recusal
from gongjian.matters.succession import handled_once
from gongjian.orgs.conditions import certified
from gongjian.orgs.models import Officer
from gongjian.orgs.queries import certificate_valid

__all__ = ["certified", "fellow_officer", "is_recused", "no_handler", "no_host", "no_reviewer"]


def no_handler(actor: Actor, matter: Matter, clock: Clock) -> str:
    """Ask that whoever approves has not handled the case.

    Source: 行政处罚法 第五十七条、第五十八条.
    """
    if actor.officer in {matter.lead_id, matter.second_id}:
        return "您是本案承办人，不能审批、审核自己承办的案件"
    if actor.officer is not None and handled_once(matter, actor.officer):
        return "您曾经承办本案，移交以后也不能审批、审核自己承办过的案件"
    return ""


def no_reviewer(actor: Actor, matter: Matter, clock: Clock) -> str:
    """Ask that whoever decides has not reviewed the case.

    Source: 国办发〔2018〕118号（审核与决定分开）.
    """
    if actor.officer is not None and has_reviewed(matter, actor.officer):
        return "您已审核本案，不能再作出决定"
    return ""


def has_reviewed(matter: Matter, officer: int) -> bool:
    """Tell whether an officer is or was a reviewer of a matter."""
    if matter.reviewer_id == officer:
        return True
    known: set[int] | None = matter.__dict__.get("_reviewers")
    if known is None:
        known = matter.__dict__["_reviewers"] = set(_reviewers(matter))
    return officer in known


@prepared
def _reviewers(matter: Matter) -> QuerySet[Review, int]:
    return Review.objects.filter(case__matter=matter).values_list("reviewer", flat=True)


def no_host(actor: Actor, matter: Matter, clock: Clock) -> str:
    """Ask that whoever reviews or decides has not hosted a hearing of the case.

    Source: 行政处罚法 第五十八条、第六十四条第四项（主持与审核、决定分开）.
    """
    if _hosted(matter, actor.officer or 0):
        return "您主持了本案的听证，不能再审核或者决定本案"
    return ""


@prepared_any
def _hosted(matter: Matter, officer: int) -> QuerySet[Hearing]:
    return Hearing.objects.filter(case__matter=matter, host=officer)


def fellow_officer(
    uid: UUID, *, beside: int, agency: int, on: date, matter: Matter | None = None
) -> Officer:
    """Return the officer who is to handle a case `beside` another (both database ids differ).

    Raises:
        NotFound: no such officer in this agency.
        SameOfficer: the same person as the lead.
        CertificateInvalid: not certified on that day.
        RuleBroken: recused from the matter, or its reviewer.
    """
    officer = _of_agency(uid, agency)
    if officer is None:
        raise NotFound("本机关没有这名执法人员，请从列表中选择协办人")
    if officer.pk == beside:
        raise SameOfficer("主办人和协办人是同一人。办案人员不得少于两人，请另选协办人")
    if not certificate_valid(officer.pk, on):
        raise CertificateInvalid(f"{officer.name}的执法证件当日无效，不能承办。请另选协办人")
    if matter is not None and is_recused(matter, officer.pk):
        raise RuleBroken(f"{officer.name}已回避本案，请另选执法人员")
    if matter is not None and has_reviewed(matter, officer.pk):
        raise RuleBroken(f"{officer.name}已审核本案，不能再承办。请另选执法人员")
    return officer


@prepared_first
def _of_agency(uid: UUID, agency: int) -> QuerySet[Officer]:
    return Officer.objects.filter(uid=uid, agency=agency)


def is_recused(matter: Matter, officer: int) -> bool:
    """Tell whether an officer must keep away from a matter."""
    return Recusal.objects.filter(matter=matter, officer=officer).exists()
