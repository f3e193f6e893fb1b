"""The doors by which a person can try an act: direct call, page, API, command line.

Each takes the same attempt and answers what it was told: an HTTP-like status.
"""

import io
import json
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.core.management import CommandError, call_command
from django.test import Client

from gongjian.accounts import middleware
from gongjian.cases.testing import Cast
from gongjian.common import acts
from gongjian.common import clock as clocks
from gongjian.common.clock import Clock
from gongjian.common.coerce import command_from_json
from gongjian.common.errors import DomainError
from gongjian.ledger.models import Entry
from gongjian.matters.models import Matter, Step
from gongjian.orgs.models import Officer
from gongjian.orgs.queries import actor_for
from gongjian.publicity.models import PublicItem
from gongjian.ui.forms import typed_from
from gongjian.workbench.management.commands.act import EXIT_CODES

DONE = 200


@dataclass(frozen=True)
class Attempt:
    """An act that somebody tries: by whom, which, on what, with what (as JSON values)."""

    officer: Officer
    code: str
    command: Mapping[str, Any]
    matter: Matter | None = None
    expect_seq: int | None = None


def directly(attempt: Attempt) -> int:
    """Call the service itself."""
    service = acts.service(attempt.code)
    clock = clocks.current()
    try:
        service(
            actor=actor_for(attempt.officer, "direct", clock.today()),
            matter=attempt.matter.uid if attempt.matter else None,
            expect_seq=attempt.expect_seq,
            cmd=command_from_json(service, attempt.command),
        )
    except DomainError as error:
        return error.status
    return DONE


def by_api(attempt: Attempt) -> int:
    """Post the command as JSON."""
    place = f"matters/{attempt.matter.uid}/acts" if attempt.matter else "acts"
    headers = {} if attempt.expect_seq is None else {"If-Match": f'"{attempt.expect_seq}"'}
    answer = signed_in(attempt.officer).post(
        f"/api/v1/{place}/{attempt.code}",
        json.dumps(attempt.command),
        content_type="application/json",
        headers=headers,
    )
    return answer.status_code


def by_page(attempt: Attempt) -> int:
    """Post the form as a browser does; a redirect means that it was done."""
    service = acts.service(attempt.code)
    place = f"matters/{attempt.matter.uid}/acts" if attempt.matter else "acts"
    typed = typed_from(service.cmd, _values(service, attempt.command))
    typed["confirmed"] = ["yes"]
    if attempt.expect_seq is not None:
        typed["expect_seq"] = [str(attempt.expect_seq)]
    answer = signed_in(attempt.officer).post(f"/staff/{place}/{attempt.code}/", typed)
    assert answer.status_code != DONE, "the page neither did it nor said why not"
    return DONE if answer.status_code == 302 else answer.status_code


def by_command(attempt: Attempt) -> int:
    """Run `gongjian act`."""
    assert attempt.officer.user is not None
    words: list[str] = [attempt.code, "--as", attempt.officer.user.username]
    if attempt.matter:
        words += ["--matter", str(attempt.matter.uid)]
    if attempt.expect_seq is not None:
        words += ["--expect-seq", str(attempt.expect_seq)]
    statuses = {code: status for status, code in EXIT_CODES.items()}
    with typed_in(json.dumps(attempt.command)):
        try:
            call_command("act", *words, stdout=io.StringIO())
        except CommandError as error:
            return statuses[error.returncode]
    return DONE


DOORS: Mapping[str, Callable[[Attempt], int]] = {
    "direct": directly,
    "api": by_api,
    "page": by_page,
    "command": by_command,
}


def assert_shut(attempt: Attempt, status: int, **otherwise: int) -> None:
    """Assert that every door answers so (`otherwise` names doors that differ), writing nothing."""
    before = _written()
    answers = {door: enter(attempt) for door, enter in DOORS.items()}
    assert answers == dict.fromkeys(DOORS, status) | otherwise
    assert _written() == before


def _written() -> tuple[int, int, int]:
    return Entry.objects.count(), Step.objects.count(), PublicItem.objects.count()


def signed_in(officer: Officer) -> Client:
    """Return a browser in which this officer has signed in."""
    client = Client()
    assert officer.user is not None
    client.force_login(officer.user)
    session = client.session
    middleware.begin(session, Clock().now())
    session.save()
    return client


@contextmanager
def told_by(cast: Cast) -> Iterator[None]:
    """Let every door live at the moment of the story."""

    def offset() -> timedelta:
        return cast.now - Clock().now()

    clocks.use_offset(offset)
    try:
        yield
    finally:
        clocks.use_offset(lambda: timedelta(0))


@contextmanager
def typed_in(text: str) -> Iterator[None]:
    """Let a command read this from its standard input."""
    before = sys.stdin
    sys.stdin = io.StringIO(text)
    try:
        yield
    finally:
        sys.stdin = before


def as_json(value: Any) -> Any:
    """Return values as JSON carries them."""
    if isinstance(value, Mapping):
        return {k: as_json(v) for k, v in value.items()}
    if isinstance(value, tuple | list):
        return [as_json(v) for v in value]
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value


def _values(service: acts.Service[Any], command: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of a command by name, read from JSON where that works."""
    try:
        return vars(command_from_json(service, command))
    except DomainError:
        return dict(command)
