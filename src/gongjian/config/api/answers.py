"""What the description says of answers: what a read hands out, and every way to be refused.

The tests ask every operation as everyone, and hold each answer against this.
"""

from typing import Any

from ninja import NinjaAPI

Schema = dict[str, Any]
TEXT: Schema = {"type": "string"}
NUMBER: Schema = {"type": "integer"}
FLAG: Schema = {"type": "boolean"}
UID: Schema = {"type": "string", "format": "uuid"}
DAY: Schema = {"type": "string", "format": "date"}
MOMENT: Schema = {"type": "string", "format": "date-time"}
THING: Schema = {"type": "object"}
PROBLEM = "Problem"
REFUSALS = {
    400: "请求的格式不正确",
    401: "没有登录",
    403: "看得见，但无权办理",
    404: "没有，或者看不见",
    405: "这个地址不接受这种方法；可以用的在 Allow 中",
    409: "规则不允许，reasons 逐条说明",
    410: "不再公示，gone 说明原因、日期和代替它的一份",
    412: "案件已有新的进展（seq 已变）",
    413: "提交的内容过大",
    422: "填写有误，fields 逐项说明",
}
ALLOWED: Schema = {"headers": {"Allow": {"schema": TEXT, "description": "可以用的方法"}}}


def row(**fields: Schema) -> Schema:
    """Return the schema of an object that always has these fields."""
    return {"type": "object", "properties": fields, "required": list(fields)}


def many(of: Schema) -> Schema:
    """Return the schema of a list."""
    return {"type": "array", "items": of}


def maybe(of: Schema) -> Schema:
    """Return the schema of what may be null."""
    return {"anyOf": [of, {"type": "null"}]}


def pages(of: Schema) -> Schema:
    """Return the schema of one page of a list; `next` is empty on the last."""
    return row(items=many(of), next=TEXT)


def told(answer: Schema, *refusals: int, done: str = "OK") -> dict[str, Any]:
    """Return what an operation answers, with the refusals that can meet a caller."""
    content = {"application/json": {"schema": answer}}
    return {"responses": {200: {"description": done, "content": content}, **_refused(refusals)}}


def _refused(statuses: tuple[int, ...]) -> dict[int, Schema]:
    content = {"application/problem+json": {"schema": {"$ref": f"#/components/schemas/{PROBLEM}"}}}
    return {status: {"description": REFUSALS[status], "content": content} for status in statuses}


class DescribedAPI(NinjaAPI):
    """An API whose description holds the one form of every refusal (RFC 9457)."""

    def __init__(self, **known: Any) -> None:
        super().__init__(**known)
        self._described: dict[str, Any] = {}

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: Schema | None = None
    ) -> Any:
        """Return the description, to be read only.

        Working it out takes a third of a second, and everybody may ask for it: it is done once.
        """
        prefix = self.get_root_path(path_params or {}) if path_prefix is None else path_prefix
        if prefix not in self._described:
            self._described[prefix] = self._describe(prefix)
        return self._described[prefix]

    def _describe(self, prefix: str) -> Any:
        described = super().get_openapi_schema(path_prefix=prefix)
        # What a refusal says (RFC 9457).
        described["components"]["schemas"][PROBLEM] = row(
            type=TEXT, title=TEXT, status=NUMBER, code=TEXT, detail=TEXT
        ) | {"description": "code 供程序判断，detail 供人阅读"}
        # A method that a path does not list has no operation to be described at.
        described["components"]["responses"] = {"WrongMethod": _refused((405,))[405] | ALLOWED}
        described["info"]["description"] += "没有列出的方法，答 405（WrongMethod）。"
        return described
