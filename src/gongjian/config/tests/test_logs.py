"""Log lines: one a line, and the words of an exception are in none."""

import json
import logging
import sys

import pytest
from django.http import HttpRequest, HttpResponse
from django.utils.log import log_response

from gongjian.config.logs import JsonLine, PlainLine

NAME = "金丝雀某"


def record_of_a_failure() -> logging.LogRecord:
    try:
        try:
            raise ValueError(f"DETAIL: Failing row contains ({NAME}, 110105).")
        except ValueError as error:
            raise RuntimeError(NAME) from error
    except RuntimeError:
        caught = sys.exc_info()
    return logging.LogRecord("gongjian", logging.ERROR, __file__, 1, "failed: %s", ("x",), caught)


@pytest.mark.parametrize("line", [PlainLine("%(levelname)s %(message)s"), JsonLine()])
def test_a_failure_is_told_by_its_kind_and_place_not_by_its_words(line: logging.Formatter) -> None:
    said = line.format(record_of_a_failure())

    assert NAME not in said
    assert "110105" not in said
    for part in ("failed: x", "RuntimeError", "ValueError", "test_logs.py"):
        assert part in said


@pytest.mark.parametrize("line", [PlainLine("%(levelname)s %(message)s"), JsonLine()])
def test_a_refused_address_is_told_without_what_was_typed(
    line: logging.Formatter, caplog: pytest.LogCaptureFixture
) -> None:
    for typed in (
        f"/decisions/{NAME}13900000001",
        "/o/3f9cT0ken",
        f"/{NAME}/11010519491231002X?q=1",
    ):
        log_response(
            "Not Found: %s", typed, response=HttpResponse(status=404), request=HttpRequest()
        )
    said = [line.format(record) for record in caplog.records]

    assert all(
        part in told for part, told in zip(("/decisions/…", "/o/…", "/…/…"), said, strict=True)
    )
    for canary in (NAME, NAME.encode("unicode_escape").decode(), "139", "T0ken", "11010519", "q=1"):
        assert not any(canary in told for told in said)


def test_a_json_line_can_be_read_by_a_machine() -> None:
    said = json.loads(JsonLine().format(record_of_a_failure()))

    assert (said["level"], said["logger"], said["message"]) == ("ERROR", "gongjian", "failed: x")
    assert said["time"].endswith("+00:00")
    assert len(said["error"]) == 2
