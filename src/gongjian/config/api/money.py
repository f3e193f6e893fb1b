"""A bank's file for programs: looked at with `dry_run`, else booked; all rows or none."""

from typing import Any

from django.http import HttpRequest
from ninja import NinjaAPI

from gongjian.common.errors import InvalidInput
from gongjian.payments import importing

from .answers import NUMBER, TEXT, row, told
from .person import caller

Json = dict[str, Any]
FILE: Json = {"requestBody": {"required": True, "content": {"text/csv": {"schema": TEXT}}}}
TAKEN = row(taken=NUMBER, known=NUMBER, unmatched=NUMBER)


def add_routes(api: NinjaAPI) -> None:
    """Open the address that takes a file of the collecting bank."""
    api.post(
        "/payments/receipt-file",
        url_name="receipt-file",
        tags=["payments"],
        summary="导入银行流水（CSV）",
        openapi_extra=FILE | told(TAKEN, 401, 403, 409, 413, 422),
    )(receipt_file)


def receipt_file(request: HttpRequest, dry_run: bool = False) -> Json:
    """Take a CSV file of bank receipts as the body; a serial number is booked once.

    Raises:
        InvalidInput: names every row that is wrong; nothing is booked.
    """
    actor, clock = caller(request)
    if dry_run:
        seen = importing.preview(actor, request.body, clock)
        if not seen.file.sound:
            raise InvalidInput(importing.problems(seen.file))
        return {
            "taken": 0,
            "new": seen.new,
            "known": len(seen.rows) - seen.new,
            "unmatched": seen.unmatched,
        }
    done = importing.import_file(actor, request.body, clock)
    return {"taken": done.taken, "known": done.known, "unmatched": done.taken - done.matched}
