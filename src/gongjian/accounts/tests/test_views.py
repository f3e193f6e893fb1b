"""Sign-in, sign-out, session rules and the demo's people, through HTTP."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.models import Session
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from gongjian.accounts.middleware import SEEN, SIGNED_IN, SessionRules
from gongjian.accounts.models import SignIn, User
from gongjian.accounts.rules import IDLE, LONGEST
from gongjian.accounts.services import AccountAndReason, OpenAccount, disable_account, open_account
from gongjian.common.acts import SYSTEM, Actor

pytestmark = pytest.mark.django_db

GOOD = "correct-horse-42"
SIGN_IN = "/staff/sign-in"


@pytest.fixture
def user() -> User:
    cmd = OpenAccount(username="wang", name="王示例", new=GOOD)
    user = open_account(actor=SYSTEM, cmd=cmd)
    User.objects.update(must_change=False)
    return user


def enter(client: Client, **other: str) -> Any:
    return client.post(SIGN_IN, {"username": "wang", "password": GOOD} | other)


def turn_back(client: Client, **spans: timedelta) -> None:
    """Pretend that session times lie further back."""
    session = client.session
    for key, span in spans.items():
        session[key] -= span.total_seconds()
    session.save()


def in_session(client: Client) -> bool:
    return bool(client.get("/staff/password").status_code == 200)


def test_signing_in_leads_to_the_page_one_wanted(client: Client, user: User) -> None:
    sent = client.get("/staff/password?x=1")

    assert sent.status_code == 302
    assert sent["Location"] == f"{SIGN_IN}?next=%2Fstaff%2Fpassword%3Fx%3D1"
    assert enter(client, next="/staff/password?x=1")["Location"] == "/staff/password?x=1"
    assert in_session(client)


@pytest.mark.parametrize(
    "target",
    ["https://evil.example/", "//evil.example/staff/", "/log/", "javascript:alert(1)", "/\\evil"],
)
def test_nobody_is_sent_out_of_the_house(client: Client, user: User, target: str) -> None:
    assert enter(client, next=target)["Location"] == "/staff/"


def test_a_wrong_password_answers_422_and_keeps_the_name(client: Client, user: User) -> None:
    answer = client.post(SIGN_IN, {"username": "wang", "password": "wrong"})

    assert answer.status_code == 422
    assert 'value="wang"' in answer.content.decode()
    assert "wrong" not in re.sub(r'class="[^"]*"', "", answer.content.decode())


def test_every_failure_reads_the_same(client: Client, user: User) -> None:
    def text(username: str) -> str:
        answer = client.post(SIGN_IN, {"username": username, "password": "wrong"})
        page = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", answer.content.decode())
        return page.replace(username, "")

    first, unknown = text("wang"), text("nobody")
    for _ in range(5):
        locked = text("wang")

    assert first == unknown == locked


def test_a_session_key_known_before_is_worth_nothing_after(client: Client, user: User) -> None:
    session = client.session
    session["planted"] = "x"
    session.save()
    planted = session.session_key

    enter(client)

    assert client.session.session_key != planted
    assert "planted" not in client.session
    assert not Session.objects.filter(session_key=planted).exists()


@pytest.mark.parametrize(
    ("spans", "lives"),
    [
        ({SEEN: IDLE - timedelta(seconds=30)}, True),
        ({SEEN: IDLE + timedelta(seconds=1)}, False),
        ({SIGNED_IN: LONGEST - timedelta(seconds=30)}, True),
        ({SIGNED_IN: LONGEST + timedelta(seconds=1)}, False),
    ],
)
def test_idle_and_old_sessions_end(
    client: Client, user: User, spans: dict[str, timedelta], lives: bool
) -> None:
    enter(client)
    turn_back(client, **spans)

    assert in_session(client) is lives


def test_an_ended_session_says_why_and_is_deleted(client: Client, user: User) -> None:
    enter(client)
    key = client.session.session_key
    turn_back(client, **{SEEN: timedelta(hours=1)})

    page = client.get("/staff/password", follow=True)

    assert "30分钟没有操作" in page.content.decode()
    assert not Session.objects.filter(session_key=key).exists()


def test_a_session_without_its_clocks_is_no_session(client: Client, user: User) -> None:
    client.force_login(user)

    assert not in_session(client)


def test_last_seen_is_written_at_most_once_a_minute(
    client: Client, user: User, django_assert_num_queries: Any
) -> None:
    enter(client)

    with django_assert_num_queries(2):  # session, user
        client.get("/staff/password")
    turn_back(client, **{SEEN: timedelta(seconds=61)})
    client.get("/staff/password")

    now = datetime.now(UTC).timestamp()
    assert now - client.session[SEEN] < 30


def test_signing_out_ends_the_session_and_needs_a_post(client: Client, user: User) -> None:
    enter(client)
    key = client.session.session_key

    assert client.get("/staff/sign-out").status_code == 405
    left = client.post("/staff/sign-out")

    assert left.headers["Clear-Site-Data"] == '"storage"'
    assert not in_session(client)
    assert not Session.objects.filter(session_key=key).exists()


def test_a_disabled_account_is_out_at_the_next_click(client: Client, user: User) -> None:
    enter(client)
    guard = Actor(name="安全员", user=-1, roles=frozenset({"admin_security"}))

    disable_account(actor=guard, cmd=AccountAndReason(user=user.uid, reason="调离"))

    assert not in_session(client)


def test_a_new_password_ends_the_other_sessions_only(client: Client, user: User) -> None:
    other = Client()
    enter(client)
    enter(other)
    new = {"old": GOOD, "new": "battery-staple-9", "again": "battery-staple-9"}

    assert client.post("/staff/password", new).status_code == 302

    assert in_session(client)
    assert not in_session(other)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"old": "x"}, "原密码”不正确"),
        ({"again": "battery-staple-8"}, "不一致"),
        ({"new": "short", "again": "short"}, "不合要求"),
        ({"old": ""}, "请填写“原密码”"),
    ],
)
def test_a_refused_password_says_why(
    client: Client, user: User, change: dict[str, str], why: str
) -> None:
    enter(client)
    new = {"old": GOOD, "new": "battery-staple-9", "again": "battery-staple-9"}

    answer = client.post("/staff/password", new | change)

    assert answer.status_code == 422
    assert why in answer.content.decode()


def test_a_temporary_password_must_be_replaced_first(client: Client, user: User) -> None:
    User.objects.update(must_change=True)
    enter(client)

    assert client.get("/staff/").headers["Location"] == "/staff/password?next=%2Fstaff%2F"
    assert client.get("/staff/password").status_code == 200
    new = {"old": GOOD, "new": "battery-staple-9", "again": "battery-staple-9", "next": "/staff/"}
    assert client.post("/staff/password", new)["Location"] == "/staff/"
    user.refresh_from_db()
    assert not user.must_change


@pytest.mark.parametrize(
    ("seen", "forwarded", "noted"),
    [
        ("127.0.0.1", "", "127.0.0.1"),
        ("127.0.0.1", "6.6.6.6, 10.0.0.7", "10.0.0.7"),
        ("10.0.0.8", "6.6.6.6", "10.0.0.8"),
    ],
)
def test_only_a_proxy_on_this_machine_tells_another_address(
    client: Client, user: User, seen: str, forwarded: str, noted: str
) -> None:
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}

    client.post(SIGN_IN, {"username": "wang", "password": GOOD}, REMOTE_ADDR=seen, headers=headers)

    assert SignIn.objects.get().address == noted


def test_a_temporary_password_opens_no_api(user: User) -> None:
    User.objects.update(must_change=True)
    user.refresh_from_db()
    request = RequestFactory().get("/api/v1/matters")
    request.user, request.session = user, SessionBase()
    now = datetime.now(UTC).timestamp()
    request.session.update({SIGNED_IN: now, SEEN: now})

    def page(request: HttpRequest) -> HttpResponse:
        return HttpResponse(str(request.user.is_authenticated))

    assert SessionRules(page)(request).content == b"False"


def test_a_part_of_a_page_asks_the_whole_page_to_sign_in(client: Client) -> None:
    answer = client.get("/staff/password", headers={"HX-Request": "true"})

    assert answer.status_code == 401
    assert answer["HX-Redirect"].startswith(f"{SIGN_IN}?next=")


def test_pages_of_staff_are_never_kept_by_browsers(client: Client, user: User) -> None:
    enter(client)

    for path in (SIGN_IN, "/staff/password", "/staff/nowhere"):
        assert "no-store" in client.get(path)["Cache-Control"]


def test_signing_in_needs_the_csrf_token(user: User) -> None:
    strict = Client(enforce_csrf_checks=True)

    assert enter(strict).status_code == 403


@pytest.mark.parametrize("mode", ["test", "production"])
def test_the_demo_s_door_does_not_exist_elsewhere(
    client: Client, user: User, settings: Any, mode: str
) -> None:
    settings.GONGJIAN_MODE = mode

    assert client.get("/staff/demo").status_code == 404
    assert client.post("/staff/demo", {"username": "wang"}).status_code == 404
    assert not in_session(client)


def test_in_the_demo_one_click_signs_in(client: Client, user: User, settings: Any) -> None:
    settings.GONGJIAN_MODE = "demo"

    assert client.get("/staff/demo").status_code == 200
    assert client.post("/staff/demo", {"username": "nobody"}).status_code == 404
    assert client.post("/staff/demo", {"username": "wang"})["Location"] == "/staff/"
    assert in_session(client)
