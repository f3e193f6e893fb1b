"""Reads of the bodies of an agency and of their re-verification."""

from django.db.models import QuerySet

from gongjian.orgs.models import Agency

from .models import BodyReview, BodyVerdict


def bodies_of(agency: Agency) -> QuerySet[Agency]:
    """Return who enforces in its own name here: the agency and all below it."""
    return Agency.objects.filter(path__startswith=agency.path)


def newest_review(agency: int) -> BodyReview | None:
    """Return the re-verification ordered last."""
    found = BodyReview.objects.filter(agency=agency).select_related("agency")
    return found.order_by("-number").first()


def unverified(review: BodyReview) -> QuerySet[Agency]:
    """Return the bodies that have no result yet."""
    done = BodyVerdict.objects.filter(review=review).values("body")
    return bodies_of(review.agency).exclude(pk__in=done)
