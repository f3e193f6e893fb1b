"""Reads of the pool of advisers."""

from datetime import date

from django.db.models import Q, QuerySet

from gongjian.cases.models import Case
from gongjian.orgs.models import Agency
from gongjian.orgs.reviewers import running

from .models import Adviser, AdviserConsultation


def advisers_for(agency: Agency, on: date) -> QuerySet[Adviser]:
    """Return whom an agency may draw on: its own, and the shared ones of its tree.

    Source: DZ9(2)、KM2.3.1（本系统内统筹调用）.
    """
    top = f"/{agency.path.strip('/').split('/')[0]}/"
    reach = Q(agency=agency) | Q(shared=True, agency__path__startswith=top)
    return Adviser.objects.filter(running(on), reach).select_related("agency").order_by("id")


def waiting_consultation(case: Case) -> AdviserConsultation | None:
    """Return the question on a case that an adviser has not answered."""
    asked = AdviserConsultation.objects.filter(case=case, received_on__isnull=True)
    return asked.select_related("adviser").order_by("id").first()


def advice_on(case: Case) -> QuerySet[AdviserConsultation]:
    """Return every question put to advisers on a case, oldest first."""
    return AdviserConsultation.objects.filter(case=case).select_related("adviser").order_by("id")


def advised(case: Case, officer: int) -> bool:
    """Tell whether an officer was consulted on a case as an adviser."""
    return AdviserConsultation.objects.filter(case=case, adviser__officer=officer).exists()
