"""Short messages: what people read on a telephone, handed to the gateway of the agency.

The gateway (short messages, voice, WeChat, Weibo) knows who wants to hear and speaks the language
of each platform; of each record it gets one text and one address, by the signed POST of a push.
"""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from .contract import Answer, Destination, Parcel
from .push import send as post

# With the sender and an address of its own it stays below what a microblog takes (140).
MOST_TEXT = 100


def text_of(sender: str, record: Mapping[str, Any]) -> str:
    """Return what is said of a record, without its address: words of the public item only."""
    if record["action"] == "show":
        said = str(record.get("summary") or record["title"])
    else:
        said = f"已撤下{record['number']}的公示，原因：{record['reason']}"
    room = MOST_TEXT - len(sender) - 2
    return f"【{sender}】{said if len(said) <= room else said[: room - 1] + '…'}"


def send(to: Destination, parcel: Parcel) -> Answer:
    """Post one message for each record of the parcel, in order, under the parcel's own key.

    Raises:
        Unreachable, Refused: as a push.
    """
    body = "".join(_line(to.sender, record) for record in parcel.records).encode()
    return post(to, replace(parcel, body=body))


def _line(sender: str, record: Mapping[str, Any]) -> str:
    told = {name: record[name] for name in ("id", "action", "number", "url")}
    told["text"] = text_of(sender, record)
    return json.dumps(told, ensure_ascii=False, sort_keys=True) + "\n"
