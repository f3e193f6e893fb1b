"""What the house answers where no view does: a page for people, a problem for programs."""

from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse

from gongjian.ui import views

from .api import problems

API = "/api/"


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 400, or 413 where more was sent than the house takes in."""
    if not request.path.startswith(API):
        return views.bad_request(request, exception)
    if isinstance(exception, RequestDataTooBig):
        return problems.too_large(request, exception)
    return problems.bad_request(400)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 404."""
    if request.path.startswith(API):
        return problems.absent(request, Http404())
    return views.not_found(request, exception)
