"""What goes out about an item: its public text while it is public, its tombstone afterwards."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.conf import settings

from gongjian.publicity.models import PublicItem
from gongjian.publicity.opendata import row_json

from .adapters import Parcel
from .choices import Wanted


def record_of(item: PublicItem) -> dict[str, Any]:
    """Return the record of an item as it stands at this moment, whatever was asked before.

    Of an item that is no longer public only number, agency, reason and day are told.

    Source: 行政处罚法 第四十八条第二款.
    """
    url = f"{settings.GONGJIAN_PUBLIC_URL}/decisions/{item.token}"
    head = {"id": item.token, "version": item.version, "number": item.number, "url": url}
    if item.live:
        return {**row_json(item), **head, "action": str(Wanted.SHOW)}
    return {
        **head,
        "action": str(Wanted.WITHDRAW),
        "agency": item.agency_name,
        "ground": item.withdrawal_ground or item.state,
        "reason": item.withdrawal_reason or item.get_state_display(),
        "withdrawn_on": item.withdrawn_on.isoformat() if item.withdrawn_on else "",
    }


def parcel_of(items: Iterable[PublicItem], at: datetime) -> Parcel:
    """Pack items into one parcel, in their order."""
    records = tuple(record_of(item) for item in items)
    body = "".join(map(_line, records)).encode()
    return Parcel(hashlib.sha256(body).hexdigest(), at, body, records)


def _line(record: Mapping[str, Any]) -> str:
    return json.dumps(record, ensure_ascii=False, sort_keys=True) + "\n"
