"""Signing in and out of an account, and what administrators do to accounts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Case, F, Q, Value, When

from gongjian.common import fields
from gongjian.common.acts import Act, act
from gongjian.common.clock import Clock
from gongjian.common.errors import InvalidInput, NotFound, RuleBroken
from gongjian.ledger.services import open_stream

from .choices import RIGHT, Change, Outcome
from .models import AccountChange, RecoveryCode, SecondFactor, SignIn, User
from .queries import first_password_ended, first_password_told
from .rules import (
    ADDRESS_WINDOW,
    LOCKED_FOR,
    WRONG_IN_A_ROW,
    WRONG_PER_ADDRESS,
    clean_password,
    clean_username,
    too_plain,
)

# --- signing in ---------------------------------------------------------------------------------


def try_password(*, username: str, password: str, address: str, clock: Clock) -> User | None:
    """Return the user if the password is right and the account open; None otherwise.

    Of an account with a second factor this is half of it: `factors.try_code` is the other.
    Why it failed is written down and never told: unknown, wrong, locked and disabled take the same
    time and get the same answer. The attempt is counted before the password is looked at, so that
    many guesses at once are no way around the limit.

    Raises:
        RuleBroken: the password is right but an administrator's, and was not replaced in time.

    Source: GB/T 22239-2019 8.1.4.1 b)（登录失败处理）.
    """
    now = clock.now()
    user = User.objects.filter(username=clean_username(username)[:64]).first()
    outcome = _outcome(user, clean_password(password), address, now)
    note_attempt(user, clean_username(username)[:64], address, outcome, now)
    if outcome == Outcome.EXPIRED:
        raise RuleBroken(first_password_told())
    return user if outcome in {Outcome.OK, Outcome.HALF} else None


def note_attempt(
    user: User | None, username: str, address: str, outcome: Outcome, now: datetime
) -> None:
    """Write down an attempt, whatever came of it."""
    SignIn.objects.create(
        user=user, username=username, address=address[:45], outcome=outcome, at=now
    )


def _outcome(user: User | None, password: str, address: str, now: datetime) -> Outcome:
    refused = refusal(user, address, now)
    if refused or user is None:
        make_password(password)  # as slow as looking at a real one
        return refused or Outcome.UNKNOWN
    if not user.check_password(password):
        return Outcome.WRONG
    if user.second_factor:
        _give_back(user)
    else:
        forget_wrong(user)
    if first_password_ended(user, now):
        return Outcome.EXPIRED
    return Outcome.HALF if user.second_factor else Outcome.OK


def refusal(user: User | None, address: str, now: datetime) -> Outcome | None:
    """Return why an attempt is not even looked at; None counts it as one."""
    if _too_many_from(address, now):
        return Outcome.THROTTLED
    if user is None:
        return Outcome.UNKNOWN
    if not user.is_active:
        return Outcome.DISABLED
    return None if claim_attempt(user, now) else Outcome.LOCKED


def claim_attempt(user: User, now: datetime) -> bool:
    """Count an attempt and lock at the last one, in one statement; False while locked."""
    last_of_row = Q(failed_count__gte=WRONG_IN_A_ROW - 1, locked_until=None)
    open_now = User.objects.filter(pk=user.pk).filter(
        Q(locked_until=None) | Q(locked_until__lte=now)
    )
    return (
        open_now.update(
            failed_count=Case(
                When(locked_until__isnull=False, then=Value(1)), default=F("failed_count") + 1
            ),
            locked_until=Case(When(last_of_row, then=Value(now + LOCKED_FOR)), default=None),
        )
        == 1
    )


def forget_wrong(user: User) -> None:
    """Let the row of wrong attempts begin anew, after a right one."""
    User.objects.filter(pk=user.pk).update(failed_count=0, locked_until=None)


def _give_back(user: User) -> None:
    """Take back the count of this attempt alone: a right password forgives no wrong code."""
    User.objects.filter(pk=user.pk).update(
        failed_count=Case(When(failed_count__gt=0, then=F("failed_count") - 1), default=Value(0)),
        locked_until=None,
    )


def _too_many_from(address: str, now: datetime) -> bool:
    if not address:
        return False
    recent = SignIn.objects.filter(address=address[:45], at__gt=now - ADDRESS_WINDOW)
    return recent.exclude(outcome__in=RIGHT).count() >= WRONG_PER_ADDRESS


def change_own_password(*, user: User, old: str, new: str, clock: Clock) -> None:
    """Replace one's own password, knowing the old one: guesses at it count as at sign-in.

    Raises:
        InvalidInput: the old one is wrong or the account locked; the new one too weak or the same.
        RuleBroken: the old one is an administrator's, and its days are over.
    """
    now = clock.now()
    if first_password_ended(user, now):
        raise RuleBroken(first_password_told())
    if not claim_attempt(user, now) or not user.check_password(clean_password(old)):
        told = "“原密码”不正确，或者账号暂时锁定。连续输错5次将锁定15分钟，请核对"
        raise InvalidInput({"old": told})
    _give_back(user)
    if clean_password(old) == clean_password(new):
        raise InvalidInput({"new": "“新密码”不能与原密码相同，请另设一个"})
    _set_password(user, new, now, must_change=False)


def _set_password(user: User, typed: str, now: datetime, *, must_change: bool) -> None:
    password = clean_password(typed)
    if too_plain(password):
        why = "不同的字符至少6个，不能大半是连续的字符（如 abcdef），也不能反复重复同一段"
        raise InvalidInput({"new": f"“新密码”不合要求：{why}"})
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise InvalidInput({"new": "“新密码”不合要求：" + " ".join(error.messages)}) from error
    user.set_password(password)
    user.password_changed_at = now
    user.must_change = must_change
    # Nothing else of the row: it was read before the slow hash, and may have changed since.
    changed = ["password", "password_changed_at", "must_change"]
    with transaction.atomic():
        user.save(update_fields=None if user._state.adding else changed)


# --- what administrators do ---------------------------------------------------------------------


@dataclass(frozen=True)
class OpenAccount:
    username: str = fields.line("用户名", max_length=64, help="字母、数字，登录时使用，不分大小写")
    name: str = fields.line("姓名", max_length=100)
    new: str = fields.line("初始密码", max_length=128, help="至少12位；本人首次登录后须更换")


@act("accounts.open_account", title="开通账号", about="account")
def open_account(*, act: Act, cmd: OpenAccount) -> User:
    """Open an account; the person must replace the password at the first sign-in.

    Raises:
        InvalidInput: the user name is taken, or the password too weak.
    """
    username = clean_username(cmd.username)
    if User.objects.filter(username=username).exists():
        raise InvalidInput({"username": f"用户名“{username}”已被使用，请另选一个"})
    user = User(
        username=username, name=cmd.name, stream=open_stream("account"), password_changed_at=act.now
    )
    _set_password(user, cmd.new, act.now, must_change=True)
    _note(act, user, Change.OPENED, "")
    return user


@dataclass(frozen=True)
class AccountAndReason:
    user: UUID = fields.ref("账号", of="accounts.user")
    reason: str = fields.line("理由", max_length=200)


@act("accounts.disable_account", title="停用账号", about="account", final=True)
def disable_account(*, act: Act, cmd: AccountAndReason) -> User:
    """Close an account: who is signed in with it is out at the next click."""
    user = _other(act, cmd.user)
    if not user.is_active:
        raise RuleBroken(f"账号“{user.username}”已经停用，无需重复办理")
    User.objects.filter(pk=user.pk).update(is_active=False)
    _note(act, user, Change.DISABLED, cmd.reason)
    return user


@act("accounts.enable_account", title="恢复账号", about="account")
def enable_account(*, act: Act, cmd: AccountAndReason) -> User:
    """Open a disabled account again."""
    user = _other(act, cmd.user)
    if user.is_active:
        raise RuleBroken(f"账号“{user.username}”正在使用，无需恢复")
    User.objects.filter(pk=user.pk).update(is_active=True, failed_count=0, locked_until=None)
    _note(act, user, Change.ENABLED, cmd.reason)
    return user


@act("accounts.unlock_account", title="解除账号锁定", about="account")
def unlock_account(*, act: Act, cmd: AccountAndReason) -> User:
    """Lift the lock after wrong passwords before its time."""
    user = _other(act, cmd.user)
    if user.locked_until is None:
        raise RuleBroken(f"账号“{user.username}”没有被锁定，无需解除")
    User.objects.filter(pk=user.pk).update(failed_count=0, locked_until=None)
    _note(act, user, Change.UNLOCKED, cmd.reason)
    return user


@dataclass(frozen=True)
class ResetPassword:
    user: UUID = fields.ref("账号", of="accounts.user")
    new: str = fields.line("临时密码", max_length=128, help="至少12位；本人登录后须更换")
    reason: str = fields.line("理由", max_length=200)


@act("accounts.reset_password", title="重置密码", about="account", final=True)
def reset_password(*, act: Act, cmd: ResetPassword) -> User:
    """Give a temporary password; every session of the account ends."""
    user = _other(act, cmd.user)
    _set_password(user, cmd.new, act.now, must_change=True)
    User.objects.filter(pk=user.pk).update(failed_count=0, locked_until=None)
    _note(act, user, Change.PASSWORD_RESET, cmd.reason)
    return user


@act("accounts.reset_factor", title="重置动态口令", about="account", final=True)
def reset_factor(*, act: Act, cmd: AccountAndReason) -> User:
    """Take away the second factor of who lost the device; every session of the account ends.

    The person reads it at the next sign-in. It is the system administrator's, as the password is
    the security administrator's: no single person takes an account over.

    Raises:
        RuleBroken: the account has none.
    """
    user = _other(act, cmd.user)
    if not user.second_factor:
        raise RuleBroken(f"账号“{user.username}”没有启用动态口令，无需重置")
    forget_factor(user, act.now)
    _note(act, user, Change.FACTOR_RESET, cmd.reason)
    return user


def forget_factor(user: User, now: datetime) -> None:
    """Take the second factor away; every session of the account ends. `user` is changed along."""
    SecondFactor.objects.filter(user=user).delete()
    RecoveryCode.objects.filter(user=user).delete()
    switch_factor(user, now, on=False)


def switch_factor(user: User, now: datetime, *, on: bool) -> None:
    """Turn the second factor on or off; sessions from before end. `user` is changed along."""
    user.second_factor, user.sessions_since = on, now
    user.save(update_fields=["second_factor", "sessions_since"])


def end_sessions_without_factor(users: Iterable[int], now: datetime) -> None:
    """Let these people sign in anew who have no second factor, and must from now on."""
    User.objects.filter(pk__in=users, second_factor=False).update(sessions_since=now)


def _other(act: Act, uid: UUID) -> User:
    """Return someone else's account: nobody lifts his own lock or resets his own password.

    Raises:
        NotFound: no such account.
        RuleBroken: it is the actor's own.
    """
    user = User.objects.select_related("stream").select_for_update(of=("self",)).filter(uid=uid)
    found = user.first()
    if found is None:
        raise NotFound("没有这个账号，请从账号列表中重新选择")
    if found.pk == act.actor.user:
        raise RuleBroken("不能办理本人账号的停用、恢复、解锁或重置，请由另一名管理员办理")
    return found


def _note(act: Act, user: User, kind: Change, reason: str) -> None:
    change = AccountChange(
        user=user,
        username=user.username,
        kind=kind,
        reason=reason,
        by_name=act.actor.name,
        at=act.now,
    )
    act.write(change, stream=user.stream)
