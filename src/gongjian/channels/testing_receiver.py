"""A receiver of pushes on this machine, for tests and the bench: it can die, refuse and come back.

It checks every signature and keeps for each id the newest word, as the contract asks of receivers.
"""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from .adapters.push import signature


class Receiver:
    """`held` maps an id to its newest record; `parcels` lists the keys as they came."""

    def __init__(self, secret: str) -> None:
        self.secret = secret
        self.held: dict[str, dict[str, Any]] = {}
        self.parcels: list[str] = []
        self.forged = 0
        self.refuse: dict[str, str] = {}
        self.answer_status = 200
        self._server: ThreadingHTTPServer | None = None
        self.port = 0

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/receive?from=gongjian"

    def start(self) -> None:
        """Begin to listen; after a death on the same port."""
        self._server = ThreadingHTTPServer(("127.0.0.1", self.port), self._handler())
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()

    def stop(self) -> None:
        """Die: connections are refused."""
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    def take(self, body: bytes, headers: Any) -> tuple[int, dict[str, Any]]:
        """Answer one request."""
        moment = headers["X-Gongjian-Time"]
        if headers["X-Gongjian-Signature"] != f"sha256={signature(self.secret, moment, body)}":
            self.forged += 1
            return 403, {}
        if self.answer_status != 200:
            return self.answer_status, {}
        records = [json.loads(line) for line in body.decode().splitlines()]
        refused = [
            {"id": r["id"], "reason": self.refuse[r["number"]]}
            for r in records
            if r["number"] in self.refuse
        ]
        bad = {entry["id"] for entry in refused}
        self.held |= {r["id"]: r for r in records if r["id"] not in bad}
        self.parcels.append(headers["Idempotency-Key"])
        return 200, {"receipt": f"R{len(self.parcels):04}", "refused": refused}

    def _handler(receiver) -> type[BaseHTTPRequestHandler]:  # noqa: N805 -- `self` is the handler
        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                status, said = receiver.take(body, self.headers)
                content = json.dumps(said).encode()
                self.send_response(status)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *args: Any) -> None:
                """Stay silent."""

        return Handler
