"""`gongjian new_password USER`: the way back in when no administrator can sign in any more."""

import secrets
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from gongjian.accounts.models import User
from gongjian.accounts.services import (
    AccountAndReason,
    ResetPassword,
    reset_factor,
    reset_password,
)
from gongjian.common import clock as clocks
from gongjian.common.acts import SYSTEM
from gongjian.common.errors import DomainError


class Command(BaseCommand):
    help = "Give an account a new first password; the ledger keeps that the system did, and why."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--reason", required=True, help="why no administrator gave it")
        lost = "also take away the one-time codes of a lost device"
        parser.add_argument("--lost-device", action="store_true", help=lost)

    def handle(
        self, *args: Any, username: str, reason: str, lost_device: bool, **options: Any
    ) -> None:
        user = User.objects.filter(username=username).first()
        if user is None:
            raise CommandError(f"没有账号“{username}”", returncode=4)
        if not user.is_active:
            raise CommandError(f"账号“{username}”已停用，请先由安全管理员恢复", returncode=5)
        password = new_password()
        try:
            if lost_device:
                reset_factor(
                    actor=SYSTEM,
                    clock=clocks.current(),
                    cmd=AccountAndReason(user=user.uid, reason=reason),
                )
            reset_password(
                actor=SYSTEM,
                clock=clocks.current(),
                cmd=ResetPassword(user=user.uid, new=password, reason=reason),
            )
        except DomainError as error:
            raise CommandError(error.message, returncode=2) from error
        days = settings.GONGJIAN_FIRST_PASSWORD_DAYS
        self.stdout.write(f"{username} 的初始密码：{password}（{days}天内登录并更换）")


def new_password() -> str:
    """Return a random password with a letter and a digit, whatever is drawn."""
    return f"a1-{secrets.token_urlsafe(12)}"
