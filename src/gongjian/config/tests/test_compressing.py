"""Public pages go out compressed, pages of one person never; to HEAD no body goes out."""

import gzip
from io import BytesIO

import pytest
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.test import Client, RequestFactory

from gongjian.cases.testing import activate
from gongjian.config.middleware import NoBodyToHead

pytestmark = pytest.mark.django_db
TAKES = {"Accept-Encoding": "gzip"}


def test_only_what_everybody_may_read_is_compressed(client: Client) -> None:
    activate()
    plain = client.get("/procedures/penalty-ordinary")
    packed = client.get("/procedures/penalty-ordinary", headers=TAKES)

    assert gzip.decompress(packed.content) == plain.content
    assert len(packed.content) * 5 < len(plain.content)
    assert "Content-Encoding" not in plain
    for private in ("/staff/sign-in", "/my/enter", "/data/decisions.csv", "/api/v1/openapi.json"):
        assert "Content-Encoding" not in client.get(private, headers=TAKES), private


def test_who_asks_only_for_the_head_is_sent_no_body(rf: RequestFactory) -> None:
    def answers(response: HttpResponseBase) -> HttpResponseBase:
        return NoBodyToHead(lambda _: response)(rf.head("/"))

    page = answers(HttpResponse(b"page", headers={"Content-Length": "4"}))
    file = answers(FileResponse(BytesIO(b"file"), filename="a.pdf"))

    assert isinstance(page, HttpResponse)
    assert isinstance(file, FileResponse)
    assert (page.content, page["Content-Length"]) == (b"", "4")
    assert (file.getvalue(), file["Content-Length"]) == (b"", "4")
    assert file.file_to_stream is None
