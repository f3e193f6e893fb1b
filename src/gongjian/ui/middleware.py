"""Security headers, and the page that answers a refused act."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from gongjian.common.errors import DomainError

from .answers import answer, refusal

CONTENT_POLICY = (
    "default-src 'self'; img-src 'self' data:; media-src 'self'; object-src 'none';"
    " base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
)
HEADERS = {
    "Content-Security-Policy": CONTENT_POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


class SecurityHeaders:
    """Puts the strict headers on every answer; a view may set a header of its own first."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Add what the answer does not say itself."""
        response = self.get_response(request)
        for name, value in HEADERS.items():
            response.setdefault(name, value)
        return response


METHOD_NOT_ALLOWED = 405


class DomainErrors:
    """Turns an error of the field raised by a view into its page. The API does so itself.

    A view that was asked by a wrong method answers with nothing at all: it gets its page here.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on, and fill the empty answer to a wrong method."""
        response = self.get_response(request)
        if response.status_code != METHOD_NOT_ALLOWED or request.path.startswith("/api/"):
            return response
        told = answer(request, METHOD_NOT_ALLOWED)
        told["Allow"] = response["Allow"]
        return told

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer 403, 404, 409, 412 or 422 with what, which one and what to do."""
        if isinstance(exception, DomainError) and not request.path.startswith("/api/"):
            return refusal(request, exception)
        return None
