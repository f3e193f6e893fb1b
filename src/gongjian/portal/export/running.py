"""One export: pages are asked as a visitor would ask, written only when they differ."""

import hashlib
import json
import os
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from itertools import chain, islice
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.core.handlers.base import BaseHandler
from django.core.handlers.wsgi import WSGIRequest
from django.core.signals import request_finished
from django.db import close_old_connections
from django.http import HttpResponseBase
from django.http.response import HttpResponse, StreamingHttpResponse

from gongjian.publicity import handing

from .addresses import EXCEPTIONS, Chunk, Page, chunks, pages
from .drawing import drawn
from .onward import onward
from .standing import program_hash, standing
from .state import MANIFEST, NAME, State

SAVE_EVERY = 500
TOGETHER = 100
DESCRIPTION = "export.json"
STATIC = "static/"
_STATIC = re.compile(rb"""["'(](/static/[^"'()?#\s]+)""")


class BrokenExport(Exception):
    """A public page did not answer as it should; says which and how."""


@dataclass
class Exported:
    """What a run did, by path below the folder."""

    written: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    unchanged: int = 0


def export(folder: Path) -> Exported:
    """Write the public side below `folder`; a later run writes only what has changed.

    A withdrawn decision keeps its page (number, reason and date) and loses its text.

    Raises:
        BrokenExport: a page answered otherwise than with its own status.
    """
    folder.mkdir(parents=True, exist_ok=True)
    handing.settle()  # what was published a moment ago goes out as well
    run = _Run(folder)
    # The end of a request lets go of the connection, on which decisions are still being read.
    request_finished.disconnect(close_old_connections)
    try:
        for chunk in chunks():
            run.chunk(chunk)
        items = run.items()
        seen = {run.page(page) for page in pages(items, standing())}
        run.statics()
        # Styles stay: pages of decisions that were not made anew still name them.
        run.forget(p for p in run.state.others() - seen if not p.startswith(STATIC))
        run.finish()
    finally:
        request_finished.connect(close_old_connections)
        run.state.close()
    return run.done


class _Run:
    """A running export."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.state = State(folder)
        self.done = Exported()
        self.static: set[str] = set()
        self.digest = hashlib.sha256()
        self.handler = BaseHandler()
        self.handler.load_middleware()

    def chunk(self, chunk: Chunk) -> None:
        """Bring the pages of a chunk of decisions up to date; an unchanged one is not visited."""
        unchanged = self.state.digest_of(chunk.number) == chunk.digest
        pages = chunk.pages(restless_only=unchanged)
        while some := list(islice(pages, TOGETHER)):
            self.decisions(some)
        if unchanged:
            self.done.unchanged += chunk.settled
        else:
            self.state.keep_chunk(chunk.number, chunk.digest)
        self.digest.update(chunk.digest.encode())

    def items(self) -> str:
        """Return what all decisions are, once every chunk has been seen."""
        return self.digest.hexdigest()[:24]

    def decisions(self, some: Sequence[tuple[Page, ...]]) -> None:
        """Bring the pages of some decisions up to date; a key tells whether one has to be made."""
        wanted: list[tuple[Page, str]] = []
        for page in chain.from_iterable(some):
            path = path_of(page.address)
            known = self.state.key_of(path)
            if page.key == "gone":
                if known is not None:
                    self._remove(path)
            elif page.key and known == page.key:
                self.done.unchanged += 1
            else:
                wanted.append((page, path))
        # Restless pages (no key) and those withdrawn are asked one by one.
        at_once = {p.address.split("/")[2] for p, _ in wanted if p.key and p.status == 200}
        bodies = drawn(at_once, _request) if at_once else {}
        for page, path in wanted:
            self._write(page, path, bodies.get(page.address) if page.key else None)

    def page(self, page: Page) -> str:
        """Make a page that may depend on everything; write it if it differs."""
        path = path_of(page.address)
        same = page.key and self.state.key_of(path) == page.key
        if same and (self.folder / path).exists():
            self.done.unchanged += 1
        else:
            self._write(page, path)
        return path

    def statics(self) -> None:
        """Copy every style, script and picture that a page names, and what those name.

        Pages that were not made anew name those of the same program, which are still there.
        """
        program, seen = program_hash(), set[str]()
        known = (path for path in self.state.others() if path.startswith(STATIC))
        waiting = self.static | {f"/{p}" for p in known if self.state.key_of(p) == program}
        while waiting:
            self.static = set()
            seen |= {self.page(Page(address, program)) for address in sorted(waiting)}
            waiting = {a for a in self.static if path_of(a) not in seen}

    def forget(self, paths: Iterable[str]) -> None:
        """Remove files whose address no longer exists."""
        for path in sorted(paths):
            self._remove(path)

    def finish(self) -> None:
        """Write manifest and description when anything changed."""
        self.state.save()
        if not (self.done.written or self.done.removed) and (self.folder / MANIFEST).exists():
            return
        self._put(MANIFEST, "".join(self.state.lines()).encode())
        told = {
            "schema": "gongjian.export/1",
            "source": settings.GONGJIAN_PUBLIC_URL,
            "manifest": MANIFEST,
            "state": NAME,
            "exceptions": EXCEPTIONS,
        }
        text = json.dumps(told, ensure_ascii=False, indent=2, sort_keys=True)
        self._put(DESCRIPTION, f"{text}\n".encode())

    def _write(self, page: Page, path: str, body: bytes | None = None) -> None:
        body = self._asked(page) if body is None else body
        if path.endswith(".html"):
            body = onward(body, page.address, settings.GONGJIAN_PUBLIC_URL.rstrip("/"))
        # Also of a page that stays as it is: its styles must stay with it.
        self.static |= {found.decode() for found in _STATIC.findall(body)}
        sha256 = hashlib.sha256(body).hexdigest()
        if self.state.sha256_of(path) == sha256 and (self.folder / path).exists():
            self.done.unchanged += 1
        else:
            self._put(path, body)
            self.done.written.append(path)
        self.state.keep(path, page.key, sha256, len(body), item=page.item)
        if len(self.done.written) % SAVE_EVERY == SAVE_EVERY - 1:
            self.state.save()

    def _asked(self, page: Page) -> bytes:
        response = self.handler.get_response(_request(page.address))
        try:
            if response.status_code != page.status:
                raise BrokenExport(
                    f"{page.address} 应答 {response.status_code}，不是 {page.status}"
                )
            return _body(response)
        finally:
            response.close()

    def _put(self, path: str, body: bytes) -> None:
        """Put a file in its place whole: a reader sees the old one or the new one."""
        place = self.folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        fresh = place.with_name(f".{place.name}.new")
        fresh.write_bytes(body)
        os.replace(fresh, place)

    def _remove(self, path: str) -> None:
        (self.folder / path).unlink(missing_ok=True)
        self.state.drop(path)
        self.done.removed.append(path)


def path_of(address: str) -> str:
    """Return the file of an address: a page becomes the index of its own folder."""
    path = address.lstrip("/")
    if "." in path.rpartition("/")[2]:
        return path
    return f"{path.rstrip('/')}/index.html".lstrip("/")


def _body(response: HttpResponseBase) -> bytes:
    if isinstance(response, StreamingHttpResponse):
        return b"".join(response)
    assert isinstance(response, HttpResponse)
    return bytes(response.content)


def _request(address: str) -> WSGIRequest:
    root = urlsplit(settings.GONGJIAN_PUBLIC_URL)
    port = root.port or (443 if root.scheme == "https" else 80)
    return WSGIRequest(
        {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": address,
            "SCRIPT_NAME": "",
            "QUERY_STRING": "",
            "SERVER_NAME": root.hostname or "localhost",
            "SERVER_PORT": str(port),
            "HTTP_HOST": root.netloc,
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1",
            "wsgi.url_scheme": root.scheme,
            "wsgi.input": BytesIO(),
        }
    )
