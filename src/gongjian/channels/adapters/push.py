"""To an address on the web: a signed POST of JSON Lines.

The receiver checks `X-Gongjian-Signature` (HMAC-SHA256 of time, full stop and body under the shared
secret) and answers 2xx with `{"receipt": "…", "refused": [{"id": "…", "reason": "…"}]}`.
"""

import hashlib
import hmac
import http.client
import json
import socket
import ssl
from collections.abc import Mapping
from urllib.parse import urlsplit

from .contract import TIMEOUT_SECONDS, Answer, Destination, Parcel, Refused, Unreachable

MOST_ANSWER = 1 << 20
# Told to come again later, though the number says that the request was wrong.
LATER = frozenset({401, 403, 404, 407, 408, 421, 425, 429})

# The narrower kind first.
WHY: Mapping[type[Exception], str] = {
    TimeoutError: f"{TIMEOUT_SECONDS}秒内没有回答",
    ConnectionRefusedError: "对方没有开放这个端口",
    ssl.SSLError: "对方的安全证书有问题",
    socket.gaierror: "找不到这个域名",
    ConnectionError: "连接中断",
    http.client.HTTPException: "对方的回答不合协议",
    ValueError: "地址或者回答的格式不对",
}


def signature(secret: str, moment: str, body: bytes) -> str:
    """Return what the receiver must find in the header."""
    return hmac.new(secret.encode(), moment.encode() + b"." + body, hashlib.sha256).hexdigest()


def send(to: Destination, parcel: Parcel) -> Answer:
    """Post the parcel; redirects are not followed.

    Raises:
        Unreachable: no connection, no answer in time, or an answer that asks to come again.
        Refused: the receiver finds the parcel itself wrong (400, 409, 413, 422 …).
    """
    moment = parcel.at.isoformat(timespec="seconds")
    headers = {
        "Content-Type": "application/x-ndjson",
        "Idempotency-Key": parcel.key,
        "X-Gongjian-Time": moment,
        "X-Gongjian-Signature": f"sha256={signature(to.secret, moment, parcel.body)}",
    }
    try:
        status, content = _post(to.address, parcel.body, headers)
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise Unreachable(f"连接不上对方（{_why(error)}），请与对方核对") from error
    if 200 <= status < 300:
        return _answer(content, parcel)
    if 400 <= status < 500 and status not in LATER:
        raise Refused(f"对方退回（HTTP {status}）", status)
    raise Unreachable(f"对方回答 HTTP {status}，没有接收")


def _why(error: Exception) -> str:
    """Return in plain words why nothing came through."""
    for kind, words in WHY.items():
        if isinstance(error, kind):
            return words
    return "网络不通"


def _post(address: str, body: bytes, headers: dict[str, str]) -> tuple[int, bytes]:
    parts = urlsplit(address)
    if parts.scheme == "https":
        line: http.client.HTTPConnection = http.client.HTTPSConnection(
            parts.netloc, timeout=TIMEOUT_SECONDS, context=ssl.create_default_context()
        )
    else:
        line = http.client.HTTPConnection(parts.netloc, timeout=TIMEOUT_SECONDS)
    try:
        target = parts.path or "/"
        line.request("POST", f"{target}?{parts.query}" if parts.query else target, body, headers)
        heard = line.getresponse()
        return heard.status, heard.read(MOST_ANSWER)
    finally:
        line.close()


def _answer(content: bytes, parcel: Parcel) -> Answer:
    """Read the receipt; an answer without one is its own: its hash."""
    try:
        said = json.loads(content)
    except ValueError:
        said = None
    said = said if isinstance(said, dict) else {}
    receipt = str(said.get("receipt") or f"sha256:{hashlib.sha256(content).hexdigest()}")
    known = {str(record["id"]) for record in parcel.records}
    entries = said.get("refused")
    refused = {
        str(entry.get("id")): str(entry.get("reason") or "没有说明原因")[:200]
        for entry in (entries if isinstance(entries, list) else [])
        if isinstance(entry, dict) and str(entry.get("id")) in known
    }
    return Answer(receipt[:200], refused, said)
