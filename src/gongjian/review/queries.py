"""Reads of legal review; every caller starts from a matter it was allowed to see."""

from gongjian.cases.models import Case

from .models import Opinion, Request


def open_request(case: Case) -> Request | None:
    """Return the submission that waits for an opinion."""
    newest = Request.objects.filter(case=case).select_related("draft", "submitted_by")
    request = newest.order_by("-round").first()
    if request is None or Opinion.objects.filter(request=request).exists():
        return None
    return request


def rounds_of(case: Case) -> list[Request]:
    """Return every round with its opinion, oldest first; one query."""
    related = ("draft", "submitted_by", "opinion__reviewer", "opinion__document")
    return list(Request.objects.filter(case=case).select_related(*related).order_by("round"))
