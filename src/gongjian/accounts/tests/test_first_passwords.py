"""A password that an administrator set opens the house for some days, and then nothing more."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client

from gongjian.accounts import services
from gongjian.accounts.choices import Outcome
from gongjian.accounts.models import SignIn, User
from gongjian.accounts.rules import WRONG_IN_A_ROW, first_password_ended
from gongjian.accounts.services import OpenAccount, ResetPassword
from gongjian.common.acts import SYSTEM, Actor
from gongjian.common.clock import Clock, fixed
from gongjian.common.errors import RuleBroken

pytestmark = pytest.mark.django_db

FIRST, OWN = "correct-horse-42", "battery-staple-9"
DAYS = timedelta(days=settings.GONGJIAN_FIRST_PASSWORD_DAYS)
SECURITY = Actor(name="安全员", user=-1, officer=-1, agency=-1, roles=frozenset({"admin_security"}))
ADVICE = "请联系安全管理员重置密码"


@pytest.fixture
def user() -> User:
    return services.open_account(
        actor=SYSTEM, cmd=OpenAccount(username="wang", name="王示例", new=FIRST)
    )


def aged(user: User, by: timedelta) -> User:
    """Pretend that the password was set earlier."""
    user.password_changed_at -= by
    User.objects.filter(pk=user.pk).update(password_changed_at=user.password_changed_at)
    return user


def enter(client: Client, password: str = FIRST) -> int:
    return client.post("/staff/sign-in", {"username": "wang", "password": password}).status_code


@pytest.mark.parametrize(
    ("must_change", "age", "ended"),
    [
        (True, DAYS, False),
        (True, DAYS + timedelta(seconds=1), True),
        (False, DAYS * 99, False),
        (True, -DAYS, False),
    ],
)
def test_only_what_an_administrator_set_ends(
    must_change: bool, age: timedelta, ended: bool
) -> None:
    now = Clock().now()

    said = first_password_ended(must_change=must_change, set_at=now - age, days=DAYS.days, now=now)

    assert said is ended


def test_in_time_it_opens(client: Client, user: User) -> None:
    aged(user, DAYS - timedelta(minutes=1))

    assert enter(client) == 302


def test_afterwards_the_page_says_what_to_do(client: Client, user: User) -> None:
    aged(user, DAYS)

    answer = client.post("/staff/sign-in", {"username": "wang", "password": FIRST})

    assert answer.status_code == 422
    assert ADVICE in answer.content.decode()
    assert "_auth_user_id" not in client.session
    assert SignIn.objects.get().outcome == Outcome.EXPIRED


def test_who_does_not_know_it_is_not_told_that_it_ended(client: Client, user: User) -> None:
    aged(user, DAYS)

    answer = client.post("/staff/sign-in", {"username": "wang", "password": "wrong"})

    assert ADVICE not in answer.content.decode()
    assert SignIn.objects.get().outcome == Outcome.WRONG


def test_trying_it_again_locks_nobody(client: Client, user: User) -> None:
    aged(user, DAYS)

    for _ in range(WRONG_IN_A_ROW + 1):
        enter(client)

    user.refresh_from_db()
    assert user.locked_until is None


def test_a_session_begun_in_time_ends_with_it(client: Client, user: User) -> None:
    aged(user, DAYS - timedelta(minutes=1))
    enter(client)
    aged(user, timedelta(minutes=2))

    new = {"old": FIRST, "new": OWN, "again": OWN}
    changed = client.post("/staff/password", new)
    page = client.get("/staff/sign-in").content.decode()

    assert changed["Location"].startswith("/staff/sign-in")
    assert ADVICE in page
    user.refresh_from_db()
    assert user.must_change


def test_the_service_replaces_no_password_that_ended(user: User) -> None:
    later = fixed(Clock().now() + DAYS + timedelta(minutes=1))

    with pytest.raises(RuleBroken, match=ADVICE):
        services.change_own_password(user=user, old=FIRST, new=OWN, clock=later)

    user.refresh_from_db()
    assert user.check_password(FIRST)


def test_the_interface_answers_a_session_of_it_as_a_stranger(client: Client, user: User) -> None:
    aged(user, DAYS - timedelta(minutes=1))
    enter(client)
    aged(user, timedelta(minutes=2))

    assert client.get("/api/v1/matters").status_code == 401


def test_a_new_one_begins_anew(client: Client, user: User) -> None:
    aged(user, DAYS)
    new = "temporary-pass-77"

    services.reset_password(
        actor=SECURITY, cmd=ResetPassword(user=user.uid, new=new, reason="初始密码过期")
    )

    assert enter(client, new) == 302


def test_ones_own_password_does_not_end(client: Client, user: User) -> None:
    services.change_own_password(user=user, old=FIRST, new=OWN, clock=Clock())
    user.refresh_from_db()
    aged(user, DAYS * 50)

    assert enter(client, OWN) == 302
