"""How log lines are written: one line each, plain or JSON, and no personal data in them.

The words of an exception may quote what was typed (PostgreSQL's DETAIL names whole rows), so that
only its kind and the places in the code are kept. An address that was refused may hold a name, a
number or a token that opens something: of it only the words that our own addresses are made of.
"""

import copy
import json
import logging
import os
import re
import traceback
from datetime import UTC, datetime
from typing import Any

OURS = f"{os.sep}gongjian{os.sep}"


_OWN_WORD = re.compile(r"[a-z][a-z_-]{0,19}(?:\.[a-z]{1,5})?")


class PlainLine(logging.Formatter):
    """`time level logger message`, then where an exception came from, without its words."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line, without what was typed into an address."""
        return super().format(untyped(record))

    def formatException(self, ei: Any) -> str:  # noqa: N802 -- the name is logging's
        """Return kind and places of an exception and of its causes."""
        return " < ".join(told(ei))


class JsonLine(logging.Formatter):
    """One JSON object a line: time (UTC), level, logger, message, error."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        said: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": untyped(record).getMessage(),
        }
        if status := getattr(record, "status_code", None):
            said["status"] = status
        if record.exc_info and record.exc_info[1] is not None:
            said["error"] = told(record.exc_info)
        return json.dumps(said, ensure_ascii=False)


def untyped(record: logging.LogRecord) -> logging.LogRecord:
    """Return the record of a refused request with its address masked; any other as it is."""
    of_a_request = hasattr(record, "request") or record.name.startswith("gunicorn")
    if not of_a_request or not isinstance(record.args, tuple):
        return record
    shown = copy.copy(record)
    shown.args = tuple(
        masked(a) if isinstance(a, str) and a.startswith("/") else a for a in record.args
    )
    return shown


def masked(address: str) -> str:
    """Return an address with every part that is no plain word as “…”: /decisions/…, /o/…."""
    parts = address.partition("?")[0].split("/")
    return "/".join(p if not p or _OWN_WORD.fullmatch(p) else "…" for p in parts)


def told(info: Any) -> list[str]:
    """Return kind and places of an exception and of its causes, the newest first.

    Of the places those in our own code, and where it was raised.
    """
    found, error = [], info[1]
    while error is not None:
        frames = traceback.extract_tb(error.__traceback__)
        shown = [f for f in frames[:-1] if OURS in f.filename] + frames[-1:]
        places = " ".join(f"{frame.filename}:{frame.lineno}:{frame.name}" for frame in shown)
        found.append(f"{type(error).__qualname__} at {places}")
        error = error.__cause__ or error.__context__
    return found
