"""The API against whatever can be sent: always a problem that tells why, never an error of ours."""

import json
import random
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from gongjian.cases import testing as story
from gongjian.cases.models import Review
from gongjian.cases.testing import Cast
from gongjian.common import acts
from gongjian.common.errors import RuleBroken
from gongjian.config.api.schema import schema_of
from gongjian.ledger.models import Entry
from gongjian.matters.models import Matter
from gongjian.orgs.authority import rights
from gongjian.orgs.testing import make_agency, make_officer

from .doors import signed_in, told_by

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]
BY_PEOPLE = [code for code in acts.services() if rights()[code].who]
ON_MATTERS = [code for code in BY_PEOPLE if acts.service(code).on_matter]
ODD: list[Any] = [
    None,
    True,
    -1,
    0,
    1.5,
    10**400,
    2**63,
    "",
    " ",
    "x" * 30_000,
    "\u0000",
    "\ud83d\ude00",
    "<script>alert(1)</script>",
    "2026-02-30",
    "9999-12-31T23:59:59+08:00",
    "0001-01-01",
    "²",
    [],
    {},
    [[[[[[]]]]]],
    {"kind": "fine", "amount_fen": -1},
    "喆堃䶮 买买提·艾力",
]
ROUNDS = 250


@pytest.fixture
def cast() -> Iterator[Cast]:
    made = story.make_cast(accounts=True)
    with told_by(made):
        yield made


def address(code: str, matter: Matter) -> str:
    on = f"matters/{matter.uid}/" if acts.service(code).on_matter else ""
    return f"/api/v1/{on}acts/{code}"


def assert_problem(answer: Any, where: Any) -> None:
    """A refusal is a problem with its status, a code for programs and a sentence for people."""
    assert 400 <= answer.status_code < 500, (where, answer.status_code, answer.content[:300])
    assert answer["Content-Type"] == "application/problem+json", where
    told = answer.json()
    assert told["status"] == answer.status_code
    assert {"type", "title", "code", "detail"} <= set(told), where


def test_whatever_is_sent_is_answered_and_wrong_fields_are_named(cast: Cast) -> None:
    matter = story.file_case(cast, story.open_case(cast))
    client, chance = signed_in(cast.people["handler"]), random.Random(20261124)

    for _ in range(ROUNDS):
        code = chance.choice(BY_PEOPLE)
        body = {name: chance.choice(ODD) for name in known_or_not(code, chance)}
        sent = json.dumps(body)
        answer = client.post(address(code, matter), sent, content_type="application/json")
        if answer.status_code != 200:
            assert_problem(answer, (code, sent[:300]))
        if answer.status_code == 422:
            assert answer.json()["fields"], (code, sent[:300])


def known_or_not(code: str, chance: random.Random) -> list[str]:
    """Return most names of a command, sometimes with one that it does not have."""
    known = list(schema_of(acts.service(code).cmd)["properties"])
    some = [name for name in known if chance.random() < 0.8]
    return some + (["no_such_field"] if chance.random() < 0.2 else [])


@pytest.mark.parametrize("body", [b"{", b"[]", b"1", b'"x"', b"\xff\xfe", b"null", b"[" * 3000])
def test_a_body_that_is_no_command_is_refused(cast: Cast, body: bytes) -> None:
    matter = story.file_case(cast, story.open_case(cast))
    client = signed_in(cast.people["handler"])

    answer = client.post(
        address("cases.add_evidence", matter), body, content_type="application/json"
    )

    assert_problem(answer, body[:20])


@pytest.mark.parametrize("boundary", ["", "; boundary=", "; boundary=é"])
def test_an_upload_that_cannot_be_taken_apart_is_refused(cast: Cast, boundary: str) -> None:
    client = signed_in(cast.people["handler"])

    answer = client.generic(
        "POST", "/api/v1/uploads", b"--x", content_type=f"multipart/form-data{boundary}"
    )

    assert_problem(answer, boundary)
    assert answer.status_code == 400


@pytest.mark.parametrize("path", ["matters/x", "matters/x/acts/review.submit", "acts/no.such", ""])
def test_an_address_that_is_none_is_told_to_programs_as_a_problem(cast: Cast, path: str) -> None:
    client = signed_in(cast.people["handler"])

    answer = client.post(f"/api/v1/{path}", "{}", content_type="application/json")

    assert_problem(answer, path)
    assert answer.status_code == 404


def test_a_huge_body_is_refused_and_nothing_written(cast: Cast) -> None:
    matter = story.file_case(cast, story.open_case(cast))
    client, before = signed_in(cast.people["handler"]), Entry.objects.count()

    sent = json.dumps({"summary": "大" * 2_000_000}, ensure_ascii=False)
    answer = client.post(
        address("cases.end_investigation", matter), sent, content_type="application/json"
    )

    assert_problem(answer, "huge")
    assert Entry.objects.count() == before


def test_an_invisible_matter_is_absent_for_every_act(cast: Cast) -> None:
    """Wrong input and an absent matter look the same for a case that is there and one that is not.

    One case serves all acts: an act that did find its way to it would show in the next answers.
    """
    matter = story.file_case(cast, story.open_case(cast))
    stranger = make_officer(make_agency("他市生态环境局"), story.OFFICES, account=True)
    absent = Matter(uid="00000000-0000-4000-8000-000000000000")
    client = signed_in(stranger)

    def told(code: str, about: Matter) -> tuple[int, Any]:
        answer = client.post(address(code, about), "{}", content_type="application/json")
        return answer.status_code, answer.json()

    told_apart = [code for code in ON_MATTERS if told(code, matter) != told(code, absent)]

    assert len(ON_MATTERS) > 100
    assert told_apart == []


@pytest.mark.parametrize("query", ["size=0", "size=x", "after=²", "after=zzz", "size=9" * 9])
def test_a_broken_question_to_the_list_is_answered(cast: Cast, query: str) -> None:
    client = signed_in(cast.people["handler"])

    assert client.get(f"/api/v1/matters?{query}").status_code < 500
    assert client.get(f"/api/v1/public/decisions?{query}").status_code < 500


@pytest.mark.parametrize("typed", ["²", "9" * 30, "-1", "x"])
def test_a_broken_version_on_a_page_is_no_error_of_ours(cast: Cast, typed: str) -> None:
    matter = story.file_case(cast, story.open_case(cast))
    client = signed_in(cast.people["handler"])
    page = f"/staff/matters/{matter.uid}/"

    assert client.get(f"{page}timeline/", {"before": typed}).status_code < 500
    answer = client.post(
        f"{page}acts/cases.end_investigation/", {"summary": "完", "expect_seq": typed}
    )
    assert answer.status_code < 500


def test_the_reviewer_of_a_case_cannot_come_to_handle_it(cast: Cast) -> None:
    """Refused by the rule, not by the constraint of the table."""
    matter = story.file_case(cast, story.open_case(cast))
    story.investigate(cast, matter, major_rights=True, findings_reason="重大权益。")
    story.inform(cast, matter)
    story.let_time_run(cast, matter)
    cast.do("handler", "review.submit", matter, summary="请予审核。")
    cast.do("legal_reviewer", "review.pass_review", matter, **story.CHECKED, reasons="合法。")
    assert Review.objects.exists()
    cast.now += timedelta(minutes=1)

    with pytest.raises(RuleBroken, match="已审核本案"):
        cast.do(
            "agency_head",
            "cases.recuse_officer",
            matter,
            officer=cast.people["second"].uid,
            reason="近亲属",
            successor=cast.people["legal_reviewer"].uid,
        )
