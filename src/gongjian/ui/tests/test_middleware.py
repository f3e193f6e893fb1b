"""Headers and error pages."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from gongjian.common.errors import (
    DomainError,
    InvalidInput,
    NotAllowed,
    NotFound,
    RuleBroken,
    Stale,
)
from gongjian.ui import views
from gongjian.ui.middleware import DomainErrors, SecurityHeaders


def plain(request: HttpRequest) -> HttpResponse:
    return HttpResponse("好")


def refused(error: Exception, path: str = "/staff/x", **headers: str) -> HttpResponse | None:
    request = RequestFactory().get(path, headers=headers)
    return DomainErrors(plain).process_exception(request, error)


def test_every_answer_forbids_inline_script_style_and_framing() -> None:
    response = SecurityHeaders(plain)(RequestFactory().get("/"))

    policy = response["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert response["X-Content-Type-Options"] == "nosniff"


def test_a_view_may_set_a_header_of_its_own() -> None:
    def own(request: HttpRequest) -> HttpResponse:
        return HttpResponse(headers={"X-Frame-Options": "SAMEORIGIN"})

    assert SecurityHeaders(own)(RequestFactory().get("/"))["X-Frame-Options"] == "SAMEORIGIN"


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (NotFound("没有这个案件"), 404),
        (NotAllowed("没有权限"), 403),
        (RuleBroken("没有告知当事人"), 409),
        (Stale("案件已变化"), 412),
        (InvalidInput({"facts": "请填写“事实”"}), 422),
    ],
)
def test_an_error_of_the_field_becomes_its_page(error: DomainError, status: int) -> None:
    response = refused(error)

    assert response is not None
    assert response.status_code == status
    assert error.message in response.content.decode()


def test_every_reason_is_told_and_none_is_markup() -> None:
    response = refused(RuleBroken("两个原因", reasons=("没有<b>告知</b>", "没有审核")))

    assert response is not None
    page = response.content.decode()
    assert "没有&lt;b&gt;告知&lt;/b&gt;" in page
    assert "没有审核" in page


def test_a_part_of_a_page_gets_only_the_box() -> None:
    response = refused(Stale("案件已变化"), **{"HX-Request": "true"})

    assert response is not None
    assert response.status_code == 412
    assert "<html" not in response.content.decode()


CASE = "/staff/matters/3f0b8b5e-6f0e-4f44-9d3a-0c3a5a3f7a10/"


@pytest.mark.parametrize(
    ("path", "error", "leads"),
    [
        (f"{CASE}acts/decide/", Stale("案件已变化"), True),
        (f"{CASE}acts/decide/", NotFound("没有"), False),
        (CASE, NotAllowed("没有权限"), False),
        ("/staff/x", Stale("案件已变化"), False),
    ],
)
def test_who_was_refused_in_a_case_is_led_back_to_it(
    path: str, error: DomainError, leads: bool
) -> None:
    response = refused(error, path)

    assert response is not None
    assert (f'href="{CASE}"' in response.content.decode()) is leads


def test_the_api_and_programmers_mistakes_are_left_alone() -> None:
    assert refused(NotFound("没有"), path="/api/v1/matters/x") is None
    assert refused(ValueError("bug")) is None


def test_the_page_of_a_fault_needs_no_database() -> None:
    # No django_db mark: any query would fail this test.
    response = views.server_error(RequestFactory().get("/"))

    assert response.status_code == 500
    assert "系统出了故障" in response.content.decode()


def test_a_form_without_proof_of_origin_is_told_what_to_do() -> None:
    response = views.csrf_failure(RequestFactory().post("/staff/x"))

    assert response.status_code == 403
    assert "返回上一页" in response.content.decode()
