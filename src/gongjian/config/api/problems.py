"""Every refusal as `application/problem+json` (RFC 9457), in Chinese, with a stable code."""

import logging
from collections.abc import Mapping
from typing import Any

import orjson
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from gongjian.common.db.away import AGAIN_SECONDS, away
from gongjian.common.errors import DomainError, Gone, InvalidInput, RuleBroken, Stale

log = logging.getLogger("gongjian.api")
TITLES = {
    400: "请求格式不正确",
    401: "需要登录",
    403: "无权办理",
    404: "没有找到",
    405: "不能用这种方法",
    409: "现在不能办理",
    410: "不再公示",
    412: "内容已有变化",
    413: "请求过大",
    422: "填写有误",
    500: "系统出错",
    503: "系统正在恢复",
}
MEDIA_TYPE = "application/problem+json"
# What says no more than its status: code and words.
BARE = {
    400: ("bad_request", "请求的格式不正确，请核对后重试"),
    403: ("not_allowed", "您无权进行这项操作"),
    404: ("not_found", "没有这个地址或者内容，请核对链接"),
    405: ("wrong_method", "这个地址不接受这种请求方法，可以用的方法见 Allow"),
    413: ("too_large", "提交的内容过大，请精简后重试"),
    429: ("too_often", "请求过于频繁，请稍后重试"),
    500: ("unexpected", "系统出错，本次操作没有执行。请稍后重试，或联系管理员"),
    503: ("away", "现在暂时不能读写数据，本次操作没有得到确认，请稍后核对再试"),
}


def install(api: NinjaAPI) -> None:
    """Let every kind of error answer with a problem."""
    handlers: list[tuple[type[Exception], Any]] = [
        (DomainError, _domain),
        (Http404, absent),
        (AuthenticationError, _unknown_person),
        (ValidationError, _malformed),
        (HttpError, _http),
        (RequestDataTooBig, too_large),
        (SuspiciousOperation, _unreadable),
        (MultiPartParserError, _unreadable),
        (Exception, _unexpected),
    ]
    for error, handler in handlers:
        api.add_exception_handler(error, handler)


def problem(status: int, code: str, detail: str, more: Mapping[str, Any] = {}) -> HttpResponse:
    """Return a problem; `code` is for programs, `detail` for people."""
    body = {
        "type": f"urn:gongjian:problem:{code}",
        "title": TITLES.get(status, "不能办理"),
        "status": status,
        "code": code,
        "detail": detail,
        **more,
    }
    answer = HttpResponse(orjson.dumps(body), status=status, content_type=MEDIA_TYPE)
    answer["Cache-Control"] = "no-store"
    return answer


def _domain(request: HttpRequest, error: DomainError) -> HttpResponse:
    more: dict[str, Any] = {}
    if isinstance(error, RuleBroken):
        more["reasons"] = list(error.reasons)
    if isinstance(error, InvalidInput):
        more["fields"] = error.fields
    if isinstance(error, Gone):
        more["gone"] = error.details
    if isinstance(error, Stale):
        more["seq"] = error.details.get("seq")
    return problem(error.status, error.code, error.message, more)


def of_status(status: int) -> HttpResponse:
    """Return the problem of a status that something before the API answered with."""
    return problem(status, *BARE.get(status, BARE[500 if status >= 500 else 400]))


def absent(request: HttpRequest, error: Http404) -> HttpResponse:
    """Say that nothing is at this address."""
    return of_status(404)


def _unknown_person(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    return problem(401, "not_signed_in", "请先登录，再重新提交")


def _malformed(request: HttpRequest, error: ValidationError) -> HttpResponse:
    names = {".".join(str(part) for part in e["loc"][1:]) or "body" for e in error.errors}
    return problem(
        422,
        "invalid_input",
        "地址或者参数的格式不正确，请核对后重试",
        {"fields": dict.fromkeys(sorted(names), "格式不正确")},
    )


def _http(request: HttpRequest, error: HttpError) -> HttpResponse:
    if error.status_code == 403:
        return problem(403, "csrf", "安全令牌无效或者已过期，请刷新页面后重新提交")
    return bad_request(error.status_code)


def _unreadable(request: HttpRequest, error: Exception) -> HttpResponse:
    return bad_request(400)


def bad_request(status: int) -> HttpResponse:
    """Say that this is no request that can be read."""
    return problem(status, *BARE[400])


def too_large(request: HttpRequest, error: RequestDataTooBig) -> HttpResponse:
    """Say that more was sent than the house takes in."""
    return of_status(413)


def _unexpected(request: HttpRequest, error: Exception) -> HttpResponse:
    log.error("unexpected error at %s", request.path, exc_info=error)
    if away(error):
        told = of_status(503)
        told["Retry-After"] = str(AGAIN_SECONDS)
        return told
    return of_status(500)
