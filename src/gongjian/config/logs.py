"""How log lines are written: one line each, plain or JSON, and no personal data in them.

The words of an exception may quote what was typed (PostgreSQL's DETAIL names whole rows), so that
only its kind and the places in the code are kept.
"""

import json
import logging
import os
import traceback
from datetime import UTC, datetime
from typing import Any

OURS = f"{os.sep}gongjian{os.sep}"


class PlainLine(logging.Formatter):
    """`time level logger message`, then where an exception came from, without its words."""

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
            "message": record.getMessage(),
        }
        if status := getattr(record, "status_code", None):
            said["status"] = status
        if record.exc_info and record.exc_info[1] is not None:
            said["error"] = told(record.exc_info)
        return json.dumps(said, ensure_ascii=False)


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
