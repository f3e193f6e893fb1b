"""A second factor of one's own account: begun, confirmed, asked for, turned off.

As a password it is the account's own and no record; what an administrator does to it is one
(`services.reset_factor`).
"""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from gongjian.common.clock import Clock
from gongjian.common.crypto import blind_index
from gongjian.common.errors import RuleBroken

from . import codes
from .choices import Outcome
from .models import RecoveryCode, SecondFactor, User
from .rules import clean_password
from .services import (
    claim_attempt,
    forget_factor,
    forget_wrong,
    note_attempt,
    refusal,
    switch_factor,
)

_Obliged = Callable[[User], str]
_ON_ALREADY = "动态口令已经启用；换用新设备的，请先停用再重新启用"


def _nobody(user: User) -> str:
    return ""


_why_due: _Obliged = _nobody


def provide_duty(tell: _Obliged) -> None:
    """Let `tell(user)` name the office for which a second factor is a duty (once at start-up)."""
    global _why_due
    _why_due = tell


def duty_of(user: User) -> str:
    """Return the office for which this person must have a second factor; "" without one."""
    return _why_due(user)


def begin(*, user: User, password: str, clock: Clock) -> SecondFactor:
    """Draw a secret, which counts for nothing until a code made of it is typed.

    Raises:
        RuleBroken: the password is wrong or the account locked, or there is one already.
    """
    now = clock.now()
    if user.second_factor:
        raise RuleBroken(_ON_ALREADY)
    if not claim_attempt(user, now) or not user.check_password(clean_password(password)):
        raise RuleBroken("密码不正确，或者账号暂时锁定。连续输错5次将锁定15分钟，请核对")
    begun = _drawn(user, now)
    forget_wrong(user)
    return begun


@transaction.atomic
def _drawn(user: User, now: datetime) -> SecondFactor:
    if _locked(user).second_factor:
        raise RuleBroken(_ON_ALREADY)
    fresh = {"secret": codes.new_secret(), "confirmed_at": None, "last_step": 0, "begun_at": now}
    found, _ = SecondFactor.objects.update_or_create(user=user, defaults=fresh)
    return found


def _locked(user: User) -> User:
    """Return the account as it is now, and let nobody else begin or confirm meanwhile."""
    return User.objects.select_for_update().get(pk=user.pk)


def pending(user: User, now: datetime) -> SecondFactor | None:
    """Return what was begun a short while ago and waits for its first code."""
    since = now - codes.BEGUN_FOR
    waiting = SecondFactor.objects.filter(user=user, confirmed_at=None, begun_at__gt=since)
    return waiting.first()


@transaction.atomic
def confirm(*, user: User, typed: str, address: str, clock: Clock) -> list[str]:
    """Put the second factor in force; return the recovery codes, shown this once.

    Every other session of the account ends. `user` is changed along.

    Raises:
        RuleBroken: nothing was begun, or the code does not fit.
    """
    now = clock.now()
    _locked(user)
    begun = pending(user, now)
    if begun is None:
        raise RuleBroken("设置已超过10分钟没有完成，请重新开始")
    step = codes.step_of(begun.secret, codes.clean(typed), now)
    if step is None:
        raise RuleBroken("动态口令不正确：请核对手机时间是否准确，输入应用里正显示的6位数字")
    begun.last_step, begun.confirmed_at = step, now
    begun.save()
    switch_factor(user, now, on=True)
    note_attempt(user, user.username, address, Outcome.FACTOR_ON, now)
    return _renew_recovery(user)


def try_code(*, user: User, typed: str, address: str, clock: Clock) -> bool:
    """Tell whether a code opens the account after its password; each opens once.

    Counted and locked as passwords are, before the code is looked at.
    """
    now = clock.now()
    outcome = refusal(user, address, now) or _opened(user, typed, now)
    note_attempt(user, user.username, address, outcome, now)
    return outcome == Outcome.OK


def turn_off(*, user: User, typed: str, address: str, clock: Clock) -> None:
    """Do without a second factor; every other session ends. `user` is changed along.

    Raises:
        RuleBroken: an office obliges to it, or the code is wrong.
    """
    if office := duty_of(user):
        raise RuleBroken(f"担任{office}须使用动态口令，不能停用；设备丢失的请联系系统管理员重置")
    now = _ask(user, typed, address, clock)
    with transaction.atomic():
        forget_factor(user, now)
        note_attempt(user, user.username, address, Outcome.FACTOR_OFF, now)


def renew_recovery(*, user: User, typed: str, address: str, clock: Clock) -> list[str]:
    """Return fresh recovery codes; the old ones open nothing more.

    Raises:
        RuleBroken: the code is wrong.
    """
    _ask(user, typed, address, clock)
    return _renew_recovery(user)


def recovery_left(user: User) -> int:
    """Return how many recovery codes are still unused."""
    return RecoveryCode.objects.filter(user=user, used_at=None).count()


def _ask(user: User, typed: str, address: str, clock: Clock) -> datetime:
    """Ask a signed-in person for a code; return the moment.

    Raises:
        RuleBroken: it does not fit, or the account is locked.
    """
    now = clock.now()
    outcome = refusal(user, address, now) or _opened(user, typed, now)
    if outcome != Outcome.OK:
        note_attempt(user, user.username, address, outcome, now)
        raise RuleBroken("动态口令或恢复码不正确，或者账号暂时锁定。连续输错5次将锁定15分钟")
    return now


def _opened(user: User, typed: str, now: datetime) -> Outcome:
    code = codes.clean(typed)
    fits = _once(user, code, now) if codes.is_one_time(code) else _recovered(user, code, now)
    if not fits:
        return Outcome.FACTOR_WRONG
    forget_wrong(user)
    return Outcome.OK


def _once(user: User, code: str, now: datetime) -> bool:
    """Use up a code by the clock: of two at once the database lets one through."""
    held = SecondFactor.objects.filter(user=user, confirmed_at__isnull=False).first()
    step = codes.step_of(held.secret, code, now) if held is not None else None
    if held is None or step is None:
        return False
    older = SecondFactor.objects.filter(pk=held.pk, last_step__lt=step)
    return older.update(last_step=step) == 1


def _recovered(user: User, code: str, now: datetime) -> bool:
    unused = RecoveryCode.objects.filter(user=user, digest=_digest(user, code), used_at=None)
    return unused.update(used_at=now) == 1


@transaction.atomic
def _renew_recovery(user: User) -> list[str]:
    fresh = [codes.new_recovery_code() for _ in range(codes.RECOVERY_CODES)]
    RecoveryCode.objects.filter(user=user).delete()
    rows = [RecoveryCode(user=user, digest=_digest(user, codes.clean(one))) for one in fresh]
    RecoveryCode.objects.bulk_create(rows)
    return fresh


def _digest(user: User, code: str) -> str:
    """Return the keyed hash of a recovery code.

    A slow hash would hide nothing more: who has this key has the one of the secrets too.
    """
    return blind_index("accounts.recovery", f"{user.uid} {code}")
