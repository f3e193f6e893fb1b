"""The API: the same acts and the same refusals as everywhere, as JSON."""

import json
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from gongjian.accounts import middleware
from gongjian.cases.testing import Cast, decided_case, file_case, make_cast, open_case
from gongjian.common import acts
from gongjian.common.clock import Clock
from gongjian.config.api.assembly import api
from gongjian.config.api.schema import schema_of
from gongjian.documents.testing import typed_command
from gongjian.documents.typed import act_code
from gongjian.intake.models import Clue
from gongjian.ledger.models import Entry
from gongjian.matters.models import Matter
from gongjian.orgs.authority import rights
from gongjian.orgs.models import Officer
from gongjian.publicity.testing import publish

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast(accounts=True)


def signed_in(officer: Officer, *, csrf: bool = False) -> Client:
    client = Client(enforce_csrf_checks=csrf)
    assert officer.user is not None
    client.force_login(officer.user)
    session = client.session
    middleware.begin(session, Clock().now())
    session.save()
    return client


def perform(client: Client, matter: Matter, code: str, command: Any, **headers: str) -> Any:
    return client.post(
        f"/api/v1/matters/{matter.uid}/acts/{code}",
        json.dumps(command),
        content_type="application/json",
        headers=headers,
    )


def filed(cast: Cast) -> Matter:
    return file_case(cast, open_case(cast))


def test_act_is_performed_by_its_code(cast: Cast) -> None:
    matter = filed(cast)
    evidence = {
        "kind": "audiovisual",
        "name": "现场照片",
        "proves": "生产设备",
        "obtained_on": "2026-03-02",
        "obtained_from": "现场拍摄",
        "self_recorded": "no",
    }

    answer = perform(signed_in(cast.people["handler"]), matter, "cases.add_evidence", evidence)

    assert answer.status_code == 200, answer.content
    matter.refresh_from_db()
    assert answer.json() == {
        "act": "cases.add_evidence",
        "uid": answer.json()["uid"],
        "matter": str(matter.uid),
        "seq": matter.seq,
    }
    assert answer["ETag"] == f'"{matter.seq}"'
    assert matter.steps.get(seq=matter.seq).door == "api"


def test_creation_is_performed_without_a_matter(cast: Cast) -> None:
    clue = {
        "source": "complaint",
        "subject": "某厂夜间排放废水",
        "content": "群众来电反映。",
        "found_on": "2026-03-02",
    }

    answer = signed_in(cast.people["handler"]).post(
        "/api/v1/acts/intake.register_clue", json.dumps(clue), content_type="application/json"
    )

    assert answer.status_code == 200, answer.content
    assert answer.json()["uid"]


@pytest.mark.parametrize(
    ("office", "code", "command", "status", "problem"),
    [
        ("handler", "cases.approve_filing", {"opinion": "同意"}, 403, "not_allowed"),
        ("publisher", "cases.end_investigation", {"summary": "完"}, 404, "not_found"),
        ("handler", "cases.inform_party", {"contact": "李示例"}, 409, "rule_broken"),
        ("handler", "cases.end_investigation", {"summary": ""}, 422, "invalid_input"),
        ("handler", "cases.end_investigation", {}, 422, "invalid_input"),
        ("handler", "cases.end_investigation", [1], 422, "invalid_input"),
    ],
)
def test_refusal_is_a_problem_and_writes_nothing(
    cast: Cast, office: str, code: str, command: Any, status: int, problem: str
) -> None:
    matter = filed(cast)
    before = Entry.objects.count()

    answer = perform(signed_in(cast.people[office]), matter, code, command)

    assert answer.status_code == status, answer.content
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["code"] == problem
    assert answer.json()["detail"]
    assert Entry.objects.count() == before


def test_every_reason_and_every_field_is_told(cast: Cast) -> None:
    matter = filed(cast)
    client = signed_in(cast.people["handler"])

    broken = perform(client, matter, "cases.inform_party", {"contact": "李示例"}).json()
    wrong = perform(client, matter, "cases.add_evidence", {"kind": "hearsay"}).json()

    assert broken["reasons"]
    assert set(wrong["fields"]) == {"name", "proves", "obtained_on", "obtained_from"}


def test_stale_page_is_refused_by_if_match(cast: Cast) -> None:
    matter = filed(cast)
    client = signed_in(cast.people["handler"])
    old = {"If-Match": f'"{matter.seq - 1}"'}

    answer = perform(client, matter, "cases.end_investigation", {"summary": "完"}, **old)

    assert answer.status_code == 412
    assert answer.json()["seq"] == matter.seq


def test_broken_json_and_broken_versions_are_wrong_input(cast: Cast) -> None:
    matter = filed(cast)
    client = signed_in(cast.people["handler"])
    address = f"/api/v1/matters/{matter.uid}/acts/cases.end_investigation"

    broken = client.post(address, "{", content_type="application/json")
    version = perform(
        client, matter, "cases.end_investigation", {"summary": "完"}, **{"If-Match": "seven"}
    )

    assert (broken.status_code, version.status_code) == (422, 422)


def test_without_sign_in_nothing_is_told(cast: Cast) -> None:
    matter = filed(cast)
    anonymous = Client()

    answers = [
        anonymous.get("/api/v1/matters"),
        anonymous.get(f"/api/v1/matters/{matter.uid}"),
        perform(anonymous, matter, "cases.end_investigation", {"summary": "完"}),
    ]

    assert [a.status_code for a in answers] == [401, 401, 401]
    assert all(matter.party_name not in a.content.decode() for a in answers)


def test_forged_request_is_refused(cast: Cast) -> None:
    matter = filed(cast)

    answer = perform(
        signed_in(cast.people["handler"], csrf=True),
        matter,
        "cases.end_investigation",
        {"summary": "完"},
    )

    assert answer.status_code == 403
    assert answer.json()["code"] == "csrf"


def test_list_shows_visible_matters_page_by_page(cast: Cast) -> None:
    mine = [open_case(cast) for _ in range(3)]
    stranger = make_cast(accounts=True)
    open_case(stranger)
    client = signed_in(cast.people["handler"])

    first = client.get("/api/v1/matters?size=2").json()
    second = client.get("/api/v1/matters", {"size": 2, "after": first["next"]}).json()

    seen = [row["uid"] for row in first["items"] + second["items"]]
    assert seen == [str(m.uid) for m in reversed(mine)]
    assert second["next"] == ""


def test_list_costs_the_same_for_many(cast: Cast, django_assert_max_num_queries: Any) -> None:
    for _ in range(3):
        open_case(cast)
    client = signed_in(cast.people["handler"])

    with django_assert_max_num_queries(6):
        client.get("/api/v1/matters")


def test_matter_tells_where_it_stands_and_what_is_next(cast: Cast) -> None:
    matter = filed(cast)

    told = signed_in(cast.people["handler"]).get(f"/api/v1/matters/{matter.uid}").json()

    assert told["places"] == [{"code": "investigating", "name": "调查取证"}]
    assert [step["code"] for step in told["steps"]] == ["open", "propose_filing", "approve_filing"]
    assert {d["code"] for d in told["deadlines"]} == {"decision-limit"}
    assert {a["act"] for a in told["next_acts"]} >= {"cases.add_evidence"}


def test_a_matter_costs_the_same_with_more_steps_and_papers(cast: Cast) -> None:
    matter, kind = filed(cast), "appraisal-commission"
    client = signed_in(cast.people["handler"])
    sent = []
    for number in (1, 3):
        for _ in range(number):
            cast.do("handler", act_code(kind), matter, **vars(typed_command(kind, cast.now)))
        with CaptureQueriesContext(connection) as asked:
            told = client.get(f"/api/v1/matters/{matter.uid}").json()
        assert [d["kind"] for d in told["documents"]].count(kind) >= number
        sent.append(len(asked))

    assert sent == [18, 18]


def test_public_decision_needs_no_sign_in_and_shows_the_rendition_only(cast: Cast) -> None:
    matter = decided_case(cast)
    item = publish(cast, matter)

    listed = Client().get("/api/v1/public/decisions").json()
    shown = Client().get(f"/api/v1/public/decisions/{item.token}")

    assert [row["token"] for row in listed["items"]] == [item.token]
    assert shown.json()["data"] == item.data
    assert "0818-3333333" not in shown.content.decode()


def test_unknown_public_token_is_absent() -> None:
    answer = Client().get("/api/v1/public/decisions/unknown")

    assert answer.status_code == 404
    assert answer.json()["code"] == "not_found"


def test_every_act_that_a_person_may_do_has_an_address() -> None:
    offered = {code for code, right in rights().items() if right.who}

    for code in offered:
        on_matter = acts.service(code).on_matter
        args = {"uid": "00000000-0000-4000-8000-000000000000"} if on_matter else {}
        assert reverse(f"api:act-{code}", kwargs=args)


def test_every_command_has_a_schema_that_names_its_fields() -> None:
    for service in acts.services().values():
        schema = schema_of(service.cmd)

        assert set(schema["properties"]) == set(service.cmd.__dataclass_fields__)
        json.dumps(schema)


def test_documentation_names_every_operation_once() -> None:
    paths = api.get_openapi_schema(path_prefix="api/v1/")["paths"]
    names = [op["operationId"] for path in paths.values() for op in path.values()]

    assert len(names) == len(set(names))
    assert "cases_issue_decision" in names


CLUE = {
    "source": "complaint",
    "subject": "某厂夜间排放废水",
    "content": "群众来电反映。",
    "found_on": "2026-03-02",
}


def register(client: Client, key: str, **changes: str) -> Any:
    return client.post(
        "/api/v1/acts/intake.register_clue",
        json.dumps(CLUE | changes),
        content_type="application/json",
        headers={"Idempotency-Key": key},
    )


def test_a_creation_repeated_under_its_key_is_done_once(cast: Cast) -> None:
    client, key = signed_in(cast.people["handler"]), str(uuid4())

    answers = [register(client, key) for _ in range(3)]

    assert [a.status_code for a in answers] == [200, 200, 200]
    assert len({a.json()["uid"] for a in answers}) == 1
    assert Clue.objects.count() == 1


def test_a_key_serves_one_creation_of_one_person(cast: Cast) -> None:
    client, key = signed_in(cast.people["handler"]), str(uuid4())
    register(client, key)

    other = register(client, key, subject="另一条线索")
    colleague = register(signed_in(cast.people["second"]), key)
    broken = register(client, "no-uuid")

    assert (other.status_code, colleague.status_code, broken.status_code) == (409, 200, 422)
    assert Clue.objects.count() == 2


def test_a_refused_creation_leaves_its_key_free(cast: Cast) -> None:
    client, key = signed_in(cast.people["handler"]), str(uuid4())

    assert register(client, key, subject="").status_code == 422
    assert register(client, key).status_code == 200


NASTY = [
    "\x00",
    "a\x00b",
    "'; DROP TABLE x; --",
    "%",
    "\\",
    "\u202e",
    "x" * 5000,
    "\U00020bb7",
    "../../etc/passwd",
    "<script>",
    "😀" * 50,
]


@pytest.mark.parametrize("text", NASTY, ids=range(len(NASTY)))
def test_nasty_text_in_addresses_is_answered_calmly(cast: Cast, text: str) -> None:
    client = signed_in(cast.people["handler"])

    answers = [
        client.get("/api/v1/public/decisions", {"q": text}),
        client.get("/api/v1/public/decisions", {"after": text}),
        client.get("/api/v1/public/decisions", {"agency": text}),
        client.get(f"/api/v1/public/decisions/{quote(text, safe='')}"),
        client.get("/api/v1/matters", {"after": text}),
        client.get("/api/v1/matters", {"size": text}),
        client.get(f"/api/v1/matters/{quote(text, safe='')}"),
    ]

    assert {a.status_code for a in answers} <= {200, 400, 404, 422}


@pytest.mark.parametrize(
    "body",
    [
        b"\xff\xfe",
        b'{"summary": "\\ud800"}',
        b"[" * 5000,
        b'{"summary": "' + b"x" * 2_000_000 + b'"}',
        b'{"summary": "\\u0000"}',
        b'{"summary": 1e999}',
        b"null",
        b'"text"',
        b"",
    ],
    ids=range(9),
)
def test_nasty_bodies_are_wrong_input(cast: Cast, body: bytes) -> None:
    matter = filed(cast)
    before = Entry.objects.count()

    answer = signed_in(cast.people["handler"]).post(
        f"/api/v1/matters/{matter.uid}/acts/cases.end_investigation",
        body,
        content_type="application/json",
    )

    assert answer.status_code == 422
    assert answer.json()["fields"]
    assert Entry.objects.count() == before


def test_a_body_beyond_every_limit_is_too_large(cast: Cast) -> None:
    matter = filed(cast)

    answer = perform(
        signed_in(cast.people["handler"]),
        matter,
        "cases.end_investigation",
        {"summary": "字" * 4_000_000},
    )

    assert answer.status_code == 413
    assert answer.json()["code"] == "too_large"


@pytest.mark.parametrize("address", ["/decisions/?q=a%00b", "/d/%00", "/staff/matters/?q=%00"])
def test_a_nul_in_an_address_is_refused_on_every_page(cast: Cast, address: str) -> None:
    answer = signed_in(cast.people["handler"]).get(address)

    assert answer.status_code == 400
    assert "无效字符" in answer.content.decode()


def test_a_nul_typed_into_a_form_is_told_and_writes_nothing(cast: Cast) -> None:
    matter = filed(cast)

    answer = signed_in(cast.people["handler"]).post(
        f"/staff/matters/{matter.uid}/acts/cases.end_investigation/", {"summary": "完\x00了"}
    )

    assert answer.status_code == 422
    assert "控制字符" in answer.content.decode()


def test_a_form_beyond_every_limit_is_told_so_in_the_look_of_the_house(client: Client) -> None:
    answer = client.post("/my/enter", {"number": "字" * 4_000_000})

    assert answer.status_code == 413
    assert "提交的内容太大" in answer.content.decode()


@pytest.mark.parametrize(
    ("method", "address", "allowed"),
    [("post", "/decisions/", "GET"), ("get", "/size", "POST"), ("post", "/healthz", "GET")],
)
def test_a_wrong_method_gets_a_page_that_says_so(
    client: Client, method: str, address: str, allowed: str
) -> None:
    answer = getattr(client, method)(address)

    assert answer.status_code == 405
    assert allowed in answer["Allow"]
    assert "不能这样打开" in answer.content.decode()


@pytest.mark.parametrize("method", ["put", "patch", "delete", "trace", "post"])
def test_every_address_of_the_api_tells_of_a_wrong_method_as_of_any_refusal(
    client: Client, method: str
) -> None:
    answer = getattr(client, method)("/api/v1/matters")

    assert answer.status_code == 405
    assert answer["Content-Type"] == "application/problem+json"
    assert answer["Allow"] == "GET"
    assert answer["Content-Length"] == str(len(answer.content))
    assert answer.json()["code"] == "wrong_method"


def test_what_is_refused_before_the_api_is_asked_is_a_problem_too(client: Client) -> None:
    for address, status in (("/api/v1/matters?q=%00", 400), ("/api/v1/no-such", 404)):
        answer = client.get(address)
        assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
        assert answer.json()["status"] == status
