"""One NinjaAPI: session sign-in with CSRF, orjson, problems as RFC 9457."""

from typing import Any

import orjson
from django.http import HttpRequest
from ninja import NinjaAPI
from ninja.renderers import BaseRenderer
from ninja.security import SessionAuth

from . import acts, matters, money, opened, problems, public, uploads
from .answers import DescribedAPI


class OrjsonRenderer(BaseRenderer):
    media_type = "application/json"

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> bytes:
        """Return JSON; uids and moments as text, moments in UTC with `Z`."""
        return orjson.dumps(data, option=orjson.OPT_UTC_Z | orjson.OPT_NAIVE_UTC)


def build() -> NinjaAPI:
    """Assemble the API from the registry of acts and the reads."""
    made = DescribedAPI(
        title="公鉴 Gongjian",
        version="1",
        description="行政执法公示、全过程记录、法制审核。写入一律经过登记的办理动作（act）。",
        urls_namespace="api",
        auth=SessionAuth(),
        renderer=OrjsonRenderer(),
        docs_url=None,
        openapi_url="/openapi.json",
        openapi_extra={"info": {"license": {"name": "Apache-2.0"}}},
    )
    problems.install(made)
    matters.add_routes(made)
    acts.add_routes(made)
    money.add_routes(made)
    public.add_routes(made)
    opened.add_routes(made)
    uploads.add_routes(made)
    return made


def build_public() -> NinjaAPI:
    """Assemble what the portal serves as a process of its own: reads that need no sign-in."""
    made = DescribedAPI(
        title="公鉴 Gongjian",
        version="1",
        description="已公示信息的读取接口，不需要登录。",
        urls_namespace="public-api",
        renderer=OrjsonRenderer(),
        docs_url=None,
        openapi_url="/openapi.json",
        openapi_extra={"info": {"license": {"name": "Apache-2.0"}}},
    )
    problems.install(made)
    public.add_routes(made)
    opened.add_routes(made)
    return made


api = build()
