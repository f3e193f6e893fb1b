"""Who signs in and by what, what administrators did to the account, and every attempt."""

import uuid
from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils.crypto import salted_hmac

from gongjian.common.crypto import EncryptedText
from gongjian.common.records import Record

from .choices import Change, Outcome


class Users(BaseUserManager["User"]):
    """Finds users; they are made by the act `accounts.open_account` only."""


class User(AbstractBaseUser):
    """Someone who can sign in. What the person may do stands in `orgs`, never here.

    No record: password, counters and locks change with every attempt. What an administrator does
    to the account is an `AccountChange`, which is one.
    """

    last_login = None  # `SignIn` says more, and without this column Django writes none
    uid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    stream = models.OneToOneField("ledger.Stream", on_delete=models.PROTECT, related_name="+")
    username = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=100)
    is_active = models.BooleanField(default=True)
    failed_count = models.PositiveSmallIntegerField(default=0)
    locked_until = models.DateTimeField(null=True, blank=True)
    password_changed_at = models.DateTimeField()
    must_change = models.BooleanField(default=False)
    second_factor = models.BooleanField(default=False)
    # Part of every session's hash: what was signed in before this moment is nobody's.
    sessions_since = models.DateTimeField(null=True, blank=True)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = Users()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(second_factor=False) | Q(sessions_since__isnull=False),
                name="user_second_factor_ended_sessions",
            )
        ]

    def __str__(self) -> str:
        return self.username

    def get_full_name(self) -> str:
        """Return the person's name, as pages show it."""
        return self.name

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Bind a session to the password and to the last change of the second factor."""
        kept: str = super()._get_session_auth_hash(secret=secret)  # type: ignore[misc]
        if self.sessions_since is None:
            return kept
        said = f"{kept} {self.sessions_since.timestamp()}"
        return salted_hmac("accounts.sessions", said, secret=secret, algorithm="sha256").hexdigest()


class SecondFactor(models.Model):
    """The secret of an account's one-time codes (动态口令); begun, and in force once confirmed.

    No record: `last_step` moves with every sign-in, and a secret is in no snapshot.
    Source: RFC 6238; GB/T 22239-2019 8.1.4.1 d)（两种或两种以上组合的鉴别技术）.
    """

    user = models.OneToOneField(User, on_delete=models.PROTECT, primary_key=True, related_name="+")
    secret = EncryptedText()
    last_step = models.BigIntegerField(default=0)
    begun_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return str(self.user_id)


class RecoveryCode(models.Model):
    """A code that opens once when the device is lost (恢复码), kept as a keyed hash."""

    id = models.BigAutoField(primary_key=True)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "digest"], name="recovery_code_once")
        ]

    def __str__(self) -> str:
        return str(self.user_id)


class AccountChange(Record):
    """What an administrator did to an account, and why."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="changes")
    username = models.CharField(max_length=64)
    kind = models.CharField(max_length=16, choices=Change.choices)
    reason = models.CharField(max_length=200, blank=True)
    by_name = models.CharField(max_length=100)
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]


class SignIn(models.Model):
    """One attempt to sign in: an audit row, outside the ledger, kept apart from any matter."""

    id = models.BigAutoField(primary_key=True)
    user = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="sign_ins"
    )
    username = models.CharField(max_length=64)
    address = models.CharField(max_length=45, blank=True)
    outcome = models.CharField(max_length=16, choices=Outcome.choices)
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["address", "at"], name="sign_in_by_address"),
            models.Index(fields=["user", "-at"], name="sign_in_by_user"),
        ]

    def __str__(self) -> str:
        return f"{self.username} {self.outcome}"
