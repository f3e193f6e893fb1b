"""Closed lists of the app."""

from django.db import models


class Change(models.TextChoices):
    """What an administrator did to an account."""

    OPENED = "opened", "开通"
    DISABLED = "disabled", "停用"
    ENABLED = "enabled", "恢复"
    UNLOCKED = "unlocked", "解除锁定"
    PASSWORD_RESET = "password_reset", "重置密码"
    FACTOR_RESET = "factor_reset", "重置动态口令"


class Outcome(models.TextChoices):
    """How an attempt to sign in ended, or what a person changed of the own second factor."""

    OK = "ok", "成功"
    HALF = "half", "密码正确，还须动态口令"
    WRONG = "wrong", "密码错误"
    UNKNOWN = "unknown", "账号不存在"
    LOCKED = "locked", "账号锁定中"
    DISABLED = "disabled", "账号已停用"
    EXPIRED = "expired", "初始密码已过期"
    THROTTLED = "throttled", "来源地址尝试过多"
    FACTOR_WRONG = "factor_wrong", "动态口令错误"
    FACTOR_ON = "factor_on", "启用动态口令"
    FACTOR_OFF = "factor_off", "停用动态口令"


# What does not count against the address it came from.
RIGHT = frozenset({Outcome.OK, Outcome.HALF, Outcome.FACTOR_ON, Outcome.FACTOR_OFF})
