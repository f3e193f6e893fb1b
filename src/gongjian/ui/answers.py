"""Pages that say what went wrong, which one, and what to do next."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from gongjian.common.errors import DomainError, RuleBroken

OF_CASE = re.compile(r"(/staff/matters/[0-9a-f-]{36}/).")


@dataclass(frozen=True, slots=True)
class Trouble:
    """Title and advice of an answer; the sentence between them tells which one."""

    title: str
    what: str
    advice: str


def troubles() -> Mapping[int, Trouble]:
    """Return the words for every status."""
    return {
        400: Trouble(
            _("请求不完整"),
            _("服务器没有读懂这次请求。"),
            _("请返回上一页，重新打开后再试。"),
        ),
        403: Trouble(
            _("没有办理权限"),
            _("您的岗位不能进行这项操作。"),
            _("需要办理的，请联系本机关的管理员或者负责人。"),
        ),
        404: Trouble(
            _("没有找到这个页面"),
            _("网址可能不完整，或者内容已经移走，也可能不对您开放。"),
            _("请核对网址，或者从首页重新进入。"),
        ),
        405: Trouble(
            _("不能这样打开"),
            _("这个地址只接受页面上的表单，或者只能查看、不能提交。"),
            _("请从原来的页面重新进入。"),
        ),
        409: Trouble(
            _("现在还不能办理"),
            _("法律或者程序规定的条件没有满足。"),
            _("请先处理上面列出的事项，再重新办理。"),
        ),
        412: Trouble(
            _("案件已有新的变化"),
            _("您打开页面以后，别人已经办理了新的步骤。"),
            _("请重新打开案件，核对最新情况以后再办理。您填写的内容已保存为草稿。"),
        ),
        413: Trouble(
            _("提交的内容太大"),
            _("一次提交的内容超过了服务器的上限，没有被接受，也没有写入任何内容。"),
            _("请返回上一页，把文字分几次填写，或者把文件压缩、拆分以后再上传。"),
        ),
        422: Trouble(
            _("填写的内容有误"),
            _("有项目没有填写或者填写不对。"),
            _("请返回上一页改正。"),
        ),
        429: Trouble(
            _("操作过于频繁"),
            _("短时间内的请求次数过多。"),
            _("请稍候几分钟再试。"),
        ),
        500: Trouble(
            _("系统出了故障"),
            _("这次操作没有完成，也没有写入任何内容。"),
            _("请稍后再试；仍不成功的，请把时间和网址告诉管理员。"),
        ),
        503: Trouble(
            _("系统正在恢复"),
            _("现在暂时不能读写数据，通常几分钟以内恢复。这次操作没有得到确认。"),
            _("请稍候返回上一页再试；再次提交以前，请先核对是否已经办理。"),
        ),
    }


def refusal(request: HttpRequest, error: DomainError) -> HttpResponse:
    """Answer an error of the field."""
    reasons = error.reasons if isinstance(error, RuleBroken) else (error.message,)
    return answer(request, error.status, reasons=reasons)


def answer(
    request: HttpRequest | None,
    status: int,
    *,
    reasons: tuple[str, ...] = (),
    trouble: Trouble | None = None,
) -> HttpResponse:
    """Render the page of a status; for htmx only the box, put into the page's messages.

    The page of a fault (500, 503) must not fail itself: nothing of the house is asked for it.
    """
    known = troubles()
    asked = None if status >= 500 else request
    context = {
        "status": status,
        "trouble": trouble or known.get(status, known[500]),
        "reasons": reasons,
        # A portal of its own has no workbench to lead back to.
        "staff_side": request is not None
        and request.path.startswith("/staff/")
        and not settings.GONGJIAN_APART,
        "of_case": _case_of(request, status),
        "debug": settings.DEBUG,
        "apart": settings.GONGJIAN_APART,
    }
    if request is not None and request.headers.get("HX-Request") == "true":
        html = render_to_string("ui/_trouble.html", context, asked)
        headers = {"HX-Retarget": "#messages", "HX-Reswap": "innerHTML show:top"}
        return HttpResponse(html, status=status, headers=headers)
    return HttpResponse(render_to_string("ui/error.html", context, asked), status=status)


def _case_of(request: HttpRequest | None, status: int) -> str:
    """Return the address of the case in which an act was refused; "" elsewhere, and for 404."""
    found = OF_CASE.match(request.path) if request is not None and status != 404 else None
    return found[1] if found else ""
