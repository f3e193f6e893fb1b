"""What is refused before any page is asked."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

from .api import problems


class NoBodyToHead:
    """Sends who asks only for the head of a page no body: servers warn of each one they drop.

    The length of the page stays in its head. Source: RFC 9110, 9.3.2.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on, and take the body from the answer to HEAD."""
        response = self.get_response(request)
        if request.method != "HEAD":
            return response
        if isinstance(response, StreamingHttpResponse):
            response.streaming_content = ()
        elif isinstance(response, HttpResponse):
            response.content = b""
        return response


class RefuseNul:
    """Refuse addresses with a NUL character: no text here has one, and PostgreSQL takes none."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer 400 in plain words, or pass the request on."""
        if "\x00" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            text = "网址中含有无效字符，请核对后重试。"
            return HttpResponse(text, status=400, content_type="text/plain; charset=utf-8")
        return self.get_response(request)


class ApiProblems:
    """Gives every refusal below `/api/` its one form, whoever refused: framework or middleware."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on; turn a bare refusal into a problem."""
        response = self.get_response(request)
        if not request.path.startswith("/api/") or response.status_code < 400:
            return response
        if response.headers.get("Content-Type", "") == problems.MEDIA_TYPE:
            return response
        told = problems.of_status(response.status_code)
        response.content = told.content
        told["Content-Length"] = str(len(told.content))
        for name, value in told.headers.items():
            response[name] = value
        return response


# Pages with something that is for one person only are sent as they are: compression tells of
# what it compressed (BREACH).
PRIVATE = ("/staff/", "/my/", "/api/")


class CompressPublicPages(GZipMiddleware):
    """Compresses the pages that everybody may read; drawings of procedures shrink to a tenth."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """Compress a public page for who takes it compressed."""
        page = response.headers.get("Content-Type", "").startswith("text/html")
        if request.path.startswith(PRIVATE) or not page:
            return response
        return super().process_response(request, response)
