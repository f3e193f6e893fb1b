"""Closed lists of the app."""

from django.db import models


class Change(models.TextChoices):
    """What an administrator did to an account."""

    OPENED = "opened", "开通"
    DISABLED = "disabled", "停用"
    ENABLED = "enabled", "恢复"
    UNLOCKED = "unlocked", "解除锁定"
    PASSWORD_RESET = "password_reset", "重置密码"


class Outcome(models.TextChoices):
    """How an attempt to sign in ended."""

    OK = "ok", "成功"
    WRONG = "wrong", "密码错误"
    UNKNOWN = "unknown", "账号不存在"
    LOCKED = "locked", "账号锁定中"
    DISABLED = "disabled", "账号已停用"
    EXPIRED = "expired", "初始密码已过期"
    THROTTLED = "throttled", "来源地址尝试过多"
