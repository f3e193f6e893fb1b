"""What is refused before any page is asked."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


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
