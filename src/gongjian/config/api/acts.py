"""One address per registered act: `POST …/acts/<code>` with the command as JSON."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import orjson
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI

from gongjian.common import acts
from gongjian.common.acts import Service
from gongjian.common.coerce import command_from_json
from gongjian.common.errors import InvalidInput
from gongjian.matters.models import Matter
from gongjian.orgs.authority import rights
from gongjian.workbench.once import create_once

from .answers import NUMBER, TEXT, UID, row, told
from .person import caller
from .schema import schema_of

Answer = dict[str, Any]
REFUSALS = (401, 403, 404, 409, 412, 413, 422)


def add_routes(api: NinjaAPI) -> None:
    """Open an address for every act that a person, not only the system, may do."""
    for service in acts.services().values():
        if not rights()[service.code].who:
            continue
        path = f"/matters/{{uuid:uid}}/acts/{service.code}" if service.on_matter else ""
        view = _on_matter(service) if service.on_matter else _free(service)
        api.post(
            path or f"/acts/{service.code}",
            url_name=f"act-{service.code}",
            operation_id=service.code.replace(".", "_"),
            summary=service.title,
            description=(service.__doc__ or "").strip().split("\n")[0],
            tags=[service.code.split(".")[0]],
            openapi_extra=_documentation(service),
        )(view)


def _on_matter(service: Service[Any]) -> Callable[..., Any]:
    def view(
        request: HttpRequest, response: HttpResponse, uid: UUID, expect_seq: int | None = None
    ) -> Answer:
        seen = _if_match(request) if expect_seq is None else expect_seq
        actor, clock = caller(request)
        command = command_from_json(service, _body(request))
        result = service(actor=actor, matter=uid, expect_seq=seen, cmd=command, clock=clock)
        seq = _seq(uid)
        response["ETag"] = f'"{seq}"'
        return {"act": service.code, "uid": result.uid, "matter": uid, "seq": seq}

    return view


def _free(service: Service[Any]) -> Callable[..., Any]:
    def view(request: HttpRequest) -> Answer:
        actor, clock = caller(request)
        body = _body(request)
        command = command_from_json(service, body)
        key = _idempotency_key(request)
        uid = create_once(service, actor=actor, cmd=command, key=key, body=body, clock=clock)
        return {"act": service.code, "uid": uid}

    return view


def _idempotency_key(request: HttpRequest) -> UUID | None:
    """Return the caller's own uid of a creation: repeated with it, it is answered, not done again.

    Raises:
        InvalidInput: the header is no uid.
    """
    header = request.headers.get("Idempotency-Key", "")
    if not header:
        return None
    try:
        return UUID(header)
    except ValueError:
        raise InvalidInput({"Idempotency-Key": "Idempotency-Key 应当是一个 UUID"}) from None


def _seq(uid: UUID) -> int:
    return Matter.objects.values_list("seq", flat=True).get(uid=uid)


def _body(request: HttpRequest) -> object:
    """Return the JSON of the request.

    Raises:
        InvalidInput: it is none.
    """
    if not request.body:
        return {}
    try:
        return orjson.loads(request.body)
    except orjson.JSONDecodeError as error:
        raise InvalidInput({"body": "请求内容不是有效的 JSON，请核对"}) from error


def _if_match(request: HttpRequest) -> int | None:
    """Return the version of the matter that the caller saw (`If-Match: "7"`).

    Raises:
        InvalidInput: the header is no version.
    """
    header = request.headers.get("If-Match", "").strip()
    if header in {"", "*"}:
        return None
    digits = header.removeprefix("W/").strip('"')
    if not digits.isascii() or not digits.isdigit() or len(digits) > 9:
        raise InvalidInput({"If-Match": 'If-Match 应当是案件的版本号，例如 "7"'})
    return int(digits)


def _documentation(service: Service[Any]) -> dict[str, Any]:
    answer = row(act=TEXT, uid=UID | {"title": "写入的记录"})
    if service.on_matter:
        on_matter = {"matter": UID, "seq": NUMBER | {"title": "案件的版本"}}
        answer = row(**answer["properties"], **on_matter)
    schema = {"application/json": {"schema": schema_of(service.cmd)}}
    name, of, text = ("If-Match", TEXT, '看到的案件版本，例如 "7"')
    if not service.on_matter:
        name, of, text = ("Idempotency-Key", UID, "调用方自定的标识：重复提交只办理一次")
    return {
        "parameters": [{"in": "header", "name": name, "schema": of, "description": text}],
        "requestBody": {"required": True, "content": schema},
    } | told(answer, *REFUSALS, done="已办理")
