"""The API does what its own description says, whoever asks: generated requests, by schemathesis.

Every operation of the description is asked by the holder of every office and by a stranger to the
house who has not signed in, through WSGI with session and CSRF token, as a program does it.
Requests are made once for each operation from its description, always the same ones: two that
keep to it and, for every fourth operation, as they cost most, one that does not. The askers share
them: each takes one, the next asker the next.
Where a uid or a code is asked for, three of four requests name what there is in the story.

The askers are divided: a whole run of the suite has every third on PostgreSQL, the others on
SQLite, so that each meets every operation on one of the two. Run by itself the file asks as all.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cache
from itertools import count
from typing import Any
from uuid import UUID

import pytest
import schemathesis
from django.conf import settings as house
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from gongjian.cases import testing as story
from gongjian.cases.testing import Cast
from gongjian.config.wsgi import application
from gongjian.documents.models import Document
from gongjian.exante.testing import publish_list
from gongjian.intake.models import Clue
from gongjian.ledger.models import Entry
from gongjian.orgs.choices import Role
from gongjian.orgs.testing import make_officer
from gongjian.publicity.models import PublicSeries
from gongjian.publicity.testing import publish
from gongjian.workbench.management.commands.openapi import description

from .doors import signed_in, told_by

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]
STRANGER = "stranger"
ASKERS = (*Role.values, STRANGER)
LIST = "officers"
CSRF = "c" * 32
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]


@cache
def operations() -> tuple[tuple[Case, ...], ...]:
    """Return for each operation the requests made from its description."""
    whole = schemathesis.openapi.from_dict(json.loads(description()))
    found = [each.ok() for each in whole.get_all_operations()]
    return tuple(tuple(requests_of(one, number % 4 // 3)) for number, one in enumerate(found))


def requests_of(operation: Any, wrong: int) -> list[Case]:
    right = made(operation, GenerationMode.POSITIVE, 2)
    return right + (made(operation, GenerationMode.NEGATIVE, wrong) if wrong else [])


def made(operation: Any, mode: GenerationMode, number: int) -> list[Case]:
    """Generate some requests; what takes nothing has but one, and none that is wrong."""
    kept: list[Case] = []

    @settings(
        max_examples=number,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(operation.as_strategy(mode))
    def keep(case: Case) -> None:
        kept.append(case)

    with suppress(Unsatisfiable):
        keep()
    return kept


@dataclass
class There:
    """What there is: the values that addresses take, by path and name, and uids of the story."""

    addresses: dict[tuple[str, str], str]
    uids: list[str]
    turn: count = field(default_factory=count)  # type: ignore[type-arg]

    def named_in(self, case: Case) -> Case:
        """Return the request with what there is in place of what was made up."""
        named = case.derive()
        for name in named.path_parameters:
            kind = case.path.removeprefix("/api/v1/").split("{")[0]
            if (kind, name) in self.addresses:
                named.path_parameters[name] = self.addresses[kind, name]
        named.body = self._with_uids(case.body)
        return named

    def _with_uids(self, value: Any) -> Any:
        if isinstance(value, dict):
            return {name: self._with_uids(one) for name, one in value.items()}
        if isinstance(value, list):
            return [self._with_uids(one) for one in value]
        return self.uids[next(self.turn) % len(self.uids)] if is_uid(value) else value


def is_uid(value: Any) -> bool:
    try:
        return isinstance(value, str) and bool(UUID(value))
    except ValueError:
        return False


@pytest.fixture
def cast() -> Iterator[Cast]:
    people = story.make_cast(accounts=True)
    with told_by(people), open_between_requests():
        yield people


@contextmanager
def open_between_requests() -> Iterator[None]:
    """Let the connection of the test outlive the requests, as the client of Django's tests does."""
    ends = (request_started, request_finished)
    for end in ends:
        end.disconnect(close_old_connections)
    try:
        yield
    finally:
        for end in ends:
            end.connect(close_old_connections)


@pytest.fixture
def there(cast: Cast) -> There:
    """A published decision, a published list, and who and what led there."""
    publish_list(cast, LIST)
    matter = story.decided_case(cast)
    item = publish(cast, matter)
    rows = [
        *cast.people.values(),
        *Document.objects.filter(matter=matter),
        *Clue.objects.all(),
    ]
    return There(
        {
            ("matters/", "uid"): str(matter.uid),
            ("public/agencies/", "agency"): cast.agency.code,
            ("public/agencies/", "kind"): LIST,
            ("public/decisions/", "token"): item.token,
            ("public/numbers/", "uid"): str(PublicSeries.objects.get().uid),
        },
        [str(row.uid) for row in rows],
    )


def cookies_of(cast: Cast, asker: str) -> dict[str, str]:
    """Return what the browser of an asker holds."""
    if asker == STRANGER:
        return {house.CSRF_COOKIE_NAME: CSRF}
    officer = cast.people.get(asker) or make_officer(cast.agency, roles=(asker,), account=True)
    session = signed_in(officer).cookies[house.SESSION_COOKIE_NAME].value
    return {house.CSRF_COOKIE_NAME: CSRF, house.SESSION_COOKIE_NAME: session}


@pytest.mark.divided
@pytest.mark.parametrize("asker", ASKERS)
def test_every_answer_is_described_and_a_refusal_writes_nothing(
    cast: Cast, there: There, asker: str
) -> None:
    cookies, begin, wrong = cookies_of(cast, asker), ASKERS.index(asker), []
    written = Entry.objects.count()

    for number, requests in enumerate(operations(), begin):
        made_up = requests[number % len(requests)]
        case = made_up if number % 4 == 0 else there.named_in(made_up)
        answer = case.call(app=application, cookies=cookies, headers={"X-CSRFToken": CSRF})
        try:
            case.validate_response(answer, checks=CHECKS)
        except FailureGroup as found:
            wrong.append(str(found))
        before, written = written, Entry.objects.count()
        if answer.status_code >= 400 and written != before:
            wrong.append(f"{case.method} {case.path}: refused with {answer.status_code}, but wrote")

    assert len(operations()) > 300
    assert wrong == [], "\n\n".join(wrong)
