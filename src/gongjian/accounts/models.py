"""Who signs in, what administrators did to the account, and every attempt to sign in."""

import uuid
from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models

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

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = Users()

    def __str__(self) -> str:
        return self.username

    def get_full_name(self) -> str:
        """Return the person's name, as pages show it."""
        return self.name


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
