"""Passwords, lockout, and what administrators do to accounts."""

import unicodedata
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from gongjian.accounts import services
from gongjian.accounts.choices import Change, Outcome
from gongjian.accounts.models import AccountChange, SignIn, User
from gongjian.accounts.rules import LOCKED_FOR, WRONG_IN_A_ROW, WRONG_PER_ADDRESS
from gongjian.accounts.services import AccountAndReason, OpenAccount, ResetPassword
from gongjian.common.acts import SYSTEM, Actor
from gongjian.common.clock import Clock, fixed
from gongjian.common.errors import InvalidInput, NotAllowed, RuleBroken
from gongjian.ledger.models import Entry

pytestmark = pytest.mark.django_db

START = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
GOOD = "correct-horse-42"
SECURITY = Actor(name="安全员", user=-1, officer=-1, agency=-1, roles=frozenset({"admin_security"}))


def new_user(username: str = "wang") -> User:
    cmd = OpenAccount(username=username, name="王示例", new=GOOD)
    return services.open_account(actor=SYSTEM, cmd=cmd)


def attempt(
    password: str, *, username: str = "wang", after: timedelta = timedelta(0), address: str = ""
) -> User | None:
    return services.try_password(
        username=username, password=password, address=address, clock=fixed(START + after)
    )


def wrong(times: int, *, after: timedelta = timedelta(0)) -> None:
    for _ in range(times):
        assert attempt("wrong", after=after) is None


def test_the_right_password_opens_and_is_noted() -> None:
    user = new_user()

    assert attempt(GOOD, username=" WANG ", address="10.0.0.1") == user

    row = SignIn.objects.get()
    assert (row.user, row.outcome, row.address, row.at) == (user, Outcome.OK, "10.0.0.1", START)


def test_a_password_typed_decomposed_is_the_same() -> None:
    new = "é" * 6 + "-horse-42"
    services.open_account(actor=SYSTEM, cmd=OpenAccount(username="li", name="李示例", new=new))

    assert attempt(unicodedata.normalize("NFD", new) + " ", username="li") is not None


def test_five_wrong_passwords_lock_for_a_quarter_of_an_hour() -> None:
    new_user()
    wrong(WRONG_IN_A_ROW)

    assert attempt(GOOD) is None
    assert attempt(GOOD, after=LOCKED_FOR - timedelta(seconds=1)) is None
    assert attempt(GOOD, after=LOCKED_FOR) is not None


def test_a_right_password_ends_the_row_of_wrong_ones() -> None:
    new_user()
    wrong(WRONG_IN_A_ROW - 1)
    assert attempt(GOOD) is not None
    wrong(WRONG_IN_A_ROW - 1)

    assert attempt(GOOD) is not None


def test_attempts_while_locked_do_not_lengthen_the_lock() -> None:
    new_user()
    wrong(WRONG_IN_A_ROW)
    wrong(20, after=LOCKED_FOR - timedelta(seconds=1))

    assert attempt(GOOD, after=LOCKED_FOR) is not None


def test_after_a_lock_the_row_begins_anew() -> None:
    new_user()
    wrong(WRONG_IN_A_ROW)
    wrong(WRONG_IN_A_ROW - 1, after=LOCKED_FOR)

    assert attempt(GOOD, after=LOCKED_FOR) is not None


def test_the_unknown_the_locked_and_the_disabled_get_the_same_answer() -> None:
    user = new_user()
    wrong(WRONG_IN_A_ROW)

    assert attempt(GOOD) is None
    assert attempt(GOOD, username="nobody") is None
    User.objects.filter(pk=user.pk).update(is_active=False, locked_until=None)
    assert attempt(GOOD) is None
    seen = list(SignIn.objects.order_by("id").values_list("outcome", flat=True))[-3:]
    assert seen == [Outcome.LOCKED, Outcome.UNKNOWN, Outcome.DISABLED]


def test_an_address_that_guesses_many_accounts_is_slowed_and_others_are_not() -> None:
    new_user()
    for n in range(WRONG_PER_ADDRESS):
        attempt("x", username=f"guess-{n}", address="10.0.0.9")

    assert attempt(GOOD, address="10.0.0.9") is None
    assert SignIn.objects.latest("id").outcome == Outcome.THROTTLED
    assert attempt(GOOD, address="10.0.0.10") is not None
    assert attempt(GOOD, address="10.0.0.9", after=timedelta(minutes=16)) is not None


class LockoutModel(TestCase):
    """The lock against a naive reference, over random attempts and pauses."""

    @settings(max_examples=40)
    @given(
        st.lists(
            st.tuples(st.booleans(), st.sampled_from([0, 60, 600, 899, 900, 901])), max_size=25
        )
    )
    def test_the_lock_follows_the_naive_rule(self, attempts: list[tuple[bool, int]]) -> None:
        new_user()
        row, locked_until, now = 0, -1, 0
        for right, pause in attempts:
            now += pause
            locked = now < locked_until
            opened = attempt(GOOD if right else "wrong", after=timedelta(seconds=now))
            assert (opened is not None) == (right and not locked)
            if not locked:
                row = 0 if right else row + 1
                if row == WRONG_IN_A_ROW:
                    row, locked_until = 0, now + 900


def test_very_long_and_odd_input_is_only_a_wrong_attempt() -> None:
    new_user()

    for odd in ("王" * 5000, "\x00", "' OR 1=1 --", "<script>"):
        assert attempt(odd) is None
        assert attempt(GOOD, username=odd) is None
    assert attempt(GOOD, username="wa\x00ng") is not None


@pytest.mark.parametrize(
    "password", ["short", "123456789012", "password1234", "wang", "ababababab12ab", ""]
)
def test_a_weak_first_password_is_refused_and_nothing_written(password: str) -> None:
    cmd = OpenAccount(username="wang", name="王示例", new=password)

    with pytest.raises(InvalidInput) as caught:
        services.open_account(actor=SYSTEM, cmd=cmd)

    assert set(caught.value.fields) == {"new"}
    assert not User.objects.exists()
    assert not Entry.objects.exists()


def test_a_user_name_is_given_once() -> None:
    new_user("wang")

    with pytest.raises(InvalidInput, match="已被使用"):
        new_user("WANG")


def test_one_changes_the_own_password_only_with_the_old_one() -> None:
    user = new_user()

    with pytest.raises(InvalidInput, match="原密码"):
        services.change_own_password(user=user, old="x", new="battery-staple-9", clock=Clock())
    with pytest.raises(InvalidInput, match="相同"):
        services.change_own_password(user=user, old=GOOD, new=GOOD, clock=Clock())
    with pytest.raises(InvalidInput, match="不合要求"):
        services.change_own_password(user=user, old=GOOD, new="short", clock=Clock())
    services.change_own_password(user=user, old=GOOD, new="battery-staple-9", clock=Clock())

    user.refresh_from_db()
    assert not user.must_change
    assert attempt(GOOD) is None
    assert attempt("battery-staple-9") is not None


def test_what_an_administrator_does_is_a_record_with_its_reason() -> None:
    user = new_user()
    wrong(WRONG_IN_A_ROW)
    cmd = AccountAndReason(user=user.uid, reason="本人到场核实")

    services.unlock_account(actor=SECURITY, cmd=cmd)

    assert attempt(GOOD) is not None
    change = AccountChange.objects.latest("id")
    assert (change.kind, change.reason, change.by_name) == (Change.UNLOCKED, cmd.reason, "安全员")
    assert Entry.objects.filter(stream=user.stream).count() == 2


def test_a_disabled_account_opens_again_only_by_an_act() -> None:
    user = new_user()
    cmd = AccountAndReason(user=user.uid, reason="调离")

    services.disable_account(actor=SECURITY, cmd=cmd)
    assert attempt(GOOD) is None
    with pytest.raises(RuleBroken, match="已经停用"):
        services.disable_account(actor=SECURITY, cmd=cmd)
    services.enable_account(actor=SECURITY, cmd=cmd)

    assert attempt(GOOD) is not None
    with pytest.raises(RuleBroken, match="正在使用"):
        services.enable_account(actor=SECURITY, cmd=cmd)
    with pytest.raises(RuleBroken, match="没有被锁定"):
        services.unlock_account(actor=SECURITY, cmd=cmd)


def test_a_reset_password_must_be_replaced_and_the_old_one_is_gone() -> None:
    user = new_user()
    services.change_own_password(user=user, old=GOOD, new="battery-staple-9", clock=Clock())
    cmd = ResetPassword(user=user.uid, new="temporary-pass-77", reason="遗忘")

    services.reset_password(actor=SECURITY, cmd=cmd)

    user.refresh_from_db()
    assert user.must_change
    assert attempt("battery-staple-9") is None
    assert attempt("temporary-pass-77") is not None


def test_nobody_lifts_the_own_lock() -> None:
    user = new_user()
    oneself = Actor(name="王示例", user=user.pk, roles=frozenset({"admin_security"}))

    with pytest.raises(RuleBroken, match="另一名管理员"):
        services.disable_account(actor=oneself, cmd=AccountAndReason(user=user.uid, reason="试试"))


@pytest.mark.parametrize("role", ["handler", "admin_system", "admin_audit"])
def test_only_the_security_administrator_touches_locks(role: str) -> None:
    user = new_user()
    someone = Actor(name="某人", user=-1, officer=-1, agency=-1, roles=frozenset({role}))

    with pytest.raises(NotAllowed):
        services.reset_password(
            actor=someone, cmd=ResetPassword(user=user.uid, new=GOOD, reason="试试")
        )


def test_passwords_stand_nowhere_in_the_ledger() -> None:
    user = new_user()
    services.reset_password(
        actor=SECURITY, cmd=ResetPassword(user=user.uid, new="temporary-pass-77", reason="遗忘")
    )

    written = " ".join(Entry.objects.values_list("payload", flat=True))
    assert user.username in written
    assert GOOD not in written
    assert "temporary-pass-77" not in written
    assert user.password not in written
